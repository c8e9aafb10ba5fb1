"""The selected agent or provider in words: its chain, why, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rscrew_console.plans.costs import planned_and_running
from rscrew_console.roster.cost import measured_calls
from rscrew_console.roster.effective import tried
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.money import usd
from rscrew_console.roster.secret import shown_variable
from rscrew_console.roster.stray_keys import without_keys_in_words
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.health import explanation, latency, state, word
from rscrew_console.tui.view.text import Line, TextRun, count, line
from rscrew_console.tui.view.view_state import KEY_WORDS, Kind, ViewState

if TYPE_CHECKING:
    from rscrew_console.roster.experiment import ScenarioTable
    from rscrew_console.roster.model import Agent, Provider
    from rscrew_console.roster.problem import Problem

_UNKNOWN = Facts(None, "missing")


def selected_lines(view_state: ViewState, kind: Kind, name: str) -> list[Line]:
    """The agent or provider of that name; nothing for one that is not there."""
    if kind == "agent" and (agent := view_state.roster.agent_by_name.get(name)):
        return agent_lines(view_state, agent)
    if kind == "provider" and (provider := view_state.roster.provider_by_name.get(name)):
        return provider_lines(view_state, provider)
    return []


def agent_lines(view_state: ViewState, agent: Agent) -> list[Line]:
    """The chain with the state of each link, the reasoning, the warnings."""
    lines = [_chain(view_state, agent), *_in_force(agent)]
    note = _cannot_serve(view_state, agent)
    if note or agent.reasoning:
        words = [note, TextRun("   " if agent.reasoning else "")] if note else []
        lines.append(line(*words, (visible(agent.reasoning), "dim")))
    lines += _cost(view_state, agent)
    return lines + _problems(view_state.row_concerns("agent", agent.name))


def provider_lines(view_state: ViewState, provider: Provider) -> list[Line]:
    """What the table has no room for, who uses it, the warnings."""
    facts = view_state.facts.get(provider.name, _UNKNOWN)
    about = [TextRun(facts.kind or "unknown kind"), TextRun(f"   {_key(provider, facts)}")]
    if provider.base_url:
        about.append(TextRun(f"   {visible(without_keys_in_words(provider.base_url))}", "dim"))
    if provider.description:
        about.append(TextRun(f"   {visible(provider.description)}", "dim"))
    if (table := view_state.roster.scenarios) is not None:
        used_by = [*_in_experiment(view_state, provider, table)]
    else:
        used_by = [_used(view_state, provider)]
    return [
        *_health(view_state, provider),
        line(*about),
        *_successor(facts),
        *used_by,
        *_problems(view_state.row_concerns("provider", provider.name)),
    ]


def _used(view_state: ViewState, provider: Provider) -> Line:
    users = view_state.roster.users_of(provider.name)
    first = view_state.roster.primaries.get(provider.name, 0)
    if users:
        used = f"first for {count(first, 'agent')}, a fallback for {len(users) - first} more"
    else:
        used = "no agent has it in its chain"
    return line((used, "dim"))


_PARAMETERS = ("temperature", "top_p", "max_tokens", "rate_limit")


def _in_experiment(
    view_state: ViewState, provider: Provider, table: ScenarioTable
) -> Iterator[Line]:
    """The parameters of a model's entry, its agents in every scenario, and the roles it has."""
    given = [
        f"{name} {value}" for name in _PARAMETERS if (value := getattr(provider, name)) is not None
    ]
    parameters = [*given, *(one.replace("=", " ", 1) for one in provider.parameters)]
    if parameters:
        yield line(visible(", ".join(parameters)))
    uses = [
        f"{scenario.name} {number}"
        for scenario in table.scenarios
        if (number := scenario.count_of(provider.name))
    ]
    uses += [agent.name for agent in view_state.roster.users_of(provider.name)]
    yield line((visible(", ".join(uses)) or "no scenario uses it", "dim"))


def _in_force(agent: Agent) -> list[Line]:
    """What decides the agent's model instead of this file; what is chosen beside its models."""
    lines: list[Line] = []
    if (real := agent.in_force) is not None:
        model = visible(real.model) or "an unknown model"
        lines.append(line(("! ", "warn"), f"{visible(real.source)} decides: {model}"))
    options = [f"{name} {value}" for link in agent.chain.links for name, value in link.options]
    if options:
        lines.append(line((visible(", ".join(options)), "dim")))
    return lines


