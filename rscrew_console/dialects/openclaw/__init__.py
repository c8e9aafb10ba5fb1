"""OpenClaw's `openclaw.json` (JSON5): models of the defaults and of each agent, with fallbacks.

The gateway refuses keys that it does not know, so that nothing else is ever written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rscrew_console.dialects.base import MAYBE, NO, SURE, Dialect, OperationError, ParseResult
from rscrew_console.dialects.capabilities import Capabilities
from rscrew_console.dialects.chains import known_agent
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.dialects.implied import implied_providers
from rscrew_console.dialects.lists import list_edits
from rscrew_console.dialects.names import new_name
from rscrew_console.dialects.openclaw.includes import INCLUDE, included_files
from rscrew_console.dialects.openclaw.reading import (
    DEFAULT,
    DEFAULTS,
    ENTRIES,
    FALLBACKS,
    MODEL,
    SCHEME,
    SIDE_MODELS,
    aliases_of,
    read_agents,
)
from rscrew_console.dialects.services import openclaw_services
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.chain import FallbackRule, Link
from rscrew_console.roster.model import Agent, Roster, Settings
from rscrew_console.roster.problem import Path

_MODEL_KEYS = {"primary": None, FALLBACKS: None}
_KNOWN_KEYS = {
    "agents": {
        DEFAULTS: {
            MODEL: _MODEL_KEYS,
            "imageModel": _MODEL_KEYS,
            "subagents": {MODEL: _MODEL_KEYS, "*": None},
            "*": None,
        },
        "list": {"*": {"id": None, MODEL: _MODEL_KEYS, "*": None}},
        ENTRIES: {"*": {MODEL: _MODEL_KEYS, "*": None}},
        "*": None,
    },
    "*": None,
}
"""Of all that OpenClaw knows, what is checked: the cells of models, where we write."""
CONFIG_PATH = "OPENCLAW_CONFIG_PATH"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_ENTRY_ORDER = ("id", "default", "name", "workspace", MODEL)


class OpenClaw(Dialect):
    """See `Dialect`, which says what each method does."""

    name = "openclaw"
    title = "OpenClaw's openclaw.json"
    recognised_by = "agents.defaults.model, or agents.list or agents.entries with ids"
    file_places = FORMATS["openclaw"].places
    spelling = "models.dev"
    scheme = SCHEME
    capabilities = Capabilities(add_agents=True, remove_agents=True, rename_agents=True)
    cell_words = (DEFAULTS, DEFAULT)
    known_keys = _KNOWN_KEYS
    variables = (CONFIG_PATH,)
    secret_keys = (
        "apiKey", "token", "botToken", "appToken", "authToken", "password", "secret",
        "signingSecret", "webhookSecret", "clientSecret", "key",
    )  # fmt: skip

    def recognises(self, value: Any, file_name: str = "") -> int:
        agents = value.get("agents") if isinstance(value, Mapping) else None
        named = file_name.rpartition("/")[2] == "openclaw.json"
        if not isinstance(agents, Mapping):
            return MAYBE if named and isinstance(value, Mapping) else NO
        if named and INCLUDE in agents:
            return SURE
        entries = agents.get("list")
        has_list = isinstance(entries, list) and any(
            isinstance(entry, Mapping) and "id" in entry for entry in entries
        )
        defaults = agents.get(DEFAULTS)
        by_id = agents.get(ENTRIES)
        has_list = has_list or (
            isinstance(by_id, Mapping)
            and (named or any(isinstance(one, Mapping) and MODEL in one for one in by_id.values()))
        )
        has_defaults = isinstance(defaults, Mapping) and bool({MODEL, "models"} & set(defaults))
        return SURE if has_list or has_defaults else MAYBE if named else NO

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        findings = Findings(document)
        value = findings.mapping((), document.value)
        included = included_files(value, context)
        agents = tuple(read_agents(findings, value, included))
        _warn_of_models_not_allowed(findings, included.merged(value), agents)
        _warn_of_another_file(findings, context)
        findings.duplicates("warning")
        on = ("authentication", "rate limit", "timeout", "billing")
        roster = Roster(
            dialect=self.name,
            scheme=self.scheme,
            providers=implied_providers(
                agents, login="OpenClaw", services=openclaw_services(value.get("models"))
            ),
            agents=agents,
            settings=Settings(FallbackRule("on", on)),
            spelling=self.spelling,
        )
        return ParseResult(roster, findings.problems)

    def check_provider(self, roster: Roster, name: str) -> None:
        says = {link.says for agent in roster.agents for link in agent.chain.links}
        if name not in says:
            super().check_provider(roster, name)

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        _refuse_included(agent)
        is_defaults = agent.path == ("agents", DEFAULTS)
        side = agent.name.partition(".")[2] if is_defaults else ""
        path: Path = (*agent.path, *SIDE_MODELS.get(side, (MODEL,)))
        words = [link.text for link in links] or [DEFAULT]
        if words[0] == DEFAULTS and not _still_refers(agent, links):
            words[0] = links[0].provider  # it has come up from behind: it is said now
        primary = "" if words[0] in (DEFAULT, DEFAULTS) else words[0]
        if is_defaults and words[0] == DEFAULTS:
            raise OperationError("the defaults cannot take their model from the defaults")
        if links and links[0].says is None and words[0] == DEFAULTS:
            return _cell_edits(document, path, "", None)  # the defaults, fallbacks and all
        fallbacks = tuple(link.provider if link.says == DEFAULTS else word
                          for link, word in zip(links[1:], words[1:], strict=True))  # fmt: skip
        inherited = tuple(link for link in agent.chain.links[1:] if link.says == DEFAULTS)
        says_none = FALLBACKS not in _mapping(document.get(path))
        same = tuple(links[1:]) == inherited
        # Beside a primary of its own no fallback is inherited: they are written out.
        keeps = same and (not primary if inherited else says_none)
        return _cell_edits(document, path, primary, None if keeps else list(fallbacks))

    def add_agent(
        self, document: Document, roster: Roster, name: str, slots: Mapping[str, str | None],
        reasoning: str = "", capability: str = "",
    ) -> list[Edit]:  # fmt: skip
        name, models = _new_id(name, roster), SCHEME.in_order(slots)
        entry: dict[str, Any] = {"id": name}
        if len(models) > 1:
            entry[MODEL] = {"primary": models[0], FALLBACKS: models[1:]}
        elif models and models[0] != DEFAULTS:
            entry[MODEL] = models[0]
        section, entries = document.get(("agents",)), document.get(("agents", "list"))
        if isinstance(document.get(("agents", ENTRIES)), Mapping):
            del entry["id"]
            return [Edit(("agents", ENTRIES, name), ABSENT, entry)]
        if not isinstance(section, Mapping):
            return [Edit(("agents",), section, {"list": [entry]})]
        if not isinstance(entries, list):
            return [Edit(("agents", "list"), entries, [entry], order=(DEFAULTS, "list"))]
        return [Edit(("agents", "list", len(entries)), ABSENT, entry)]

    def remove_agent(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        agent = known_agent(roster, name)
        _refuse_included(agent)
        _refuse_defaults(agent, "removed")
        if users := _bindings(document, name):
            where = "binding" if len(users) == 1 else "bindings"
            raise OperationError(f'{len(users)} {where} lead to "{name}"; change them first')
        return [Edit(agent.path, document.get(agent.path), ABSENT)]

    def rename_agent(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        agent = known_agent(roster, old)
        if old == new.strip():
            return []
        _refuse_included(agent)
        _refuse_defaults(agent, "renamed")
        new = _new_id(new, roster)
        bindings = [Edit(path, old, new) for path in _bindings(document, old)]
        if agent.path[:2] == ("agents", ENTRIES):
            return [Edit(agent.path, old, new, on="key"), *bindings]
        return [Edit((*agent.path, "id"), document.get((*agent.path, "id")), new), *bindings]


def _still_refers(agent: Agent, links: Sequence[Link]) -> bool:
    """Whether the first slot is left, or set, to the words that it is taken from elsewhere."""
    return links[0].says is None or links[0].provider == (agent.chain.primary or "")


def _mapping(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}


def _cell_edits(
    document: Document, path: Path, primary: str, fallbacks: list[str] | None
) -> list[Edit]:
    """The edits after which the cell says this; fallbacks of None are not said."""
    old = document.get(path)
    if not primary and fallbacks is None:
        return [] if old is ABSENT else [Edit(path, old, ABSENT)]
    if isinstance(old, Mapping):
        edits = []
        before = old.get("primary", ABSENT)
        after = primary or ABSENT
        if before != after:
            place = (*path, "primary")
            edits.append(Edit(place, before, after, order=("primary", FALLBACKS)))
        if fallbacks is None:
            if FALLBACKS in old:
                edits.append(Edit((*path, FALLBACKS), old[FALLBACKS], ABSENT))
        elif old.get(FALLBACKS) != fallbacks:
            if fallbacks:
                edits += list_edits(document, (*path, FALLBACKS), fallbacks)
            else:
                edits.append(Edit((*path, FALLBACKS), old.get(FALLBACKS, ABSENT), []))
        return edits
    new: Any = primary
    if fallbacks is not None:
        new = {"primary": primary} if primary else {}
        new[FALLBACKS] = fallbacks
    while len(path) > 1 and not isinstance(document.get(path[:-1]), Mapping | list):
        path, new = path[:-1], {path[-1]: new}  # the section comes with its first entry
        old = document.get(path)
    order = (DEFAULTS, "list") if path[:-1] == ("agents",) else _ENTRY_ORDER
    return [] if old == new else [Edit(path, old, new, order=order)]


def _bindings(document: Document, agent: str) -> list[Path]:
    """Where the file's bindings name the agent."""
    bindings = document.get(("bindings",))
    return [
        ("bindings", index, "agentId")
        for index, entry in enumerate(bindings if isinstance(bindings, list) else ())
        if isinstance(entry, Mapping) and entry.get("agentId") == agent
    ]


