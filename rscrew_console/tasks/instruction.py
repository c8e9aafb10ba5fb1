"""Finds the part of a prompt that says what to do, apart from the text that it is to be done to."""

from __future__ import annotations

import re

LONGEST = 1200
"""Letters that are looked at, from the beginning and from the end of a long prompt."""

_CODE_BLOCK = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL)
_QUOTED = re.compile(
    r'"[^"\n]{2,}"|“[^”]{2,}”|„[^“”"]{2,}[“”"]|«[^»]{2,}»|「[^」]{2,}」|『[^』]{2,}』|‘[^’]{8,}’'
    r"|(?<![\w])'[^'\n]{12,}'(?!\w)"
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|[。！？]\s*|\n+")
_AFTER_COLON = re.compile(r"[:：]\s+|：")


def without_content(prompt: str) -> str:
    """The prompt without code blocks and quotations: they are what is worked on."""
    if len(prompt) > 2 * LONGEST:
        prompt = f"{prompt[:LONGEST]}\n{prompt[-LONGEST:]}"
    return _QUOTED.sub(" … ", _CODE_BLOCK.sub(" … ", prompt))


def sentences(text: str) -> list[str]:
    """The sentences of a text, each cut into what stands before and after its colons.

    `Grade this answer: The heart pumps blood` is an instruction and an answer.
    """
    pieces = (
        piece.strip()
        for sentence in _SENTENCE_END.split(text)
        for piece in _AFTER_COLON.split(sentence)
    )
    return [piece for piece in pieces if piece]
