"""The single changes between two texts of a crew, each of which a save can leave out. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from rscrew_console.document import is_archive, split_archive
from rscrew_console.document.archive import join_archive
from rscrew_console.document.hunks import Hunk, hunks, split_lines
from rscrew_console.records import dataclass
from rscrew_console.session.text_merge import patched


@dataclass(frozen=True, slots=True)
class DiffPart:
    """Lines of one file that become others: the smallest change that can be left out.

    Of a file of a folder that is new, or that goes, the whole file is one part.
    """

    file: str
    """The name of the file in its folder; "" where the crew is one file."""
    hunk: Hunk
    old: tuple[str, ...]
    """The lines that the hunk replaces."""
    whole_file: bool = False
    """Whether the file itself comes or goes."""


def parts_of(old: str, new: str) -> tuple[DiffPart, ...]:
    """Every change from `old` to `new`, file by file and in the order of the lines."""
    before, after = _files(old), _files(new)
    return tuple(
        part
        for name in sorted(before.keys() | after.keys())
        for part in _parts_of_file(name, before.get(name), after.get(name))
    )


def _files(text: str) -> Mapping[str, str]:
    return split_archive(text) if is_archive(text) else {"": text}


def _parts_of_file(name: str, old: str | None, new: str | None) -> Iterator[DiffPart]:
    lines = split_lines(old or "")
    if old is None or new is None:
        added = tuple(split_lines(new or ""))
        yield DiffPart(name, Hunk(0, len(lines), added), tuple(lines), whole_file=True)
        return
    for hunk in hunks(old, new):
        yield DiffPart(name, hunk, tuple(lines[hunk.start : hunk.end]))


def text_without(old: str, new: str, left_out: Collection[DiffPart]) -> str:
    """The `new` text with the places of `left_out` as they are in `old`.

    All of them have to be among `parts_of(old, new)`.
    """
    if not left_out:
        return new
    before, after = _files(old), _files(new)
    texts: dict[str, str] = {}
    for name in sorted(before.keys() | after.keys()):
        text = after.get(name)
        staying = [part for part in left_out if part.file == name]
        if any(part.whole_file for part in staying):
            text = before.get(name)
        elif staying and text is not None:
            kept = (part for part in _parts_of_file(name, before[name], text))
            text = patched(before[name], [part.hunk for part in kept if part not in left_out])
        if text is not None:
            texts[name] = text
    return join_archive(texts) if is_archive(new) else texts[""]
