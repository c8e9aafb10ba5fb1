"""Entries taken out of a TOML text: lines, pairs, items, and tables with all that is in them."""

from __future__ import annotations

from rscrew_console.document.edit import Path
from rscrew_console.document.members import removed
from rscrew_console.document.splice import Splice
from rscrew_console.document.toml_syntax.scanner import Assignment, Header, TomlScanner
from rscrew_console.document.toml_syntax.writing import TomlStyle
from rscrew_console.records import dataclass


@dataclass(frozen=True)
class Removals:
    """Removals from one text."""

    style: TomlStyle

    @property
    def scanner(self) -> TomlScanner:
        return self.style.scanner

    @property
    def text(self) -> str:
        return self.style.scanner.text

    def remove(self, path: Path) -> list[Splice]:
        """Splices that take out what is at `path`; the table that held it stays, if empty."""
        if path in self.scanner.items:
            node, index = self.scanner.items[path]
            return removed(self.style.around, node, index)
        assignments = self.scanner.assignments_of.get(path, [])
        headers = self.scanner.headers_of.get(path, [])
        if self._is_all_of(path[:-1], assignments, headers):
            return self._emptied(path[:-1], assignments, headers)
        return [
            *(splice for assignment in assignments for splice in self._assignment(assignment)),
            *self._tables(headers),
        ]

    def _is_all_of(self, table: Path, assignments: list[Assignment], headers: list[Header]) -> bool:
        """Whether nothing else in the text says that the table is there."""
        if not table or table in self.scanner.nodes or isinstance(table[-1], int):
            return False
        return len(self.scanner.assignments_of.get(table, [])) == len(assignments) and len(
            self.scanner.headers_of.get(table, [])
        ) == len(headers)

    def _emptied(
        self, table: Path, assignments: list[Assignment], headers: list[Header]
    ) -> list[Splice]:
        """The first piece gives way to one that says that the table is there, and empty."""
        if assignments:
            first = assignments[0]
            part = first.parts[len(table) - 1 - len(first.base)]
            equals = self.text[first.parts[-1].end : first.value.start]
            others = [s for assignment in assignments[1:] for s in self._assignment(assignment)]
            emptied = Splice(part.end, first.value.end, f"{equals}{{}}")
            return [emptied, *others, *self._tables(headers)]
        first_header = headers[0]
        number = sum(isinstance(step, str) for step in table)
        names = self.text[first_header.parts[0].start : first_header.parts[number - 1].end]
        head = Splice(first_header.bracket, first_header.bracket_end, f"[{names}]")
        body = Splice(first_header.end, first_header.body_end, "")
        return [head, body, *self._tables(headers[1:])]

    def _assignment(self, assignment: Assignment) -> list[Splice]:
        if assignment.inline_table is not None:
            return removed(self.style.around, assignment.inline_table, assignment.index)
        header = next(h for h in self.scanner.headers if assignment in _body(h, assignment))
        is_first = header.body[0] is assignment
        if len(header.body) == 1:
            if not header.parts and len(self.scanner.headers) > 1:
                return [self._range(assignment.start, self._behind_blank_line(assignment))]
            if self._needs_no_header(header):
                return [self._run([header])]
        start = assignment.start if is_first else self.style.first_comment_line(assignment.start)
        return [self._range(start, assignment.end)]

    def _behind_blank_line(self, assignment: Assignment) -> int:
        """The one line above all tables goes with the blank line that parts it from them."""
        text, start, end = self.text, assignment.start, assignment.end
        above = text[: start - 1].rpartition("\n")[2] if start else ""
        line = text.find("\n", end)
        is_blank = line >= 0 and not text[end:line].strip()
        return line + 1 if is_blank and not above.strip() else end

    def _needs_no_header(self, header: Header) -> bool:
        """Whether tables above tell of the table in which nothing is left, and nobody has written
        a comment beside its header: then that goes, as it came with its only line."""
        earlier = self.scanner.headers_of.get(header.path, [header])[0]
        own = self.text[self.style.first_comment_line(header.start) : header.body[0].start]
        behind = self.text[header.body[0].value.end : self.end_of_table(header)]
        return earlier is not header and not header.is_array and "#" not in own + behind

    def _tables(self, headers: list[Header]) -> list[Splice]:
        """Tables that stand one behind the other go as one piece."""
        splices: list[Splice] = []
        run: list[Header] = []
        places = {id(header): at for at, header in enumerate(self.scanner.headers)}
        for header in headers:
            if run and places[id(header)] != places[id(run[-1])] + 1:
                splices.append(self._run(run))
                run = []
            run.append(header)
        return [*splices, self._run(run)] if run else splices

    def _run(self, run: list[Header]) -> Splice:
        """With the comments right above, but for those at the head of the file, with those that
        end the last table, and with the blank lines that part it from what is above."""
        text, start = self.text, run[0].start
        is_first = run[0] is self.scanner.headers[1] and not self.scanner.headers[0].body
        if not is_first:
            start = self.style.first_comment_line(start)
        end = self.end_of_table(run[-1])
        above = text[:start].rstrip(" \t\r\n")
        if above:
            first_blank = text.find("\n", len(above)) + 1
            return self._range(min(first_blank, start), end)
        text_behind = text[end:]
        if text_behind.strip():
            end += len(text_behind) - len(text_behind.lstrip("\r\n"))
        return self._range(start, end)

    def end_of_table(self, header: Header) -> int:
        """Behind the last line of a table, and the comments right below it which a blank line
        or the end of the file parts from what follows."""
        text, end = self.text, header.body_end
        place = end
        while True:
            line = text.find("\n", place)
            content = text[place : line if line >= 0 else len(text)].strip()
            if not content.startswith("#"):
                return end if content else place
            place = line + 1 if line >= 0 else len(text)

    def _range(self, start: int, end: int) -> Splice:
        """A file that ends without a line break does so again."""
        text = self.text
        if end == len(text) and start < end and not text.endswith("\n") and start:
            start -= 2 if text[:start].endswith("\r\n") else 1
        return Splice(start, end, "")


def _body(header: Header, assignment: Assignment) -> list[Assignment]:
    """The header's lines, if the assignment may be among them."""
    return header.body if header.path == assignment.base else []
