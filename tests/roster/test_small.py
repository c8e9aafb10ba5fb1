"""The small pure functions: effective providers, nearest names, visible text."""

import pytest

from rscrew_console.roster.chain import Chain, FallbackRule, Link, SlotScheme
from rscrew_console.roster.effective import route, runs_on, tried
from rscrew_console.roster.model import Agent, Settings
from rscrew_console.roster.nearest import did_you_mean, nearest
from rscrew_console.roster.visible import visible
from tests.rows import each_row

SLOTS = ("primary", "secondary", "tertiary", "fallback")
ABC = Chain(
    SlotScheme(SLOTS), (Link("primary", "a"), Link("secondary", "b"), Link("fallback", "c"))
)
EMPTY = Chain(SlotScheme(SLOTS), ())


@each_row(("chain", "usable", "fallback", "runs"), [
    (ABC, {"a", "b", "c"}, True, "a"),
    (ABC, {"b", "c"}, True, "b"),
    (ABC, {"c"}, True, "c"),
    (ABC, set(), True, None),
    (ABC, {"x"}, True, None),
    (ABC, {"a"}, False, "a"),
    (ABC, {"b", "c"}, False, None),
    (EMPTY, {"a"}, True, None),
    (EMPTY, {"a"}, False, None),
])  # fmt: skip
def test_the_first_usable_provider_runs(
    chain: Chain, usable: set[str], fallback: bool, runs: str | None
) -> None:
    settings = Settings(FallbackRule("on" if fallback else "off"))
    assert runs_on(Agent("w", chain), settings, usable) == runs


@pytest.mark.parametrize(("chain", "usable", "fallback", "runs"), [
    (ABC, {"a", "p"}, True, "p"),
    (ABC, {"a", "p"}, False, "p"),
    (ABC, {"a", "b", "c"}, True, None),
    (EMPTY, {"p"}, True, "p"),
])  # fmt: skip
def test_with_a_pin_every_agent_runs_on_it_or_on_nothing(
    chain: Chain, usable: set[str], fallback: bool, runs: str | None
) -> None:
    settings = Settings(FallbackRule("on" if fallback else "off"), pin="p")
    assert route(Agent("w", chain), settings) == ("p",)
    assert runs_on(Agent("w", chain), settings, usable) == runs


def test_without_fallback_only_the_primary_is_tried() -> None:
    assert tried(ABC, fallback_enabled=True) == ("a", "b", "c")
    assert tried(ABC, fallback_enabled=False) == ("a",)


@each_row(("name", "names", "found"), [
    ("opnai", ["claude", "openai"], "openai"),
    ("OPENAI", ["claude", "openai"], "openai"),
    ("openai", ["Openai_Big", "OpenAI"], "OpenAI"),
    ("zzz", ["claude", "openai"], None),
    ("writr", ["code_writer_two", "technical_writer", "planner"], "code_writer_two"),
    ("implementer", ["code_implementer", "infrastructure"], "code_implementer"),
    ("ab", ["a_b"], "a_b"),
    ("xyz", ["technical_writer"], None),
    ("", ["claude"], None),
    ("claude", [], None),
])  # fmt: skip
def test_the_nearest_name(name: str, names: list[str], found: str | None) -> None:
    assert nearest(name, names) == found
    assert did_you_mean(name, names) == (f'; did you mean "{found}"?' if found else "")


@each_row(("text", "shown"), [
    ("plain", "plain"),
    ("schöner Läufer 作家 👩\u200d💻", "schöner Läufer 作家 👩\u200d💻"),
    ("\x1b[31mred", "␛[31mred"),
    ("a\tb\nc\rd", "a␉b↵c␍d"),
    ("\x00\x7f", "␀␡"),
    ("\x9b31m", "\\x9b31m"),
    ("abc\u202egpj.exe", "abc\\u202egpj.exe"),
    ("zero\u200bwidth", "zero\\u200bwidth"),
    ("\u2028", "\\u2028"),
    ("[/]", "[/]"),
])  # fmt: skip
def test_nothing_obeyed_or_hidden_is_left(text: str, shown: str) -> None:
    assert visible(text) == shown
