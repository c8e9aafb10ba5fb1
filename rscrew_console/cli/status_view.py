"""What `status` shows, as lines: providers, load, agents, and what is wrong with the file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from rscrew_console.cli.findings import finding_lines
from rscrew_console.cli.listing import LEFT_TO_PROGRAM, key_cell
from rscrew_console.cli.output import styled, width
from rscrew_console.cli.table import TableColumn, cells, table
from rscrew_console.providers.health import Health, Status, in_words
from rscrew_console.records import dataclass
from rscrew_console.roster.effective import lacks_provider, runs_on
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.lint.crew import pin_told
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.visible import visible

_BAR = 24
_MOST_NAMES = 4
"""Names of providers in one line at most."""
_GLYPHS: Mapping[Status, str] = {
    "ok": "●", "degraded": "◐", "restricted_key": "◐", "unverifiable": "◌", "unchecked": "·",
    "no_key": "○", "placeholder_key": "○",
}  # fmt: skip
_STYLES: Mapping[Status, str] = {
    "ok": "green", "degraded": "yellow", "restricted_key": "yellow", "rate_limited": "yellow",
    "overloaded": "yellow", "unverifiable": "dim", "unchecked": "dim", "no_key": "dim",
    "placeholder_key": "dim",
}  # fmt: skip
_DOWN = "✗"
_TO_ADD = re.compile(r"add (?P<line>\S+=…) to (?P<file>.+)")
"""What `providers.env_files.to_set` says of a variable that stands nowhere yet."""


@dataclass(frozen=True)
class StatusData:
    """A crew and the health of its providers; none yet for those still being checked."""

    path: str
    roster: Roster
    facts: Mapping[str, Facts]
    problems: tuple[Problem, ...] = ()
    healths: Mapping[str, Health] = field(default_factory=dict)

    def showing(self, healths: Iterable[Health]) -> StatusData:
        return replace(self, healths={health.provider: health for health in healths})

    @property
    def usable(self) -> Collection[str]:
        return {name for name, health in self.healths.items() if health.usable}

    @property
    def without_any_key(self) -> bool:
        """Whether every agent waits for a key, whichever of its providers it takes."""
        return all(
            lacks_provider(agent, self.roster.settings, self.usable) for agent in self.roster.agents
        ) and not any(self.facts[one.name].usable for one in self.roster.providers)

    @property
    def failing(self) -> bool:
        """Whether a provider that ought to serve cannot, an agent has nothing that can, or the file
        has errors."""
        if any(
            lacks_provider(agent, self.roster.settings, self.usable) for agent in self.roster.agents
        ):
            return True
        down = (
            not health.usable and self.facts[name].usable for name, health in self.healths.items()
        )
        return any(down) or any(problem.severity == "error" for problem in self.problems)


def lines(data: StatusData, *, verbose: bool = False) -> Iterator[str]:
    """Yield all lines of `status`, with colours where the terminal shows them.

    One cause is one line, with how many it concerns; `verbose` has a line for each.
    """
    header, *rows = provider_lines(data)
    yield styled(header if rows else "the file names no model", "bold" if rows else "dim")
    for provider, row in zip(data.roster.providers, rows, strict=True):
        health = data.healths.get(provider.name)
        style = _STYLES.get(health.status, "red") if health else "dim"
        yield styled(row, style)
    yield from _details(data, verbose=verbose)
    yield from _distribution(data.roster)
    yield from _agents(data, verbose=verbose)
    yield from _problems(data, verbose=verbose)


def provider_lines(data: StatusData, waiting: str = "") -> list[str]:
    """The table of providers: its header, and a row for each. `waiting` stands for a health."""
    columns = [
        TableColumn("provider"), TableColumn("model", least=16), TableColumn("health"),
        TableColumn("latency", right=True), TableColumn("key", droppable=True),
        TableColumn("tier", droppable=True),
    ]  # fmt: skip
    rows = [_provider(provider, data, waiting) for provider in data.roster.providers]
    return table(columns, rows, width())


def _provider(provider: Provider, data: StatusData, waiting: str) -> list[str]:
    health = data.healths.get(provider.name)
    return [
        provider.name,
        provider.model,
        waiting if health is None else health_cell(health),
        "—" if health is None or health.latency_ms is None else f"{health.latency_ms:.0f} ms",
        key_cell(data.facts[provider.name]),
        provider.cost_tier,
    ]


def health_cell(health: Health) -> str:
    """A glyph and a word: never a colour alone."""
    return f"{_GLYPHS.get(health.status, _DOWN)} {in_words(health.status)}"


def _details(data: StatusData, *, verbose: bool) -> Iterator[str]:
    """Yield what is wrong with providers, each cause once."""
    concerned: dict[str, list[str]] = {}
    for name, health in data.healths.items():
        parts = [health.detail, health.hint]
        if health.status == "ok":
            parts = [health.detail]
        elif health.status == "unchecked":
            parts = [health.detail] if health.keys_total > 1 else []
        elif not data.facts[name].usable:
            parts = [health.hint]  # the table says already that there is no key
        if parts := list(filter(None, parts)):
            cause = "; ".join(parts)
            concerned.setdefault(f"{name}: {cause}" if verbose else cause, []).append(name)
    if not verbose:
        concerned = _keys_together(concerned)
    for cause, names in concerned.items():
        text = cause if verbose else f"{_some(names)}: {cause}"
        yield styled(visible(text), "dim")


def _keys_together(concerned: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The causes with all keys that are to be added to one file as one of them."""
    merged: dict[str, list[str]] = {}
    places: dict[str, tuple[list[str], list[str]]] = {}
    for cause, names in concerned.items():
        if match := _TO_ADD.fullmatch(cause):
            lines, providers = places.setdefault(match["file"], ([], []))
            lines.append(match["line"])
            providers.extend(names)
        else:
            merged[cause] = names
    for file, (lines, providers) in places.items():
        merged[f"add {', '.join(lines)} to {file}"] = providers
    return merged


