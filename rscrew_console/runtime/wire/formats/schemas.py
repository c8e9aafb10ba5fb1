"""Tools and wanted shapes of answers as callers give them, and JSON schemas that vendors take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rscrew_console.records import dataclass
from rscrew_console.runtime.wire.formats.base import UnsupportedMessage


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that the model may call. `native` is a vendor's own tool, as it was given."""

    name: str
    description: str = ""
    schema: Mapping[str, Any] | None = None
    native: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class AnswerShape:
    """JSON that the answer has to be; any object where there is no schema."""

    name: str = ""
    schema: Mapping[str, Any] | None = None


def tools_of(tools: Any) -> list[Tool]:
    """Raises UnsupportedMessage for what is no list of tools."""
    if not isinstance(tools, list | tuple):
        raise UnsupportedMessage("tools are not a list")
    return [_tool(one) for one in tools]


def shape_of(response_format: Any) -> AnswerShape | None:
    """None for plain text. Takes a Pydantic model class, too. Raises UnsupportedMessage."""
    make_schema = getattr(response_format, "model_json_schema", None)
    if make_schema is not None:
        return AnswerShape(
            str(getattr(response_format, "__name__", "")), _schema_made_by(make_schema)
        )
    if not isinstance(response_format, Mapping):
        raise UnsupportedMessage("response_format is neither a mapping nor a Pydantic model")
    match response_format.get("type"):
        case "text":
            return None
        case "json_object":
            return AnswerShape()
        case "json_schema":
            json_schema = response_format.get("json_schema")
            schema = json_schema.get("schema") if isinstance(json_schema, Mapping) else None
            if isinstance(json_schema, Mapping) and isinstance(schema, Mapping):
                return AnswerShape(str(json_schema.get("name") or ""), schema)
    raise UnsupportedMessage("response_format is none of text, json_object, json_schema")


def chosen_tool(choice: Any) -> str:
    """`auto`, `none` or `required`; else the name of the one tool. Raises UnsupportedMessage."""
    if choice in ("auto", "none", "required"):
        return str(choice)
    function = choice.get("function") if isinstance(choice, Mapping) else None
    name = function.get("name") if isinstance(function, Mapping) else None
    if not isinstance(name, str):
        raise UnsupportedMessage("tool_choice is none of auto, none, required, one function")
    return name


_GEMINI = frozenset(
    {
        "$anchor", "$id", "$ref", "additionalProperties", "anyOf", "description", "enum", "format",
        "items", "maxItems", "maximum", "minItems", "minimum", "oneOf", "prefixItems",
        "propertyOrdering", "required", "title", "type",
    }
)  # fmt: skip
"""https://ai.google.dev/gemini-api/docs/structured-output, beside `properties` and `$defs`."""
_NOT_CLAUDE = frozenset(
    {
        "$schema", "exclusiveMaximum", "exclusiveMinimum", "maxItems", "maxLength", "maximum",
        "minItems", "minLength", "minimum", "multipleOf", "uniqueItems", "maxProperties",
        "minProperties", "default", "examples",
    }
)  # fmt: skip
"""https://platform.claude.com/docs/en/build-with-claude/structured-outputs, JSON Schema
limitations: a request with them is refused."""


def for_gemini(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema without the keywords that Gemini does not know."""
    known_keywords = {name: value for name, value in schema.items() if name in _GEMINI}
    if "const" in schema and "enum" not in known_keywords:
        known_keywords["enum"] = [schema["const"]]
    for one in _list(schema.get("allOf")):
        if isinstance(one, Mapping):
            known_keywords = {**for_gemini(one), **known_keywords}
    return _below(schema, known_keywords, for_gemini)


def for_claude(schema: Mapping[str, Any]) -> dict[str, Any]:
    """As Anthropic's own libraries send it: closed objects, no limits of numbers and lengths."""
    cleaned = {name: value for name, value in schema.items() if name not in _NOT_CLAUDE}
    if "oneOf" in cleaned and "anyOf" not in cleaned:
        cleaned["anyOf"] = cleaned.pop("oneOf")
    cleaned = _below(cleaned, cleaned, for_claude)
    if cleaned.get("type") == "object" or "properties" in cleaned:
        cleaned["additionalProperties"] = False
    return cleaned


def _below(
    schema: Mapping[str, Any],
    cleaned: dict[str, Any],
    clean: Callable[[Mapping[str, Any]], dict[str, Any]],
) -> dict[str, Any]:
    """Return the value with the schemas inside it cleaned. Names of properties are no keywords."""
    for name in ("properties", "$defs", "definitions"):
        if isinstance(inner := schema.get(name), Mapping):
            cleaned[name] = {key: _cleaned(one, clean) for key, one in inner.items()}
    for name in ("anyOf", "oneOf", "prefixItems"):
        if name in cleaned:
            cleaned[name] = [_cleaned(one, clean) for one in _list(cleaned[name])]
    for name in ("items", "additionalProperties"):
        if name in cleaned:
            cleaned[name] = _cleaned(cleaned[name], clean)
    return cleaned


def _cleaned(value: Any, clean: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Any:
    return clean(value) if isinstance(value, Mapping) else value


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _tool(tool: Any) -> Tool:
    function = tool.get("function") if isinstance(tool, Mapping) else None
    if isinstance(function, Mapping) and isinstance(function.get("name"), str):
        schema = function.get("parameters")
        return Tool(
            function["name"],
            str(function.get("description") or ""),
            schema if isinstance(schema, Mapping) else None,
        )
    if isinstance(tool, Mapping) and tool and tool.get("type") != "function":
        return Tool(str(tool.get("name") or ""), native=tool)
    raise UnsupportedMessage("a tool has no function with a name")


def _schema_made_by(make_schema: Callable[[], Any]) -> Mapping[str, Any]:
    try:
        schema = make_schema()
    except (TypeError, ValueError, RuntimeError):
        schema = None
    if not isinstance(schema, Mapping):
        raise UnsupportedMessage("response_format is a model that has no JSON schema")
    return schema
