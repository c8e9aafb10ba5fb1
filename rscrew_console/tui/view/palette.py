"""What the palette lists: commands, and everything that has a name; fuzzy, and by use. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from rscrew_console.records import dataclass
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import Tone, line
from rscrew_console.tui.view.view_state import ViewState

EntryKind = Literal["command", "agent", "provider", "model", "file", "strategy", "theme"]
COLUMNS = (
    Column("key", "", least=8, most=24, right=True),
    Column("name", "", least=16, most=44),
    Column("about", "", least=30, most=200),
    Column("kind", "", least=8, rank=1),
)
_WORD_STARTS = " _-/.:"
ANYWHERE = 1.5
"""What a word counts that stands somewhere in the text."""
MOST_USE = 2.0
"""What being used often counts at most, in the units of `match`."""


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """Something that can be run or gone to by its name."""

    kind: EntryKind
    name: str
    """As it is called in the file, or the id of a command."""
    label: str
    about: str = ""
    key: str = ""
    """The key that does the same, as people write it."""

    @property
    def id(self) -> str:
        """Unique among the entries."""
        return self.name if self.kind == "command" else f"{self.kind}:{self.name}"


def named_entries(view_state: ViewState, strategies: Sequence[Strategy]) -> Iterator[PaletteEntry]:
    """The agents, providers, models, strategies and themes."""
    roster = view_state.roster
    for agent in roster.agents:
        about = " → ".join(agent.chain.shown_in(slot) for slot in agent.chain.slots)
        yield PaletteEntry("agent", agent.name, agent.name, about)
    for provider in roster.providers:
        about = provider.model if provider.model != provider.name else ""
        yield PaletteEntry("provider", provider.name, provider.name, about)
    models: dict[str, list[str]] = {}
    for provider in roster.providers:
        if provider.model != provider.name:
            models.setdefault(provider.model, []).append(provider.name)
    for model, names in models.items():
        yield PaletteEntry("model", model, model, f"of {', '.join(names)}")
    for strategy in strategies:
        yield PaletteEntry("strategy", strategy.name, strategy.name, strategy.description)
    for theme in ("light", "dark"):
        yield PaletteEntry("theme", theme, f"{theme} theme", f"the console in its {theme} theme")


def match(typed: str, text: str) -> float:
    """How well the text fits what was typed, from 0 for not at all; every word has to be in it.

    A word counts 3 where it begins the text, 2 where it begins a word of it, 1.5 anywhere else, and
    less where only its letters come in this order.
    """
    text, score = text.casefold(), 0.0
    words = typed.casefold().split()
    for word in words:
        if not (fits := _match_word(word, text)):
            return 0.0
        score += fits
    exact = text == typed.casefold().strip()
    return score / max(len(words), 1) + exact


def _match_word(word: str, text: str) -> float:
    place = text.find(word)
    if place == 0:
        return 3.0
    starts = (index for index in range(place, len(text)) if text.startswith(word, index))
    if place > 0:
        begins_word = any(text[index - 1] in _WORD_STARTS for index in starts)
        return 2.0 if begins_word else ANYWHERE
    at = hits = 0
    previous = -2
    for letter in word:
        found = text.find(letter, at)
        if found < 0:
            return 0.0
        hits += found == previous + 1 or not found or text[found - 1] in _WORD_STARTS
        previous, at = found, found + 1
    return 0.2 + 0.8 * hits / len(word) if len(word) > 1 else 0.0


def ordered(
    entries: Sequence[PaletteEntry], typed: str, use_of: Callable[[str], float]
) -> list[PaletteEntry]:
    """Those that fit what was typed: the best first, and among equals the most used.

    `use_of` says by an entry's id how much it is used, from 0 on.
    """
    if not typed.strip():
        return sorted(entries, key=lambda entry: -use_of(entry.id))
    scored: list[tuple[float, PaletteEntry]] = []
    for entry in entries:
        key = 4.0 if typed.strip() in entry.key.split() else 0.0
        about = match(typed, entry.about)  # letters in this order are in nearly every sentence
        score = max(key, match(typed, entry.label), about / 4 if about >= ANYWHERE else 0.0)
        if score > 0:
            scored.append((score + min(use_of(entry.id), MOST_USE) / 4, entry))
    return [entry for _, entry in sorted(scored, key=lambda pair: -pair[0])]


def row(entry: PaletteEntry) -> GridRow:
    """The entry with its key, and what it is."""
    tone: Tone = "plain" if entry.kind == "command" else "strong"
    cells = {
        "key": line((entry.key, "key")),
        "name": line((visible(entry.label), tone)),
        "about": line((visible(entry.about), "dim")),
        "kind": line((entry.kind, "dim")),
    }
    return GridRow(entry.id, cells, {"name": entry.label})
