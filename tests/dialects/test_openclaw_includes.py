"""OpenClaw's `$include`: what a file takes in from others, and where a change may land."""

from pathlib import Path

import pytest

from rscrew_console.dialects import OperationError
from rscrew_console.dialects.operations import Assign, Remove, Rename
from rscrew_console.roster.chain import InForce
from rscrew_console.session import BadConfig, Session
from tests.dialects.test_openclaw import NAME

BASE = """\
{
  agents: {
    defaults: { model: { primary: "a/one", fallbacks: ["b/two"] } },
    list: [
      { id: "shared", model: "c/three" },
    ],
  },
}
"""
TOP = """\
{
  $include: "./base.json5",
  agents: { list: [{ id: "own", model: "d/four" }, { id: "shared", model: "x/late" }] },
}
"""


def including(folder: Path, text: str = TOP) -> Session:
    (folder / "base.json5").write_text(BASE)
    (folder / NAME).write_text(text)
    return Session.open(folder / NAME, state=folder / "state")


def test_what_a_file_takes_in_is_read_and_tells_where_it_stands(tmp_path: Path) -> None:
    crew = including(tmp_path).roster.agent_by_name
    assert {name: agent.chain.providers for name, agent in crew.items()} == {
        "defaults": ("a/one", "b/two"), "shared": ("c/three",), "own": ("d/four",),
    }  # fmt: skip
    assert crew["defaults"].in_force == InForce("a/one", "./base.json5:3")
    assert crew["shared"].in_force == InForce("c/three", "./base.json5:5")
    assert crew["own"].in_force is None


def test_only_what_stands_in_the_file_itself_is_changed(tmp_path: Path) -> None:
    session = including(tmp_path)
    session.apply(Assign("own", {"primary": "a/one"}))
    session.save()
    assert (tmp_path / NAME).read_text() == TOP.replace("d/four", "a/one")
    assert (tmp_path / "base.json5").read_text() == BASE
    for operation in (
        Assign("shared", {"primary": "a/one"}),
        Remove("agent", "shared"),
        Rename("agent", "shared", "x"),
        Assign("defaults", {"primary": "b/two"}),
    ):
        with pytest.raises(OperationError, match=r"is in \./base\.json5:[35], which this file"):
            session.apply(operation)


@pytest.mark.parametrize("text", [
    '{ agents: { $include: ["./base-agents.json5"] } }',
    '{ agents: { defaults: { model: "a/one" }, list: { $include: "./list.json5" } } }',
    '{ $include: "./outer.json5" }',
])  # fmt: skip
def test_files_are_taken_in_at_every_depth(text: str, tmp_path: Path) -> None:
    (tmp_path / "base-agents.json5").write_text('{ list: [{ id: "deep", model: "c/three" }] }')
    (tmp_path / "list.json5").write_text('[{ id: "deep", model: "c/three" }]')
    (tmp_path / "outer.json5").write_text('{ agents: { $include: "./base-agents.json5" } }')
    crew = including(tmp_path, text).roster.agent_by_name
    assert crew["deep"].chain.primary == "c/three"
    assert not crew["deep"].path


def test_files_outside_of_the_folder_and_circles_are_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    (tmp_path / "out.json5").write_text(BASE)
    (folder / "circle.json5").write_text('{ agents: { $include: "./circle.json5" } }')
    for text in (
        '{ agents: { $include: "../out.json5" } }',
        '{ agents: { $include: "./circle.json5" } }',
    ):
        with pytest.raises(BadConfig, match="cannot be read here"):
            including(folder, text)
