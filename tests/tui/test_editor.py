"""How editors are told the line."""

from pathlib import Path

import pytest

from rscrew_console.tui.editing.editor import command_line
from tests.rows import each_row


@each_row(
    ("environ", "command"),
    [
        ({}, ["vi", "+7", "a b.yaml"]),
        ({"EDITOR": "nano"}, ["nano", "+7", "a b.yaml"]),
        ({"EDITOR": "nano", "VISUAL": "vim -n"}, ["vim", "-n", "+7", "a b.yaml"]),
        ({"EDITOR": "", "VISUAL": " "}, ["vi", "+7", "a b.yaml"]),
        ({"EDITOR": "/usr/bin/code"}, ["/usr/bin/code", "--wait", "--goto", "a b.yaml:7"]),
        ({"EDITOR": "hx"}, ["hx", "a b.yaml:7"]),
        ({"EDITOR": "'/my own/subl' -n"}, ["/my own/subl", "-n", "--wait", "a b.yaml:7"]),
    ],
)  # fmt: skip
def test_the_editor_is_the_users_own(environ: dict[str, str], command: list[str]) -> None:
    assert command_line(environ, Path("a b.yaml"), 7) == command


def test_an_unknown_line_is_the_first() -> None:
    assert command_line({}, Path("f"), 0) == ["vi", "+1", "f"]


def test_quotes_that_do_not_close_are_an_error() -> None:
    with pytest.raises(ValueError, match="quotation"):
        command_line({"EDITOR": "vim '"}, Path("f"), 1)
