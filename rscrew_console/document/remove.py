"""An entry taken out, with the comment that belongs to it and nothing of its neighbours'."""

from __future__ import annotations

import re

import yaml

from rscrew_console.document.gaps import has_comment, sign_in
from rscrew_console.document.insert import NEIGHBOURS, are_spaced
from rscrew_console.document.lines import (
    BREAKS,
    after_break,
    begins_line,
    behind_blanks,
    break_before,
    column,
    line_end,
    line_start,
    next_line,
    starts_line,
)
from rscrew_console.document.places import (
    behind_entry,
    content_end_before,
    ends_in_block_text,
    entry_start,
    header_end,
)
from rscrew_console.document.splice import Splice, keep_comment_column
from rscrew_console.document.tree import NodeEntry, Tree

_COMMENT = re.compile(r" *#")
_ENDS_LINE = re.compile(rf"[ \t]*(?:#[^{BREAKS}]*)?(?=[{BREAKS}]|\Z)")


def remove(tree: Tree, entry: NodeEntry, holder: NodeEntry | None) -> list[Splice]:
    """`holder` is the entry whose value is the collection that the entry leaves."""
    is_only = len(entry.parent.value) == 1
    if entry.parent.flow_style:
        return _last_of_flow(tree, entry) if is_only else _from_flow(tree, entry)
    return _last_of_block(tree, entry, holder) if is_only else [_from_block(tree, entry)]


def _last_of_block(tree: Tree, entry: NodeEntry, holder: NodeEntry | None) -> list[Splice]:
    """A collection left with nothing says so: without `{}` it would read as null."""
    text, start, end = tree.text, entry_start(tree, entry), behind_entry(tree, entry)
    nothing = _nothing(entry.parent)
    line = line_start(text, start)
    if holder is None or text[line:start].strip(" "):
        return [Splice(start, break_before(text, end) if starts_line(text, end) else end, nothing)]
    head = header_end(tree, holder)
    written = keep_comment_column(text, Splice(head, head, f" {nothing}"))
    if end == len(text) and not starts_line(text, end):
        return [*written, Splice(break_before(text, line), end, "")]
    return [*written, Splice(line, end if starts_line(text, end) else after_break(text, end), "")]


def _from_block(tree: Tree, entry: NodeEntry) -> Splice:
    text, start, end = tree.text, entry_start(tree, entry), behind_entry(tree, entry)
    line = line_start(text, start)
    if text[line:start].strip(" "):
        # It shares its line with a dash or a "?": the next entry moves up to its place, unless
        # comments of its own stand between.
        following = entry_start(tree, tree.entry_at(entry.parent, entry.index + 1))
        if has_comment(text, end, following):
            return Splice(len(text[:start].rstrip(" ")), end, "")
        return Splice(start, following, "")
    if entry.index > 0:
        line = _with_comments_above(text, line, column(text, start))
        line = _with_blank_line_above(tree, entry, line)
    if starts_line(text, end):
        return Splice(line, end, "")
    if end < len(text):
        return Splice(line, after_break(text, end), "")
    # The file ended without a line break, and ends so again, but for text that needs its own.
    neighbour = tree.entry_at(entry.parent, entry.index - 1)
    return Splice(
        line if ends_in_block_text(tree, neighbour) else break_before(text, line), end, ""
    )


def _with_blank_line_above(tree: Tree, entry: NodeEntry, line: int) -> int:
    """The start of the blank line above an entry of several lines, where blank lines part all
    entries: such a line comes with an entry that is added, and so goes with one."""
    text, parent = tree.text, entry.parent
    above = line_start(text, break_before(text, line))
    if text[above : line_end(text, above)].strip(" \t") or not _has_lines(tree, entry):
        return line
    first, end = max(entry.index - NEIGHBOURS, 0), entry.index + NEIGHBOURS + 1
    neighbours = [
        tree.entry_at(parent, index) for index in range(first, min(end, len(parent.value)))
    ]
    return above if len(neighbours) > 2 and are_spaced(tree, neighbours) else line


def _has_lines(tree: Tree, entry: NodeEntry) -> bool:
    start = entry_start(tree, entry)
    return next_line.search(tree.text, start, entry.value_span.end) is not None


