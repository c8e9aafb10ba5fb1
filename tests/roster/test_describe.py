"""What changed between two rosters, told in lines."""

from dataclasses import replace

from rscrew_console.roster.chain import Chain, Link, SlotScheme
from rscrew_console.roster.describe import FieldChange, changes, lines
from rscrew_console.roster.model import Agent, Price, Provider, Roster, Settings
from rscrew_console.roster.secret import HIDDEN
from rscrew_console.roster.strategies.model import Strategy, StrategyRule
from tests.rows import each_row

SLOTS = ("primary", "secondary")


def agent(name: str, *providers: str, **fields: str) -> Agent:
    links = tuple(Link(slot, name) for slot, name in zip(SLOTS, providers, strict=False))
    return Agent(name, Chain(SlotScheme(SLOTS), links), **fields)


A, B = Provider("a", "m"), Provider("b", "n", "B_KEY", cost_tier="budget")
W, V = agent("w", "a", "b"), agent("v", "a")
BASE = Roster("x", SlotScheme(SLOTS), (A, B), (W, V), distribution=(("a", 2), ("b", 0)))


@each_row(("after", "told"), [
    (BASE, []),
    (replace(BASE, agents=(agent("w", "b", "a"), V)),
     ["w: primary a → b", "w: secondary b → a"]),
    (replace(BASE, agents=(agent("w", "a"), V)), ["w: secondary b → —"]),
    (replace(BASE, agents=(W, agent("v", "a", "b"))), ["v: secondary — → b"]),
    (replace(BASE, agents=(replace(W, reasoning="why"), V)), ["w: reasoning — → why"]),
    (replace(BASE, agents=(replace(W, capability="coding"), V)), []),
    (replace(BASE, agents=(replace(W, capability="coding", capability_given=True), V)),
     ["w: capability — → coding"]),
    (replace(BASE, agents=(V,)), ["agent w removed"]),
    (replace(BASE, providers=(A, B, Provider("c", "c", declared=False))), []),
    (replace(BASE, agents=(W, V, agent("u", "a"))), ["agent u added"]),
    (replace(BASE, agents=(replace(W, name="u", capability="analysis"), V)), ["agent w → u"]),
    (replace(BASE, agents=(agent("u", "b"), V)), ["agent u added", "agent w removed"]),
    (replace(BASE, providers=(replace(A, model="k", temperature=0.5), B)),
     ["a: model m → k", "a: temperature — → 0.5"]),
    (replace(BASE, providers=(replace(A, price=Price(1, 2.5), strengths=("x", "y")), B)),
     ["a: price — → 1 in, 2.5 out", "a: strengths — → x, y"]),
    (replace(BASE, providers=(A, replace(B, api_key_env="sk-proj-a1b2c3d4"))),
     [f"b: api_key_env B_KEY → {HIDDEN}"]),
    (replace(BASE, providers=(A,)), ["provider b removed"]),
    (replace(BASE, providers=(A, B, Provider("c", "o"))), ["provider c added"]),
    (replace(BASE, providers=(A, replace(B, name="c")), agents=(agent("w", "a", "c"), V),
             distribution=(("a", 2), ("c", 0))),
     ["provider b → c", "w: secondary b → c"]),
    (replace(BASE, settings=Settings(pin="a", pin_why="quota")),
     ["global_settings: pin — → a", "global_settings: pin_why — → quota"]),
    (replace(BASE, strategies=(Strategy("s", ()),)), ["strategy s added"]),
    (replace(BASE, distribution=(("a", 1), ("b", 1))), ["distribution: a 2 → 1, b 0 → 1"]),
    (replace(BASE, distribution=(("a", 2),)), ["distribution: b 0 → —"]),
    (replace(BASE, distribution=None), ["distribution: a 2 → —, b 0 → —"]),
])  # fmt: skip
def test_changes_in_lines(after: Roster, told: list[str]) -> None:
    assert lines(changes(BASE, after)) == told


def test_changes_as_data() -> None:
    after = replace(BASE, agents=(agent("w", "b", "a"),), distribution=(("a", 0), ("b", 1)))
    assert changes(BASE, after) == (
        FieldChange("agent", "v", "", "v", ""),
        FieldChange("agent", "w", "primary", "a", "b"),
        FieldChange("agent", "w", "secondary", "b", "a"),
        FieldChange("distribution", "a", "agents", "2", "0"),
        FieldChange("distribution", "b", "agents", "0", "1"),
    )


def test_a_strategy_that_is_another_now() -> None:
    before = replace(BASE, strategies=(Strategy("s", ()), Strategy("t", ())))
    after = replace(BASE, strategies=(Strategy("s", (StrategyRule(("a",)),)),))
    assert lines(changes(before, after)) == ["strategy t removed", "strategy s changed"]
