"""How often a file is read for one piece of work: what did not change is not read again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rscrew_console.dialects.operations import Assign, SetChains
from rscrew_console.dialects.rscrew import reading
from rscrew_console.document import Document, entry_windows, tree
from rscrew_console.session import Session

AGENTS = 30
PROVIDERS = "providers:\n  claude: {model: claude-sonnet-5}\n  openai: {model: gpt-5}\n"
ENTRIES = "".join(
    f"  # the {number}th\n  agent_{number}:\n"
    "    primary: claude    # first\n    secondary: openai\n"
    for number in range(AGENTS)
)
TEXT = f"{PROVIDERS}agent_assignments:\n{ENTRIES}"
SWAP = {"primary": "openai"}


@pytest.fixture
def session(tmp_path: Path) -> Session:
    path = tmp_path / "model_config.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return Session.open(path, state=tmp_path / "state")


@pytest.fixture
def counted(session: Session, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often a text was parsed, and an agent read from its data, since the file was opened."""
    counts = {"parsed": 0, "agents": 0}

    def counting(module: object, name: str, what: str) -> None:
        original: Callable[..., object] = getattr(module, name)

        def call(*arguments: object) -> object:
            counts[what] += 1
            return original(*arguments)

        monkeypatch.setattr(module, name, call)

    counting(tree, "compose", "parsed")
    counting(reading, "_agent", "agents")
    return counts


def test_an_edit_is_parsed_once_for_its_proof_and_reads_one_agent(
    session: Session, counted: dict[str, int]
) -> None:
    session.apply(Assign("agent_3", SWAP))
    assert counted == {"parsed": 1, "agents": 1}
    session.save()
    assert counted == {"parsed": 1, "agents": 1}


def test_what_was_read_in_parts_is_read_whole_before_it_is_saved(
    session: Session, counted: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry_windows, "LEAST", 0)
    for agent in ("agent_3", "agent_7"):
        session.apply(Assign(agent, SWAP))
    assert not session.document.is_read_whole
    assert counted["parsed"] == 2
    session.save()
    assert counted["parsed"] == 3


def test_edits_of_all_agents_are_parsed_once_and_read_each_agent_once(
    session: Session, counted: dict[str, int]
) -> None:
    chains = {f"agent_{number}": ("openai", "claude") for number in range(AGENTS)}
    session.apply(SetChains(chains))
    assert counted == {"parsed": 1, "agents": AGENTS}


def test_in_a_large_file_an_edit_parses_its_own_entry_and_an_undo_nothing(
    session: Session, counted: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry_windows, "LEAST", 0)
    lengths: list[int] = []
    compose = tree.compose
    monkeypatch.setattr(tree, "compose", lambda text: (lengths.append(len(text)), compose(text))[1])
    session.apply(Assign("agent_3", SWAP))
    session.apply(Assign("agent_5", SWAP))
    assert len(lengths) == counted["agents"] == 2
    assert max(lengths) < len(TEXT) // 10
    session.undo()
    session.undo()
    session.redo()
    assert len(lengths) == 2
    assert counted["agents"] == 5
    assert session.document.value == Document.parse(session.document.text).value


def test_looking_at_a_file_again_that_did_not_change_parses_nothing(
    session: Session, counted: dict[str, int]
) -> None:
    session.refresh()
    assert counted == {"parsed": 0, "agents": 0}


def test_all_at_once_gives_the_bytes_of_one_after_the_other(tmp_path: Path) -> None:
    texts = []
    for name, size in (("at_once", AGENTS), ("in_turn", 1)):
        path = tmp_path / f"{name}.yaml"
        path.write_text(TEXT, encoding="utf-8")
        session = Session.open(path, state=tmp_path / "state")
        chains = {f"agent_{number}": ("openai", "claude") for number in range(AGENTS)}
        names = list(chains)
        for start in range(0, AGENTS, size):
            part = {each: chains[each] for each in names[start : start + size]}
            session.apply(SetChains(part))
            session.save()
        texts.append(path.read_bytes())
    assert texts[0] == texts[1] != TEXT.encode()
