"""Each dialect's sample in one session: a model, a fallback, its order, a strategy, all undone.

What stands on disk in between and in the end is compared to the byte.
"""

import os
import shutil
from pathlib import Path

import pytest

from rscrew_console.dialects import OperationError
from rscrew_console.dialects.operations import Assign, Move, Operation
from rscrew_console.plans.carry_out import carry_out
from rscrew_console.plans.facts import PlanFacts
from rscrew_console.plans.preview import preview
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.strategies.model import Strategy, StrategyRule
from rscrew_console.session import SavedStates, Session
from tests.dialects.samples import NAMES, sample_path

PLACES = {"claude-code": ".claude/agents", "codex": ".codex/agents",
          "opencode-agents": ".opencode/agents", "openclaw.json": "openclaw.json"}  # fmt: skip


def placed(name: str, folder: Path) -> Path:
    """The sample where its program looks for it."""
    path = folder / PLACES.get(name, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    source = sample_path(name)
    shutil.copytree(source, path) if source.is_dir() else shutil.copyfile(source, path)
    return path


def content(path: Path) -> dict[str, bytes]:
    """Every file of the crew, by its path."""
    files = [one for one in path.rglob("*") if one.is_file()] if path.is_dir() else [path]
    return {os.fspath(file): file.read_bytes() for file in files}


def steps(session: Session) -> list[Operation]:
    """A model changed; and a fallback added, moved to the front of the fallbacks, and removed."""
    roster, scheme = session.roster, session.dialect.scheme
    agent = next(
        one for one in roster.agents
        if one.path and one.chain.primary and one.chain.links[0].says is None
    )  # fmt: skip
    names = [one.name for one in roster.providers if one.name not in agent.chain.providers]
    models = names or ["openai/gpt-6.1-sol"]
    changed: list[Operation] = [Assign(agent.name, {scheme.first: models[0]})]
    if scheme.max_chain == 1:
        return changed
    length = len(agent.chain.links)
    if length == scheme.max_chain:
        last = scheme.name(length - 1)
        return [Assign(agent.name, {last: None}), Move(agent.name, scheme.name(length - 2), -1)]
    slot = scheme.name(length)
    return [
        Assign(agent.name, {slot: models[0]}),
        Move(agent.name, slot, -1),
        Assign(agent.name, {slot: None}),
        *changed,
    ]


@pytest.mark.parametrize("name", NAMES)
def test_changes_of_every_kind_are_undone_and_saved_to_the_byte(name: str, tmp_path: Path) -> None:
    path, state = placed(name, tmp_path), tmp_path / "state"
    before = content(path)
    session = Session.open(path, state=state)
    text = session.document.text
    done = 0
    for operation in steps(session):
        done += bool(session.apply(operation))
    assert done >= 1
    done += applied_strategy(session)
    changed = session.document.text
    assert changed != text
    assert content(path) == before  # nothing is written before it is saved
    for _ in range(done):
        assert session.undo() is not None
    assert session.document.text == text
    for _ in range(done):
        assert session.redo() is not None
    assert session.document.text == changed
    session.save("test")
    again = Session.open(path, state=state)
    assert again.document.text == changed
    assert again.roster == session.roster
    SavedStates(path, "test", state=state).undo()
    assert content(path) == before


def applied_strategy(session: Session) -> int:
    """How many steps it made: a strategy that prefers one of the models in use."""
    providers = session.roster.providers
    preferred = providers[-1].name
    strategy = Strategy("mine", (StrategyRule((preferred,)),))
    facts = PlanFacts({one.name: Facts(None, "set") for one in providers})
    try:
        return int(carry_out(session, preview(session.roster, strategy, facts)))
    except OperationError:
        return 0
