"""An entry's value, or its key, written anew in its place."""

from __future__ import annotations

from typing import Any

import yaml

from rscrew_console.document import blocks, scalars
from rscrew_console.document.data import same
from rscrew_console.document.lines import column, indentation, line_break, line_end
from rscrew_console.document.manner import Manner
from rscrew_console.document.places import header_end
from rscrew_console.document.scalars import Quote
from rscrew_console.document.splice import Splice, keep_comment_column
from rscrew_console.document.tree import Entry, Tree

_STR = "tag:yaml.org,2002:str"
_NULL = "tag:yaml.org,2002:null"
_BLOCK_SCALARS = ("|", ">")


def replace_value(tree: Tree, entry: Entry, value: Any, wider: yaml.Node | None) -> list[Splice]:
    """`wider` is the collection that holds the entry's own: its manner counts too."""
    manner = Manner(tree, entry.parent, wider)
    node, in_flow = entry.value, bool(entry.parent.flow_style)
    if entry.is_alias:
        return keep_comment_column(tree.text, _over(entry, _one_line(entry, value, manner)))
    if isinstance(value, dict) and value and _holds_nothing(node) and not in_flow:
        return _block_below(tree, entry, value, manner)
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        return _instead_of_block(tree, entry, _one_line(entry, value, manner))
    if isinstance(node, yaml.ScalarNode) and node.style in _BLOCK_SCALARS:
        return [_instead_of_block_scalar(tree, entry, value, manner)]
    return _on_its_line(tree, entry, value, manner)


def override_alias(
    tree: Tree, entry: Entry, old: Any, new: Any, wider: yaml.Node | None
) -> list[Splice]:
    """The alias gives way to what it meant, changed; what can still come from it does."""
    manner = Manner(tree, entry.parent, wider)
    text = blocks.inline(new, manner)
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() <= new.keys():
        alias = tree.text[entry.value_span.start : entry.value_span.end]
        own = {key: value for key, value in new.items() if not same(value, old.get(key))}
        text = f"{{<<: {alias}, {blocks.inline(own, manner)[1:]}"
    return keep_comment_column(tree.text, _over(entry, text))


def rename_key(tree: Tree, entry: Entry, key: Any) -> list[Splice]:
    """In the old key's own quotes."""
    if entry.key is None:
        raise ValueError("an item of a list has no key")
    new = scalars.key(key, _own_quote(entry.key), in_flow=bool(entry.parent.flow_style))
    return [Splice(tree.skip_properties(entry.key), entry.key_span.end, new)]


def _over(entry: Entry, new: str) -> Splice:
    return Splice(entry.value_span.start, entry.value_span.end, new)


def _on_its_line(tree: Tree, entry: Entry, value: Any, manner: Manner) -> list[Splice]:
    """A scalar or a flow collection, where the old one stood."""
    text, end = tree.text, entry.value_span.end
    content = min(tree.skip_properties(entry.value), end)
    start = _behind_kept_properties(tree, entry, content, value)
    new = _one_line(entry, value, manner)
    if text.startswith("#", end) and new[-1] not in "'\"":
        new += " "
    before = text[start - 1 : start]
    if start == end and entry.key is not None and ":" not in text[entry.key_span.end : start]:
        new = _with_colon(tree, entry, new)
    elif (start == end or start != content) and before and before not in " \t\n\r[{,":
        new = f" {new}"
    return keep_comment_column(text, Splice(start, end, new))


def _behind_kept_properties(tree: Tree, entry: Entry, content: int, value: Any) -> int:
    """Where the new text starts: the anchor stays, and the tag where it suits the new value."""
    start = entry.value_span.start
    properties = tree.text[start:content]
    if "!" not in properties or (isinstance(value, str) and entry.value.tag == _STR):
        return content
    anchor = next((word for word in properties.split() if word.startswith("&")), "")
    return tree.text.index(anchor, start) + len(anchor)


def _with_colon(tree: Tree, entry: Entry, new: str) -> str:
    """For a key that has no value at all, as in `{key}` or behind `? key`."""
    if entry.parent.flow_style:
        return f": {new}"
    start = entry.key_span.start
    return f"{line_break(tree.text, start)}{' ' * max(column(tree.text, start) - 2, 0)}: {new}"


def _one_line(entry: Entry, value: Any, manner: Manner) -> str:
    key = entry.key.value if isinstance(entry.key, yaml.ScalarNode) else None
    if isinstance(value, dict | list):
        return blocks.inline(value, manner, key)
    in_flow = bool(entry.parent.flow_style)
    quote = _quote_for(entry, key, manner)
    return scalars.scalar(value, quote, in_flow=in_flow, fallback=manner.fallback)


def _quote_for(entry: Entry, key: str | None, manner: Manner) -> Quote:
    """Its own; but text that takes a number's place in JSON must be quoted for JSON's sake."""
    node = entry.value
    if entry.is_alias or not isinstance(node, yaml.ScalarNode):
        return manner.quote_for(key)
    in_json = entry.parent.flow_style and entry.key is not None and _own_quote(entry.key) == '"'
    return '"' if in_json and node.tag != _STR else _own_quote(node)


def _own_quote(node: yaml.Node) -> Quote:
    match getattr(node, "style", ""):
        case "'":
            return "'"
        case '"':
            return '"'
    return ""


def _instead_of_block(tree: Tree, entry: Entry, new: str) -> list[Splice]:
    """One line for the lines of a block collection; a comment behind its header stays."""
    text, head, end = tree.text, header_end(tree, entry), entry.value_span.end
    stop = line_end(text, head)
    if not text[head:stop].split("#")[0].strip() and stop <= end:
        first = keep_comment_column(text, Splice(head, head, f" {new}"))
        return [*first, Splice(stop, end, "")]
    return [Splice(head, end, f" {new}")]


def _instead_of_block_scalar(tree: Tree, entry: Entry, value: Any, manner: Manner) -> Splice:
    """In the same style (`|` or `>`) where that can carry the value, else on the header's line."""
    text, end = tree.text, entry.value_span.end
    start = tree.skip_properties(entry.value)
    header = text[start : line_end(text, start)]
    indicator = header.split("#")[0].rstrip()
    comment = header[len(indicator) :] if "#" in header else ""
    new = None
    if isinstance(value, str):
        lines = [line for line in text[start + len(header) : end].splitlines() if line.strip()]
        indents = [len(line) - len(line.lstrip(" ")) for line in lines]
        new = scalars.block_scalar(
            value,
            folded=text[start] == ">",
            indent=min(indents, default=indentation(text, entry.key_span.start) + 2),
            width=max([79, *map(len, lines)]),
            header_comment=comment,
        )
    if new is None:
        new = _one_line(entry, value, manner) + comment
    if text[end - 1 : end] in ("\n", "\r"):
        new += "\n"
    return Splice(start, end, new.replace("\n", line_break(text, start)))


def _holds_nothing(node: yaml.Node) -> bool:
    if isinstance(node, yaml.MappingNode):
        return not node.value
    return bool(node.tag == _NULL)


def _block_below(tree: Tree, entry: Entry, value: dict[Any, Any], manner: Manner) -> list[Splice]:
    """A block mapping in the lines behind a key that held nothing, null, or {}."""
    text, end = tree.text, entry.value_span.end
    start = tree.skip_properties(entry.value)
    start = len(text[:start].rstrip(" \t"))
    newline = line_break(text, end)
    margin = " " * (column(text, entry.key_span.start) + manner.step)
    lines = "".join(f"{newline}{margin}{line}" for line in blocks.block(value, manner))
    line = line_end(text, end)
    return [Splice(start, end, ""), Splice(line, line, lines)]
