"""The manual page and the completions that the wheel brings are those of this version."""

from __future__ import annotations

import runpy
from pathlib import Path

from rscrew_console.cli.commands import COMMANDS

ROOT = Path(__file__).parents[2]
SHARED = runpy.run_path(str(ROOT / "scripts" / "share.py"))["shared_files"]()


def test_they_are_in_step() -> None:
    """To mend it: make share. Versions of Click put an optional COMMAND into brackets, or not."""
    kept = {
        path.relative_to(ROOT / "share").as_posix(): path.read_text(encoding="utf-8")
        for path in (ROOT / "share").rglob("*")
        if path.is_file()
    }
    assert {name: text.replace("[COMMAND]", "COMMAND") for name, text in kept.items()} == {
        name: text.replace("[COMMAND]", "COMMAND") for name, text in SHARED.items()
    }


def test_the_manual_page_has_every_command() -> None:
    page = SHARED["man/man1/rsc.1"].replace("\\-", "-")
    assert [name for name in COMMANDS if f".SS rsc {name} " not in page] == []
    assert "--read-only" in page


def test_no_line_of_the_manual_page_is_a_request_by_mistake() -> None:
    known = {".TH", ".SH", ".SS", ".TP", ".PP", ".B"}
    lines = SHARED["man/man1/rsc.1"].splitlines()
    assert {line.split()[0] for line in lines if line.startswith((".", "'"))} == known