def _chain(view_state: ViewState, agent: Agent) -> Line:
    running = view_state.runs_on(agent)
    spans: list[TextRun] = []
    for link in agent.chain.links:
        if spans:
            spans.append(TextRun(" → ", "dim"))
        if link.says is not None:
            spans.append(TextRun(f"{visible(link.says)} ", "dim"))
        if not link.provider:
            continue
        facts = view_state.facts.get(link.provider, _UNKNOWN)
        is_now = link.provider == running
        spans.append(TextRun(f"{visible(link.provider)} ", "strong" if is_now else "plain"))
        if link.provider in view_state.usable and is_now:
            spans.append(TextRun("runs now", "good"))
        else:
            spans += _link(view_state, link.provider, facts)
    return tuple(spans) or line(("no provider at all: Enter on a slot puts one in", "bad"))


def _link(view_state: ViewState, name: str, facts: Facts) -> Line:
    healths = view_state.healths
    last = healths.last(name)
    if last is not None and last.status == "ok" and (took := latency(last)):
        return line(("● ", "good"), (took, "dim"))
    if view_state.keyless:
        return line((KEY_WORDS[facts.key], "dim"))
    return state(healths, name, facts)


def _cost(view_state: ViewState, agent: Agent) -> list[Line]:
    """What its calls cost on what it runs on now, as planned where that differs, and how that is
    known."""
    running, planned = view_state.usd_per_1k[agent.name], view_state.planned_usd_per_1k[agent.name]
    if running is None and planned is None:
        return []
    calls = measured_calls(agent, view_state.averages)
    source = f"measured over {count(calls, 'call')}" if calls else "by assumed tokens"
    words = planned_and_running(planned, running)
    if running is None and view_state.runs_on(agent) is None:
        words = f"{usd(planned)} as planned"
    return [line(words, (f" for 1,000 calls, {source}", "dim"))]


def _health(view_state: ViewState, provider: Provider) -> list[Line]:
    """What the last check says that is more than the word in the table."""
    last = view_state.healths.last(provider.name)
    if last is None or not (more := explanation(last)):
        return []
    return [(*word(last.status), TextRun("   "), *more)]


def _successor(facts: Facts) -> list[Line]:
    if facts.retirement is None or not facts.retirement.successor:
        return []
    return [line(("n", "key"), " takes ", (visible(facts.retirement.successor), "strong"))]


def _cannot_serve(view_state: ViewState, agent: Agent) -> TextRun | None:
    links = agent.chain.providers
    if not view_state.roster.settings.fallback_enabled and len(links) > 1:
        why = view_state.roster.settings.fallback.why or "fallback is switched off"
        return TextRun(f"{visible(why)}: the primary alone is tried", "warn")
    reachable = tried(agent.chain, fallback_enabled=True)
    broken = [provider for provider in reachable if provider not in view_state.usable]
    if not broken or view_state.keyless:
        return None
    if len(broken) == len(links):
        return TextRun("! no link can serve", "bad")
    if view_state.without_key.issuperset(broken):
        has = "has" if len(broken) == 1 else "have"
        return TextRun(f"{len(broken)} of {count(len(links), 'link')} {has} no key", "dim")
    return TextRun(f"! {len(broken)} of {count(len(links), 'link')} cannot serve", "warn")


def _key(provider: Provider, facts: Facts) -> str:
    variable = shown_variable(provider.api_key_env or next(iter(facts.key_variables), ""))
    match facts.key:
        case "not_needed":
            return "needs no key"
        case "set":
            return f"{visible(variable)} is set"
        case "placeholder":
            return f"{visible(variable)} holds a placeholder"
        case _:
            return f"{visible(variable)} is not set" if variable else "no key variable"


def _problems(problems: tuple[Problem, ...]) -> list[Line]:
    return [
        line(
            ("! ", "bad" if problem.severity == "error" else "warn"),
            visible(problem.message),
            (f"  line {problem.line}" if problem.line else "", "dim"),
        )
        for problem in problems
    ]
