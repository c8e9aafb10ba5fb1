"""Codex' `config.toml`: the session's model, those of reviews and sub-agents, and old profiles.

Tried on Codex 0.171: it starts with `[profiles.NAME]` in the file and reads nothing of it, does not
start with `profile = "NAME"`, and takes a profile from a file `NAME.config.toml` beside this one.
"""

from __future__ import annotations

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
from rscrew_console.dialects.values import described
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.capability import derive
from rscrew_console.roster.chain import PRIMARY, Chain, InForce, Link, SlotScheme
from rscrew_console.roster.model import Agent, Roster
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.problem import Path

MODEL, EFFORT, REVIEW = "model", "model_reasoning_effort", "review_model"
AGENTS, SUBAGENTS = "agents", "default_subagent_model"
PROFILE, PROFILES = "profile", "profiles"
INHERIT, DEFAULT = "inherit", "default"
"""What a row says that takes the model of the row `model`, and `model` itself without one."""
CELLS: Mapping[str, Path] = {
    MODEL: (MODEL,), REVIEW: (REVIEW,), SUBAGENTS: (AGENTS, SUBAGENTS),
}  # fmt: skip
"""The rows that are always there, and where the model of each stands."""
EFFORTS: Mapping[str, Path] = {
    MODEL: (EFFORT,), SUBAGENTS: (AGENTS, "default_subagent_reasoning_effort"),
}  # fmt: skip
ORDER = (MODEL, EFFORT, REVIEW)
_OWN_KEYS = frozenset({
    EFFORT, REVIEW, "model_provider", "model_providers", "model_reasoning_summary",
    "plan_mode_reasoning_effort", "approval_policy", "sandbox_mode", "mcp_servers", "projects",
})  # fmt: skip
"""Keys of the top level by which the file is told."""
_PROFILE_KEYS = frozenset({MODEL, EFFORT, "model_provider", "approval_policy", "sandbox_mode"})
"""Keys of a profile by which the file is told: other programs have `[profiles.NAME]`, too."""