def _some(names: Sequence[str]) -> str:
    """Return the names, shortened to the first ones and the number of the others."""
    if len(names) <= _MOST_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[: _MOST_NAMES - 1])} and {len(names) - _MOST_NAMES + 1} more"


def _distribution(roster: Roster) -> Iterator[str]:
    total = len(roster.agents)
    counted = [
        (_load(roster.provider_by_name[name], count, total), count)
        for name, count in roster.primaries.items()
        if count
    ]
    if not counted:
        return
    yield ""
    yield styled("load", "bold")
    widest = max((cells(text) for text, _ in counted), default=0)
    for text, count in counted:
        yield f"{text}{' ' * (widest - cells(text))}  {'█' * max(1, round(_BAR * count / total))}"


def _load(provider: Provider, count: int, total: int) -> str:
    agents = "1 agent" if count == 1 else f"{count} agents"
    name = visible(provider.name)
    if provider.name != provider.model:  # a model's own name is spelt as it is
        name = name.upper()
    return f"{name}: {agents} ({100 * count / total:.0f}%)"


def _agents(data: StatusData, *, verbose: bool) -> Iterator[str]:
    roster = data.roster
    if not roster.agents:
        return
    yield ""
    if pinned := pin_told(roster.settings):
        yield styled(visible(pinned), "red")
    if not roster.fallback.enabled:
        yield styled(visible(f"fallback: {roster.fallback}"), "dim")
    if data.without_any_key and len(roster.agents) > 1 and not verbose:
        told = f"{len(roster.agents)} agents have nothing that can serve: no provider has a key"
        yield styled(f"{told} (--verbose lists them)", "red")
        yield styled("rsc demo shows all of it without one, against simulated providers", "dim")
        return
    header, *rows = table(
        [TableColumn("agent"), TableColumn("runs now"), TableColumn("chain", least=20)],
        [_agent(agent, data) for agent in roster.agents],
        width(),
    )
    yield styled(header, "bold")
    idle = 0
    for agent, row in zip(roster.agents, rows, strict=True):
        provider = runs_on(agent, roster.settings, data.usable)
        stranded = lacks_provider(agent, roster.settings, data.usable)
        idle += stranded
        style = (
            "red" if stranded else "yellow" if provider not in (None, agent.chain.primary) else None
        )
        yield styled(row, style) if style else row
    if idle:
        yield styled(f"{idle} of {len(roster.agents)} agents have nothing that can serve", "red")


def _agent(agent: Agent, data: StatusData) -> list[str]:
    provider = runs_on(agent, data.roster.settings, data.usable)
    text = provider or (LEFT_TO_PROGRAM if agent.is_left_to_program else f"{_DOWN} nothing")
    if provider not in (None, agent.chain.primary):
        text = f"↪ {provider}"
    links = (
        agent.chain.shown_in(link.slot)
        + (
            ""
            if not link.provider or link.provider in data.usable
            else _why_not(data, link.provider)
        )
        for link in agent.chain.links
    )
    return [agent.name, text, " → ".join(links)]


def _why_not(data: StatusData, provider: str) -> str:
    """The sign behind a provider that cannot serve; calm where it only has no key."""
    health = data.healths.get(provider)
    return f" {_GLYPHS.get(health.status, _DOWN) if health else _DOWN}"


def _problems(data: StatusData, *, verbose: bool) -> Iterator[str]:
    """Findings, without the one that the table of agents and the missing keys tell already."""
    problems = [
        problem for problem in data.problems
        if verbose or not data.healths or problem.code != "agent-without-key"
    ]  # fmt: skip
    if problems:
        yield ""
        yield from finding_lines(data.path, problems, verbose=verbose)
