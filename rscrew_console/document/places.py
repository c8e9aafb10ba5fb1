"""Where in the text an entry starts and ends, with all that belongs to it."""

from __future__ import annotations

import re

import yaml

from rscrew_console.document.lines import after_break, column, line_end
from rscrew_console.document.tree import Entry, Tree

_COMMENT_LINE = re.compile(r"( *)#")
_TO_DASH = re.compile(r"(?:\s|#.*)*-")
_TO_QUESTION_MARK = re.compile(r"(?:[\s,]|#.*)*\?")


def behind_entry(tree: Tree, entry: Entry) -> int:
    """The end of the entry's last line; the start of the next one behind a kept block scalar.

    Comment lines that are indented deeper than the entry and follow a collection without a gap
    are part of it: a new sibling between them and it would take them over.
    """
    text, end = tree.text, entry.value_span.end
    is_at_start = end > 0 and text[end - 1] in "\n\r"
    place = end if is_at_start else line_end(text, end)
    if isinstance(entry.value, yaml.CollectionNode) and not entry.value.flow_style:
        own = column(text, entry_start(tree, entry))
        while (start := after_break(text, place)) > place:
            found = _COMMENT_LINE.match(text, start)
            if found is None or len(found.group(1)) <= own:
                break
            place = line_end(text, start)
    return place


def entry_start(tree: Tree, entry: Entry) -> int:
    """Where the entry starts: at its key or item, or at the `?` or `-` before it."""
    if entry.key is None and entry.parent.flow_style:
        return entry.key_span.start
    if entry.index:
        floor = tree.entry_at(entry.parent, entry.index - 1).value_span.end
    else:
        floor = tree.skip_properties(entry.parent) + bool(entry.parent.flow_style)
    mark = _TO_DASH if entry.key is None else _TO_QUESTION_MARK
    found = mark.match(tree.text, floor, entry.key_span.start)
    return found.end() - 1 if found else entry.key_span.start


def header_end(tree: Tree, entry: Entry) -> int:
    """Behind the colon (or dash) of an entry that holds a block collection, and its anchor."""
    text = tree.text
    node = entry.value
    if text[node.start_mark.index] in "&!":
        properties = text[node.start_mark.index : tree.skip_properties(node)]
        return int(node.start_mark.index) + len(properties.split("#")[0].rstrip())
    if entry.key is None:
        return entry_start(tree, entry) + 1
    return text.index(":", entry.key_span.end) + 1
