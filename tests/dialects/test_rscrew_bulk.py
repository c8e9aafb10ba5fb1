"""Operations on many chains at once, on strategies to keep, and on a pin."""

import pytest

from rscrew_console.dialects import OperationError, detect
from rscrew_console.dialects.operations import (
    AddStrategy,
    Operation,
    Pin,
    Remove,
    Rename,
    SetChains,
)
from rscrew_console.document import ABSENT, Document
from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.model import Strategy, StrategyRule
from tests.dialects.crews import CREW, chain_of, crew
from tests.rows import each_row


def done(text: str, operation: Operation) -> tuple[Document, Roster]:
    """The document and roster after the operation."""
    doc, roster = crew(text)
    after = doc.apply(operation.edits(detect(doc), doc, roster))
    reading = detect(after).read(after)
    assert reading.errors == ()
    assert reading.roster is not None
    return after, reading.roster


def refused(text: str, operation: Operation) -> str:
    doc, roster = crew(text)
    with pytest.raises(OperationError) as refusal:
        operation.edits(detect(doc), doc, roster)
    return str(refusal.value)


def test_chains_fill_the_first_slots_and_the_counts_stay_true() -> None:
    doc, roster = done(
        CREW, SetChains({"planner": ("gemini", "spare"), "writer": ("spare", "claude")})
    )
    assert chain_of(roster, "planner") == {"primary": "gemini", "secondary": "spare"}
    assert chain_of(roster, "writer") == {"primary": "spare", "secondary": "claude"}
    assert roster.distribution == (("claude", 0), ("openai", 1), ("gemini", 1), ("spare", 1))
    assert dict(roster.distribution) == dict(roster.primaries)
    assert "# the careful one" in doc.text
    assert roster.agent_by_name["writer"].reasoning == "Clear prose"


@pytest.mark.parametrize("chains", [
    {}, {"writer": ("openai", "claude")}, {"planner": ("claude", "openai", "gemini")},
])  # fmt: skip
def test_who_has_that_chain_already_is_not_touched(chains: dict[str, tuple[str, ...]]) -> None:
    doc, roster = crew()
    assert SetChains(chains, dict.fromkeys(chains, "a note")).edits(detect(doc), doc, roster) == []


@pytest.mark.parametrize(("note", "reasoning"), [
    ("Cheaper", "Clear prose Cheaper"), ("", "Clear prose"), (" ", "Clear prose"),
    ("prose", "Clear prose"),
])  # fmt: skip
def test_a_note_is_put_behind_the_reasoning_once(note: str, reasoning: str) -> None:
    _, roster = done(CREW, SetChains({"writer": ("spare",)}, {"writer": note, "planner": "x"}))
    assert roster.agent_by_name["writer"].reasoning == reasoning
    assert roster.agent_by_name["planner"].reasoning == ""


def test_a_note_alone_becomes_the_reasoning() -> None:
    doc, roster = done(CREW, SetChains({"planner": ("spare",)}, {"planner": "Cheaper"}))
    assert roster.agent_by_name["planner"].reasoning == "Cheaper"
    assert list(doc.get(("agent_assignments", "planner"))) == ["primary", "reasoning"]


@each_row(("chains", "says"), [
    ({"plannr": ("claude",)}, 'there is no agent "plannr"; did you mean "planner"?'),
    ({"planner": ("clade",)}, 'there is no provider "clade"; did you mean "claude"?'),
    ({"planner": ("claude", "claude")}, '"claude" cannot be both primary and secondary'),
    ({"planner": ("claude", "openai", "gemini", "spare", "x")}, "has room for 4 providers"),
    ({"planner": ()}, '"planner" needs a primary'),
])  # fmt: skip
def test_chains_that_cannot_be(chains: dict[str, tuple[str, ...]], says: str) -> None:
    assert says in refused(CREW, SetChains(chains))


MINE = Strategy("mine", (StrategyRule(("claude", "spare"), ("planner", "writer")),), fill=False)
WITH_MINE = CREW + "strategies:\n  Mine:\n    rules:\n    - prefer: openai  # as ever\n"


def test_a_strategy_is_kept_in_a_section_that_is_made_for_it() -> None:
    doc, roster = done(CREW, AddStrategy(MINE))
    assert roster.strategies == (MINE,)
    assert doc.text.startswith(CREW)


@pytest.mark.parametrize("section", ["strategies:\n", "strategies: {}\n"])
def test_a_blank_section_takes_it(section: str) -> None:
    _, roster = done(CREW + section, AddStrategy(MINE))
    assert roster.strategies == (MINE,)


def test_one_of_that_name_is_replaced_only_on_demand() -> None:
    assert 'has a strategy "Mine" already' in refused(WITH_MINE, AddStrategy(MINE))
    _, roster = done(WITH_MINE, AddStrategy(MINE, replace=True))
    assert [(one.name, one.rules) for one in roster.strategies] == [("Mine", MINE.rules)]


@pytest.mark.parametrize("name", ["", "  ", "a\nb"])
def test_a_strategy_needs_a_name(name: str) -> None:
    assert "name" in refused(CREW, AddStrategy(Strategy(name, MINE.rules)))


@each_row(("text", "arguments", "settings"), [
    (CREW, ("claude",), {"pin": "claude"}),
    (CREW, ("claude", "quota"), {"pin": "claude", "pin_why": "quota"}),
    (CREW + "global_settings:\n", ("claude",), {"pin": "claude"}),
    (CREW + "global_settings:\n  debug_mode: true\n", ("spare",),
     {"pin": "spare", "debug_mode": True}),
    (CREW + "global_settings:\n  pin: claude\n  pin_why: quota\n", ("spare",), {"pin": "spare"}),
    (CREW + "global_settings: {pin: claude, pin_why: quota, debug_mode: false}\n", (None,),
     {"debug_mode": False}),
    (CREW, (None,), ABSENT),
])  # fmt: skip
def test_pin(text: str, arguments: tuple[str | None, ...], settings: object) -> None:
    doc, roster = done(text, Pin(*arguments))
    assert doc.get(("global_settings",)) == settings
    assert roster.settings.pin == arguments[0]
    assert doc.apply(Pin(*arguments).edits(detect(doc), doc, roster)).text == doc.text


def test_what_is_pinned_has_to_exist_and_stays() -> None:
    assert 'did you mean "claude"?' in refused(CREW, Pin("clade"))
    pinned = CREW + "global_settings: {pin: spare}\n"
    assert "unpin it first" in refused(pinned, Remove("provider", "spare"))


RULED = (
    CREW
    + """\
global_settings: {pin: openai}
strategies:
  openai:
    description: openai
    then: [openai, cheapest]
    rules:
    - agents: [writer, planner]
      prefer: openai
    - agents: writer
      prefer: [spare, openai]   # in this order
"""
)


def test_a_new_name_of_a_provider_is_followed_into_pin_and_rules() -> None:
    doc, roster = done(RULED, Rename("provider", "openai", "gpt"))
    (strategy,) = roster.strategies
    assert roster.settings.pin == "gpt"
    assert (strategy.name, strategy.description) == ("openai", "openai")
    assert strategy.then == ("gpt", "cheapest")
    assert [rule.prefer for rule in strategy.rules] == [("gpt",), ("spare", "gpt")]
    assert "# in this order" in doc.text


def test_a_new_name_of_an_agent_is_followed_into_rules() -> None:
    _, roster = done(RULED, Rename("agent", "writer", "author"))
    (strategy,) = roster.strategies
    assert [rule.agents for rule in strategy.rules] == [("author", "planner"), ("author",)]
