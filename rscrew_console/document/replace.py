"""An entry's value, or its key, written anew in its place."""

from __future__ import annotations

from typing import Any

import yaml

from rscrew_console.document import blocks, scalars
from rscrew_console.document.block_text import BlockText
from rscrew_console.document.gaps import behind_white, properties
from rscrew_console.document.lines import (
    WHITE,
    behind_blanks,
    column,
    line_break,
    line_end,
    next_line,
    starts_line,
)
from rscrew_console.document.node_style import NodeStyle, flow_tendency
from rscrew_console.document.places import entry_start, header_end
from rscrew_console.document.scalars import Quote
from rscrew_console.document.splice import Splice, keep_comment_column
from rscrew_console.document.tree import NodeEntry, Tree

_PREFIX = "tag:yaml.org,2002:"
_STR, _NULL = f"{_PREFIX}str", f"{_PREFIX}null"
_TYPES: dict[str, type] = {
    f"{_PREFIX}{name}": kind
    for name, kind in (("str", str), ("int", int), ("float", float), ("bool", bool))
}
_BLOCK_SCALARS = ("|", ">")


def replace_value(
    tree: Tree, entry: NodeEntry, value: Any, wider: yaml.Node | None
) -> list[Splice]:
    """`wider` is the collection that holds the entry's own: its manner counts too."""
    style = NodeStyle(tree, entry.parent, wider)
    node, in_flow = entry.value, bool(entry.parent.flow_style)
    if entry.is_alias:
        alias, new = entry.value_span, _one_line(entry, value, style)
        return keep_comment_column(tree.text, Splice(alias.start, alias.end, new))
    tag = _unfit_tag(tree, entry, value)
    grows = blocks.needs_own_lines(value) and _holds_nothing(node) and not in_flow
    is_open = entry.key is None or tree.colon(entry.key_span, entry.value_span) is not None
    if grows and is_open and flow_tendency(entry.values_around()) <= 0:
        return [*tag, *_block_below(tree, entry, value, style)]
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        return [*tag, *_instead_of_block(tree, entry, _one_line(entry, value, style))]
    if isinstance(node, yaml.ScalarNode) and node.style in _BLOCK_SCALARS:
        return [*tag, _instead_of_block_scalar(tree, entry, value, style)]
    moved = sum(splice.start - splice.end for splice in tag)
    return [*tag, *_on_its_line(tree, entry, _one_line(entry, value, style), moved)]


def rename_key(tree: Tree, entry: NodeEntry, key: Any) -> list[Splice]:
    """Rename a key; the new one gets the old one's quotes."""
    if entry.key is None:
        raise ValueError("an item of a list has no key")
    new = scalars.key(key, _own_quote(entry.key), in_flow=bool(entry.parent.flow_style))
    start, end = tree.content_start(entry.key), entry.key_span.end
    is_alias = not entry.key_span.start <= start <= end  # Its node is where the anchor is.
    return [Splice(entry.key_span.start if is_alias else start, end, new)]


def _on_its_line(tree: Tree, entry: NodeEntry, new: str, moved: int) -> list[Splice]:
    """Where the old scalar or flow collection stood, behind its anchor and tag. `moved` is by
    how much something before it on the line moves it."""
    text, end = tree.text, entry.value_span.end
    start = min(tree.content_start(entry.value), end)
    if start == end:
        if entry.key is not None and tree.colon(entry.key_span, entry.value_span) is None:
            new = _with_colon(tree, entry, new)
        elif text[start - 1] not in f"{WHITE}[{{,":
            new = f" {new}"
    elif text.startswith("#", end):
        new += " "
    return keep_comment_column(text, Splice(start, end, new), moved)


def _unfit_tag(tree: Tree, entry: NodeEntry, value: Any) -> list[Splice]:
    """The tag of the old value goes where it says another type than the new value has."""
    text, start = tree.text, entry.value_span.start
    if type(value) is _TYPES.get(entry.value.tag):
        return []
    for piece in properties(text, start, max(tree.content_start(entry.value), start)):
        if piece.kind == "tag":
            before = len(text[: piece.start].rstrip(" "))
            if text[before - 1] in "[{,":
                return [Splice(piece.start, behind_blanks(text, piece.end), "")]
            return [Splice(before, piece.end, "")]
    return []


