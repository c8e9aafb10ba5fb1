"""The JSON of the command line: names and types here are a promise to scripts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rscrew_console.cli.crew import runs_now
from rscrew_console.roster.effective import runs_on
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.secret import shown_variable

if TYPE_CHECKING:
    from rscrew_console.providers.health import Health
    from rscrew_console.roster.describe import FieldChange


def provider_shape(
    provider: Provider, fact: Facts, agents: int, health: Health | None = None
) -> dict[str, Any]:
    """`agents` is the number of agents whose primary the provider is.

    Without a `health` it was not checked.
    """
    return {
        "name": provider.name,
        "kind": fact.kind,
        "model": provider.model,
        "api_key_env": key_variable(fact) or None,
        "key": fact.key,
        "status": health.status if health else "unchecked",
        "usable": health.usable if health else fact.usable,
        "latency_ms": health.latency_ms if health else None,
        "http_status": health.http_status if health else None,
        "detail": health.detail if health else _detail(fact),
        "hint": health.hint if health else hint(fact),
        "cost_tier": provider.cost_tier,
        "agents": agents,
    }


def agent_shape(
    agent: Agent, roster: Roster, facts: Mapping[str, Facts], usable: Collection[str] | None = None
) -> dict[str, Any]:
    """`usable` are the providers that a check found usable; without it the keys decide.

    What formats other than RSCrew's can say is only in their shapes.
    """
    provider = runs_now(agent, roster, facts)
    shape: dict[str, Any] = {
        "name": agent.name,
        "capability": agent.capability,
        "chain": {link.slot: link.text for link in agent.chain.links},
        "effective": provider if usable is None else runs_on(agent, roster.settings, usable),
        "reasoning": agent.reasoning,
    }
    if roster.scheme.is_list:
        shape |= {
            "in_force": _in_force(agent),
            "file": agent.file or None,
            "options": _options(agent),
        }
    return shape


def fallback_shape(roster: Roster) -> dict[str, Any]:
    """Whether fallbacks can fire at all, after which failures, and why not, as a field of its own;
    nothing of RSCrew's files."""
    if not roster.scheme.is_list:
        return {}
    rule = roster.fallback
    return {"fallback": {"fires": rule.fires, "on": list(rule.on), "why": rule.why}}


def _in_force(agent: Agent) -> dict[str, str | None]:
    """The model that the agent gets while everything serves, and what decides that."""
    if agent.in_force is not None:
        return {"model": agent.in_force.model or None, "from": agent.in_force.source}
    return {"model": agent.chain.primary, "from": agent.file or "this file"}


def _options(agent: Agent) -> dict[str, Any]:
    """Return the options of the agent and of its first slot by name, those of other slots below the
    slot.
    """
    options: dict[str, Any] = dict(agent.options)
    for link in agent.chain.links:
        if link.slot == agent.chain.scheme.first:
            options |= dict(link.options)
        elif link.options:
            options[link.slot] = dict(link.options)
    return options


def distribution_shape(agents: Mapping[str, int], total: int) -> dict[str, dict[str, float]]:
    """`agents` are counts per provider, `total` the crew's size."""
    return {
        provider: {"agents": count, "percent": round(100 * count / total, 1) if total else 0}
        for provider, count in agents.items()
    }


def problem_shapes(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [
        {
            "line": problem.line,
            "severity": problem.severity,
            "code": problem.code,
            "message": problem.message,
            **({"file": problem.file} if problem.file else {}),
        }
        for problem in problems
    ]


def change_shapes(changes: Iterable[FieldChange]) -> list[dict[str, str | None]]:
    return [
        {
            "what": change.what,
            "name": change.name,
            "field": change.field or None,
            "old": change.old or None,
            "new": change.new or None,
        }
        for change in changes
    ]


def key_variable(fact: Facts) -> str:
    """Return the name of the variable to set, safe to print; "" where no key is needed."""
    return shown_variable(fact.key_variables[0]) if fact.key_variables else ""


def hint(fact: Facts) -> str:
    """Return what to do so that the key is set; "" where nothing is."""
    if fact.key == "missing":
        return fact.key_hint
    if fact.key == "placeholder":
        return f"put the real key into {key_variable(fact)}"
    return ""


def _detail(fact: Facts) -> str:
    match fact.key:
        case "set":
            return "not checked; the key is set"
        case "not_needed":
            return "not checked; it needs no key"
        case "placeholder":
            return f"{key_variable(fact)} holds a placeholder, not a key"
        case "missing":
            return f"{key_variable(fact)} is not set"
