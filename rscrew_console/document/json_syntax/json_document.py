"""A JSON, JSONC or JSON5 document: what each edit changes in its text, and the proof of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import Any, Self

from rscrew_console.document.construct import Duplicate
from rscrew_console.document.data import same
from rscrew_console.document.edit import ABSENT, Edit, Path
from rscrew_console.document.errors import DocumentError
from rscrew_console.document.json_syntax.reader import as_others_read, for_comparison
from rscrew_console.document.json_syntax.scanner import JSON, SYNTAXES, Scanner
from rscrew_console.document.json_syntax.strings import is_bare, quoted
from rscrew_console.document.json_syntax.writing import Style
from rscrew_console.document.members import added, removed
from rscrew_console.document.nodes import Member, Node
from rscrew_console.document.splice import Splice
from rscrew_console.document.text_document import TextDocument

_LINE_BREAK = re.compile(r"\r\n|\n|\r")


class JsonDocument(TextDocument):
    """One JSON text. Comments, trailing commas and the rest of JSON5 are read and kept, and are
    never brought into a text that has none of them."""

    def __init__(self, scanner: Scanner, bom: str) -> None:
        super().__init__(scanner.text, bom, scanner.root.value)
        self._scanner = scanner

    @classmethod
    def _read(cls, text: str, bom: str) -> Self:
        return cls(Scanner(text), bom)

    @property
    def syntax(self) -> str:
        """`json`, `jsonc` (comments, trailing commas) or `json5`: the strictest that it is."""
        return self._scanner.syntax

    @property
    def duplicates(self) -> tuple[Duplicate, ...]:
        """Keys that a mapping has twice. The last one counts."""
        return tuple(self._scanner.duplicates)

    def line_of(self, path: Path) -> int:
        place, node = self._scanner.root.start, self._scanner.root
        for key in path:
            location = node.member(key)
            if location is None:
                break
            place, node = location[1].start, location[1].value
        return bisect_right(self._line_starts, place)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self._text))]

    @cached_property
    def _style(self) -> Style:
        return Style(self._scanner)

    def _splices(self, edit: Edit) -> list[Splice]:
        holder = self._node(edit.path[:-1])
        location = holder.member(edit.path[-1])
        if location is None:
            return self._addition(holder, edit)
        index, member = location
        if edit.on == "key":
            return [Splice(member.start, member.key_end, self._renamed(holder, member, edit.new))]
        if edit.new is ABSENT:
            return removed(self._style.around, holder, index)
        return self._replacement(holder, member, edit.new)

    def _node(self, path: Path) -> Node:
        node = self._scanner.root
        for key in path:
            location = node.member(key)
            if location is None:
                raise DocumentError("there is nothing to hold it")
            node = location[1].value
        return node

    def _renamed(self, holder: Node, member: Member, key: str) -> str:
        sign = self._text[member.start]
        if sign not in "\"'":
            return key if is_bare(key) else self._style.key(key, holder.members)
        return quoted(key, sign, ascii_only=self._style.ascii_only)

    def _replacement(self, holder: Node, member: Member, value: Any) -> list[Splice]:
        style, old = self._style, member.value
        sign = self._text[old.start]
        quote = sign if sign in ("'", '"') else ""
        siblings = [sibling.value for sibling in _some(holder) if sibling is not member]
        if old.is_collection:
            siblings = [old]
        text = style.written(
            value,
            style.around.indentation(member.start),
            siblings,
            many_lines=style.around.is_on_many_lines(holder),
            quote=quote,
        )
        return style.around.with_comment_in_column(Splice(old.start, old.end, text))

    def _addition(self, holder: Node, edit: Edit) -> list[Splice]:
        key = edit.path[-1]
        if holder.value is None:
            above = self._node(edit.path[:-2]) if len(edit.path) > 1 else None
            location = above.member(edit.path[-2]) if above else None
            if above is None or location is None:
                text = self._style.written({key: edit.new}, "", [], many_lines=True)
                return [Splice(holder.start, holder.end, text)]
            return self._replacement(above, location[1], {key: edit.new})
        style, around = self._style, self._style.around
        siblings = [member.value for member in _some(holder)]
        outer = around.indentation(holder.start)
        many_lines = (
            around.is_on_many_lines(holder)
            if holder.members
            else holder is self._scanner.root
            or style.is_on_many_lines(
                holder.value,
                self._alike(edit.path[:-1]),
                around.is_on_many_lines(self._node(edit.path[:-2])),
            )
        )

        def write(indentation: str) -> str:
            value = style.written(edit.new, indentation, siblings, many_lines=many_lines)
            if holder.kind == "list":
                return value
            colon = style.colon_of(holder.members[-1]) if holder.members else style.colon
            return style.key(str(key), holder.members) + colon + value

        place = _place(holder, str(key), edit.order)
        return added(
            around,
            holder,
            write,
            place,
            inner=outer + style.step,
            many_lines=many_lines,
            first_comma="," if style.ends_in_comma([]) else "",
        )

    def _alike(self, path: Path) -> list[Node]:
        """The collections beside the one at `path`, and those of its name in its cousins."""
        if not path:
            return []
        above = self._node(path[:-1])
        siblings = [member.value for member in _some(above) if member.value.members]
        cousins = self._node(path[:-2]) if len(path) > 1 else None
        for sibling in _some(cousins) if cousins else []:
            location = sibling.value.member(path[-1])
            siblings += [location[1].value] if location and location[1].value.members else []
        return siblings

    def _compare(self, document: Self, edits: Any, intended: Any) -> None:
        super()._compare(document, edits, intended)
        if SYNTAXES.index(document.syntax) > SYNTAXES.index(self.syntax):
            raise DocumentError(f"the file is {self.syntax}, and would then be {document.syntax}")

    def prove(self, intended: Any) -> None:
        try:
            actual = as_others_read(self._text, self.syntax)
        except ValueError as error:
            raise DocumentError("another reader of JSON cannot read the result") from error
        expected = intended if self.syntax == JSON else for_comparison(intended)
        if not same(actual, expected):
            raise DocumentError("another reader of JSON would read the result differently")


def _some(holder: Node) -> list[Member]:
    return holder.members[:50] + holder.members[50:][-50:]


def _place(holder: Node, key: str, order: tuple[str, ...]) -> int:
    """Before which member a new one goes: see `Edit.order`."""
    end = len(holder.members)
    if key not in order:
        return end
    at = {member.key: index for index, member in enumerate(holder.members)}
    before = [at[name] for name in order[: order.index(key)] if name in at]
    after = [at[name] for name in order[order.index(key) + 1 :] if name in at]
    if before:
        return before[-1] + 1
    return after[0] if after else end