def _with_colon(tree: Tree, entry: NodeEntry, new: str) -> str:
    """Give a value to a key that has none at all, as in `{key}` or behind `? key`."""
    if entry.parent.flow_style:
        return f": {new}"
    start = entry_start(tree, entry)
    return f"{line_break(tree.text, start)}{' ' * column(tree.text, start)}: {new}"


def _one_line(entry: NodeEntry, value: Any, style: NodeStyle) -> str:
    key = entry.key.value if isinstance(entry.key, yaml.ScalarNode) else None
    if isinstance(value, dict | list):
        return blocks.inline(value, style, key)
    in_flow = bool(entry.parent.flow_style)
    quote = _quote_for(entry, key, style)
    return scalars.scalar(value, quote, in_flow=in_flow, fallback=lambda: style.fallback)


def _quote_for(entry: NodeEntry, key: str | None, style: NodeStyle) -> Quote:
    """Its own; but text that takes a number's place in JSON must be quoted for JSON's sake."""
    node = entry.value
    if entry.is_alias or not isinstance(node, yaml.ScalarNode):
        return style.quote_for(key)
    return '"' if style.is_json and node.tag != _STR else _own_quote(node)


def _own_quote(node: yaml.Node) -> Quote:
    match getattr(node, "style", ""):
        case "'":
            return "'"
        case '"':
            return '"'
    return ""


def _instead_of_block(tree: Tree, entry: NodeEntry, new: str) -> list[Splice]:
    """Write one line in place of a block collection; a comment behind its header stays."""
    text, head, end = tree.text, header_end(tree, entry), entry.value_span.end
    stop = line_end(text, head)
    if stop <= end and behind_white(text, head, stop) == stop:
        first = keep_comment_column(text, Splice(head, head, f" {new}"))
        return [*first, Splice(stop, end, "")]
    return [Splice(head, end, f" {new}")]


def _instead_of_block_scalar(tree: Tree, entry: NodeEntry, value: Any, style: NodeStyle) -> Splice:
    """In the same style (`|` or `>`) where that can carry the value, else on the header's line."""
    text, node = tree.text, entry.value
    start, end = tree.content_start(node), entry.value_span.end
    margin = column(text, entry_start(tree, entry)) + style.step
    old = BlockText.of(text[start:end], node.value, margin)
    blank_lines = next_line.split(text[end : tree.end(node)])
    new = None
    if isinstance(value, str) and max(map(len, blank_lines)) <= old.margin:
        new = old.write(value)
    if new is None:
        new = _one_line(entry, value, style) + old.comment
    if starts_line(text, end):
        new = new.removesuffix("\n") + "\n"
    return Splice(start, end, new.replace("\n", line_break(text, start)))


def _holds_nothing(node: yaml.Node) -> bool:
    return not node.value if isinstance(node, yaml.CollectionNode) else bool(node.tag == _NULL)


def _block_below(tree: Tree, entry: NodeEntry, value: Any, style: NodeStyle) -> list[Splice]:
    """A block mapping or list in the lines behind a key that held nothing, null, or {}."""
    text, end = tree.text, entry.value_span.end
    start = tree.content_start(entry.value)
    start = len(text[:start].rstrip(" \t"))
    newline = line_break(text, end)
    step = style.step if isinstance(value, dict) else style.list_step
    margin = " " * (column(text, entry_start(tree, entry)) + step)
    lines = "".join(f"{newline}{margin}{line}" for line in blocks.block(value, style))
    line, behind = line_end(text, end), behind_blanks(text, end)
    if "\t" in text[end:behind]:  # PyYAML takes no tab right behind a colon above a block.
        return [Splice(start, behind, " "), Splice(line, line, lines)]
    return [*keep_comment_column(text, Splice(start, end, "")), Splice(line, line, lines)]
