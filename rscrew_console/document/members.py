"""Members put into, and taken out of, collections that are written with brackets and commas."""

from __future__ import annotations

from typing import Protocol

from rscrew_console.document.nodes import Comments, Member, Node
from rscrew_console.document.splice import Splice
from rscrew_console.records import dataclass


@dataclass(frozen=True, slots=True)
class SourceLayout:
    """A text with the way in which its syntax writes comments."""

    text: str
    comments: Comments

    def line_start(self, index: int) -> int:
        start = self.text.rfind("\n", 0, index) + 1
        return max(start, self.text.rfind("\r", start, index) + 1)

    def indentation(self, index: int) -> str:
        """The blanks that begin the line on which `index` stands."""
        line = self._line(index)
        return line[: len(line) - len(line.lstrip(" \t"))]

    def _line(self, index: int) -> str:
        start = self.line_start(index)
        return self.text[start : max(index, start)]

    def begins_line(self, index: int) -> bool:
        return not self._line(index).strip(" \t")

    def newline(self, index: int) -> str:
        """The line break that ends the line of `index`, or the nearest one before it."""
        at = self.text.find("\n", index)
        at = self.text.rfind("\n", 0, index) if at < 0 else at
        if at < 0:
            return "\r" if "\r" in self.text else "\n"
        return "\r\n" if at and self.text[at - 1] == "\r" else "\n"

    def gap_end(self, index: int) -> int:
        """Return the index behind the blanks and comments that follow on the line."""
        match = self.comments.gap.match(self.text, index)
        return match.end() if match else index

    def behind_blanks(self, index: int) -> int:
        while self.text[index : index + 1] in (" ", "\t"):
            index += 1
        return index

    def before_blanks(self, index: int) -> int:
        while index and self.text[index - 1] in " \t":
            index -= 1
        return index

    def ends_line(self, index: int) -> bool:
        return self.text[index : index + 1] in ("", "\n", "\r")

    def is_on_many_lines(self, node: Node) -> bool:
        """Whether its members stand on lines of their own."""
        return bool(node.members) and self.begins_line(node.members[-1].start)

    def with_comment_in_column(self, splice: Splice) -> list[Splice]:
        """The splice, and one that moves the comment behind it back to its column."""
        match = self.comments.padded.match(self.text, splice.end)
        if match is None or "\n" in splice.text:
            return [splice]
        start, end = match.span(1)
        grown = len(splice.text) - (splice.end - splice.start)
        return [splice, Splice(start, end, " " * max(1, end - start - grown))]


class Writer(Protocol):
    """Writes the member that is to be added, for lines that begin with `indentation`."""

    def __call__(self, indentation: str) -> str: ...


def added(
    around: SourceLayout,
    node: Node,
    write: Writer,
    at: int,
    *,
    inner: str,
    many_lines: bool,
    first_comma: str = "",
) -> list[Splice]:
    """Splices that put a member before the one at index `at`, or behind the last.

    `inner` is the indentation of a first member that gets a line of its own, and `first_comma`
    what stands behind that one.
    """
    if not node.members:
        return _first(around, node, write, inner, many_lines, first_comma)
    if at < len(node.members):
        return _before(around, node, write, at)
    last = node.members[-1]
    closing = "," if last.comma is not None else ""
    comma = [] if last.comma is not None else [Splice(last.value.end, last.value.end, ",")]
    behind = last.value.end if last.comma is None else last.comma + 1
    if around.is_on_many_lines(node):
        indentation = around.indentation(last.start)
        place = around.gap_end(behind)
        if not around.ends_line(place):
            place = behind
        text = around.newline(place) + indentation + write(indentation) + closing
        return [*comma, Splice(place, place, text)]
    text = _separator(around, node) + write(around.indentation(node.start)) + closing
    return [*comma, Splice(behind, behind, text)]


def _first(
    around: SourceLayout, node: Node, write: Writer, inner: str, many_lines: bool, comma: str
) -> list[Splice]:
    start, end = node.start + 1, node.end - 1
    content = around.text[start:end]
    outer = around.indentation(node.start)
    if content.strip(" \t\r\n"):
        place = around.gap_end(start)
        last = around.before_blanks(end)
        if not around.ends_line(place) or not around.begins_line(end):
            # Behind a comment that ends on that line; its removal takes one blank along.
            return [Splice(last, last, " " + write(outer))]
        text = inner + write(inner) + comma + around.newline(place)
        return [Splice(last, last, text)]
    if not many_lines and "\n" not in content:
        return [Splice(start, end, write(outer).join((content, content)))]
    newline = around.newline(node.start)
    return [Splice(start, end, newline + inner + write(inner) + comma + newline + outer)]


