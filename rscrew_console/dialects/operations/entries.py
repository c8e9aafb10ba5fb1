"""Operations on single agents and providers: fields, and adding, removing and renaming them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from rscrew_console.dialects.base import Dialect, OperationError
from rscrew_console.dialects.chains import check_slots
from rscrew_console.dialects.implied import replace_model
from rscrew_console.dialects.names import new_name
from rscrew_console.dialects.operations.base import command, value_text
from rscrew_console.dialects.operations.chains import slot_words
from rscrew_console.dialects.operations.typed import as_typed
from rscrew_console.document import Document, Edit
from rscrew_console.records import dataclass
from rscrew_console.roster.model import Roster
from rscrew_console.roster.secret import shown_variable
from rscrew_console.roster.stray_keys import without_keys_in_words

OPTIONS = (
    "model", "api_key_env", "description", "cost_tier", "base_url", "kind", "temperature", "top_p",
    "max_tokens", "rate_limit", "timeout",
)  # fmt: skip
"""The fields that `rsc add-provider` takes."""
EntryKind = Literal["agent", "provider"]


@dataclass(frozen=True, slots=True)
class SetAgent:
    """Set an agent's `reasoning` or `capability`; None or "" removes it."""

    changes_entries_only: ClassVar[bool] = True

    agent: str
    field: str
    value: str | None

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        return dialect.set_agent(document, roster, self.agent, self.field, self.value)

    def label(self, roster: Roster) -> str:
        return f"{self.agent} {self.field} {value_text(self.value)}"

    def command_line(self, roster: Roster) -> str:
        if self.field != "reasoning":
            return command("set-agent", self.agent, self.field, self.value or "")
        return command("assign", self.agent, "--reasoning", self.value or "")


@dataclass(frozen=True, slots=True)
class SetProvider:
    """Set a field of a provider; numbers may come as text; None or "" removes it."""

    changes_entries_only: ClassVar[bool] = True

    provider: str
    field: str
    value: Any

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        return dialect.set_provider(document, roster, self.provider, self.field, self.value)

    def label(self, roster: Roster) -> str:
        value = self.value
        if self.field == "api_key_env" and value:
            value = shown_variable(str(value))
        return f"{self.provider} {self.field} {value_text(value)}"

    def command_line(self, roster: Roster) -> str:
        text = as_typed(self.field, self.value)
        if text is None or without_keys_in_words(text) != text:
            return ""
        return command("set-provider", self.provider, self.field, text)


@dataclass(frozen=True, slots=True)
class AddAgent:
    """Add an agent with these providers in its slots."""

    changes_entries_only: ClassVar[bool] = False

    name: str
    slots: Mapping[str, str | None]
    reasoning: str = ""
    capability: str = ""

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        name = self.name
        if dialect.capabilities.add_agents:
            name = new_name("agent", name, roster.agent_by_name)
            check_slots(dialect, roster, self.slots)
            fields = {"reasoning": self.reasoning, "capability": self.capability}
            if any(value and field not in dialect.agent_fields for field, value in fields.items()):
                raise dialect.refusal("the reasoning or capability of an agent")
            first = dialect.scheme.first
            if dialect.capabilities.needs_primary and not self.slots.get(first):
                raise OperationError(f'"{name}" needs a {first}')
        return dialect.add_agent(
            document, roster, name, self.slots, self.reasoning, self.capability
        )

    def label(self, roster: Roster) -> str:
        return f"add agent {self.name}"

    def command_line(self, roster: Roster) -> str:
        filled = {slot: provider for slot, provider in self.slots.items() if provider}
        if roster.scheme.first not in filled:
            return ""
        words = ["add-agent", self.name, *slot_words(roster, filled)]
        words += ["--reasoning", self.reasoning] if self.reasoning else []
        words += ["--capability", self.capability] if self.capability else []
        return command(*words)


@dataclass(frozen=True, slots=True)
class AddProvider:
    """Add a provider with these fields."""

    changes_entries_only: ClassVar[bool] = False

    name: str
    fields: Mapping[str, Any]

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        return dialect.add_provider(document, roster, self.name, self.fields)

    def label(self, roster: Roster) -> str:
        return f"add provider {self.name}"

    def command_line(self, roster: Roster) -> str:
        fields = {name: as_typed(name, value) for name, value in self.fields.items()}
        if any(text is None or without_keys_in_words(text) != text for text in fields.values()):
            return ""
        options = [
            word
            for name, text in {"api_key_env": "", **fields}.items()
            if name != "model" and (text or name == "api_key_env")
            for word in (f"--{name.replace('_', '-')}", text or "")
        ]
        known = all(name in OPTIONS for name in self.fields)
        return (
            command("add-provider", self.name, fields.get("model") or "", *options) if known else ""
        )


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove an agent, or a provider that no agent uses."""

    changes_entries_only: ClassVar[bool] = False

    kind: EntryKind
    name: str

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        if self.kind == "agent":
            return dialect.remove_agent(document, roster, self.name)
        return dialect.remove_provider(document, roster, self.name)

    def label(self, roster: Roster) -> str:
        return f"remove {self.kind} {self.name}"

    def command_line(self, roster: Roster) -> str:
        return command(f"remove-{self.kind}", self.name)


@dataclass(frozen=True, slots=True)
class Rename:
    """Give an agent or a provider another name, in every place of the file that names it."""

    changes_entries_only: ClassVar[bool] = False

    kind: EntryKind
    old: str
    new: str

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        if self.kind == "agent":
            return dialect.rename_agent(document, roster, self.old, self.new)
        provider = roster.provider_by_name.get(self.old)
        is_declared = provider is not None and provider.declared
        if dialect.capabilities.implied_providers and not is_declared:
            return replace_model(dialect, document, roster, self.old, self.new)
        return dialect.rename_provider(document, roster, self.old, self.new)

    def label(self, roster: Roster) -> str:
        return f"rename {self.kind} {self.old} → {self.new}"

    def command_line(self, roster: Roster) -> str:
        both = self.old in roster.agent_by_name and self.old in roster.provider_by_name
        return command("rename", self.old, self.new, *([f"--{self.kind}"] if both else []))
