"""What holds for every dialect, shown on its sample: each operation does what it says, or refuses.

A new dialect is tested here by putting a real-shaped file into `config/examples`.
"""

from pathlib import Path

import pytest

from rscrew_console.dialects import Dialect, OperationError
from rscrew_console.dialects.known_keys import added_keys
from rscrew_console.dialects.operations import (
    AddAgent,
    AddProvider,
    AddStrategy,
    Assign,
    Move,
    Operation,
    Pin,
    Remove,
    Rename,
    SetChains,
)
from rscrew_console.dialects.registry import DIALECTS
from rscrew_console.document import ABSENT, Document
from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.model import Strategy, StrategyRule
from tests.dialects.samples import NAMES, read, sample
from tests.rows import each_row

ROOT = Path(__file__).parents[2]
NEW_MODEL = "openai/gpt-6.1-sol"


def done(name: str, document: Document, operation: Operation) -> tuple[Document, Roster]:
    """The document after the operation, which has added no key that the format does not know."""
    dialect, roster = read(document, name)
    after = document.apply(operation.edits(dialect, document, roster))
    assert added_keys(document.value, after.value, dialect.known_keys) == ()
    return after, read(after, name)[1]


def cells(roster: Roster) -> dict[str, list[tuple[str, list[str]]]]:
    """What every agent's slots hold, but for references: what they come to may change."""
    return {
        agent.name: [
            (link.slot, models(roster, (link.provider,)))
            for link in agent.chain.links
            if link.says is None
        ]
        for agent in roster.agents
    }


def models(roster: Roster, providers: tuple[str, ...]) -> list[str]:
    """What the providers lead to: a format may give one model several names."""
    known = roster.provider_by_name
    return [known[name].model if name in known else name for name in providers]


def assignable(dialect: Dialect, roster: Roster) -> list[str]:
    """What a slot may be given: the providers, and a model that nobody uses yet."""
    names = [provider.name for provider in roster.providers]
    return [*names, NEW_MODEL] if dialect.capabilities.implied_providers else names


@each_row("name", NAMES)
def test_a_sample_is_told_by_its_content_and_every_place_is_in_it(name: str) -> None:
    document = sample(name)
    dialect, roster = read(document, name)
    assert dialect.name == roster.dialect
    assert dialect.name in name or name == NAMES[0]
    assert roster.agents
    places = dialect.places(roster)
    for agent in roster.agents:
        assert document.get(places.agent_path(agent.name)) is not ABSENT, agent.name
        for link in agent.chain.links:
            index = roster.scheme.index(link.slot)
            assert index is not None
            if link.says is None:
                assert document.get(places.agent_path(agent.name, link.slot)) is not ABSENT
    for provider in roster.providers:
        assert document.get(places.provider_path(provider.name)) is not ABSENT, provider.name


@each_row("name", NAMES)
def test_every_agent_can_be_given_every_provider_and_nothing_else_changes(name: str) -> None:
    document = sample(name)
    dialect, roster = read(document, name)
    first = dialect.scheme.first
    for agent in roster.agents:
        for provider in assignable(dialect, roster):
            operation = Assign(agent.name, {first: provider})
            after, result = done(name, document, operation)
            chain = result.agent_by_name[agent.name].chain
            assert models(result, chain.providers)[:1] == models(roster, (provider,)), provider
            assert len(set(chain.providers)) == len(chain.providers)
            others = {key: cell for key, cell in cells(result).items() if key != agent.name}
            before = {key: cell for key, cell in cells(roster).items() if key != agent.name}
            assert {key: cell for key, cell in others.items() if key in before} == before
            assert operation.edits(dialect, after, result) == []


@each_row("name", NAMES)
def test_a_fallback_is_added_moved_and_removed_or_there_is_no_place_for_one(name: str) -> None:
    document = sample(name)
    dialect, roster = read(document, name)
    agent = next(agent for agent in roster.agents if agent.chain.primary)
    length = len(agent.chain.links)
    if dialect.scheme.max_chain == 1:
        with pytest.raises(OperationError, match="one model and no fallbacks"):
            done(name, document, Assign(agent.name, {"fallback 1": NEW_MODEL}))
        return
    if length == dialect.scheme.max_chain:  # full: empty the last one first
        last = dialect.scheme.name(length - 1)
        document, roster = done(name, document, Assign(agent.name, {last: None}))
        length -= 1
    chain = roster.agent_by_name[agent.name].chain
    spare = next(each for each in assignable(dialect, roster) if each not in chain.providers)
    slot = dialect.scheme.name(length)
    longer, result = done(name, document, Assign(agent.name, {slot: spare}))
    assert result.agent_by_name[agent.name].chain.providers == (*chain.providers, spare)
    moved, result = done(name, longer, Move(agent.name, slot, -1))
    assert result.agent_by_name[agent.name].chain.providers[-2] == spare
    back, _ = done(name, moved, Move(agent.name, dialect.scheme.name(length - 1), +1))
    assert back.value == longer.value
    shorter, _ = done(name, longer, Assign(agent.name, {slot: None}))
    assert shorter.value == document.value


