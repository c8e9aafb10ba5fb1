"""One declaration per command, from which bindings, footer, help, palette and docs are made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from typing import Any, Generic, TypeVar

from textual.binding import Binding

from rscrew_console.records import dataclass

Owner = TypeVar("Owner")
Run = TypeVar("Run", bound=Callable[..., Awaitable[object] | object])

KEY_NAMES = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "enter": "⏎",
    "escape": "Esc",
    "space": "space",
    "tab": "Tab",
    "shift+tab": "shift+Tab",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "backspace": "Backspace",
    "f1": "F1",
    "question_mark": "?",
    "slash": "/",
    "exclamation_mark": "!",
    "asterisk": "*",
    "colon": ":",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "dollar_sign": "$",
    "circumflex_accent": "^",
    "plus": "+",
    "minus": "-",
}


def key_name(key: str) -> str:
    """A key as people write it: `question_mark` is `?`, `ctrl+s` stays."""
    return KEY_NAMES.get(key, key)


@dataclass(frozen=True)
class Command(Generic[Owner]):
    """Something that the user can do where `Owner` (a screen or a widget) has the keyboard."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    run: Callable[..., Awaitable[object] | object]
    """Takes the owner; also the key that was pressed, where one command stands for several."""
    unless: Callable[[Owner], str]
    """Why it cannot run now, in words for the user; empty when it can."""
    footer: int
    """Its value in the footer, the highest shown first; 0 keeps it out."""
    shown_key: str
    """The keys as shown, where one command stands for several (`1-9`)."""

    never: Callable[[Owner], bool] | None = None
    """Whether the open file's format has no place for it at all, so that nothing tells of it."""
    naming: Callable[[Owner], str] | None = None
    """The label where it depends on what is going on."""

    def with_keys(self, keys: Mapping[str, tuple[str, ...]]) -> Command[Owner]:
        """The command with the user's own keys, given by id."""
        return replace(self, keys=keys[self.id]) if self.id in keys else self

    @property
    def key(self) -> str:
        """The first key, as people write it."""
        return self.shown_key or key_name(self.keys[0])

    @property
    def all_keys(self) -> str:
        """Every key, as people write them."""
        return self.shown_key or " ".join(map(key_name, self.keys))


def _always(_owner: Any) -> str:
    return ""


@dataclass(frozen=True)
class CommandGroup(Generic[Owner]):
    """Commands that belong together, in the order of their declaration."""

    title: str
    commands: dict[str, Command[Owner]] = field(default_factory=dict)

    def command(
        self,
        *keys: str,
        label: str,
        footer: int = 0,
        unless: Callable[[Owner], str] = _always,
        shown_key: str = "",
        never: Callable[[Owner], bool] | None = None,
        naming: Callable[[Owner], str] | None = None,
    ) -> Callable[[Run], Run]:
        """Declares the function a command; the first paragraph of its docstring is the help."""

        def declare(run: Run) -> Run:
            help_ = " ".join((run.__doc__ or "").split("\n\n")[0].split())
            name = run.__name__.strip("_")
            if not help_ or name in self.commands:
                raise ValueError(f"the command {name} needs a name of its own and a docstring")
            self.commands[name] = Command(
                name, keys, label, help_, self.title, run, unless, footer, shown_key, never, naming
            )
            return run

        return declare

    def __iter__(self) -> Iterator[Command[Owner]]:
        return iter(self.commands.values())


def every(groups: Iterable[CommandGroup[Any]]) -> list[Command[Any]]:
    """All commands of the groups, in order."""
    return [command for group in groups for command in group]


def bindings(groups: Iterable[CommandGroup[Any]], *, priority: bool = False) -> list[Binding]:
    """The key bindings: each runs its command by id through the owner's `action_run`."""
    return [
        Binding(
            key,
            f"run('{command.id}', '{key}')" if command.shown_key else f"run('{command.id}')",
            command.label,
            show=False,
            tooltip=command.help,
            priority=priority,
            id=None if command.shown_key else command.id,
        )
        for command in every(groups)
        for key in command.keys
    ]
