"""Where in the text an entry starts and ends, with all that belongs to it."""

from __future__ import annotations

import re

import yaml

from rscrew_console.document.gaps import properties, sign_in
from rscrew_console.document.lines import after_break, column, line_end, starts_line
from rscrew_console.document.tree import NodeEntry, Tree

_COMMENT_LINE = re.compile(r"( *)#")


def behind_entry(tree: Tree, entry: NodeEntry, *, with_comments: bool = False) -> int:
    """The end of the entry's last line; the start of the next one behind a kept block scalar.

    Comment lines that are indented deeper than the entry and follow a collection without a gap
    are part of it: a new sibling between them and it would take them over. `with_comments` counts
    them to any entry: for a new sibling that is a collection itself.
    """
    text, end = tree.text, entry.value_span.end
    place = end if starts_line(text, end) else line_end(text, end)
    is_block = isinstance(entry.value, yaml.CollectionNode) and not entry.value.flow_style
    if is_block or with_comments:
        own = column(text, entry_start(tree, entry))
        while (start := after_break(text, place)) > place:
            match = _COMMENT_LINE.match(text, start)
            if match is None or len(match.group(1)) <= own:
                break
            place = line_end(text, start)
    return place


def entry_start(tree: Tree, entry: NodeEntry) -> int:
    """Where the entry starts: at its key or item, or at the `?` or `-` before it."""
    if entry.key is None and entry.parent.flow_style:
        return entry.key_span.start
    floor = content_end_before(tree, entry)
    sign = sign_in(tree.text, "-" if entry.key is None else "?", floor, entry.key_span.start)
    return entry.key_span.start if sign is None else sign


def content_end_before(tree: Tree, entry: NodeEntry) -> int:
    """Where the entry before this one ends, or behind the bracket of their collection."""
    if entry.index:
        return tree.entry_at(entry.parent, entry.index - 1).value_span.end
    start = tree.content_start(entry.parent)
    return start + (tree.text[start : start + 1] in ("{", "["))


def header_end(tree: Tree, entry: NodeEntry) -> int:
    """Behind the colon (or dash) of an entry that holds a block collection, and its anchor."""
    if entry.key is None:
        start = entry_start(tree, entry) + 1
    else:
        start = (tree.colon(entry.key_span, entry.value_span) or entry.key_span.end) + 1
    tokens = properties(tree.text, start, tree.content_start(entry.value))
    return tokens[-1].end if tokens else start


def ends_in_block_text(tree: Tree, entry: NodeEntry) -> bool:
    """Whether the last thing in it is a `|` or `>` scalar, to which a line break belongs."""
    while isinstance(entry.value, yaml.CollectionNode) and not entry.value.flow_style:
        entry = tree.entry_at(entry.value, len(entry.value.value) - 1)
    return isinstance(entry.value, yaml.ScalarNode) and entry.value.style in ("|", ">")