def _before(around: SourceLayout, node: Node, write: Writer, at: int) -> list[Splice]:
    member = node.members[at]
    if around.begins_line(member.start):
        indentation = around.indentation(member.start)
        place = _first_line_of(around, member.start) if at else around.line_start(member.start)
        text = indentation + write(indentation) + "," + around.newline(member.start)
        return [Splice(place, place, text)]
    separator = _separator(around, node)
    text = write(around.indentation(node.start)) + "," + separator
    return [Splice(member.start, member.start, text)]


def _separator(around: SourceLayout, node: Node) -> str:
    """What stands behind a comma on one line: as between its members, or inside the colon."""
    for member, following in zip(node.members, node.members[1:], strict=False):
        between = around.text[(member.comma or member.value.end) + 1 : following.start]
        if not between.strip(" \t"):
            return between
    first = node.members[0]
    if first.key is not None:
        behind = around.text[first.key_end : first.value.start]
        return " " if behind.endswith((" ", "\t")) or "=" in behind else ""
    some = around.text[:2000]
    return "" if "," in some and ", " not in some and "\n" not in some else " "


def _first_line_of(around: SourceLayout, start: int) -> int:
    """Where the comment lines begin that stand right above a member, at its indentation."""
    first = around.line_start(start)
    margin = around.text[first:start]
    while first:
        above = around.line_start(first - 1)
        if above == first:  # the line feed of CRLF
            above = around.line_start(first - 2)
        line = around.text[above:first]
        match = around.comments.line.fullmatch(line)
        if match is None or line[: len(line) - len(line.lstrip(" \t"))] != margin:
            break
        first = above
    return first


def removed(around: SourceLayout, node: Node, index: int) -> list[Splice]:
    """Splices that take a member out, with its comma and the comments that belong to it."""
    member: Member = node.members[index]
    text = around.text
    end = member.value.end if member.comma is None else member.comma + 1
    earlier: list[Splice] = []
    was_last = index == len(node.members) - 1
    if was_last and index and member.comma is None:
        comma = node.members[index - 1].comma
        earlier = [] if comma is None else [Splice(comma, comma + 1, "")]
    line_end = around.gap_end(end)
    if len(node.members) == 1 and not _holds_comment(around, node, member):
        return [Splice(node.start + 1, node.end - 1, _padding(around, node, member))]
    if around.begins_line(member.start) and around.ends_line(line_end):
        first = _first_line_of(around, member.start) if index else around.line_start(member.start)
        behind = line_end + (2 if text[line_end : line_end + 2] == "\r\n" else 1)
        return [*earlier, Splice(first, behind, "")]
    before_it = node.members[index - 1] if index else None
    if was_last and before_it and around.begins_line(member.start):
        # The bracket stands behind it on its line, and moves up to the one before.
        start = before_it.value.end if before_it.comma is None else before_it.comma + 1
        if not text[start : member.start].strip(" \t\r\n"):
            return [*earlier, Splice(start, end, "")]
    parts = [Splice(member.start, member.value.end, "")]
    if member.comma is not None:
        parts.append(Splice(member.comma, member.comma + 1, ""))
    if was_last or around.ends_line(around.behind_blanks(end)):
        before = around.before_blanks(member.start)
        if before and text[before - 1] not in "\r\n{[":
            parts[0] = Splice(before, member.value.end, "")
    else:
        parts.append(Splice(end, around.behind_blanks(end), ""))
    return [*earlier, *parts]


def _padding(around: SourceLayout, node: Node, member: Member) -> str:
    """The blanks between the brackets that `_first` has put on either side of an only member."""
    before = around.text[node.start + 1 : member.start]
    behind = around.text[member.value.end : node.end - 1]
    return before if before == behind and not before.strip(" \t") else ""


def _holds_comment(around: SourceLayout, node: Node, member: Member) -> bool:
    """Whether the only member shares its collection with comments that must stay."""
    before = around.text[node.start + 1 : member.start]
    end = member.value.end if member.comma is None else member.comma + 1
    between = around.text[member.value.end : end].rstrip(",")
    line_end = around.gap_end(end)
    own_line = around.begins_line(member.start) and around.ends_line(line_end)
    behind = around.text[line_end if own_line else end : node.end - 1]
    return any(part.strip(" \t\r\n") for part in (before, between, behind))
