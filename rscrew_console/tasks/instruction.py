"""Finds the part of a prompt that says what to do, apart from the text that it is to be done to."""

from __future__ import annotations

import re

from rscrew_console.records import dataclass

LONGEST = 350
"""Letters that are looked at, from the beginning and from the end of a long prompt."""

_CODE_BLOCK = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL)
_QUOTED = re.compile(
    r'"[^"\n]{2,}"|“[^”]{2,}”|„[^“”"]{2,}[“”"]|«[^»]{2,}»|「[^」]{2,}」|『[^』]{2,}』|‘[^’]{8,}’'
    r"|(?<![\w])'[^'\n]{12,}'(?!\w)"
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|[。！？]\s*|\n+")
_AFTER_COLON = re.compile(r"[:：]\s+|：")


@dataclass(frozen=True, slots=True)
class PromptParts:
    """A prompt as what is asked for, and what it is to be done to."""

    text: str
    """The prompt; of a long one the beginning and the end."""
    request: str
    """Without code blocks and quotations: they are what is worked on."""
    quoted: tuple[str, ...]
    """The quotations, with their marks."""
    sentences: tuple[str, ...]
    """Of the request, see `sentences`."""


def parts_of(prompt: str) -> PromptParts:
    """Takes a prompt apart."""
    text = prompt
    if len(text) > 2 * LONGEST:
        text = f"{text[:LONGEST]}\n{text[-LONGEST:]}"
    without_code = _CODE_BLOCK.sub(" … ", text)
    request = _QUOTED.sub(" … ", without_code)
    return PromptParts(
        text, request, tuple(_QUOTED.findall(without_code)), tuple(sentences(request))
    )


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
