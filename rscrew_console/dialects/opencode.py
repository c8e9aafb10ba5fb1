"""opencode's `opencode.json(c)`: two models for all, and one for each agent; no fallbacks.

Other files and variables win over this one, see `layer_paths`. The order of keys is never changed:
in `permission` it carries meaning (https://opencode.ai/docs/config).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rscrew_console.dialects.base import MAYBE, NO, SURE, Dialect, OperationError, ParseResult
from rscrew_console.dialects.capabilities import Capabilities
from rscrew_console.dialects.chains import known_agent
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.findings import Findings, dotted
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.dialects.implied import roster_without_fallbacks
from rscrew_console.dialects.names import new_name
from rscrew_console.dialects.services import opencode_services
from rscrew_console.dialects.values import described
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.records import dataclass
from rscrew_console.roster.capability import derive
from rscrew_console.roster.chain import PRIMARY, Chain, InForce, Link, SlotScheme
from rscrew_console.roster.model import Agent, Roster
from rscrew_console.roster.problem import Path

MODEL, SMALL, AGENT = "model", "small_model", "agent"
BUILT_IN = ("build", "plan", "general", "explore")
"""Agents that are there without an entry."""
INHERIT, DEFAULT = "inherit", "default"
"""What a slot says where an agent, or the whole file, names no model."""
CONTENT = "OPENCODE_CONFIG_CONTENT"
"""A variable that holds a configuration as JSON, and wins over all files."""
CUSTOM = "$OPENCODE_CONFIG"
_NAMES = ("opencode.json", "opencode.jsonc")
_IN_FOLDER = tuple(f".opencode/{name}" for name in _NAMES)
_IN_PROJECT_HERE = (*(f"./.opencode/{name}" for name in _NAMES), *(f"./{name}" for name in _NAMES))
_IN_PROJECT_ABOVE = tuple(f"../{name}" for name in _NAMES)
_OF_USER = tuple(f"~/.config/opencode/{name}" for name in _NAMES)
"""Of the user (they lose), of `$OPENCODE_CONFIG`, of the project, of its `.opencode` (they win):
https://opencode.ai/docs/config, "Precedence order". `./` is the working folder."""
ORDER = ("$schema", MODEL, SMALL, AGENT)
Source = tuple[str, Mapping[Any, Any]]
"""A name as people know it, and what stands there."""


@dataclass(frozen=True, slots=True)
class _Layers:
    """What else has a say beside the file: what wins over it, and what it wins over; of each the
    strongest first."""

    winners: tuple[Source, ...] = ()
    losers: tuple[Source, ...] = ()


def cell_of(agent: str) -> Path:
    """Where a row's model stands, or is to stand."""
    return (agent,) if agent in (MODEL, SMALL) else (AGENT, agent, MODEL)


