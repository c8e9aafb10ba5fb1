"""The user's own keys, checked against the commands of every screen.

Textual takes a key away from its command without a word where another one gets it, and ignores an
id that it does not know: so all is checked here first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.visible import visible
from rscrew_console.tui.command import KEY_NAMES, Command, every, key_name
from rscrew_console.tui.keysdoc import ALL
from rscrew_console.tui.screens.main import MainScreen
from rscrew_console.tui.widgets.command_owner import CommandOwner
from rscrew_console.tui.widgets.moving import MOVING

RESERVED = {"ctrl+c": "leaves", "ctrl+q": "leaves"}
_WRITTEN = {name: key for key, name in KEY_NAMES.items()} | {"esc": "escape", "del": "delete"}
_NAMED = {*KEY_NAMES, "insert", *(f"f{number}" for number in range(1, 25))}
_MODIFIERS = {"ctrl", "shift", "alt"}
_UNICODE = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at",
    "hyphen_minus": "minus", "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
"""What Textual calls signs whose Unicode names are other ones."""


def key_of(text: str) -> str | None:
    """The key as Textual names it: `?` is `question_mark`; None for what is no key."""
    text = text.strip()
    if text in _WRITTEN:
        return _WRITTEN[text]
    if len(text) == 1:
        if text.isalnum():
            return text
        name = unicodedata.name(text, "").lower().replace("-", "_").replace(" ", "_")
        return _UNICODE.get(name, name) or None
    *modifiers, last = text.split("+") if not text.endswith("++") else (text[:-2], "+")
    if any(one.lower() not in _MODIFIERS for one in modifiers):
        return None
    if modifiers and len(last) == 1:
        last_key = key_of(last.lower())
    else:
        last_key = _WRITTEN.get(last) or _WRITTEN.get(last.lower())
        last_key = last_key or (last.lower() if last.lower() in _NAMED else None)
    return last_key and "+".join([*map(str.lower, modifiers), last_key])


def commands() -> dict[str, list[Command[Any]]]:
    """Every command by its id; screens have some of the same id, such as `back`."""
    known: dict[str, list[Command[Any]]] = {}
    for command in every(ALL):
        known.setdefault(command.id, []).append(command)
    return known


def check_keys(
    wanted: Mapping[str, tuple[str, ...]],
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The keys that can be had, by command's id, and what is wrong with the others."""
    known, problems = commands(), list[str]()
    keys: dict[str, tuple[str, ...]] = {}
    for name, texts in wanted.items():
        if name not in known:
            problems.append(f'there is no command "{visible(name)}"{did_you_mean(name, known)}')
        elif any(command.shown_key for command in known[name]):
            problems.append(f"{name}: its keys are {known[name][0].shown_key}, and stay so")
        else:
            good = tuple(filter(None, (_good_key(name, text, problems) for text in texts)))
            if good:
                keys[name] = good
    while clash := next(_clashes(keys), None):
        name, sentence = clash
        problems.append(sentence)
        del keys[name]
    return keys, problems


def _good_key(name: str, text: str, problems: list[str]) -> str | None:
    key = key_of(text)
    if key is None:
        names = [*_NAMED, *_WRITTEN]
        problems.append(f'{name}: there is no key "{visible(text)}"{did_you_mean(text, names)}')
    elif key in RESERVED:
        problems.append(f"{name}: {key} always {RESERVED[key]}")
        return None
    return key


def _clashes(keys: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """The id of each of the user's commands whose key another command has, and a sentence."""
    for place in _places():
        holders: dict[str, str] = {}
        for command in place:
            for key in keys.get(command.id, command.keys):
                other = holders.setdefault(key, command.id)
                if other == command.id:
                    continue
                loser = command.id if command.id in keys else other
                winner = other if loser == command.id else command.id
                if loser in keys:
                    usual = " ".join(map(key_name, commands()[loser][0].keys)) or "without one"
                    yield (
                        loser,
                        f"{loser}: {key_name(key)} is the key of {winner}; {loser} stays {usual}",
                    )


def _places() -> Iterator[list[Command[Any]]]:
    """The commands that have the keyboard together: a screen's, and those of its tables."""
    owners: list[type[CommandOwner]] = [MainScreen, *_subclasses(CommandOwner)]
    for owner in dict.fromkeys(owners):
        groups = owner.COMMAND_GROUPS
        if groups and groups != (MOVING,):
            yield every((*groups, *(() if MOVING in groups else (MOVING,))))


def _subclasses(owner: type[CommandOwner]) -> Iterable[type[CommandOwner]]:
    for one in owner.__subclasses__():
        yield one
        yield from _subclasses(one)