@each_row("name", NAMES)
def test_chains_are_set_as_a_whole(name: str) -> None:
    document = sample(name)
    dialect, roster = read(document, name)
    wanted = tuple(assignable(dialect, roster)[-3:][: dialect.scheme.max_chain])
    chains = {agent.name: wanted for agent in roster.agents}
    _, result = done(name, document, SetChains(chains))
    assert {agent.name: models(result, agent.chain.providers) for agent in result.agents} | {
        agent: models(roster, chain) for agent, chain in chains.items()
    } == {agent.name: models(result, agent.chain.providers) for agent in result.agents}


@each_row("name", NAMES)
def test_a_provider_is_renamed_in_every_chain(name: str) -> None:
    document = sample(name)
    _, roster = read(document, name)
    used = [provider for provider in roster.providers if roster.users_of(provider.name)]
    for provider in used:
        _, result = done(name, document, Rename("provider", provider.name, NEW_MODEL))
        assert result.users_of(provider.name) == ()
        # Where a name is an agent and a provider, both are renamed.
        assert [agent.name for agent in result.users_of(NEW_MODEL)] == [
            NEW_MODEL if agent.name == provider.name else agent.name
            for agent in roster.users_of(provider.name)
        ]


@each_row("name", NAMES)
def test_agents_are_added_renamed_and_removed_as_far_as_the_format_can(name: str) -> None:
    document = sample(name)
    dialect, roster = read(document, name)
    can = dialect.capabilities
    model = assignable(dialect, roster)[0]
    added = AddAgent("NIGHT_OWL_MODEL", {dialect.scheme.first: model})
    if not can.add_agents:
        with pytest.raises(OperationError, match=dialect.title):
            done(name, document, added)
    else:
        document, roster = done(name, document, added)
        assert roster.agent_by_name["NIGHT_OWL_MODEL"].chain.primary == model
    agent = [one.name for one in roster.agents if one.path][-1]
    for allowed, operation, left in (
        (can.rename_agents, Rename("agent", agent, "DAY_OWL_MODEL"), "DAY_OWL_MODEL"),
        (can.remove_agents, Remove("agent", agent), None),
    ):
        if not allowed:
            with pytest.raises(OperationError, match=dialect.title):
                done(name, document, operation)
            continue
        _, result = done(name, document, operation)
        assert agent not in result.agent_by_name
        assert left is None or left in result.agent_by_name


@each_row("name", NAMES)
def test_a_new_agent_gets_what_was_asked_for_or_is_refused(name: str) -> None:
    document = sample(name)
    dialect, roster = read(document, name)
    if not dialect.capabilities.add_agents:
        return
    first, second, *_ = assignable(dialect, roster)
    slots = {dialect.scheme.first: first, dialect.scheme.name(1): second} if (
        dialect.scheme.max_chain != 1
    ) else {dialect.scheme.first: first, "fallback 1": second}  # fmt: skip
    added = AddAgent("NIGHT_OWL_MODEL", slots)
    if dialect.scheme.max_chain == 1:
        with pytest.raises(OperationError, match="one model and no fallbacks"):
            done(name, document, added)
        return
    _, result = done(name, document, added)
    chain = result.agent_by_name["NIGHT_OWL_MODEL"].chain
    assert models(result, chain.providers[:2]) == models(roster, (first, second))


@each_row("name", NAMES)
def test_what_the_format_has_no_place_for_is_refused_by_its_name(name: str) -> None:
    document = sample(name)
    dialect, roster = read(document, name)
    can = dialect.capabilities
    provider = roster.providers[0].name
    strategy = Strategy("mine", (StrategyRule((provider,)),))
    for allowed, operation in (
        (True, Pin(provider)),  # where there is no place for it, every chain is rewritten
        (can.strategies, AddStrategy(strategy)),
        (can.declared_providers, AddProvider("another", {"model": NEW_MODEL})),
    ):
        if allowed:
            done(name, document, operation)
        else:
            with pytest.raises(OperationError, match=dialect.title):
                done(name, document, operation)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_every_dialect_has_a_sample_and_a_page(dialect: Dialect) -> None:
    names = {read(sample(name), name)[0].name for name in NAMES}
    assert dialect.name in names
    page = "file.md" if dialect.name == "rscrew" else f"formats/{dialect.name}.md"
    assert (ROOT / "docs" / page).is_file()
