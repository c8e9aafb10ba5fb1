"""The table of commands, from which keys, footer, help, palette and docs come."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.tui import keysdoc
from rscrew_console.tui.command import CommandGroup, every
from rscrew_console.tui.screens.main_commands import GROUPS
from rscrew_console.tui.view.keybar import bar, best, command_at
from rscrew_console.tui.view.text import plain, width
from rscrew_console.tui.widgets.moving import MOVING
from tests.rows import each_row

ROOT = Path(__file__).parents[2]


def test_the_page_of_keys_is_in_step() -> None:
    """To mend it: python -m rscrew_console.tui.keysdoc."""
    assert (ROOT / "docs" / "keys.md").read_text(encoding="utf-8") == keysdoc.document()


def test_no_key_does_two_things_on_the_main_screen() -> None:
    keys = Counter(key for command in every((*GROUPS, MOVING)) for key in command.keys)
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("group", keysdoc.ALL, ids=lambda group: group.title)
def test_every_command_is_said_in_a_sentence(group: CommandGroup[Any]) -> None:
    for command in group:
        assert command.help.endswith(".")
        assert len(command.label) <= 30


def test_every_command_with_a_control_key_has_a_plain_one_too() -> None:
    reserved = {"ctrl+d", "ctrl+u", "ctrl+p"}  # PgDn, PgUp and ? are their plain relatives
    lonely = [
        command.id
        for command in every((*GROUPS, MOVING))
        if command.keys and all(key.startswith("ctrl+") for key in command.keys)
        if not reserved & {*command.keys}
    ]
    assert lonely == []


@each_row("room", [20, 40, 78, 100, 138])
def test_the_footer_fits(room: int) -> None:
    assert width(bar(best(every(GROUPS), room), room)) <= room


def test_eighty_columns_hold_the_commands_that_matter_most() -> None:
    labels = [command.label for command in best(every(GROUPS), 78)]
    assert labels == ["edit", "assign", "undo", "strategies", "diff", "save", "quit", "help"]


def test_a_click_on_the_footer_finds_its_command() -> None:
    commands = best(every(GROUPS), 78)
    line = plain(bar(commands, 78))
    found = command_at(commands, 78, line.index("diff"))
    assert found is not None
    assert found.label == "diff"
    assert command_at(commands, 78, 500) is None


def test_a_command_needs_a_docstring_and_a_name_of_its_own() -> None:
    group: CommandGroup[object] = CommandGroup("Test")

    def bare(_owner: object) -> None: ...

    def told(_owner: object) -> None:
        """It does something."""

    group.command("a", label="told")(told)
    for wrong in (bare, told):
        with pytest.raises(ValueError, match="docstring"):
            group.command("b", label="wrong")(wrong)
    (command,) = group
    assert (command.key, command.help) == ("a", "It does something.")
