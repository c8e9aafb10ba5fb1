"""What has a say beside the file: variables and other files, read for the dialect that it is in."""

from pathlib import Path

import pytest

from rscrew_console.dialects.context import Layer
from rscrew_console.dialects.crewai import CrewAI
from rscrew_console.session import Session
from rscrew_console.session.context import context_at

CREW = "writer: {role: Writer, goal: Write, backstory: Old}\n"


class Layered(CrewAI):
    """CrewAI, with files that win over this one."""

    def layer_paths(self, path: str) -> tuple[str, ...]:
        return ("~/user.yaml", "beside.json", "broken.json", "nowhere.yaml")


def test_only_what_the_dialect_names_is_read(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "crew"
    home.mkdir()
    folder.mkdir()
    (home / "user.yaml").write_text("a: 1\n")
    (folder / "beside.json").write_text('{"b": 2}')
    (folder / "broken.json").write_text("{")
    environ = {"MODEL": "openai/o3", "OPENAI_API_KEY": "sk-secret"}
    context = context_at(folder / "agents.yaml", environ, home)(Layered())
    assert context.path == str(folder / "agents.yaml")
    assert dict(context.environment) == {"MODEL": "openai/o3"}
    assert context.layers == (
        Layer("~/user.yaml", {"a": 1}),
        Layer("beside.json", {"b": 2}),
        Layer("broken.json", None),
    )


def test_a_session_reads_with_its_context_from_opening_to_undo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODEL", "openai/o3")
    path = tmp_path / "agents.yaml"
    path.write_text(CREW)
    session = Session.open(path, state=tmp_path / "state")
    in_force = session.roster.agent_by_name["writer"].in_force
    assert in_force is not None
    assert (in_force.model, in_force.source) == ("openai/o3", "MODEL")
    session.change_text(CREW + "# more\n", "a comment")
    assert session.roster.agent_by_name["writer"].in_force == in_force
    assert session.saved_roster.agent_by_name["writer"].in_force == in_force
    path.write_text("# by another program\n" + CREW)
    assert session.refresh().kind == "merged"
    assert session.roster.agent_by_name["writer"].in_force == in_force
