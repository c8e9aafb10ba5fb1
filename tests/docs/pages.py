"""The pages that users read, and the commands in them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = tuple(sorted([ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("**/*.md")]))
SHELL = ("sh", "console")
"""Languages of fenced blocks: command lines, and command lines after `$` with what they print."""
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`]+)`(?!`)", re.DOTALL)


@dataclass(frozen=True)
class ShellCommand:
    """One line of a shell: `words` are its words, `printed` what the page says that it prints."""

    line: int
    text: str
    words: tuple[str, ...]
    printed: str | None = None

    def simple_commands(self) -> Iterator[tuple[str, ...]]:
        """Those between `&&`, `|` and `;`, without what a redirection names."""
        part: list[str] = []
        words = iter(self.words)
        for word in words:
            if word in ("&&", "|", ";"):
                yield tuple(part)
                part = []
            elif word in (">", ">>", "<"):
                next(words)
            else:
                part.append(word)
        yield tuple(part)


def title(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def shell_commands(page: Path) -> list[ShellCommand]:
    """Every command line of the page's fenced blocks, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for fence in _FENCE.finditer(text):
        language, body = fence.groups()
        line = text.count("\n", 0, fence.start()) + 2
        if language == "sh":
            found += [ShellCommand(line + n, one, words_of(one)) for n, one in _joined(body)]
        elif language == "console":
            found += list(_with_output(body, line))
    return found


def words_of(text: str) -> tuple[str, ...]:
    """As a shell splits them, without a comment; `&&` and the like are words of their own."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    return tuple(lexer)


def _joined(body: str) -> Iterator[tuple[int, str]]:
    """Lines with their number from 0; those that end in a backslash have the next one with them."""
    begun, start = "", 0
    for number, line in enumerate(body.splitlines()):
        start = start if begun else number
        begun += line
        if begun.endswith("\\"):
            begun = begun[:-1]
        elif begun.strip() and not begun.lstrip().startswith("#"):
            yield start, begun.strip()
            begun = ""
        else:
            begun = ""


def _with_output(body: str, line: int) -> Iterator[ShellCommand]:
    for part in re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE):
        command, printed = part.groups()
        yield ShellCommand(
            line + body.count("\n", 0, part.start()), command, words_of(command), printed
        )


def inline_commands(page: Path) -> list[str]:
    """What stands between single backticks and begins with `rsc `, outside of fenced blocks."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    spans = [" ".join(span.split()) for span in _INLINE.findall(text)]
    return [span for span in spans if span.startswith("rsc ")]


def indented_commands(page: Path) -> list[str]:
    """Commands in blocks without a fence, where nothing would find them."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return re.findall(r"^ {4}(?:rsc|make|pip|pipx|uv|docker) .*$", text, re.MULTILINE)
