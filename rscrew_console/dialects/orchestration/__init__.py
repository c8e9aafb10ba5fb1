"""AIVillage's `orchestration_config.yaml`: which models answer which kind of task.

Rows are the six kinds of tasks and the file's own ones, named without `task_`. A kind without
`preferred_models` has the built-in row, which says `default` and is written out at its first edit.
`fallback_models`, where the file has them, is a row of its own: they stand behind every chain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rscrew_console.dialects.base import MAYBE, NO, SURE, Dialect, OperationError, ParseResult
from rscrew_console.dialects.capabilities import Capabilities
from rscrew_console.dialects.chains import known_agent
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.dialects.lists import list_edits
from rscrew_console.dialects.names import new_name
from rscrew_console.dialects.orchestration.fields import AGENT_FIELDS, field_value
from rscrew_console.dialects.orchestration.reading import (
    BUILT_IN_ROW,
    COST_LIMITS,
    FALLBACKS,
    KEY_OF_FIELD,
    PREFERRED,
    PREFIX,
    VARIABLES,
    read_file,
    task_key,
)
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.chain import Link, SlotScheme
from rscrew_console.roster.model import Agent, Roster
from rscrew_console.roster.problem import Path
from rscrew_console.tasks.defaults import TASK_DEFAULTS


class Orchestration(Dialect):
    """See `Dialect`, which says what each method does."""

    name = "orchestration"
    title = "AIVillage's orchestration_config.yaml"
    recognised_by = "task_… entries, or openrouter_enabled"
    file_places = FORMATS["orchestration"].places
    spelling = "plain"
    scheme = SlotScheme()
    capabilities = Capabilities(
        add_agents=True, remove_agents=True, rename_agents=True, agent_fields=AGENT_FIELDS,
    )  # fmt: skip
    cell_words = (BUILT_IN_ROW,)
    built_in_word = BUILT_IN_ROW
    variables = VARIABLES
    secret_keys = ("openrouter_api_key",)

    def recognises(self, value: Any, file_name: str = "") -> int:
        if not isinstance(value, Mapping):
            return NO
        tasks = [key for key in value if isinstance(key, str) and key.startswith(PREFIX)]
        known = any(key.removeprefix(PREFIX) in TASK_DEFAULTS for key in tasks)
        if known or "openrouter_enabled" in value or (tasks and FALLBACKS in value):
            return SURE
        return MAYBE if "orchestration_config" in file_name else NO

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        return read_file(self, document, context)

    def check_provider(self, roster: Roster, name: str) -> None:
        super().check_provider(roster, name)
        if name not in (*roster.provider_by_name, BUILT_IN_ROW) and "/" not in name:
            raise OperationError(f'"{name}" has no vendor in front: write vendor/model')

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        if tuple(links) == agent.chain.links:
            return []
        models = [link.provider for link in links if link.provider and link.text != ""]
        if agent.name == FALLBACKS:
            return list_edits(document, (FALLBACKS,), models)
        if links and links[0].text == BUILT_IN_ROW and links[0].provider == "":
            models = []
        return self._entry_edits(document, agent.name, PREFERRED, models or ABSENT)

    def set_agent(
        self, document: Document, roster: Roster, agent: str, field: str, value: str | None
    ) -> list[Edit]:
        known_agent(roster, agent)
        if field not in AGENT_FIELDS or agent == FALLBACKS:
            raise self.refusal(f"the {field} of {agent}")
        new = field_value(field, value)
        if field != "cost_limit":
            return self._entry_edits(document, agent, KEY_OF_FIELD.get(field, field), new)
        limits = document.get((COST_LIMITS,))
        if not isinstance(limits, Mapping):
            return [] if new is ABSENT else [Edit((COST_LIMITS,), limits, {agent: new})]
        old = limits.get(agent, ABSENT)
        if new is ABSENT and set(limits) == {agent}:
            return [Edit((COST_LIMITS,), limits, ABSENT)]
        return [] if old == new else [Edit((COST_LIMITS, agent), old, new)]

    def add_agent(
        self, document: Document, roster: Roster, name: str, slots: Mapping[str, str | None],
        reasoning: str = "", capability: str = "",
    ) -> list[Edit]:  # fmt: skip
        models = self.scheme.in_order(slots)
        if name == FALLBACKS:
            return [Edit((FALLBACKS,), ABSENT, models)]
        return [Edit((task_key(name),), ABSENT, {PREFERRED: models})]

    def remove_agent(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        path = known_agent(roster, name).path
        if not path:
            raise OperationError(f"{name} is built in and has no entry: set enabled to false")
        return [Edit(path, document.get(path), ABSENT)]

    def rename_agent(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        path = known_agent(roster, old).path
        if old == new.strip():
            return []
        if old in TASK_DEFAULTS or old == FALLBACKS:
            raise OperationError(f"{old} is built in and keeps its name; add a task of your own")
        new = new_name("agent", new, roster.agent_by_name)
        edits = [Edit(path, path[0], task_key(new), on="key")]
        if document.get((COST_LIMITS, old)) is not ABSENT:
            edits.append(Edit((COST_LIMITS, old), old, new, on="key"))
        return edits

    def _entry_edits(self, document: Document, task: str, key: str, new: Any) -> list[Edit]:
        """Set, or with ABSENT remove, what the task's entry says under a key."""
        place: Path = (task_key(task),)
        entry = document.get(place)
        if not isinstance(entry, Mapping):
            return [] if new is ABSENT else [Edit(place, entry, {key: new})]
        old = entry.get(key, ABSENT)
        if isinstance(new, list):
            return list_edits(document, (*place, key), new)
        if new is ABSENT and old is not ABSENT and set(entry) == {key}:
            return [Edit(place, entry, ABSENT)]
        return [] if old == new else [Edit((*place, key), old, new)]
