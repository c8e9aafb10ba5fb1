"""A TOML document: which text each edit exchanges, and the proof of it."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Self

from rscrew_console.document.data import same
from rscrew_console.document.edit import ABSENT, Edit, Path
from rscrew_console.document.errors import DocumentError
from rscrew_console.document.splice import Splice
from rscrew_console.document.text_document import TextDocument
from rscrew_console.document.toml_syntax.additions import Additions
from rscrew_console.document.toml_syntax.removals import Removals
from rscrew_console.document.toml_syntax.scanner import TomlScanner
from rscrew_console.document.toml_syntax.writing import TomlStyle, key, text_of

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")


class TomlDocument(TextDocument):
    """One TOML text. Its value is what tomllib reads; where each value stands is found by a
    scanner of our own, and every edit is read again by tomllib before it counts."""

    def __init__(self, scanner: TomlScanner, bom: str, value: Any) -> None:
        super().__init__(scanner.text, bom, value)
        self._scanner = scanner

    @classmethod
    def _read(cls, text: str, bom: str) -> Self:
        try:
            value = tomllib.loads(text)
        except RecursionError as error:
            raise DocumentError("nested too deeply") from error
        except ValueError as error:
            raise _in_our_words(text, error) from error
        return cls(TomlScanner(text), bom, value)

    def line_of(self, path: Path) -> int:
        starts = self._scanner.starts
        while path not in starts:
            path = path[:-1]
        return bisect_right(self._line_starts, starts[path])

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    @cached_property
    def _style(self) -> TomlStyle:
        return TomlStyle(self._scanner)

    def prove(self, intended: Any) -> None:
        if not same(tomllib.loads(self._text), intended):
            raise DocumentError("tomllib would read the result differently")

    def _apply_at_once(self, edits: Sequence[Edit]) -> Self:
        if all(self._steps(edit) == [edit] for edit in edits):
            return super()._apply_at_once(edits)
        document = self
        for edit in edits:
            document._refuse_impossible(edit)
            for step in document._steps(edit):
                small = step is edit or document._steps(step) == [step]
                apply = super(TomlDocument, document)._apply_at_once
                document = apply([step]) if small else document._apply_at_once([step])
        return document

    def _steps(self, edit: Edit) -> list[Edit]:
        """The edit as several, where what it concerns is written in several places."""
        path, old, new = edit.path, edit.old, edit.new
        if edit.on == "key" or not path or path in self._scanner.nodes:
            return [edit]
        container = self.get(path[:-1])
        if isinstance(container, list) and path[:-1] not in self._scanner.nodes:
            return self._steps_in_array(edit, container)
        if not same(self.get(path), old) or old is ABSENT:
            return [edit]
        if new is ABSENT:
            pairs = [
                a for a in self._scanner.assignments_of.get(path, []) if a.inline_table is not None
            ]
            if len(pairs) < 2:
                return [edit]
            *firsts, last = old
            parts = [Edit((*path, name), old[name], ABSENT) for name in firsts]
            return [*parts, Edit(path, {last: old[last]}, ABSENT)]
        if isinstance(old, dict) and isinstance(new, dict):
            removals = [Edit((*path, name), item, ABSENT) for name, item in old.items()]
            return [*removals, *(Edit((*path, name), ABSENT, item) for name, item in new.items())]
        order = tuple(container) if isinstance(container, dict) else ()
        return [Edit(path, old, ABSENT), Edit(path, ABSENT, new, order=order)]

    def _steps_in_array(self, edit: Edit, tables: list[Any]) -> list[Edit]:
        """For an element of an array of tables: such an array holds tables only, and never none."""
        path, old, new = edit.path, edit.old, edit.new
        if new is ABSENT:
            if len(tables) > 1:
                return [edit]
            name = str(path[-2])
            order = tuple(self.get(path[:-2]))
            return [
                Edit(path[:-1], tables, ABSENT),
                Edit((*path[:-2], name), ABSENT, [], order=order),
            ]
        if not isinstance(new, dict):
            raise DocumentError("it is one of several tables, and only a table can be in its place")
        if old is ABSENT or same(old, new):
            return [edit]
        removals = [Edit((*path, name), item, ABSENT) for name, item in old.items()]
        return [*removals, *(Edit((*path, name), ABSENT, item) for name, item in new.items())]

    def _splices(self, edit: Edit) -> list[Splice]:
        if edit.on == "key":
            return self._renaming(edit.path, edit.new)
        if edit.new is ABSENT:
            return Removals(self._style).remove(edit.path)
        if edit.path in self._scanner.nodes:
            return self._replacement(edit.path, edit.new)
        return Additions(self._style, self._value).add(edit)

    def _replacement(self, path: Path, value: Any) -> list[Splice]:
        old = self._scanner.nodes[path]
        text = self._style.rewritten(value, old, self._sibling_values(path))
        return self._style.around.with_comment_in_column(Splice(old.start, old.end, text))

    def _sibling_values(self, path: Path) -> list[Any]:
        """The values beside one."""
        if path in self._scanner.items:
            return [member.value for member in self._scanner.items[path][0].members[:50]]
        assignment = self._scanner.assignments_of[path][0]
        if assignment.inline_table is not None:
            return [member.value for member in assignment.inline_table.members]
        return [a.value for a in self._scanner.assignments_of.get(path[:-1], [])[:50]]

    def _renaming(self, path: Path, name: str) -> list[Splice]:
        splices = []
        for assignment in self._scanner.assignments_of.get(path, []):
            part = assignment.parts[len(path) - 1 - len(assignment.base)]
            splices.append(self._renamed(part.start, part.end, name))
        number = sum(isinstance(step, str) for step in path[:-1])
        for header in self._scanner.headers_of.get(path, []):
            part = header.parts[number]
            splices.append(self._renamed(part.start, part.end, name))
        return splices

    def _renamed(self, start: int, end: int, name: str) -> Splice:
        sign = self._text[start]
        return Splice(start, end, text_of(name, sign) if sign in "\"'" else key(name))


def _in_our_words(text: str, error: ValueError) -> DocumentError:
    message = str(error)
    place = _PLACE.search(message)
    reason = _PLACE.sub("", message)
    reason = f"not valid TOML: {reason[:1].lower()}{reason[1:]}"
    if place is None:
        return DocumentError(reason)
    if place.group(1) is None:
        return DocumentError(f"{reason} at its end", text.count("\n") + 1)
    return DocumentError(reason, int(place.group(1)), int(place.group(2)))
