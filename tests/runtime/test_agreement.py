"""What the screens say of routes, and whom calls really reach: one and the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from rscrew_console.providers.facts import facts_of
from rscrew_console.roster.what_if import OutageImpact, blast_radius, what_if
from rscrew_console.runtime.errors import NoAnswer
from rscrew_console.runtime.requests import CallFailure
from tests.runtime.acting import Acting, World, world

NAMES = ("claude", "openai", "gemini", "deepseek")
MODELS = ("claude-x", "gpt-x", "gemini/x", "deepseek/x")
VARIABLES = ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "DEEPSEEK_API_KEY")
SLOTS = ("primary", "secondary", "tertiary", "fallback")


@st.composite
def crews(draw: st.DrawFn) -> str:
    lines = ["providers:"]
    for name, model, variable in zip(NAMES, MODELS, VARIABLES, strict=True):
        lines.append(f"  {name}: {{model: {model}, api_key_env: {variable}}}")
    lines.append("agent_assignments:")
    for index in range(draw(st.integers(1, 5))):
        chain = draw(st.lists(st.sampled_from(NAMES), max_size=4, unique=True))
        slots = draw(st.lists(st.sampled_from(SLOTS), min_size=4, max_size=4, unique=True))
        filled = ", ".join(f"{slot}: {one}" for slot, one in zip(slots, chain, strict=False))
        lines.append(f"  agent_{index}: {{{filled}}}")
    fallback = draw(st.sampled_from(["true", "false"]))
    pin = draw(st.sampled_from(["", *NAMES]))
    lines.append(f"global_settings: {{fallback_enabled: {fallback}, pin: {pin or '~'}}}")
    return "\n".join(lines) + "\n"


@settings(max_examples=40)
@given(
    crews(), st.sets(st.sampled_from(VARIABLES)),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=2),
)  # fmt: skip
def test_a_call_reaches_whom_the_what_if_names(text: str, keys: set[str], down: list[str]) -> None:
    environ = dict.fromkeys(keys, "sk-0123456789abcdef") | {"RSCREW_LLM_MAX_RETRIES": "0"}
    with TemporaryDirectory() as folder:
        of = world(Path(folder), text, environ, Acting())
        roster, manager = of.manager.roster, of.manager
        usable = {name for name, fact in facts_of(roster, environ).items() if fact.usable}
        expected = what_if(roster, down, usable)
        routes = {agent.name: manager.route(agent.name) for agent in roster.agents}
        firsts = {name: next((hop.provider for hop in hops), None) for name, hops in routes.items()}
        assert firsts == expected.runs_before
        for name in down:
            of.wire[name] = [CallFailure("server_error", "it is down", 503)]
        reached = {agent.name: reached_by(of, agent.name) for agent in roster.agents}
        assert reached == expected.runs_after
        moved = [name for name, one in reached.items() if one not in (None, firsts[name])]
        lost = [name for name, one in reached.items() if one is None and firsts[name]]
        assert OutageImpact(len(moved), len(lost)) == blast_radius(roster, usable).at(
            down[0], down[-1]
        )


def reached_by(of: World, agent: str) -> str | None:
    try:
        of.call(agent)
    except NoAnswer:
        return None
    return of.asked[-1]