def _new_id(name: str, roster: Roster) -> str:
    name = new_name("agent", name, roster.agent_by_name)
    if not _ID.fullmatch(name):
        raise OperationError(f'"{name}" is not an id: only letters, digits, - and _, at most 64')
    return name


def _refuse_included(agent: Agent) -> None:
    """Raise OperationError for a row that stands in another file."""
    if not agent.path and agent.in_force:
        source = agent.in_force.source
        file = source.rpartition(":")[0]
        raise OperationError(
            f'"{agent.name}" is in {source}, which this file includes ($include); change it'
            f" there: rsc --config {file}"
        )


def _refuse_defaults(agent: Agent, what: str) -> None:
    if agent.path == ("agents", DEFAULTS):
        raise OperationError(f"OpenClaw's openclaw.json has no place for defaults that are {what}")


def _warn_of_another_file(findings: Findings, context: ReadContext) -> None:
    """`OPENCLAW_CONFIG_PATH` names the one file that OpenClaw reads."""
    named = context.environment.get(CONFIG_PATH, "").strip()
    if named and context.path and not f"/{named}".endswith(f"/{context.path.lstrip('./')}"):
        findings.add(
            "file-not-read", (), f"{CONFIG_PATH} names another file, which OpenClaw reads in place"
            f" of this one: {named}", "warning",
        )  # fmt: skip


def _warn_of_models_not_allowed(
    findings: Findings, value: Mapping[Any, Any], agents: Sequence[Agent]
) -> None:
    """`agents.defaults.models` is also the list of the models that `/model` may choose.

    The primary is always allowed. Newer versions take every fallback that is written down, older
    ones leave out those that are not listed (openclaw src/agents/model-fallback.ts).
    """
    defaults = _mapping(_mapping(value.get("agents")).get(DEFAULTS))
    model_names = {*_mapping(defaults.get("models")), *aliases_of(defaults)}
    if not model_names:
        return
    for agent in agents:
        for link in agent.chain.links[1:]:
            if link.path and link.provider not in model_names and link.says is None:
                findings.add(
                    "model-not-allowed",
                    link.path,
                    f"{agent.name}: {link.provider} is not in agents.defaults.models: older"
                    " versions of OpenClaw skip such a fallback",
                    "warning",
                )
