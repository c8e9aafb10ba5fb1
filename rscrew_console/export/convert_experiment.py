"""A crew as an experiment: as many agents on each model as have it first in the crew.

An experiment has no agents with names: one scenario, `crew`, counts them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rscrew_console.dialects import Dialect, OperationError
from rscrew_console.dialects.experiment.fields import (
    DISTRIBUTION,
    ENABLE,
    MAIN_MODEL,
    MODELS,
    NUM_AGENTS,
    SCENARIOS,
)
from rscrew_console.dialects.operations import AddProvider
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.export.convert_losses import Losses, lost_of_provider
from rscrew_console.export.convert_models import ModelNames, carried_fields
from rscrew_console.export.skeletons import skeleton
from rscrew_console.roster.model import Agent, Roster

SCENARIO = "crew"


def experiment_of(
    roster: Roster, target: Dialect, agents: Sequence[Agent], losses: Losses
) -> tuple[Document, Roster, Mapping[str, str], list[str]]:
    """The new file, what its reader finds, agent → the scenario that counts it, and who is left
    out. Raises OperationError where no agent has a model that OpenRouter sells."""
    models = ModelNames(roster, target)
    model_of: dict[str, str] = {}
    first_provider: dict[str, str] = {}
    for agent in agents:
        first = agent.chain.providers[0] if agent.chain.providers else ""
        model = models.spelt.get(first, "")
        if not model:
            what = f"{models.id_of(first)}, which cannot be named there" if first else ""
            losses.add(what or "agents that name no model, which they must there", agent.name)
            continue
        model_of[agent.name] = model
        first_provider.setdefault(model, first)
        losses.add("names of agents: there is only how many run on each model", agent.name)
        if agent.chain.providers[1:]:
            losses.add("fallbacks: the program has its own", agent.name)
    if not model_of:
        raise OperationError(f"{target.title} can hold no agent of this file: {losses.first}")
    counts = Counter(model_of.values())
    document = skeleton(target, fallback_enabled=True)
    order = (NUM_AGENTS, ENABLE, MODELS, SCENARIOS, MAIN_MODEL)
    document = document.apply([Edit((NUM_AGENTS,), ABSENT, len(model_of), order=order)])
    for model, provider in first_provider.items():
        fields = carried_fields(roster.provider_by_name[provider])
        kept = {name: value for name, value in fields.items() if name in _KEPT}
        entry = {"model": model, "api_key_env": "OPENROUTER_API_KEY"} | kept
        add = AddProvider(model, entry)
        document = document.apply(add.edits(target, document, _read(target, document)))
    scenario = {"name": SCENARIO, DISTRIBUTION: dict(counts)}
    document = document.apply([Edit((SCENARIOS,), ABSENT, [scenario], order=order)])
    main = counts.most_common(1)[0][0]
    document = document.apply([Edit((MAIN_MODEL,), ABSENT, main, order=order)])
    after = _read(target, document)
    _prove(after, counts)
    for model, provider in first_provider.items():
        before = roster.provider_by_name[provider]
        lost_of_provider(losses, before, after.provider_by_name.get(model))
    left_out = [agent.name for agent in agents if agent.name not in model_of]
    return document, after, dict.fromkeys(model_of, SCENARIO), left_out


_KEPT = ("temperature", "top_p", "max_tokens", "rate_limit")


def _read(target: Dialect, document: Document) -> Roster:
    result = target.read(document)
    if result.roster is None or result.errors:
        reason = result.errors[0].message if result.errors else "it cannot be read"
        raise OperationError(f"{target.title} would be wrong, and is not written: {reason}")
    return result.roster


def _prove(roster: Roster, counts: Mapping[str, int]) -> None:
    """Raises OperationError where the target's reader counts otherwise than was meant."""
    table = roster.scenarios
    read_counts = dict(table.scenarios[0].counts) if table and table.scenarios else {}
    if read_counts != dict(counts):
        raise OperationError(f"the scenario would be read as {read_counts}; nothing was written")
