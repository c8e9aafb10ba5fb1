"""Words of strangers made fit to be shown: one line, no controls, no keys, and not too long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rscrew_console.providers.secret import Secret, without
from rscrew_console.roster.stray_keys import without_keys_in_words

LONGEST = 240
_MOST_READ = 4000
# What terminals obey: sequences that begin with an escape or its 8-bit form, to their end.
_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]P^_X]|[\x9d\x90\x9e\x9f\x98])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
_SPACE = re.compile(r"\s+")
_JOINERS = "\u200c\u200d"


def plain(text: str, secrets: Iterable[Secret] = ()) -> str:
    """One line of at most `LONGEST` letters, without controls and without the keys."""
    text = _SEQUENCES.sub("", text[:_MOST_READ])
    text = _SPACE.sub(" ", text)
    text = "".join(letter for letter in text if _harmless(letter)).strip()
    text = without_keys_in_words(without(text, secrets))
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _harmless(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or letter in _JOINERS
