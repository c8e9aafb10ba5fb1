"""Frontmatter that is not valid YAML and is read all the same, as Claude Code and opencode do.

Claude Code's own generator of agents writes `description: Use it when … Examples: …`, a plain
value with `: ` in it. Where such a frontmatter fails as YAML, Claude Code puts quotes around the
values of these lines and reads it again, in memory alone; opencode does nearly the same (its
`config/markdown.ts`: "other coding agents like claude code allow invalid yaml in their
frontmatter"). Strict readers take such a file for one without settings.
"""

from __future__ import annotations

import re
from dataclasses import field

from rscrew_console.records import dataclass

_LINE = re.compile(r"^([a-zA-Z_-]+):[ \t]+([^\s].*)$", re.MULTILINE)
_SPECIAL = re.compile(r"[{}\[\]*&#!|>%@`]|: ")
"""The characters for which Claude Code quotes a value."""
_NEVER_PLAIN = re.compile(r"^[*&!%@`]|: ")
"""What YAML allows in no plain value. An unfinished `[` is a slip, and stays an error."""


@dataclass(frozen=True, slots=True)
class LooseLines:
    """The lines that had to be quoted: as they are read, and as the file has them, by the former.

    Both have the same number of lines, so that lines are counted alike.
    """

    as_written: dict[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of those whose plain value is no valid YAML for certain."""
        pairs = (line.partition(":") for line in self.as_written.values())
        return tuple(key for key, _, value in pairs if _NEVER_PLAIN.search(value.strip()))

    def restored(self, text: str) -> str:
        """The text with each line as it was written; lines that were changed since stay changed."""
        if not self.as_written:
            return text
        lines = text.split("\n")
        return "\n".join(self.as_written.get(line, line) for line in lines)


def with_quotes(text: str) -> tuple[str, LooseLines]:
    """The text with quotes around the values that need them, and which lines those are."""
    as_written: dict[str, str] = {}

    def quoted(match: re.Match[str]) -> str:
        key, whole = match.groups()
        value = whole.rstrip()
        is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
        if is_quoted or not _SPECIAL.search(value):
            return match.group()
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        line = f'{key}: "{escaped}"{whole[len(value) :]}'
        as_written[line] = match.group()
        return line

    return _LINE.sub(quoted, text), LooseLines(as_written)
