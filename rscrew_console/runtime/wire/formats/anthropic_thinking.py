"""Claude's thinking blocks, which a model wants back with the tool calls that followed them.

Applications hand tool calls back in OpenAI's shape, of which only the ids come back as they were
given. So the signed blocks of an answer travel in the id of its first tool call; see `call_ids`.

https://platform.claude.com/docs/en/build-with-claude/extended-thinking (preserving thinking
blocks) and …/build-with-claude/preserved-thinking.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rscrew_console.records import dataclass
from rscrew_console.runtime.requests import ToolCall
from rscrew_console.runtime.wire.formats.anthropic_models import claude_of
from rscrew_console.runtime.wire.formats.call_ids import CLAUDE, signature_of, signed_id
from rscrew_console.runtime.wire.formats.values import items, json_object, mapping, text_of

_LONGEST = 4 * 1024 * 1024
"""Bytes of thinking blocks that are read from one id."""
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "thinking": ("thinking", "signature"),
    "redacted_thinking": ("data",),
}

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A thinking block, and its index among all blocks of the answer."""

    index: int
    block: Block


def thinking_block(block: Mapping[str, Any]) -> Block | None:
    """The block as the API wants it back; None for one that is no thinking block, or unsigned."""
    kind = text_of(block.get("type"))
    fields = _FIELDS.get(kind)
    if fields is None:
        return None
    values = {name: text_of(block.get(name)) for name in fields}
    return {"type": kind, **values} if values[fields[-1]] else None


def with_thinking(
    calls: tuple[ToolCall, ...], model: Any, blocks: Iterable[tuple[int, Mapping[str, Any]]]
) -> tuple[ToolCall, ...]:
    """The calls of an answer, the first one with the answer's thinking blocks in its id.

    `blocks` are all blocks of the answer with their indexes, `model` is who says to have written
    them.
    """
    thinking_blocks = [
        [index, block]
        for index, block_data in blocks
        if (block := thinking_block(block_data)) is not None
    ]
    if not calls or not thinking_blocks:
        return calls
    payload = json.dumps({"model": _model_key(text_of(model)), "blocks": thinking_blocks}).encode()
    packed = base64.urlsafe_b64encode(zlib.compress(payload)).decode("ascii")
    first = ToolCall(signed_id(calls[0].id, CLAUDE + packed), calls[0].function)
    return (first, *calls[1:])


def thinking_of(calls: Sequence[ToolCall], model: str) -> list[PlacedBlock]:
    """The thinking blocks that came with these calls. Empty where another model wrote them: it
    could not read them."""
    for call in calls:
        signature = signature_of(call.id)
        if signature.startswith(CLAUDE):
            data = _unpacked(signature.removeprefix(CLAUDE))
            if data.get("model") != _model_key(model):
                return []
            return _placed(items(data.get("blocks")))
    return []


def given_thinking(blocks: Sequence[Any]) -> list[PlacedBlock]:
    """Return a message's own `thinking_blocks`, as applications of LiteLLM keep them."""
    return _placed([[index, block] for index, block in enumerate(blocks)])


def inserted(content: Sequence[Block], thoughts: Sequence[PlacedBlock]) -> list[Block]:
    """The content of an answer with its thinking blocks where they stood."""
    blocks = list(content)
    for thought in thoughts:
        blocks.insert(min(thought.index, len(blocks)), thought.block)
    return blocks


def _placed(pairs: Iterable[Any]) -> list[PlacedBlock]:
    placed = []
    for pair in pairs:
        if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], int):
            block = thinking_block(mapping(pair[1]))
            if block is not None:
                placed.append(PlacedBlock(max(pair[0], 0), block))
    return placed


def _unpacked(packed: str) -> Mapping[str, Any]:
    """What `with_thinking` has packed; empty for anything else."""
    try:
        unpacker = zlib.decompressobj()
        payload = unpacker.decompress(base64.urlsafe_b64decode(packed), _LONGEST)
        return json_object(payload.decode()) or {}
    except (ValueError, binascii.Error, zlib.error):
        return {}


def _model_key(model: str) -> str:
    """The same for a model's alias and its dated name. It cannot spell a key."""
    claude = claude_of(model)
    family = next(
        (one for one in ("opus", "sonnet", "haiku", "fable", "mythos") if one in model), ""
    )
    return f"{family}-{claude.version[0]}.{claude.version[1]}"
