"""An entry taken out, with the comment that belongs to it and nothing of its neighbours'."""

from __future__ import annotations

import re

import yaml

from rscrew_console.document.lines import after_break, column, line_end, line_start
from rscrew_console.document.places import behind_entry, entry_start, header_end
from rscrew_console.document.splice import Splice
from rscrew_console.document.tree import Entry, Tree

_COMMENT = re.compile(r" *#")
_TO_COMMA = re.compile(r"(?:\s|(?<=\s)#[^\n\r]*)*,")


def remove(tree: Tree, entry: Entry, holder: Entry | None) -> list[Splice]:
    """`holder` is the entry whose value is the collection that the entry leaves."""
    if len(entry.parent.value) == 1:
        return _last_one(tree, entry, holder)
    return _from_flow(tree, entry) if entry.parent.flow_style else [_from_block(tree, entry)]


def _last_one(tree: Tree, entry: Entry, holder: Entry | None) -> list[Splice]:
    """A collection left with nothing says so: without `{}` it would read as null."""
    text = tree.text
    nothing = "{}" if isinstance(entry.parent, yaml.MappingNode) else "[]"
    if entry.parent.flow_style:
        start = tree.skip_properties(entry.parent)
        return [Splice(start, entry.parent.end_mark.index, nothing)]
    start = line_start(text, entry_start(tree, entry))
    end = behind_entry(tree, entry)
    if holder is None or text[start : entry_start(tree, entry)].strip():
        return [Splice(entry_start(tree, entry), entry.value_span.end, nothing)]
    head = header_end(tree, holder)
    end = after_break(text, end) if end < len(text) else end
    if end == len(text) and after_break(text, line_end(text, end - 1)) == line_end(text, end - 1):
        start = _break_before(text, start)
    return [Splice(head, head, f" {nothing}"), Splice(max(start, head), end, "")]


def _from_block(tree: Tree, entry: Entry) -> Splice:
    text, start = tree.text, entry_start(tree, entry)
    end = behind_entry(tree, entry)
    line = line_start(text, start)
    if text[line:start].strip(" "):
        # It shares its line with a dash or a "?": the next entry moves up to its place, unless
        # comments of its own stand between.
        following = entry_start(tree, tree.entry_at(entry.parent, entry.index + 1))
        if "#" in text[end:following]:
            return Splice(len(text[:start].rstrip(" ")), end, "")
        return Splice(start, following, "")
    if entry.index > 0:
        line = _with_comments_above(text, line, column(text, start))
    if after_break(text, end) == end and end == len(text) and text[end - 1 : end] not in "\n\r":
        return Splice(_break_before(text, line), end, "")
    at_start = end > 0 and text[end - 1] in "\n\r"
    return Splice(line, end if at_start else after_break(text, end), "")


def _with_comments_above(text: str, line: int, indent: int) -> int:
    """The start of the comment lines that stand directly above, at just this indentation."""
    while line > 0:
        above = line_start(text, _break_before(text, line))
        found = _COMMENT.match(text, above)
        if found is None or found.end() - 1 - above != indent:
            break
        line = above
    return line


def _break_before(text: str, line: int) -> int:
    """Where the line break before this line's start begins."""
    if line == 0:
        return 0
    return line - 2 if text[line - 2 : line] == "\r\n" else line - 1


def _from_flow(tree: Tree, entry: Entry) -> list[Splice]:
    """The entry and one comma; a comment goes only if it stands behind the entry on its line."""
    text = tree.text
    start, end = entry_start(tree, entry), entry.value_span.end
    is_last = entry.index + 1 == len(entry.parent.value)
    comma = _comma(text, end)
    splices = []
    if is_last and comma is None:
        before = tree.entry_at(entry.parent, entry.index - 1).value_span.end
        separator = _comma(text, before)
        if separator is None:
            raise ValueError("two entries without a comma between them")
        if not text[separator + 1 : start].strip(" "):
            return [Splice(separator, end, "")]
        splices.append(Splice(separator, separator + 1, ""))
    line, stop = line_start(text, start), end if comma is None else comma + 1
    if not text[line:start].strip() and not text[stop : line_end(text, stop)].split("#")[0].strip():
        return [*splices, Splice(line, after_break(text, line_end(text, stop)), "")]
    if not is_last:
        following = entry_start(tree, tree.entry_at(entry.parent, entry.index + 1))
        stop = following if not text[stop:following].strip(" ") else stop
    return [*splices, Splice(start, stop, "")]


def _comma(text: str, index: int) -> int | None:
    """The comma that ends the flow entry whose value ends at `index`, past any comments."""
    found = _TO_COMMA.match(text, index)
    return found.end() - 1 if found else None
