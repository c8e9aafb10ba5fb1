"""The syntax of a file's lines as tones, by Rich's own highlighting. Pure.

Rich colours by a theme. The theme here has no colours: each of its styles carries the name of a
tone, and the style sheet gives that its look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.style import Style
from rich.syntax import Syntax, SyntaxTheme

from rscrew_console.tui.view.text import Line, TextRun, Tone, line

MOST_LETTERS = 200_000
"""More text than this is shown without colours: it would hold up the screen."""
_LEXERS: Mapping[str, str] = {
    "yaml": "yaml", "yml": "yaml", "json": "json", "jsonc": "json", "json5": "json", "toml": "toml",
    "md": "yaml", "env": "bash",
}  # fmt: skip
"""By the end of a file's name; what changes in Markdown is its YAML frontmatter."""
_TONES: tuple[tuple[tuple[str, ...], Tone], ...] = (
    (("Comment",), "comment"),
    (("Name.Tag", "Name.Variable", "Name.Label", "Keyword.Type"), "field"),
    (("Literal", "String", "Number", "Keyword"), "value"),
)
"""By the beginning of a token's type, as Pygments writes it."""


class _ToneTheme(SyntaxTheme):
    """Styles without colours, each with its tone in its meta data."""

    def get_style_for_token(self, token_type: Any) -> Style:
        name = str(token_type).removeprefix("Token.")
        for beginnings, tone in _TONES:
            if name.startswith(beginnings):
                return Style(meta={"tone": tone})
        return Style()

    def get_background_style(self) -> Style:
        return Style()


def lexer_of(file_name: str) -> str:
    """The lexer for a file of that name; "" for none."""
    name = file_name.rpartition("/")[2]
    return _LEXERS.get(name.rpartition(".")[2].lower(), "")


def toned(lines: Sequence[str], file_name: str) -> list[Line]:
    """The lines, which hold no line break and are fit to be shown, with the tones of their syntax.

    They stay plain where the syntax is not known, or where it would take too long.
    """
    plain_lines = [line(text) for text in lines]
    lexer, text = lexer_of(file_name), "\n".join(lines)
    if not lexer or not text or len(text) > MOST_LETTERS:
        return plain_lines
    highlighted = Syntax("", lexer, theme=_ToneTheme(), tab_size=1).highlight(text)
    if highlighted.plain.removesuffix("\n") != text.removesuffix("\n"):
        return plain_lines
    tones: list[Tone] = ["plain"] * len(text)
    for span in highlighted.spans:
        if isinstance(span.style, Style) and (tone := span.style.meta.get("tone")):
            end = min(span.end, len(text))
            tones[span.start : end] = [tone] * (end - span.start)
    return _runs(lines, tones)


def _runs(lines: Sequence[str], tones: Sequence[Tone]) -> list[Line]:
    """`tones` has one for every letter, line breaks between the lines included."""
    result: list[Line] = []
    place = 0
    for text in lines:
        runs: list[TextRun] = []
        for letter, tone in zip(text, tones[place : place + len(text)], strict=True):
            if runs and runs[-1].tone == tone:
                runs[-1] = TextRun(runs[-1].text + letter, tone)
            else:
                runs.append(TextRun(letter, tone))
        result.append(tuple(runs))
        place += len(text) + 1
    return result
