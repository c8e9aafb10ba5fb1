"""The JSON of the command line: names and types here are a promise to scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rscrew_console.cli.crew import runs_now
from rscrew_console.roster.describe import Changed
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.secret import shown_variable


def provider_shape(provider: Provider, fact: Facts, agents: int) -> dict[str, Any]:
    """`agents` is the number of agents whose primary the provider is."""
    return {
        "name": provider.name,
        "kind": fact.kind,
        "model": provider.model,
        "api_key_env": key_variable(fact) or None,
        "key": fact.key,
        "status": "unchecked",
        "usable": fact.usable,
        "latency_ms": None,
        "http_status": None,
        "detail": _detail(fact),
        "hint": hint(fact),
        "cost_tier": provider.cost_tier,
        "agents": agents,
    }


def agent_shape(agent: Agent, roster: Roster, facts: Mapping[str, Facts]) -> dict[str, Any]:
    return {
        "name": agent.name,
        "capability": agent.capability,
        "chain": {link.slot: link.provider for link in agent.chain.links},
        "effective": runs_now(agent, roster, facts),
        "reasoning": agent.reasoning,
    }


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
        }
        for problem in problems
    ]


def change_shapes(changes: Iterable[Changed]) -> list[dict[str, str | None]]:
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
    """The variable to set, fit to be shown; "" where no key is needed."""
    return shown_variable(fact.key_variables[0]) if fact.key_variables else ""


def hint(fact: Facts) -> str:
    """What to do about the key, or nothing."""
    if fact.key == "missing":
        return f"set {key_variable(fact)} in the environment or in a .env file"
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
