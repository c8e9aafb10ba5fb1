"""A moving picture out of screenshots: one SVG whose rows change by CSS, without a script.

Rows that stand still from frame to frame are in it once. What does not move pictures (a printer,
`rsvg-convert`, whoever has asked for less motion) shows the first frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

_FONTS = "'Fira Code',Menlo,Consolas,'DejaVu Sans Mono',monospace"
ROW_HEIGHT = 24.4
"""Height of a row of the terminal in the screenshots of Textual, in units of the picture."""
MARGIN, TITLE, CAPTION = 8.0, 40.0, 52.0
"""Around the terminal, above it, and below it for a caption."""
_STYLE = re.compile(r"\.terminal-\d+-(r\d+) \{ ?([^}]*?) ?\}")
_PIECE = re.compile(r"<rect fill=.*?/>|<text class=\"terminal-\d+-r\d+\".*?</text>", re.DOTALL)
_Y = re.compile(r' y="([\d.]+)"')
_CLASS = re.compile(r'class="terminal-\d+-(r\d+)"')
_CLIP = re.compile(r' (?:clip-path|shape-rendering)="[^"]*"')
_SIZE = re.compile(r'<clipPath id="[^"]*clip-terminal">\s*<rect x="0" y="0" width="([\d.]+)"')


@dataclass(frozen=True)
class Frame:
    """A screenshot of Textual (SVG), what is said below it, and the seconds that it stays."""

    picture: str
    caption: str
    seconds: float


@dataclass(frozen=True)
class Piece:
    """Something drawn, and the numbers of the frames (from 0) that have it."""

    drawn: str
    frames: tuple[int, ...]


def moving_picture(frames: Sequence[Frame], title: str) -> str:
    """The SVG that shows the frames one after another, and again from the start."""
    styles: dict[str, str] = {}
    rows = [rows_of(frame.picture, styles) for frame in frames]
    lines = 1 + max(max(numbers) for numbers in rows)
    first = _SIZE.search(frames[0].picture)
    width = float(first[1]) if first else 0.0
    height = lines * ROW_HEIGHT
    pieces = [
        *(
            piece
            for number in range(lines)
            for piece in _same([one.get(number, "") for one in rows])
        ),
        *_same([_caption(one.caption, width, height) for one in frames]),
    ]
    seconds = [frame.seconds for frame in frames]
    shown = sorted({piece.frames for piece in pieces if len(piece.frames) < len(frames)})
    names = {numbers: f"f{index}" for index, numbers in enumerate(shown)}
    names[tuple(range(len(frames)))] = ""
    whole = (width + 2 * MARGIN, TITLE + height + CAPTION)
    return "\n".join(
        [
            f'<svg viewBox="0 0 {whole[0]:g} {whole[1]:g}" xmlns="http://www.w3.org/2000/svg">',
            f"<title>{escape(title)}</title>",
            "<style>",
            f"text{{font-family:{_FONTS};font-size:20px;white-space:pre}}",
            ".c,.t{fill:#d7dae3;text-anchor:middle;font-family:sans-serif}",
            ".c{font-size:24px}.t{font-size:18px;font-weight:bold}",
            *(f".{name}{{{style}}}" for style, name in styles.items()),
            *_animations(names, seconds),
            "</style>",
            f'<rect fill="#0c0d12" width="{whole[0]:g}" height="{whole[1]:g}" rx="8"/>',
            f'<text class="t" x="{whole[0] / 2:g}" y="27">{escape(title)}</text>',
            f'<g transform="translate({MARGIN:g},{TITLE:g})">',
            *(_group(piece, names[piece.frames]) for piece in pieces if piece.drawn),
            "</g>",
            "</svg>",
            "",
        ]
    )


def rows_of(picture: str, styles: dict[str, str]) -> Mapping[int, str]:
    """What a screenshot draws in each row, from 0. `styles` gives each style a name, and grows."""
    own = {name: " ".join(style.split()) for name, style in _STYLE.findall(picture)}
    body = picture[picture.rindex("-clip-terminal)") :]
    rows: dict[int, list[str]] = {}
    for piece in _PIECE.findall(body):
        y = _Y.search(piece)
        if y is None:
            continue
        # A background begins just below the top of its row, text stands on its base line.
        number = int((float(y[1]) - (1.5 if piece.startswith("<rect") else 19)) / ROW_HEIGHT + 0.1)
        drawn = _CLIP.sub("", piece)
        if used := _CLASS.search(drawn):
            name = styles.setdefault(own[used[1]], f"s{len(styles)}")
            drawn = _CLASS.sub(f'class="{name}"', drawn)
        rows.setdefault(number, []).append(drawn)
    return {number: "".join(drawn) for number, drawn in rows.items()}


def _same(versions: Sequence[str]) -> Iterator[Piece]:
    """The different versions of a row, each with its frames, in the order in which they come."""
    for version in dict.fromkeys(versions):
        yield Piece(version, tuple(n for n, one in enumerate(versions) if one == version))


def _caption(text: str, width: float, height: float) -> str:
    return f'<text class="c" x="{width / 2:g}" y="{height + 34:g}">{escape(text)}</text>'


def _group(piece: Piece, name: str) -> str:
    if not name:
        return piece.drawn
    hidden = "" if 0 in piece.frames else ' visibility="hidden"'
    return f'<g class="{name}"{hidden}>{piece.drawn}</g>'


def _animations(names: Mapping[tuple[int, ...], str], seconds: Sequence[float]) -> Iterator[str]:
    """A rule for each set of frames: when it is to be seen, in per cent of the whole."""
    whole = sum(seconds)
    starts = [sum(seconds[:number]) / whole * 100 for number in range(len(seconds))]
    yield "@media (prefers-reduced-motion:no-preference){"
    for name in filter(None, names.values()):
        yield f".{name}{{animation:{name} {whole:g}s step-end infinite}}"
    yield "}"
    for frames, name in names.items():
        if name:
            steps = "".join(
                f"{start:.3f}%{{visibility:{'visible' if number in frames else 'hidden'}}}"
                for number, start in _changes(frames, starts)
            )
            yield f"@keyframes {name}{{{steps}}}"


def _changes(frames: Iterable[int], starts: Sequence[float]) -> Iterator[tuple[int, float]]:
    """The frames at which something comes or goes, with when that is."""
    shown = set(frames)
    for number, start in enumerate(starts):
        if number == 0 or (number in shown) != (number - 1 in shown):
            yield number, start
