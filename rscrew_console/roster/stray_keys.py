"""Keys that stand in a file by mistake: where they are, and lines in which they are hidden."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Literal

from rscrew_console.records import dataclass
from rscrew_console.roster.problem import Path, Problem
from rscrew_console.roster.secret import HIDDEN, is_surely_key, looks_like_key

KeyPlace = Literal["value", "password", "query"]
"""A whole value, or what an address has: `user:password@` or `?key=`."""

_KEY_NAME = re.compile(
    r"(?:.*[_.-])?(?:api[_-]?key|secret(?:[_-]?(?:access[_-]?)?key)?|master[_-]?key|private[_-]?key"
    r"|access[_-]?key|password|passwd|(?:proxy-)?authorization|credentials?"
    r"|(?:auth|access|bearer|bot|refresh|session|api|gateway|oauth)?[_-]?token)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\$\{?[\w:?-]+\}?|os\.environ/\w+|env[:.]\w+|\{(?:env|file):[^}]*\}|\{\{.*\}\}|<[^>]*>|\[.*\]"
    r"|[~.]{0,2}/.*|%\(.*\)s?",
    re.DOTALL,
)
_VARIABLE_NAME = re.compile(
    r"(?=.*(?:API|KEY|TOKEN|SECRET|AUTH|PASSWORD|CREDENTIAL))[A-Z][A-Z0-9_]*"
)
_NO_KEY = re.compile(
    r"|none|null|true|false|empty|dummy.*|fake.*|test(?:[-_ ]?key)?|example.*|sample.*|change.?me.*"
    r"|your.*|(?:sk-)?[x*.…-]+|not?[-_ ]?(?:key|needed|required|used|set).*|unused|placeholder.*"
    r"|n/?a|todo|inherit|keyring|anything|sk-(?:no.*|dummy.*|test|fake.*|\.\.\.|your.*)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(?:bearer|basic|token)\s+", re.IGNORECASE)
_PASSWORD = re.compile(
    r"(?P<before>[a-z][\w+.-]{0,20}://[^\s/@:'\"]{0,200}:)(?P<value>[^\s/@'\"]+)(?=@)",
    re.IGNORECASE,
)
_QUERY = re.compile(
    r"(?P<before>[?&](?:api[_-]?key|key|[\w-]{0,20}token|secret|password|sig|signature|auth)=)"
    r"(?P<value>[^\s&#'\"]+)",
    re.IGNORECASE,
)
_BEARER = re.compile(r"(?P<before>\b(?:bearer|basic)\s+)(?P<value>[\w.+/=~-]{6,})", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9_.+/=-]{16,}")
_ENTRY = re.compile(
    r"(?P<before>(?<![\w.-])[\"']?(?P<name>[\w.-]{0,60}?(?:key|token|secret|passw|authorization|credential)"
    r"[\w-]{0,40})[\"']?[ \t]*[:=][ \t]*(?:(?:bearer|basic|token)[ \t]+)?)"
    r"(?P<value>\"(?:[^\"\\]|\\.)*+\"|'[^']*+'|\$\{[^\s{}]*\}|[^\s\"',{}\[\]]+)",
    re.IGNORECASE,
)
_HIDDEN_START = HIDDEN.split()[0]
_LONGEST_WORD = 10
"""Letters of one word that is rather a name (`ollama`) than a key."""


@dataclass(frozen=True, slots=True)
class StrayKey:
    """A key that is written out at `path`."""

    path: Path
    place: KeyPlace


def stray_keys(data: Any, allowed: Collection[str] = (), unlike: Any = None) -> Iterator[StrayKey]:
    """Every key in plain data, but for those under names where the format has them (`allowed`).

    What is the very same object in `unlike`, other data of the same shape, is not looked at.
    """
    places: dict[tuple[str, str], KeyPlace | None] = {}  # the same is said of many agents
    nothing = object()  # as None may stand in the data
    other_data = nothing if unlike is None else unlike
    waiting: list[tuple[Path, Any, Any]] = [((), data, other_data)]
    while waiting:
        path, value, other = waiting.pop()
        if value is other:
            continue
        if isinstance(value, dict):
            others = other if isinstance(other, dict) else {}
            waiting += [
                ((*path, key), item, others.get(key, nothing))
                for key, item in reversed(value.items())
            ]
        elif isinstance(value, list):
            waiting += [((*path, index), item, nothing) for index, item in enumerate(value)][::-1]
        elif isinstance(value, str):
            name = next((key for key in reversed(path) if isinstance(key, str)), "")
            if (name, value) not in places:
                places[name, value] = None if name in allowed else _key_in(name, value)
            if place := places[name, value]:
                yield StrayKey(path, place)


def stray_key_warnings(
    data: Any, allowed: Collection[str] = (), unlike: Any = None
) -> Iterator[Problem]:
    """A warning for each API key or password in the data, without lines; arguments as above."""
    for key in stray_keys(data, allowed, unlike):
        where = ".".join(str(part) for part in key.path)
        holds = {
            "value": "holds what looks like a key; name a variable that holds it instead",
            "password": "holds a password in its address; leave it out",
            "query": "holds a key in its address; leave it out",
        }[key.place]
        message = f"{where} {holds}. Anyone who has seen this file may have it: revoke it"
        yield Problem("warning", "api-key-in-file", message, key.path)


def _key_in(name: str, value: str) -> KeyPlace | None:
    if len(value) > 20_000:
        return None  # No key, and not to be searched for one again and again.
    if name.endswith(("_env", "_env_var", "env_key")):
        return None  # What stands there is judged as the name of a variable.
    text = _SCHEME.sub("", value.strip(), count=1)
    is_word = text.isalpha() and len(text) <= _LONGEST_WORD and "pass" not in name.lower()
    is_token = name.lower().endswith("token")  # of a tokenizer, too: `eos_token: </s>`
    if (
        _KEY_NAME.fullmatch(name)
        and is_literal(text)
        and not is_word
        and (not is_token or looks_like_key(text))
    ):
        return "value"
    if any(is_surely_key(word) for word in _WORD.findall(value)):
        return "value" if "://" not in value else "query"
    for pattern, place in ((_PASSWORD, "password"), (_QUERY, "query")):
        match = pattern.search(value)
        if match and is_literal(match["value"]):
            return "password" if place == "password" else "query"
    return None


def is_literal(text: str) -> bool:
    """Whether a text that stands where a key does is the key itself: it names no variable, and is
    none of the words that are written where no key is needed."""
    text = text.strip()
    return not (
        _NO_KEY.fullmatch(text) or _REFERENCE.fullmatch(text) or _VARIABLE_NAME.fullmatch(text)
    )


_MODEL = re.compile(r"[a-z][\w.-]*[:/][\w.:/@+-]+|[a-z]+(?:-[a-z0-9.]+)+", re.IGNORECASE)


def is_model(name: str, value: str) -> bool:
    """Whether the value of a variable is shaped as a model's id, such as `openai:gpt-6.1`, and
    neither its name nor its letters say that it is a key."""
    return (
        _MODEL.fullmatch(value.strip()) is not None
        and "://" not in value
        and _KEY_NAME.fullmatch(name) is None
        and not any(is_surely_key(word) or looks_opaque(word) for word in re.split("[:/]", value))
    )


def looks_opaque(word: str) -> bool:
    """Whether a word is a run of letters and digits that nobody would choose as a name."""
    run = max(re.findall(r"[A-Za-z0-9]+", word), key=len, default="")
    return len(run) >= 16 and sum(letter.isdigit() for letter in run) > 2


def without_keys(line: str) -> str:
    """A line of a file, or of a diff, as it may be shown: keys in it are hidden."""
    return without_keys_in_words(_ENTRY.sub(_hidden_entry, line))


def without_keys_in_words(text: str) -> str:
    """The same for any text: keys in addresses and headers, and whatever can only be a key."""
    for pattern in (_PASSWORD, _QUERY, _BEARER):
        text = pattern.sub(_hidden_part, text)
    return _WORD.sub(lambda match: HIDDEN if is_surely_key(match[0]) else match[0], text)


def _hidden_part(match: re.Match[str]) -> str:
    is_key = is_literal(match["value"]) and not match["value"].startswith(_HIDDEN_START)
    return match["before"] + (HIDDEN if is_key else match["value"])


def _hidden_entry(match: re.Match[str]) -> str:
    value = match["value"]
    text = value[1:-1] if value[:1] in "\"'" else value
    is_key = is_literal(text) if _KEY_NAME.fullmatch(match["name"]) else looks_like_key(text)
    if not is_key or text.startswith(_HIDDEN_START):
        return match[0]
    return match["before"] + value.replace(text, HIDDEN)
