"""A file and its `rscrew.yaml`: what was written into both is one step of undo, redo, rollback."""

from pathlib import Path

import pytest

from tests.cli.conftest import Rsc

MODELS = "A_MODEL=anthropic:claude-opus-5-5\nB_MODEL=openai:gpt-6-luna\n"
LUNA, SONNET = "openai:gpt-6-luna", "anthropic:claude-sonnet-5-5"
OF = ("--config", ".env")


@pytest.fixture
def crew(folder: Path) -> Path:
    path = folder / ".env"
    path.write_text(MODELS)
    path.chmod(0o600)
    return path


def beside(crew: Path) -> str:
    path = crew.parent / "rscrew.yaml"
    return path.read_text().partition("\n")[2] if path.exists() else ""


def test_a_pin_in_both_files_is_one_step(rsc: Rsc, crew: Path) -> None:
    assert rsc(*OF, "pin", LUNA).status == 0
    pinned = (crew.read_text(), beside(crew))
    assert pinned == (
        MODELS.replace("anthropic:claude-opus-5-5", LUNA),
        f"global_settings:\n  pin: {LUNA}\n",
    )
    assert len(rsc(*OF, "history").out.splitlines()) == 3  # a heading, one save, a hint
    assert rsc(*OF, "undo").status == 0
    assert crew.read_text() == MODELS
    assert "pin" not in beside(crew)
    assert rsc(*OF, "redo").status == 0
    assert (crew.read_text(), beside(crew)) == pinned
    assert rsc(*OF, "rollback").status == 0
    assert crew.read_text() == MODELS
    assert "pin" not in beside(crew)
    assert rsc(*OF, "undo").status == 0
    assert (crew.read_text(), beside(crew)) == pinned


def test_undo_takes_the_last_step_whichever_file_it_was_in(rsc: Rsc, crew: Path) -> None:
    rsc(*OF, "assign", "A_MODEL", SONNET)
    rsc(*OF, "expect", "A_MODEL", SONNET)
    rsc(*OF, "assign", "B_MODEL", SONNET)
    rsc(*OF, "expect", "B_MODEL", SONNET)
    states = []
    for _ in range(4):
        states.append((crew.read_text().count(SONNET), beside(crew).count(SONNET)))
        assert rsc(*OF, "undo").status == 0
    assert states == [(2, 2), (2, 1), (1, 1), (1, 0)]
    assert crew.read_text() == MODELS
    ran = rsc(*OF, "undo")
    assert (ran.status, "no save to undo" in ran.err) == (2, True)
    states = []
    for _ in range(4):
        assert rsc(*OF, "redo").status == 0
        states.append((crew.read_text().count(SONNET), beside(crew).count(SONNET)))
    assert states == [(1, 0), (1, 1), (2, 1), (2, 2)]


def test_what_belongs_to_another_crew_stays(rsc: Rsc, crew: Path) -> None:
    other = crew.with_name("other.env")
    other.write_text("X_MODEL=openai:gpt-6-luna\n")
    rsc(*OF, "alias", "mine", LUNA)
    rsc("--config", "other.env", "alias", "theirs", SONNET)
    assert rsc(*OF, "undo").status == 0
    assert "mine" not in beside(crew)
    assert "theirs" in beside(crew)
    assert rsc(*OF, "undo").status == 2


def test_unpin_is_undone_in_both_files(rsc: Rsc, crew: Path) -> None:
    rsc(*OF, "pin", LUNA)
    pinned = (crew.read_text(), beside(crew))
    assert rsc(*OF, "unpin").status == 0
    assert crew.read_text() == MODELS
    assert "pin" not in beside(crew)
    assert rsc(*OF, "redo").status == 0
    assert (crew.read_text(), beside(crew)) == pinned


def test_rollback_by_number_and_id_counts_both_files(rsc: Rsc, crew: Path) -> None:
    rsc(*OF, "assign", "A_MODEL", SONNET)
    rsc(*OF, "alias", "cheap", LUNA)
    assert "s1@rscrew.yaml" in rsc(*OF, "history").out
    assert rsc(*OF, "rollback", "s1@rscrew.yaml").status == 0
    assert (crew.read_text().count(SONNET), "cheap" in beside(crew)) == (1, False)
    assert rsc(*OF, "rollback", "s1").status == 0
    assert crew.read_text() == MODELS