class CodexConfig(Dialect):
    """See `Dialect`, which says what each method does."""

    name = "codex-config"
    title = "Codex' config.toml"
    recognised_by = "a TOML file with model_reasoning_effort, sandbox_mode and the like"
    file_places = FORMATS["codex-config"].places
    spelling = "plain"
    scheme = SlotScheme(longest=1)
    capabilities = Capabilities(
        remove_agents=True, rename_agents=True, agent_fields=("effort",), layers=True,
    )  # fmt: skip
    cell_words = (INHERIT, DEFAULT)
    secret_keys = ("experimental_bearer_token", "bearer_token", "client_secret", "token", "api_key")

    def recognises(self, value: Any, file_name: str = "") -> int:
        is_agent = isinstance(value, Mapping) and {"name", "developer_instructions"} <= set(value)
        if not file_name.endswith(".toml") or not isinstance(value, Mapping) or is_agent:
            return NO
        named = file_name.rpartition("/")[2].endswith("config.toml")
        has_model = isinstance(value.get(MODEL), str)
        if (_OWN_KEYS & set(value) or _has_profile(value)) and (named or has_model):
            return SURE
        agents = value.get(AGENTS)
        has_subagents = isinstance(agents, Mapping) and SUBAGENTS in agents
        return SURE if has_subagents else MAYBE if named and has_model else NO

    def layer_paths(self, path: str) -> tuple[str, ...]:
        """A profile's file lies over `config.toml` beside it, a project's over the user's."""
        file = path.replace("\\", "/").rpartition("/")[2]
        return ("config.toml",) if file.endswith(".config.toml") else ("~/.codex/config.toml",)

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        findings = Findings(document)
        value = findings.mapping((), document.value)
        agents = tuple(_rows(findings, value, context))
        _warn_of_profiles(findings, value)
        roster = roster_without_fallbacks(self, agents, "Codex has no fallbacks", "Codex")
        return ParseResult(roster, findings.problems)

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        word = links[0].text if links else DEFAULT
        new = ABSENT if word in self.cell_words else word
        return _set(document, _cell(agent), new)

    def set_agent(
        self, document: Document, roster: Roster, agent: str, field: str, value: str | None
    ) -> list[Edit]:
        row = known_agent(roster, agent)
        path = EFFORTS.get(row.name) if _is_fixed(row) else (*row.path, EFFORT)
        if field != "effort" or path is None:
            raise self.refusal(f"the {field} of {agent}")
        return _set(document, path, (value or "").strip() or ABSENT)

    def add_agent(
        self, document: Document, roster: Roster, name: str, slots: Mapping[str, str | None],
        reasoning: str = "", capability: str = "",
    ) -> list[Edit]:  # fmt: skip
        raise OperationError(
            f"{self.title} has no place for new profiles: Codex reads each from a file of its own,"
            f" {name}.config.toml beside this one"
        )

    def remove_agent(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        path = self._profile(roster, name, "removed")
        return [Edit(path, document.get(path), ABSENT)]

    def rename_agent(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        if old == new.strip():
            known_agent(roster, old)
            return []
        path = self._profile(roster, old, "renamed")
        new = new_name("agent", new, roster.agent_by_name)
        edits = [Edit(path, path[1], new, on="key")]
        if document.get((PROFILE,)) == path[1]:
            edits.append(Edit((PROFILE,), path[1], new))
        return edits

    def _profile(self, roster: Roster, name: str, what: str) -> Path:
        row = known_agent(roster, name)
        if _is_fixed(row):
            raise OperationError(f"{self.title} has no profile {name} that could be {what}")
        return row.path


def _has_profile(value: Mapping[Any, Any]) -> bool:
    profiles = value.get(PROFILES)
    entries = profiles.values() if isinstance(profiles, Mapping) else ()
    return any(isinstance(one, Mapping) and _PROFILE_KEYS & set(one) for one in entries)


def _is_fixed(agent: Agent) -> bool:
    """Whether the row is one of those that are always there, and no profile."""
    return agent.name in CELLS and agent.path[:1] != (PROFILES,)


def _cell(agent: Agent) -> Path:
    return CELLS[agent.name] if _is_fixed(agent) else (*agent.path, MODEL)


def _set(document: Document, path: Path, new: Any) -> list[Edit]:
    old = document.get(path)
    if old == new:
        return []
    if len(path) > 1 and document.get(path[:-1]) is ABSENT:
        return [Edit(path[:-1], ABSENT, {path[-1]: new})]
    return [Edit(path, old, new, order=ORDER)]


def _rows(findings: Findings, value: Mapping[Any, Any], context: ReadContext) -> Iterator[Agent]:
    """The rows that are always there, then the profiles."""
    agents = findings.mapping((AGENTS,), value.get(AGENTS))
    stated = {
        MODEL: value.get(MODEL), REVIEW: value.get(REVIEW), SUBAGENTS: agents.get(SUBAGENTS),
    }  # fmt: skip
    models = {name: _model(findings, CELLS[name], cell) for name, cell in stated.items()}
    efforts: dict[str, Any] = {
        MODEL: value.get(EFFORT), SUBAGENTS: agents.get("default_subagent_reasoning_effort"),
    }  # fmt: skip
    for name, model in models.items():
        is_there = stated[name] is not None
        word = DEFAULT if name == MODEL else INHERIT
        in_force = None if model else _from_layers(context, CELLS[name])
        if in_force is None and name != MODEL and not model and not models[MODEL]:
            in_force = _from_layers(context, CELLS[MODEL])
        path = CELLS[name] if is_there else ()
        yield _row(name, model, word, models[MODEL], in_force, path, efforts.get(name))
    profiles = findings.mapping((PROFILES,), value.get(PROFILES))
    for name, entry in findings.names((PROFILES,), profiles, "a profile").items():
        fields = findings.mapping((PROFILES, name), entry)
        model = _model(findings, (PROFILES, name, MODEL), fields.get(MODEL))
        shown = name if name not in CELLS else f"{name} (profile)"
        yield _row(shown, model, INHERIT, models[MODEL], None, (PROFILES, name), fields.get(EFFORT))


def _row(
    name: str, model: str, word: str, inherited: str, in_force: InForce | None, path: Path,
    effort: Any,
) -> Agent:  # fmt: skip
    cell = (*path, MODEL) if path[:1] == (PROFILES,) else CELLS[name]
    link = Link(
        PRIMARY, model or ("" if word == DEFAULT else inherited), None if model else word, path=cell
    )
    return Agent(
        name,
        Chain(CodexConfig.scheme, (link,)),
        capability=derive(name),
        in_force=in_force,
        options=(("effort", effort),) if isinstance(effort, str | int) else (),
        path=path,
    )


def _model(findings: Findings, path: Path, value: Any) -> str:
    if value is None or isinstance(value, str):
        return (value or "").strip()
    findings.add("wrong-type", path, f"{dotted(path)} is {described(value)}, not a model's id")
    return ""


def _from_layers(context: ReadContext, path: Path) -> InForce | None:
    """What the file below this one says there."""
    for layer in context.layers:
        place: Any = layer.value
        for key in path:
            place = place.get(key) if isinstance(place, Mapping) else None
        if isinstance(place, str) and place.strip():
            return InForce(place.strip(), f"{layer.path}: {dotted(path)}")
    return None


def _warn_of_profiles(findings: Findings, value: Mapping[Any, Any]) -> None:
    name = value.get(PROFILE)
    profiles = value.get(PROFILES)
    names = tuple(profiles) if isinstance(profiles, Mapping) else ()
    if isinstance(name, str) and name not in names:
        message = f'there is no profile "{name}"{did_you_mean(name, names)}'
        findings.add("unknown-profile", (PROFILE,), message)
    elif isinstance(name, str):
        message = (
            f'Codex 0.134 and newer do not start with profile = "{name}" in the file: take the line'
            f" out and start codex --profile {name}"
        )
        findings.add("legacy-profile", (PROFILE,), message, "warning")
    if names:
        message = (
            "Codex 0.134 and newer read nothing of [profiles.*]: move each into a file of its own"
            f" beside this one, such as {names[0]}.config.toml"
        )
        findings.add("legacy-profile", (PROFILES,), message, "warning")
