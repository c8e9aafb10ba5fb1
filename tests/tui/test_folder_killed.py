"""A folder crew whose console is killed between two files of a save, in a real terminal."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from rscrew_console.session import Session, entries_of
from tests.tui.samples import EXAMPLES
from tests.tui.terminal import Terminal

FOLDER = Path(".claude/agents")
KILLER = """\
import os, signal, sys
from rscrew_console.cli import main
from rscrew_console.session import folder_save
write, left = folder_save.replace_file, [int(sys.argv.pop(1))]
def killing(*arguments, **options):
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    return write(*arguments, **options)
folder_save.replace_file = killing
main()
"""
"""The program, killed when it has written so many files of a save."""
CONSOLE = ("-m", "rscrew_console", "--no-checks", "--config", str(FOLDER))


@pytest.fixture(autouse=True)
def _folder() -> None:
    FOLDER.parent.mkdir()
    shutil.copytree(EXAMPLES / "claude-code", FOLDER)
    Path("killer.py").write_text(KILLER, encoding="utf-8")


def texts() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())}


@pytest.mark.parametrize("written", [0, 1])
def test_a_save_that_was_killed_is_finished_or_offered_again(written: int) -> None:
    before = texts()
    with_model = (
        "description: Writes release notes\n",
        "description: Writes release notes\nmodel: opus\n",
    )
    expected = before | {
        "log-reader.md": before["log-reader.md"].replace("model: haiku ", "model: opus  "),
        "writer.md": before["writer.md"].replace(*with_model),
    }
    killed = Terminal("killer.py", str(written), *CONSOLE[2:])
    try:
        killed.wait_for("log-reader", "writer")
        killed.press("l2jj1")
        killed.wait_for("2 unsaved")
        killed.press("S")
        killed.wait_for("Save .claude/agents?")
        killed.press("\r")
        assert killed.wait_until_killed() == signal.SIGKILL
    finally:
        killed.close()
    changed = [name for name, text in texts().items() if text != before[name]]
    assert len(changed) == written

    again = Terminal(*CONSOLE)
    try:
        if written:
            again.wait_for("log-reader", "saved")
        else:
            again.wait_for("take over?")
            again.press("\r")
            again.wait_for("2 unsaved")
            again.press("S")
            again.wait_for("Save .claude/agents?")
            again.press("\r")
            again.wait_for("changed in .claude/agents")
        again.press("q")
        assert again.wait_for_the_end() == 0
    finally:
        again.close()
    assert {name: text for name, text in texts().items() if name in before} == expected
    assert [*texts()] == [*before]
    session = Session.open(FOLDER)
    assert session.pending() == ()
    assert [entry.lines_changed for entry in entries_of(session)] == [2]
