"""Experiments of superrationality: scenarios that deal models to agents by number.

Facts are of the program at c6a04e6 and later, see docs/formats/experiment.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rscrew_console.dialects.base import NO, SURE, Dialect, ParseResult
from rscrew_console.dialects.capabilities import Capabilities
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.experiment import models, roles
from rscrew_console.dialects.experiment.fields import (
    DISTRIBUTION,
    FALLBACK_MODEL,
    PROVIDER_KEYS,
    SCENARIOS,
    SCHEMA,
)
from rscrew_console.dialects.experiment.lint import lint_table
from rscrew_console.dialects.experiment.reading import read_models, read_table, shape_of
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.document import Document, Edit
from rscrew_console.roster.chain import FallbackRule, Link, SlotScheme
from rscrew_console.roster.experiment import ScenarioTable
from rscrew_console.roster.model import Agent, Provider, Roster, Settings
from rscrew_console.roster.places import Places
from rscrew_console.roster.problem import Path


class ExperimentPlaces(Places):
    """The fields of a model stand under names of the program's own."""

    def path_in_provider(self, provider: Provider, field: str | None) -> Path:
        if field is None or not provider.declared:
            return provider.path
        return (*provider.path, *PROVIDER_KEYS[field][0]) if field in PROVIDER_KEYS else (
            *provider.path, field
        )  # fmt: skip


class ExperimentFile(Dialect):
    """See `Dialect`, which says what each method does."""

    name = "experiment"
    title = "superrationality's experiment file"
    recognised_by = "ENABLE_MULTI_MODEL with model_configs, or scenarios with model_distribution"
    file_places = FORMATS["experiment"].places
    spelling = "openrouter"
    scheme = SlotScheme(longest=1)
    capabilities = Capabilities(declared_providers=True, implied_providers=True)
    known_keys = SCHEMA
    provider_fields = tuple(PROVIDER_KEYS)
    secret_keys = ("OPENROUTER_API_KEY",)

    def recognises(self, value: Any, file_name: str = "") -> int:
        return NO if shape_of(value, file_name) is None else SURE

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        findings = Findings(document)
        table = read_table(document, findings)
        declared = read_models(document, findings)
        agents, named = (
            roles.read_roles(document.value, self.scheme, declared)
            if table.shape == "full"
            else ((), ())
        )
        providers = _with_implied(table, (*declared, *named))
        findings.add_all(lint_table(table, providers))
        findings.duplicates()
        roster = Roster(
            dialect=self.name,
            scheme=self.scheme,
            providers=providers,
            agents=agents,
            settings=Settings(
                FallbackRule("never", why=f"the program has its own, {FALLBACK_MODEL}")
            ),
            spelling=self.spelling,
            scenarios=table,
        )
        return ParseResult(roster, findings.problems)

    def places(self, roster: Roster) -> Places:
        return ExperimentPlaces(roster)

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        return roles.write_role(document, roster, agent, links[0].provider) if links else []

    def set_provider(
        self, document: Document, roster: Roster, provider: str, field: str, value: Any
    ) -> list[Edit]:
        return models.set_model(document, roster, provider, field, value)

    def add_provider(
        self, document: Document, roster: Roster, name: str, fields: Mapping[str, Any]
    ) -> list[Edit]:
        return models.add_model(document, roster, name, fields)

    def remove_provider(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        return models.remove_model(document, roster, name)

    def rename_provider(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        return models.rename_model(document, roster, old, new)

    def replace_elsewhere(self, document: Document, old: str, new: str) -> list[Edit]:
        return models.renamed_in_scenarios(document, old, new)


def _with_implied(table: ScenarioTable, providers: tuple[Provider, ...]) -> tuple[Provider, ...]:
    """The providers, then each model of a scenario that has no entry anywhere."""
    names = {provider.name for provider in providers}
    implied = {
        model: Provider(
            model,
            model,
            kind="openrouter",
            declared=False,
            path=(SCENARIOS, scenario.index, DISTRIBUTION, model),
        )
        for scenario in reversed(table.scenarios)
        for model, _ in scenario.counts
        if model not in names
    }
    return (*providers, *(implied[model] for model in table.models if model in implied))
