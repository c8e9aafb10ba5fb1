"""What would be written, as `diff -u` and git show it."""

from __future__ import annotations

from difflib import unified_diff as _unified_diff

_NO_NEWLINE = "\\ No newline at end of file"


def unified_diff(old: str, new: str, name: str) -> str:
    """Lines of a unified diff from `old` to `new`, or "" where they are equal.

    Line breaks are those of the diff, not of the texts; a line that differs only in its break
    shows as changed.
    """
    lines = []
    before, after = (text.splitlines(keepends=True) for text in (old, new))
    for line in _unified_diff(before, after, f"a/{name}", f"b/{name}"):
        content = line.rstrip("\r\n")
        lines.append(content)
        if content == line and line[:1] in " +-":
            lines.append(_NO_NEWLINE)
    return "".join(f"{line}\n" for line in lines)
