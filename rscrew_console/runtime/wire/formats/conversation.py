"""The caller's messages, in OpenAI's shape, as turns that every other API can be told from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal
from urllib.parse import urlsplit

from rscrew_console.records import dataclass
from rscrew_console.runtime.requests import ToolCall, ToolFunction
from rscrew_console.runtime.wire.formats.base import UnsupportedMessage

GO_ON = "Please continue."
"""What the user says where an API wants a word of theirs and the caller has none."""
_ROLES: Mapping[str, Literal["system", "user", "assistant", "tool"]] = {
    "system": "system", "developer": "system", "user": "user", "assistant": "assistant",
    "tool": "tool", "function": "tool",
}  # fmt: skip
_MIME_TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "heic": "image/heic", "heif": "image/heif", "pdf": "application/pdf",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextPart:
    """Words. `cache_control` is Anthropic's mark, where the caller has set it."""

    text: str
    cache_control: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class MediaPart:
    """An image or a document: base64 `data`, or the https:// `url` where it is."""

    mime_type: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class MessageTurn:
    """One message."""

    role: Literal["system", "user", "assistant", "tool"]
    parts: tuple[TextPart | MediaPart, ...] = ()
    calls: tuple[ToolCall, ...] = ()
    """The assistant's."""
    call_id: str = ""
    """Of the call whose result this is."""
    name: str = ""
    """Of the tool, where the message says it."""
    thinking: tuple[Any, ...] = ()
    """The assistant's own `thinking_blocks`, where the message has them, as they were given."""

    @property
    def text(self) -> str:
        """All its words."""
        return "\n".join(part.text for part in self.parts if isinstance(part, TextPart))


def turns_of(messages: Sequence[Mapping[str, Any]]) -> list[MessageTurn]:
    """Raises UnsupportedMessage for what is in none of OpenAI's shapes."""
    return [_turn(message) for message in messages]


def _turn(message: Mapping[str, Any]) -> MessageTurn:
    role_name = message.get("role")
    role = _ROLES.get(role_name) if isinstance(role_name, str) else None
    if role is None:
        raise UnsupportedMessage(
            "a message has no known role: system, developer, user, assistant or tool"
        )
    calls = (message.get("tool_calls") or ()) if role == "assistant" else ()
    if not isinstance(calls, list | tuple):
        raise UnsupportedMessage("tool_calls of a message are not a list")
    thinking = message.get("thinking_blocks") if role == "assistant" else ()
    return MessageTurn(
        role,
        tuple(_parts(message.get("content"), message.get("cache_control"))),
        tuple(_call(call) for call in calls),
        str(message.get("tool_call_id") or ""),
        str(message.get("name") or ""),
        tuple(thinking) if isinstance(thinking, list | tuple) else (),
    )


def _parts(content: Any, cache: Any) -> list[TextPart | MediaPart]:
    cache = cache if isinstance(cache, Mapping) else None
    if content is None:
        return []
    if isinstance(content, str):
        return [TextPart(content, cache)]
    if not isinstance(content, list | tuple):
        raise UnsupportedMessage("a message's content is a text or a list of parts")
    return [TextPart(part) if isinstance(part, str) else _part(part) for part in content]


def _part(part: Any) -> TextPart | MediaPart:
    kind = part.get("type") if isinstance(part, Mapping) else None
    match kind:
        case "text" | "input_text" | "output_text" | "refusal":
            words = part.get("refusal" if kind == "refusal" else "text")
            if not isinstance(words, str):
                raise UnsupportedMessage("a text part of a message has no text")
            cache = part.get("cache_control")
            return TextPart(words, cache if isinstance(cache, Mapping) else None)
        case "image_url":
            image = part.get("image_url")
            return _media(image.get("url") if isinstance(image, Mapping) else image)
        case "image" if isinstance(source := part.get("source"), Mapping):  # Anthropic's own
            if source.get("type") == "url":
                return _media(source.get("url"))
            return _media(f"data:{source.get('media_type')};base64,{source.get('data')}")
        case "file":
            file = part.get("file")
            return _media(file.get("file_data") if isinstance(file, Mapping) else None)
        case _:
            what = f'"{kind[:40]}"' if isinstance(kind, str) else "no known kind"
            raise UnsupportedMessage(f"a part of a message is {what}, which this API cannot carry")


def _media(url: Any) -> MediaPart:
    if isinstance(url, str) and url[:5].lower() == "data:":
        head, _, data = url.partition(",")
        mime_type, *marks = head[5:].split(";")
        if "base64" not in marks or not data:
            raise UnsupportedMessage("an image's data: address is not base64")
        return MediaPart(mime_type.lower() or "image/png", data=data)
    if isinstance(url, str) and url.lower().startswith(("https://", "http://")):
        ending = _path(url).rpartition(".")[2].lower()
        return MediaPart(_MIME_TYPES.get(ending, "image/jpeg"), url=url)
    raise UnsupportedMessage("an image is neither a data: address nor an https:// one")


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        raise UnsupportedMessage("an image's address cannot be read") from None


def _call(call: Any) -> ToolCall:
    function = _field(call, "function")
    name, arguments = _field(function, "name"), _field(function, "arguments")
    if not isinstance(name, str) or not name:
        raise UnsupportedMessage("a tool call of a message has no function name")
    if isinstance(arguments, Mapping):
        arguments = json.dumps(dict(arguments))
    return ToolCall(str(_field(call, "id") or ""), ToolFunction(name, str(arguments or "{}")))


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
