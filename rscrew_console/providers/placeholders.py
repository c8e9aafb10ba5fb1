"""Texts that stand where a key is still to be filled in."""

from __future__ import annotations

import re

_PLACEHOLDERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(sk-|key-)?your.*",
        r".*[-_ ]here",
        r"[<\[{(].*[>\]})]",
        r".*(\.\.\.|…|x{6}|\*{3}).*",
        r"(sk-|key-)?[x*•-]+",
        r"(sk-)?(change|replace)[-_ ]?(me|this|it).*",
        r"(insert|put|add|enter|paste)[-_ ].*",
        r"(my|the|an?|some)?[-_ ]?(api|secret)?[-_ ]?(key|token)",
        r"(sk-)?(placeholder|todo|tbd|fixme|none|null|secret|foo|bar)",
        r"(sk-)?(dummy|fake|example|sample|test)([-_ ]?(api)?[-_ ]?(key|token))?",
        r"\$\{?\w+\}?",
    )
)


_LONGEST = 500
"""No placeholder is longer. The patterns above try every end of a text, which takes long in one."""
_REFERENCE = re.compile(r"\$\{?\w+\}?|os\.environ/\w+")


def is_reference(value: str) -> bool:
    """Whether the text is the name of another variable, which nobody has filled in."""
    return _REFERENCE.fullmatch(value.strip()) is not None


def is_placeholder(value: str) -> bool:
    """Whether the text stands where a key is still to be filled in."""
    if len(value) > _LONGEST:
        return False
    return any(pattern.fullmatch(value.strip()) for pattern in _PLACEHOLDERS)
