"""Messages and parameters of the caller's as plain JSON, whatever objects they are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rscrew_console.roster.visible import visible
from rscrew_console.runtime.requests import ToolCall
from rscrew_console.runtime.wire.formats.base import UnsupportedMessage

ROLES = ("system", "developer", "user", "assistant", "tool", "function")


def as_json(value: Any) -> Any:
    """The value in dicts and lists. Pydantic's models and our tool calls are written out.

    Raises UnsupportedMessage for what has no shape in JSON.
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case ToolCall():
            return value.as_message()
        case Mapping():
            return {str(name): as_json(one) for name, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [as_json(one) for one in value]
        case _ if callable(dump := getattr(value, "model_dump", None)):
            return as_json(dump())
        case _:
            raise UnsupportedMessage(f"a value of the type {type(value).__name__} is no JSON")


def messages_of(messages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The messages as plain JSON. Raises UnsupportedMessage for a role that no API knows."""
    plain: list[dict[str, Any]] = [as_json(message) for message in messages]
    for number, message in enumerate(plain, 1):
        if message.get("role") not in ROLES:
            role = visible(str(message.get("role"))[:40])
            raise UnsupportedMessage(
                f"message {number} has the role {role!r}, which is none of {', '.join(ROLES)}"
            )
    return plain


def schema_of(response_format: Any) -> Any:
    """`response_format` as OpenAI's API has it: a class of Pydantic's becomes its JSON schema."""
    describe = getattr(response_format, "model_json_schema", None)
    if isinstance(response_format, type) and callable(describe):
        schema = closed(as_json(describe()))
        named = {"name": response_format.__name__, "schema": schema, "strict": True}
        return {"type": "json_schema", "json_schema": named}
    return as_json(response_format)


def closed(schema: Any) -> Any:
    """A schema in which objects have no further properties and all of their own, as vendors want
    it who keep to a schema strictly."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    filled = {
        # A property may be called like a keyword.
        name: {own: closed(one) for own, one in value.items()}
        if name in ("properties", "$defs", "definitions") and isinstance(value, dict)
        else closed(value)
        for name, value in schema.items()
        if name != "default"
    }
    properties = filled.get("properties")
    if filled.get("type") == "object" and isinstance(properties, dict):
        filled |= {"additionalProperties": False, "required": list(properties)}
    return filled
