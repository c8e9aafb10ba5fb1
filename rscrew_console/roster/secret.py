"""Keys pasted where the name of their variable belongs: to be found, and never to be shown."""

from __future__ import annotations

import re

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_REFERENCE = re.compile(r"(?:\$\{?|os\.environ/|env[:.])([A-Za-z_][A-Za-z0-9_]*)\}?")
_SHOUTED_NAME = re.compile(r"(?=.*(API|KEY|TOKEN|SECRET|AUTH|PASSWORD|CREDENTIAL))[A-Z _-]+[0-9]?")
_KEY_PREFIX = re.compile(r"(sk|pk|rk|gsk|xai|pplx|csk|hf|r8|ghp|nvapi|fw|tgp)[-_]", re.IGNORECASE)
_TOKEN_START = re.compile(r"AIza|AKIA[A-Z0-9]{8}|eyJ|(?i:bearer )")
_SHORT, _LONG = 8, 20

HIDDEN = "(hidden: this looks like a key)"


def is_variable_name(text: str) -> bool:
    return _VARIABLE.fullmatch(text) is not None


def meant_variable(text: str) -> str | None:
    """The name inside `$NAME`, `${NAME}` or `os.environ/NAME`, where only the name belongs."""
    match = _REFERENCE.fullmatch(text.strip())
    return match.group(1) if match and not looks_like_key(match.group(1)) else None


def looks_like_key(text: str) -> bool:
    """Whether `text`, meant as a variable's name, is rather the key itself.

    In doubt it is one: a name shown as hidden is a nuisance, a key on a screen is a leak.
    """
    text = text.strip()
    if match := _REFERENCE.fullmatch(text):
        text = match.group(1)
    if _SHOUTED_NAME.fullmatch(text):
        return False
    if _TOKEN_START.match(text):
        return True
    digits = sum(letter.isdigit() for letter in text)
    if not is_variable_name(text):
        opaque = " " not in text and (len(text) >= _LONG or (digits > 0 and len(text) >= _SHORT))
        return opaque or _KEY_PREFIX.match(text) is not None
    if len(text) < _LONG:
        return False
    mixed = text != text.upper() and text != text.lower()
    prefixed = _KEY_PREFIX.match(text) is not None and text != text.upper()
    return (digits > 0 and prefixed) or (digits > 1 and mixed) or 5 * digits > len(text)


def is_surely_key(text: str) -> bool:
    """Whether a text that may be any name or model can only be a key.

    Stricter than `looks_like_key`: `claude-sonnet-5-for-writing` is none.
    """
    text = text.strip()
    starts = _KEY_PREFIX.match(text) or _TOKEN_START.match(text)
    if not starts or not re.fullmatch(r"[\x21-\x7e]+", text.removeprefix("Bearer ")):
        return False
    runs = re.findall(r"[A-Za-z0-9]{12,}", text)
    return any(sum(letter.isdigit() for letter in run) > 1 for run in runs)


def shown_variable(text: str | None) -> str:
    """The variable's name as it may be shown, empty where there is none."""
    if text is None:
        return ""
    return HIDDEN if looks_like_key(text) else text
