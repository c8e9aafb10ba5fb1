"""Operations on the scenarios of an experiment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rscrew_console.dialects.base import Dialect
from rscrew_console.dialects.experiment import edits
from rscrew_console.dialects.experiment.models import replace_model_id
from rscrew_console.dialects.operations.base import command
from rscrew_console.document import Document, Edit
from rscrew_console.records import dataclass
from rscrew_console.roster.experiment import ScenarioTable
from rscrew_console.roster.model import Roster


def table_of(dialect: Dialect, roster: Roster) -> ScenarioTable:
    """The scenarios. Raises OperationError for a file of a format that has none."""
    if roster.scenarios is None:
        raise dialect.refusal("scenarios")
    return roster.scenarios


@dataclass(frozen=True, slots=True)
class SetCounts:
    """Give these numbers of agents to models of a scenario; the other counts stay."""

    changes_entries_only: ClassVar[bool] = False

    scenario: str
    counts: Mapping[str, int]
    force: bool = False
    """Whether the sum may be another than the number of agents."""

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        table = table_of(dialect, roster)
        return edits.set_counts(document, table, self.scenario, self.counts, force=self.force)

    def label(self, roster: Roster) -> str:
        return f"{self.scenario}: {_words(self.counts)}"

    def command_line(self, roster: Roster) -> str:
        forced = ["--force"] if self.force else []
        return command("scenario", "set", self.scenario, *_pairs(self.counts), *forced)


@dataclass(frozen=True, slots=True)
class AddScenario:
    """Add a scenario with these counts."""

    changes_entries_only: ClassVar[bool] = False

    name: str
    counts: Mapping[str, int]
    force: bool = False

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        table = table_of(dialect, roster)
        return edits.add_scenario(document, table, self.name, self.counts, force=self.force)

    def label(self, roster: Roster) -> str:
        return f"add scenario {self.name}"

    def command_line(self, roster: Roster) -> str:
        forced = ["--force"] if self.force else []
        return command("scenario", "add", self.name, *_pairs(self.counts), *forced)


@dataclass(frozen=True, slots=True)
class CopyScenario:
    """Add a scenario with the counts of another one."""

    changes_entries_only: ClassVar[bool] = False

    scenario: str
    new: str

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        return edits.copy_scenario(document, table_of(dialect, roster), self.scenario, self.new)

    def label(self, roster: Roster) -> str:
        return f"copy scenario {self.scenario} to {self.new}"

    def command_line(self, roster: Roster) -> str:
        return command("scenario", "copy", self.scenario, self.new)


@dataclass(frozen=True, slots=True)
class RenameScenario:
    """Give a scenario another name."""

    changes_entries_only: ClassVar[bool] = False

    scenario: str
    new: str

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        return edits.rename_scenario(document, table_of(dialect, roster), self.scenario, self.new)

    def label(self, roster: Roster) -> str:
        return f"rename scenario {self.scenario} → {self.new}"

    def command_line(self, roster: Roster) -> str:
        return command("scenario", "rename", self.scenario, self.new)


@dataclass(frozen=True, slots=True)
class RemoveScenario:
    """Remove a scenario."""

    changes_entries_only: ClassVar[bool] = False

    scenario: str

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        return edits.remove_scenario(document, table_of(dialect, roster), self.scenario)

    def label(self, roster: Roster) -> str:
        return f"remove scenario {self.scenario}"

    def command_line(self, roster: Roster) -> str:
        return command("scenario", "remove", self.scenario)


@dataclass(frozen=True, slots=True)
class SwitchScenarios:
    """Have the scenarios count, or run all agents on the main model."""

    changes_entries_only: ClassVar[bool] = False

    enabled: bool

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        return edits.set_enabled(document, table_of(dialect, roster), self.enabled)

    def label(self, roster: Roster) -> str:
        return f"scenarios {'on' if self.enabled else 'off'}"

    def command_line(self, roster: Roster) -> str:
        return command("scenario", "enable" if self.enabled else "disable")


@dataclass(frozen=True, slots=True)
class ReplaceModel:
    """Put one model into the place of another, in entries, scenarios and roles."""

    changes_entries_only: ClassVar[bool] = False

    old: str
    new: str

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        table_of(dialect, roster)
        return replace_model_id(document, roster, self.old, self.new)

    def label(self, roster: Roster) -> str:
        return f"replace {self.old} → {self.new}"

    def command_line(self, roster: Roster) -> str:
        return command("replace", self.old, self.new, "--yes")


def _words(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{model} {count}" for model, count in counts.items())


def _pairs(counts: Mapping[str, int]) -> list[str]:
    return [f"{model}={count}" for model, count in counts.items()]
