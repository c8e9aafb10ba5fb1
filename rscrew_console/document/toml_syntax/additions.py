"""Entries that join a TOML text: lines, pairs, items, tables and elements of arrays of tables."""

from __future__ import annotations

from typing import Any

from rscrew_console.document.data import value_at
from rscrew_console.document.edit import Edit, Path
from rscrew_console.document.errors import DocumentError
from rscrew_console.document.members import added
from rscrew_console.document.nodes import Node
from rscrew_console.document.splice import Splice
from rscrew_console.document.toml_syntax.removals import Removals
from rscrew_console.document.toml_syntax.scanner import Assignment, Header, TomlScanner
from rscrew_console.document.toml_syntax.writing import TomlStyle, key
from rscrew_console.records import dataclass


@dataclass(frozen=True)
class Additions:
    """Additions to one text, whose data is `value`."""

    style: TomlStyle
    value: Any

    @property
    def scanner(self) -> TomlScanner:
        return self.style.scanner

    def add(self, edit: Edit) -> list[Splice]:
        """Splices that add the value of `edit` where nothing is. Raises DocumentError."""
        path, holder = edit.path, edit.path[:-1]
        if holder in self.scanner.nodes:
            return self._into_inline(self.scanner.nodes[holder], edit)
        if isinstance(path[-1], int):
            return self._table(holder, path, edit)
        if isinstance(edit.new, dict) and self._has_headers(holder):
            return self._table(holder, path, edit)
        return self._line(holder, edit)

    # Inside brackets.

    def _into_inline(self, node: Node, edit: Edit) -> list[Splice]:
        style, around = self.style, self.style.around
        values = [member.value for member in node.members[:50]]
        text = style.written(edit.new, values)
        if node.kind == "mapping":
            text = key(str(edit.path[-1])) + style.inline_equals(node) + text
        outer = around.indentation(node.start)
        place = len(node.members)
        if node.kind == "mapping" and edit.path[-1] in edit.order:
            names = [str(member.key) for member in node.members]
            place = _place(names, str(edit.path[-1]), edit.order)
        return added(
            around,
            node,
            lambda _: text,
            place,
            inner=outer + "    ",
            many_lines=False,
            first_comma="",
        )

    # On lines.

    def _line(self, holder: Path, edit: Edit) -> list[Splice]:
        """A line `key = value` in the table at `holder`."""
        header = self._header_of(holder)
        if header is not None:
            return [self._line_below(header, edit)]
        dotted = self.scanner.assignments_of.get(holder, [])
        if dotted:
            return self._dotted(dotted[-1], holder, edit)
        return [self._with_header(self.scanner.headers_of[holder][-1], holder, edit)]

    def _header_of(self, path: Path) -> Header | None:
        if not path:
            return self.scanner.headers[0]
        return next((h for h in self.scanner.headers_of.get(path, []) if h.path == path), None)

    def _assigned(self, siblings: list[Assignment], name: str, value: Any) -> str:
        values = [assignment.value for assignment in siblings[-50:]]
        return name + self.style.equals(siblings[-50:], name) + self.style.written(value, values)

    def _line_below(self, header: Header, edit: Edit) -> Splice:
        name, style = key(str(edit.path[-1])), self.style
        text = self._assigned(header.body, name, edit.new)
        if not header.body:
            if not header.parts:
                return self._first_line(text)
            margin = style.around.indentation(header.bracket) + style.body_indentation
            return self._on_new_line(header.end, margin + text)
        names = [assignment.parts[0].name for assignment in header.body]
        place = _place(names, str(edit.path[-1]), edit.order)
        sibling = header.body[max(place - 1, 0)]
        margin = style.around.indentation(sibling.parts[0].start)
        if place == 0:
            return Splice(sibling.start, sibling.start, margin + text + style.newline)
        return self._on_new_line(sibling.end, margin + text)

    def _first_line(self, text: str) -> Splice:
        """The first line of a document that has none above its tables."""
        newline = self.style.newline
        if len(self.scanner.headers) > 1:
            first = self.style.first_comment_line(self.scanner.headers[1].start)
            return Splice(first, first, text + newline * 2)
        source = self.scanner.text
        if not source.strip(" \t\r\n"):
            return Splice(0, 0, text + newline)
        return self._on_new_line(len(source), text)

    def _on_new_line(self, place: int, text: str) -> Splice:
        """Lines behind those that end at `place`, which may be without a line break."""
        newline, source = self.style.newline, self.scanner.text
        if place and source[place - 1] != "\n":
            return Splice(place, place, newline + text)
        return Splice(place, place, text + newline)

    def _dotted(self, sibling: Assignment, holder: Path, edit: Edit) -> list[Splice]:
        """As the others of the table, whose keys have its name before them."""
        text = self.scanner.text
        last = sibling.parts[len(holder) - 1 - len(sibling.base)]
        prefix = text[sibling.parts[0].start : last.end] + "."
        name = prefix + key(str(edit.path[-1]))
        if sibling.inline_table is not None:
            equals = self.style.inline_equals(sibling.inline_table)
            pair = name + equals + self.style.written(edit.new)
            return added(
                self.style.around,
                sibling.inline_table,
                lambda _: pair,
                sibling.index + 1,
                inner="",
                many_lines=False,
            )
        line = self._assigned(self.scanner.assignments_of[holder], name, edit.new)
        margin = self.style.around.indentation(sibling.parts[0].start)
        return [self._on_new_line(sibling.end, margin + line)]

    def _with_header(self, inside: Header, holder: Path, edit: Edit) -> Splice:
        """A header, behind the tables in it, for a table that only their headers told of."""
        newline, source = self.style.newline, self.scanner.text
        outer = self.style.around.indentation(inside.bracket)
        line = self._assigned([], key(str(edit.path[-1])), edit.new)
        inner = outer + self.style.body_indentation
        text = f"{outer}[{self._names(holder)}]{newline}{inner}{line}"
        blank = newline * self._blank_lines(inside)
        place = Removals(self.style).end_of_table(inside)
        if place and source[place - 1] != "\n":
            return Splice(place, place, newline + blank + text)
        return Splice(place, place, blank + text + newline)

    # As tables.

    def _has_headers(self, holder: Path) -> bool:
        """Whether a new table in this one gets a header: as most of the tables in it have."""
        table = value_at(self.value, holder)
        names = [name for name, item in table.items() if isinstance(item, dict)]
        with_header = sum((*holder, name) in self.scanner.headers_of for name in names)
        if names:
            return with_header * 2 >= len(names) and with_header > 0
        return self._header_of(holder) is not None or holder in self.scanner.headers_of

    def _table(self, holder: Path, path: Path, edit: Edit) -> list[Splice]:
        """A table with a header, or one more element of an array of tables."""
        if not isinstance(edit.new, dict):
            raise DocumentError("an array of tables holds tables only")
        style = self.style
        place, like = self._place_of_table(holder, edit)
        source, newline = self.scanner.text, style.newline
        outer = style.around.indentation(like.bracket) if like else ""
        names = self._names(holder)
        if isinstance(path[-1], int):
            heads = [(f"[[{names}]]", edit.new)]
        else:
            heads = _heads(f"{names}." if names else "", str(path[-1]), edit.new)
        inner = outer + style.body_indentation
        siblings = like.body if like else []
        blank = newline * self._blank_lines(like)
        parts = []
        for head, value in heads:
            lines = [outer + head]
            lines += [
                inner + self._assigned(siblings, key(name), item) for name, item in value.items()
            ]
            parts.append("".join(line + newline for line in lines))
        text = blank.join(parts)
        before = source[:place]
        above = blank if before.strip() else ""
        if before and not before.endswith("\n"):
            return [Splice(place, place, newline + above + text.removesuffix(newline))]
        return [Splice(place, place, above + text)]

    def _names(self, holder: Path) -> str:
        """The table's name as it is written elsewhere in a header, else as it has to be."""
        number = sum(isinstance(step, str) for step in holder)
        headers = self.scanner.headers_of.get(holder, [])
        if number and headers:
            parts = headers[0].parts
            return self.scanner.text[parts[0].start : parts[number - 1].end]
        return ".".join(key(step) for step in holder if isinstance(step, str))

    def _place_of_table(self, holder: Path, edit: Edit) -> tuple[int, Header | None]:
        """Where the new table goes, and the one that it is to look like: behind its siblings."""
        headers = self.scanner.headers
        inside = self.scanner.headers_of.get(holder, []) if holder else headers[1:]
        name = edit.path[-1]
        if name in edit.order:
            earlier = edit.order[: edit.order.index(str(name))]
            for sibling_name in reversed(earlier):
                if siblings := self.scanner.headers_of.get((*holder, sibling_name)):
                    return Removals(self.style).end_of_table(siblings[-1]), siblings[0]
        children = [h for h in inside if len(h.path) > len(holder)]
        if not inside:
            if not holder:
                return self._behind_all(), None
            header = self._header_of(holder)
            line = self.scanner.assignments_of.get(holder, [])
            end = header.body_end if header else line[-1].end if line else len(self.scanner.text)
            return end, None
        end = Removals(self.style).end_of_table(inside[-1])
        return end, children[-1] if children else inside[-1]

    def _behind_all(self) -> int:
        """Return the end of a document without tables, behind its last line."""
        root = self.scanner.headers[0]
        if not root.body:
            return len(self.scanner.text)
        return Removals(self.style).end_of_table(root)

    def _blank_lines(self, like: Header | None) -> int:
        """Blank lines above a new table: as many as its sibling has, else as any table has."""
        headers = self.scanner.headers[1:]
        if not headers:
            return 1
        is_first = like is None or like is headers[0]
        if like is not None and not is_first:
            return self.style.blank_lines_above(like)
        others = headers[1:] or headers[:1]
        if len(headers) == 1:
            return max(self.style.blank_lines_above(headers[0]), 1)
        return self.style.blank_lines_above(others[0])


def _heads(prefix: str, name: str, value: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Headers with what stands below each: a table that holds tables only needs none itself."""
    name = prefix + key(name)
    if value and all(isinstance(item, dict) and item for item in value.values()):
        return [
            head for sub_name, item in value.items() for head in _heads(f"{name}.", sub_name, item)
        ]
    return [(f"[{name}]", value)]


def _place(names: list[str], name: str, order: tuple[str, ...]) -> int:
    """Before which name a new one goes: see `Edit.order`."""
    if name not in order:
        return len(names)
    at = {sibling_name: index for index, sibling_name in enumerate(names)}
    before = [at[sibling_name] for sibling_name in order[: order.index(name)] if sibling_name in at]
    after = [
        at[sibling_name] for sibling_name in order[order.index(name) + 1 :] if sibling_name in at
    ]
    if before:
        return before[-1] + 1
    return after[0] if after else len(names)
