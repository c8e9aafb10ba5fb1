"""The words of `prefer`, and names of strategies as people type them."""

from rscrew_console.roster.strategies.model import Strategy, StrategyRule
from rscrew_console.roster.strategies.names import canonical, find, merged
from rscrew_console.roster.strategies.words import PreferenceItem, parse
from tests.rows import each_row

NAMES = {"claude", "my model", "cheapest", "Strength"}


@each_row(("text", "item"), [
    ("claude", PreferenceItem(name="claude")),
    ("my model", PreferenceItem(name="my model")),
    ("cheapest", PreferenceItem(pick="cheapest")),
    ("Strength", PreferenceItem(name="Strength")),
    ("strength", PreferenceItem(strong=True)),
    ("dearest", PreferenceItem(pick="dearest")),
    ("tier:premium", PreferenceItem(tiers=("premium",))),
    ("Tier:Custom", PreferenceItem(tiers=("custom",))),
    ("cheapest tier:budget", PreferenceItem(tiers=("budget",), pick="cheapest")),
    ("tier:budget  cheapest", PreferenceItem(tiers=("budget",), pick="cheapest")),
    ("strength tier:premium tier:standard",
     PreferenceItem(tiers=("premium", "standard"), strong=True)),
    ("tier:", None),
    ("tier", None),
    ("clade", None),
    ("cheapest claude", None),
    ("", None),
    ("  ", None),
])  # fmt: skip
def test_parse(text: str, item: PreferenceItem | None) -> None:
    assert parse(text, NAMES) == item


@each_row("name", [
    "cost-optimised", "cost-optimized", "Cost-Optimized", "cost_optimised", " cost optimized ",
])  # fmt: skip
def test_both_spellings_are_one_name(name: str) -> None:
    assert canonical(name) == "cost-optimised"


def named(name: str, number: int | None = None) -> Strategy:
    return Strategy(name, (StrategyRule(("claude",)),), number=number)


KNOWN = (named("cost-optimised", 1), named("balanced", 3), named("mine", 5), named("minor", 6),
         named("2", 7))  # fmt: skip


@each_row(("wanted", "found"), [
    ("cost-optimized", "cost-optimised"),
    ("1", "cost-optimised"),
    ("5", "mine"),
    ("2", "2"),
    ("cost", "cost-optimised"),
    ("Bal", "balanced"),
    ("min", None),
    ("mine", "mine"),
    ("4", None),
    ("", None),
    ("ost", None),
])  # fmt: skip
def test_find(wanted: str, found: str | None) -> None:
    strategy = find(wanted, KNOWN)
    assert (strategy.name if strategy else None) == found


def test_the_users_own_take_the_place_of_the_shipped_ones() -> None:
    shipped = (named("task-optimised", 4), named("cost-optimised", 1))
    own = (named("cost_optimized"), named("mine", 1), named("other"))
    assert [(one.name, one.number) for one in merged(shipped, own)] == [
        ("task-optimised", 4), ("cost_optimized", 1), ("mine", 5), ("other", 6),
    ]  # fmt: skip
