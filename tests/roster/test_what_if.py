"""What outages do, one by one and all at once."""

from itertools import combinations_with_replacement

from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.roster.chain import Chain, FallbackRule, SlotScheme
from rscrew_console.roster.effective import runs_on
from rscrew_console.roster.model import Agent, Provider, Roster, Settings
from rscrew_console.roster.what_if import OutageImpact, OutageMatrix, blast_radius, what_if
from tests.rows import each_row

SLOTS = ("primary", "secondary", "tertiary", "fallback")
SCHEME = SlotScheme(SLOTS)
ALL = frozenset("abcd")
NORMAL = Settings()


def crew(*chains: str, settings: Settings = NORMAL) -> Roster:
    """An agent per chain, named by it; a letter is a provider."""
    agents = tuple(Agent(chain or "none", Chain.of(SCHEME, chain)) for chain in chains)
    return Roster("rscrew", SCHEME, tuple(Provider(name, "m") for name in "abcd"), agents, settings)


@each_row(("roster", "down", "usable", "moved", "stranded"), [
    (crew("ab", "ba"), "", ALL, "", ""),
    (crew("ab", "ba"), "a", ALL, "ab>b", ""),
    (crew("ab", "ba"), "ab", ALL, "", "ab ba"),
    (crew("ab", "ba", "cab"), "ba", ALL, "", "ab ba"),
    (crew("abc", "c"), "ab", ALL, "abc>c", ""),
    (crew("abc", "c"), "c", ALL, "", "c"),
    (crew("abc"), "a", frozenset("ac"), "abc>c", ""),
    (crew("abc"), "c", frozenset("bc"), "", ""),
    (crew("ab", "none"), "d", frozenset("b"), "", "none"),
    (crew("", "a"), "a", ALL, "", "none a"),
    (crew("ab", settings=Settings(fallback=FallbackRule("off"))), "a", ALL, "", "ab"),
    (crew("ab", "c", settings=Settings(pin="d")), "abc", ALL, "", ""),
    (crew("ab", "c", settings=Settings(pin="d")), "d", ALL, "", "ab c"),
])  # fmt: skip
def test_what_if(
    roster: Roster, down: str, usable: frozenset[str], moved: str, stranded: str
) -> None:
    found = what_if(roster, down, usable)
    assert found.down == tuple(sorted(down))
    assert " ".join(f"{one.name}>{one.after}" for one in found.moved) == moved
    assert found.stranded == tuple(stranded.split())
    assert [one.name for one in found.agents] == [agent.name for agent in roster.agents]
    assert list(found.distribution) == list("abcd")
    assert sum(found.distribution.values()) == len(roster.agents) - len(found.stranded)


def test_where_everybody_runs_then() -> None:
    found = what_if(crew("ab", "ba", "cab", "a"), "a", ALL)
    assert found.distribution == {"a": 0, "b": 2, "c": 1, "d": 0}
    assert found.runs_before == {"ab": "a", "ba": "b", "cab": "c", "a": "a"}
    assert found.runs_after == {"ab": "b", "ba": "b", "cab": "c", "a": None}


def test_the_matrix() -> None:
    found = blast_radius(crew("ab", "ba", "cab", "a", "abcd"), ALL)
    assert found.singles == {
        "a": OutageImpact(2, 1), "b": OutageImpact(1, 0), "c": OutageImpact(1, 0),
        "d": OutageImpact(0, 0),
    }  # fmt: skip
    assert found.at("a", "b") == found.at("b", "a") == OutageImpact(1, 3)
    assert found.at("c", "d") == OutageImpact(1, 0)
    assert found.at("a", "a") == OutageImpact(2, 1)
    assert (found.weakest, found.idle) == ("a", 0)


@each_row(("roster", "usable", "weakest", "idle"), [
    (crew("ab", "bc"), ALL, None, 0),
    (crew("ab", "bc"), frozenset("b"), "b", 0),
    (crew("ab", "cd"), frozenset("c"), "c", 1),
    (crew("a", "b", "b"), ALL, "b", 0),
    (crew(""), ALL, None, 1),
    (crew(), ALL, None, 0),
])  # fmt: skip
def test_the_weakest_place(
    roster: Roster, usable: frozenset[str], weakest: str | None, idle: int
) -> None:
    found: OutageMatrix = blast_radius(roster, usable)
    assert (found.weakest, found.idle) == (weakest, idle)


chains = st.lists(st.sampled_from("abcd"), max_size=4).map("".join)
some_settings = st.builds(
    Settings,
    st.sampled_from([FallbackRule("on"), FallbackRule("off")]),
    pin=st.none() | st.sampled_from("abcd"),
)


@given(st.lists(chains, max_size=6), some_settings, st.sets(st.sampled_from("abcd")))
def test_it_is_what_every_agents_own_route_says(
    every: list[str], settings: Settings, usable: set[str]
) -> None:
    agents = tuple(Agent(f"{i}", Chain.of(SCHEME, chain)) for i, chain in enumerate(every))
    providers = tuple(Provider(name, "m") for name in "abcd")
    roster = Roster("rscrew", SCHEME, providers, agents, settings)
    matrix = blast_radius(roster, usable)
    for one, other in combinations_with_replacement("abcd", 2):
        found = what_if(roster, {one, other}, usable)
        for agent, move in zip(agents, found.agents, strict=True):
            assert move.before == runs_on(agent, settings, usable)
            assert move.after == runs_on(agent, settings, usable - {one, other})
        stranded = sum(move.before is not None and move.after is None for move in found.agents)
        assert matrix.at(one, other) == OutageImpact(len(found.moved), stranded)
