"""One provider in the place of another everywhere: `R`, and `x` on one that is in use."""

from __future__ import annotations

import pytest

from rscrew_console.session import Session
from rscrew_console.tui.app import ConsoleApp
from tests.tui.console import CONFIG, SMALL, console, main, press, session
from tests.tui.samples import WITH_CHAINS, opened_sample


def chains(app: ConsoleApp) -> dict[str, tuple[str, ...]]:
    return {one.name: one.chain.providers for one in main(app).view_state.roster.agents}


def models_in_chains(opened: Session) -> set[str]:
    roster = opened.roster
    return {
        roster.provider_by_name[name].model
        for agent in roster.agents
        for name in agent.chain.providers
    }


BEFORE = {
    "planner": ("claude", "openai"),
    "writer": ("openai", "claude", "gemini"),
    "reader": ("gemini", "openai"),
}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["tab", "R", *"gemini", "enter"], {
            "planner": ("gemini", "openai"),
            "writer": ("openai", "gemini"),
            "reader": ("gemini", "openai"),
        }),
        (["l", "l", "R", *"claude", "enter"], {  # planner's secondary
            "planner": ("claude",),
            "writer": ("claude", "gemini"),
            "reader": ("gemini", "claude"),
        }),
        (["R", *"gemini", "enter"], {  # on the agent's name: what it runs on
            "planner": ("gemini", "openai"),
            "writer": ("openai", "gemini"),
            "reader": ("gemini", "openai"),
        }),
        (["tab", "R", "escape"], BEFORE),
        (["tab", "R", *"gemini", "enter", "u"], BEFORE),
    ],
)  # fmt: skip
async def test_a_provider_is_replaced_in_every_chain_in_one_step(
    keys: list[str], expected: dict[str, tuple[str, ...]]
) -> None:
    app = console(session())
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, *keys)
        assert chains(app) == expected
        assert len(main(app).state.session.changes) == int(expected != BEFORE)


async def test_the_step_and_its_command_say_what_was_replaced() -> None:
    app = console(session())
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "tab", "R", *"gemini", "enter")
        state = main(app).state
        assert [each.label for each in state.session.changes] == ["replace claude → gemini"]
        command = "rsc --config model_config.yaml replace claude gemini --yes"
        assert state.last_command == command


async def test_one_that_is_in_use_is_removed_with_another_in_its_place() -> None:
    app = console(session())
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "tab", "x", *"gemini", "enter")
        assert [*main(app).view_state.roster.provider_by_name] == ["openai", "gemini"]
        assert chains(app)["planner"] == ("gemini", "openai")
        assert main(app).state.last_command == (
            "rsc --config model_config.yaml replace claude gemini --yes"
            " && rsc --config model_config.yaml remove-provider claude"
        )
        await press(pilot, "u")
        assert main(app).state.session.document.text == SMALL


async def test_removing_one_that_is_in_use_can_be_left() -> None:
    app = console(session())
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "tab", "x", "escape")
        assert not main(app).state.session.is_dirty


async def test_the_command_lines_do_what_the_keys_did() -> None:
    """The steps of the console, and `rsc replace`, come from one place."""
    app = console(session())
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "tab", "R", *"gemini", "enter")
        by_keys = main(app).state.session.document.text
    from click.testing import CliRunner

    from rscrew_console.cli.app import app as commands

    CONFIG.write_text(SMALL, encoding="utf-8")
    words = ["--config", str(CONFIG), "replace", "claude", "gemini", "--yes"]
    CliRunner().invoke(commands, words)
    assert CONFIG.read_text(encoding="utf-8") == by_keys


@pytest.mark.parametrize("sample", WITH_CHAINS)
async def test_every_format_replaces_what_stands_under_the_cursor(sample: str) -> None:
    opened = opened_sample(sample)
    app = console(opened)
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "tab")
        old = main(app).grid.row_key
        others = [each.name for each in opened.roster.providers if each.name != old]
        before, model = opened.document.text, opened.roster.provider_by_name[old].model
        await press(pilot, "R", *others[0], "enter")
        assert model not in models_in_chains(opened)
        assert len(opened.changes) == 1
        await press(pilot, "u")
        assert opened.document.text == before
