"""Server-sent events out of bytes, as WHATWG's standard has them.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from __future__ import annotations

from collections.abc import Iterator

from rscrew_console.records import dataclass

LONGEST_LINE = 8 * 1024 * 1024


class LineTooLong(Exception):
    """A line that is longer than LONGEST_LINE bytes."""


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """One event: its name, empty where it has none, and its data."""

    name: str
    data: bytes


class EventParser:
    """Takes bytes as they come. Lines of bare JSON count as events, as some servers tell errors."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._name = ""
        self._data: list[bytes] = []
        self._size = 0
        self._began = False

    def feed(self, chunk: bytes) -> tuple[list[ServerEvent], bool]:
        """The events that are whole now, and whether any line was. Raises LineTooLong."""
        self._buffer += chunk
        end = max(self._buffer.rfind(b"\n"), self._buffer.rfind(b"\r", 0, len(self._buffer) - 1))
        if end < 0:
            if len(self._buffer) > LONGEST_LINE:
                raise LineTooLong
            return [], False
        complete_lines, self._buffer = bytes(self._buffer[: end + 1]), self._buffer[end + 1 :]
        events = [event for line in complete_lines.splitlines() for event in self._line(line)]
        return events, True

    def end(self) -> list[ServerEvent]:
        """What is left where the stream ends without an empty line."""
        remainder, self._buffer = bytes(self._buffer), bytearray()
        events = list(self._line(remainder)) if remainder.strip() else []
        return [*events, *self._line(b"")]

    def _line(self, line: bytes) -> Iterator[ServerEvent]:
        if not self._began:
            self._began, line = True, line.removeprefix(b"\xef\xbb\xbf")
        if not line:
            if self._data:
                yield ServerEvent(self._name, b"\n".join(self._data))
            self._name, self._data, self._size = "", [], 0
            return
        name, _colon, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._size += len(value)
            if self._size > LONGEST_LINE:
                raise LineTooLong
            self._data.append(value)
        elif name == b"event":
            self._name = value.decode("utf-8", "replace")[:100]
        elif line.lstrip()[:1] == b"{":
            yield ServerEvent("", line)
