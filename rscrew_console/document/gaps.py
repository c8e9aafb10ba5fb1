"""What stands between two nodes: indicators, anchors, tags, comments and white space.

PyYAML tells where a node's own text is, but not where its dash, colon or comma is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, cast

from rscrew_console.document.lines import WHITE
from rscrew_console.records import dataclass

_PIECE = re.compile(
    rf"(?P<white>[{WHITE}]+)|(?P<comment>#[^{WHITE[2:]}]*)|(?P<anchor>&[0-9A-Za-z_-]+)"
    r"|(?P<tag>!<[^>]*>|![^\s,\[\]{}]*)|(?P<sign>.)"
)


TokenKind = Literal["white", "comment", "anchor", "tag", "sign"]


@dataclass(frozen=True, slots=True)
class GapToken:
    """`sign` is an indicator: one of `-`, `?`, `:`, `,` and the brackets."""

    kind: TokenKind
    start: int
    end: int


def pieces(text: str, start: int, end: int) -> Iterator[GapToken]:
    """All of a gap, in order. A gap holds no scalar: it must begin and end beside a node."""
    for match in _PIECE.finditer(text, start, end):
        yield GapToken(cast(TokenKind, match.lastgroup), match.start(), match.end())


def sign_in(text: str, sign: str, start: int, end: int) -> int | None:
    """Return where the last such indicator in the gap stands."""
    if text[start:end].strip(WHITE) == sign:  # as nearly everywhere
        return text.index(sign, start)
    place = None
    for piece in pieces(text, start, end):
        if piece.kind == "sign" and text[piece.start] == sign:
            place = piece.start
    return place


def properties(text: str, start: int, end: int) -> list[GapToken]:
    """The anchor and the tag, at most one of each, that a node begins with."""
    tokens: list[GapToken] = []
    for piece in pieces(text, start, end):
        if piece.kind in ("anchor", "tag"):
            if piece.kind in [token.kind for token in tokens]:
                break  # The next one's: a mapping's anchor stands above that of its first key.
            tokens.append(piece)
        elif piece.kind == "sign":
            break
    return tokens


def behind_white(text: str, start: int, end: int) -> int:
    """Where the next thing stands that is neither white space nor a comment."""
    for piece in pieces(text, start, end):
        if piece.kind not in ("white", "comment"):
            return piece.start
    return end


def has_comment(text: str, start: int, end: int) -> bool:
    """Whether there is one in the gap."""
    return "#" in text[start:end] and any(
        piece.kind == "comment" for piece in pieces(text, start, end)
    )