def _with_comments_above(text: str, line: int, indent: int) -> int:
    """The start of the comment lines that stand directly above, at just this indentation."""
    while line > 0:
        above = line_start(text, break_before(text, line))
        match = _COMMENT.match(text, above)
        if match is None or match.end() - 1 - above != indent:
            break
        line = above
    return line


def _last_of_flow(tree: Tree, entry: NodeEntry) -> list[Splice]:
    """Comments other than its own stay in the brackets."""
    text, start = tree.text, tree.content_start(entry.parent)
    end = tree.end(entry.parent)
    if not has_comment(text, start + 1, entry_start(tree, entry)):
        behind = line_end(text, entry.value_span.end)
        if behind >= end or not has_comment(text, behind, end):
            pad = text[start + 1 : entry_start(tree, entry)]
            is_padded = not pad.strip(" ") and text[entry.value_span.end : end - 1] == pad
            brackets = _nothing(entry.parent)
            nothing = pad.join((brackets[0], brackets[1])) if is_padded else brackets
            return keep_comment_column(text, Splice(start, end, nothing))
    return _from_flow(tree, entry)


def _from_flow(tree: Tree, entry: NodeEntry) -> list[Splice]:
    """The entry and one comma: the one on its line, the one that follows, else the one before.

    An entry with lines of its own takes them along, with the comment behind it and those above.
    """
    text, start, end = tree.text, entry_start(tree, entry), entry.value_span.end
    before, after = _commas(tree, entry)
    if one_piece := _as_one_piece(tree, entry, before, after):
        return [one_piece]
    apart: list[Splice] = []
    behind = content_end_before(tree, entry)
    if before is not None and (after is None or begins_line(text, before)):
        if begins_line(text, before) and _fills_lines(text, before, end):
            start = before
        elif _fills_lines(text, start, end) or has_comment(text, before, start):
            apart = keep_comment_column(text, Splice(before, before + 1, ""))
        else:
            start = before if has_comment(text, behind, before) else behind
    elif after is not None and line_end(text, end) < after:
        apart = [Splice(after, behind_blanks(text, after + 1), "")]
    elif after is not None:
        end = after + 1
    if _fills_lines(text, start, end):
        line = line_start(text, start)
        if entry.index:
            line = _with_comments_above(text, line, column(text, start))
        return [*apart, Splice(line, after_break(text, line_end(text, end)), "")]
    is_last = entry.index + 1 == len(entry.parent.value)
    if _ENDS_LINE.match(text, end) or (is_last and after is not None):
        start = len(text[:start].rstrip(" \t"))
    elif text[end - 1] == ",":
        end = behind_blanks(text, end)
    return [*apart, Splice(start, end, "")]


def _as_one_piece(
    tree: Tree, entry: NodeEntry, before: int | None, after: int | None
) -> Splice | None:
    """A first entry up to the next one, which takes its place; or a last one with a comma behind
    it, which the one before it gets: where no comment stands between, and nothing fills lines."""
    text, start, end = tree.text, entry_start(tree, entry), entry.value_span.end
    following = _next_start(tree, entry)
    if entry.index == 0 and following is not None and not begins_line(text, start):
        return None if has_comment(text, end, following) else Splice(start, following, "")
    if before is not None and after == end and following is None:
        behind = content_end_before(tree, entry)
        if not _fills_lines(text, start, end + 1) and not has_comment(text, behind, start):
            return Splice(behind, end, "")
    return None


def _commas(tree: Tree, entry: NodeEntry) -> tuple[int | None, int | None]:
    """Return the commas before and behind a flow entry."""
    start = entry_start(tree, entry)
    following = _next_start(tree, entry) or tree.end(entry.parent) - 1
    return (
        sign_in(tree.text, ",", content_end_before(tree, entry), start) if entry.index else None,
        sign_in(tree.text, ",", entry.value_span.end, following),
    )


def _next_start(tree: Tree, entry: NodeEntry) -> int | None:
    """Where the entry behind this one starts, if there is one."""
    index = entry.index + 1
    is_last = index == len(entry.parent.value)
    return None if is_last else entry_start(tree, tree.entry_at(entry.parent, index))


def _fills_lines(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands on the first and the last line, but for a comment behind."""
    return begins_line(text, start) and _ENDS_LINE.match(text, end) is not None


def _nothing(node: yaml.CollectionNode) -> str:
    return "{}" if isinstance(node, yaml.MappingNode) else "[]"