class Opencode(Dialect):
    """See `Dialect`, which says what each method does."""

    name = "opencode"
    title = "opencode.json"
    recognised_by = "$schema of opencode.ai, or model and agent"
    file_places = FORMATS["opencode"].places
    spelling = "models.dev"
    scheme = SlotScheme(longest=1)
    capabilities = Capabilities(
        add_agents=True, remove_agents=True, rename_agents=True, layers=True,
    )  # fmt: skip
    cell_words = (INHERIT, DEFAULT)
    variables = (CONTENT,)
    secret_keys = ("apiKey", "token", "clientSecret", "key")

    def recognises(self, value: Any, file_name: str = "") -> int:
        if not isinstance(value, Mapping):
            return NO
        if "opencode.ai/config" in str(value.get("$schema", "")):
            return SURE
        agents = value.get(AGENT)
        model = value.get(MODEL)
        has_model = isinstance(model, str) and "/" in model
        if isinstance(agents, Mapping) and (has_model or SMALL in value):
            return SURE
        named = file_name.rpartition("/")[2] in ("opencode.json", "opencode.jsonc")
        if named:
            return SURE
        entries = agents.values() if isinstance(agents, Mapping) else ()
        return MAYBE if any(isinstance(one, Mapping) and MODEL in one for one in entries) else NO

    def layer_paths(self, path: str) -> tuple[str, ...]:
        folder = path.replace("\\", "/").rpartition("/")[0]
        if folder.endswith(".opencode"):
            return (*_IN_PROJECT_ABOVE, CUSTOM, *_OF_USER)
        if folder.endswith("/opencode"):
            return (*_IN_FOLDER, *_IN_PROJECT_HERE, CUSTOM)
        return (*_IN_FOLDER, CUSTOM, *_OF_USER)

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        findings = Findings(document)
        value = findings.mapping((), document.value)
        agents = tuple(_agents(findings, value, _layers(context)))
        findings.duplicates("warning")
        services = opencode_services(value.get("provider"))
        roster = roster_without_fallbacks(
            self, agents, "opencode has no fallbacks", "opencode", services
        )
        return ParseResult(roster, findings.problems)

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        word = links[0].text if links else DEFAULT
        path = cell_of(agent.name)
        old = document.get(path)
        new: Any = ABSENT if word in self.cell_words else word
        if old == new:
            return []
        if new is ABSENT or len(path) == 1:
            return [Edit(path, old, new, order=ORDER)]
        for depth in (1, 2):
            place, inner = path[:depth], path[depth:]
            if not isinstance(document.get(place), Mapping):
                for key in reversed(inner):
                    new = {key: new}
                return [Edit(place, document.get(place), new, order=ORDER)]
        return [Edit(path, old, new, order=("description", "mode", MODEL))]

    def add_agent(
        self, document: Document, roster: Roster, name: str, slots: Mapping[str, str | None],
        reasoning: str = "", capability: str = "",
    ) -> list[Edit]:  # fmt: skip
        model = slots.get(PRIMARY)
        entry = {"mode": "subagent"}
        if model and model not in self.cell_words:
            entry[MODEL] = model
        old = document.get((AGENT,))
        if not isinstance(old, Mapping):
            return [Edit((AGENT,), old, {name: entry}, order=ORDER)]
        return [Edit((AGENT, name), ABSENT, entry)]

    def remove_agent(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        path = _entry(document, roster, name, "removed")
        return [Edit(path, document.get(path), ABSENT)]

    def rename_agent(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        known_agent(roster, old)
        if old == new.strip():
            return []
        path = _entry(document, roster, old, "renamed")
        return [Edit(path, old, new_name("agent", new, roster.agent_by_name), on="key")]


def _entry(document: Document, roster: Roster, name: str, what: str) -> Path:
    known_agent(roster, name)
    path: Path = (AGENT, name)
    if document.get(path) is ABSENT or name in (MODEL, SMALL):
        raise OperationError(f'opencode.json has no entry "{name}" that could be {what}')
    return path


def _agents(findings: Findings, value: Mapping[Any, Any], layers: _Layers) -> Iterator[Agent]:
    """The two rows for all, those with an entry, then built-in ones without one."""
    for_all = _model(findings, (MODEL,), value.get(MODEL))
    for name in (MODEL, SMALL):
        model = _model(findings, (name,), value.get(name)) if name != MODEL else for_all
        yield _row(name, model, DEFAULT, "", layers, (name,) if name in value else ())
    entries = findings.mapping((AGENT,), value.get(AGENT))
    named = findings.names((AGENT,), entries, "an agent")
    for name in (*named, *(one for one in BUILT_IN if one not in named)):
        if name in (MODEL, SMALL):
            continue
        entry = findings.mapping((AGENT, name), named.get(name))
        model = _model(findings, (AGENT, name, MODEL), entry.get(MODEL))
        path: Path = (AGENT, name) if name in named else ()
        yield _row(name, model, INHERIT, for_all, layers, path)


def _row(name: str, model: str, word: str, inherited: str, layers: _Layers, path: Path) -> Agent:
    link = Link(PRIMARY, model or inherited, says=None if model else word, path=cell_of(name))
    in_force = _first_of(layers.winners, cell_of(name))
    if in_force is None and not model:
        in_force = _first_of(layers.losers, cell_of(name))
    if in_force is None and not model and word == INHERIT:
        in_force = _first_of(layers.winners, (MODEL,))
        if in_force is None and not inherited:
            in_force = _first_of(layers.losers, (MODEL,))
    return Agent(
        name, Chain(Opencode.scheme, (link,)), capability=derive(name), in_force=in_force, path=path
    )


def _first_of(sources: Sequence[Source], cell: Path) -> InForce | None:
    """What the strongest source says that says anything."""
    for source, settings in sources:
        place: Any = settings
        for key in cell:
            place = place.get(key) if isinstance(place, Mapping) else None
        if isinstance(place, str) and place.strip():
            return InForce(place.strip(), source)
    return None


def _model(findings: Findings, path: Path, value: Any) -> str:
    if value is None or isinstance(value, str):
        return (value or "").strip()
    findings.add("wrong-type", path, f"{dotted(path)} is {described(value)}, not a model's id")
    return ""


def _layers(context: ReadContext) -> _Layers:
    try:
        content = json.loads(context.environment.get(CONTENT, "") or "{}")
    except ValueError:
        content = {}  # opencode itself complains of it
    winners: list[Source] = [(CONTENT, content)] if isinstance(content, Mapping) else []
    losers: list[Source] = []
    is_user_s = context.path.replace("\\", "/").rpartition("/")[0].endswith("/opencode")
    for layer in context.layers:
        loses = layer.path.startswith(("~/", "../")) or (layer.path == CUSTOM and not is_user_s)
        if isinstance(layer.value, Mapping):
            (losers if loses else winners).append((layer.path, layer.value))
    return _Layers(tuple(winners), tuple(losers))
