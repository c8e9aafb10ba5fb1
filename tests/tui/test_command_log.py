"""What was done, as command lines: run on the old file they give the new one byte for byte."""

import os
import shlex
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rscrew_console.cli.app import app as command_line
from rscrew_console.dialects import OperationError
from rscrew_console.dialects.operations import (
    AddAgent,
    AddProvider,
    Assign,
    Move,
    Operation,
    Pin,
    Remove,
    Rename,
    SetAgent,
    SetProvider,
)
from rscrew_console.plans.preview import preview
from rscrew_console.providers.keys import Env
from rscrew_console.session import Session, SessionError
from rscrew_console.session.command_log import DoneStep, done_steps, script
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.state.console_state import ConsoleState
from tests.tui.console import KEYS, NOON, SMALL, console, main, session

AGENTS = st.sampled_from(["planner", "writer", "reader", "new one", "-x"])
PROVIDERS = st.sampled_from(["claude", "openai", "gemini", "groq"])
SLOTS = st.sampled_from(["primary", "secondary", "tertiary", "fallback"])
TEXTS = st.sampled_from(['it\'s "so"', "two\nlines", "", "-5 %", "$HOME `ls`", "漢字 # no"])
FIELDS = st.one_of(
    st.tuples(st.sampled_from(["model", "description", "base_url"]), TEXTS),
    st.tuples(st.just("cost_tier"), st.sampled_from(["budget", "", None])),
    st.tuples(st.just("timeout"), st.sampled_from(["7", 7, 2.5, ""])),
    st.tuples(st.just("price"), st.sampled_from([{"input": 3, "output": 1.5}, ""])),
    st.tuples(st.just("strengths"), st.just(["coding", "analysis"])),
    st.tuples(st.just("allow_insecure"), st.booleans()),
)
OPERATIONS: st.SearchStrategy[Operation] = st.one_of(
    st.builds(Assign, AGENTS, st.dictionaries(SLOTS, st.none() | PROVIDERS, min_size=1)),
    st.builds(Move, AGENTS, SLOTS, st.sampled_from([1, -1])),
    st.builds(SetAgent, AGENTS, st.just("reasoning"), TEXTS),
    st.builds(SetAgent, AGENTS, st.just("capability"), st.sampled_from(["coding", ""])),
    FIELDS.flatmap(lambda pair: st.builds(SetProvider, PROVIDERS, *map(st.just, pair))),
    st.builds(AddAgent, AGENTS, st.dictionaries(SLOTS, PROVIDERS), TEXTS),
    st.builds(AddProvider, PROVIDERS, st.fixed_dictionaries({"model": st.just("groq/llama")})),
    st.builds(Remove, st.sampled_from(["agent", "provider"]), AGENTS | PROVIDERS),
    st.builds(Rename, st.just("agent"), AGENTS, AGENTS),
    st.builds(Rename, st.just("provider"), PROVIDERS, PROVIDERS),
    st.builds(Pin, st.none() | PROVIDERS, st.sampled_from(["", "a reason"])),
)
ACTIONS = st.one_of(
    st.lists(OPERATIONS, min_size=1, max_size=2),
    st.tuples(
        st.just("strategy"), st.sampled_from(["cost-optimised", "task-optimised"]),
        st.dictionaries(AGENTS, st.lists(SLOTS, min_size=1, max_size=2, unique=True), max_size=2),
    ),
    st.sampled_from(["undo", "redo", "save", "save in part", "by hand", "outside"]),
)  # fmt: skip


def do(state: ConsoleState, action: object) -> None:
    """One action; what the console refuses does nothing."""
    with suppress(OperationError, SessionError):
        match action:
            case "undo":
                state.session.undo()
            case "redo":
                state.session.redo()
            case "save":
                state.save()
            case "save in part":
                state.save(state.session.parts[:1])
            case "by hand":
                state.session.change_text(state.session.document.text + "# mine\n", "by hand")
            case "outside":
                state.save()
                text = state.session.saved.text + "# theirs\n"
                state.session.path.write_text(text, encoding="utf-8")
                state.session.refresh()
            case ("strategy", name, kept):
                roster = state.session.roster
                slots = {
                    agent: each for agent, each in kept.items() if agent in roster.agent_by_name
                }
                plan = preview(roster, name, state.plan_facts(), None, slots)
                state.apply_preview(plan)
            case operations:
                state.apply(operations)


def run(steps: list[DoneStep], path: Path) -> None:
    """What the script does, in this process."""
    for step in steps:
        assert step.kind != "hidden"
        calls = [(shlex.split(one)[1:], None) for one in step.commands]
        if step.kind == "diff":
            calls = [(["patch"], step.diff)]
        for words, given_input in calls:
            ran = CliRunner().invoke(
                command_line, ["--config", str(path), *words], input=given_input
            )
            assert ran.exit_code == 0, (words, ran.output)


@settings(max_examples=12, deadline=None, suppress_health_check=[*HealthCheck])
@given(actions=st.lists(ACTIONS, min_size=1, max_size=6))
def test_the_commands_give_the_very_bytes(actions: list[object]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, copy = folder / "model_config.yaml", folder / "copy" / "model_config.yaml"
        copy.parent.mkdir()
        for one in (path, copy):
            one.write_text(SMALL, encoding="utf-8")
        opened = Session.open(path, clock=lambda: NOON, state=folder / "state")
        state = ConsoleState(opened, OpeningKeys(Env({})))
        state.set_time(NOON)
        for action in actions:
            do(state, action)
        run(state.commands.steps(), copy)
        assert copy.read_text(encoding="utf-8") == state.session.document.text


def test_the_script_runs_in_a_shell() -> None:
    state = ConsoleState(session(), OpeningKeys(Env(KEYS)))
    state.apply([Assign("writer", {"primary": "claude"})])
    state.apply([SetAgent("writer", "reasoning", "it's $HOME\nand `ls`")])
    state.apply([Rename("agent", "writer", "author's")])
    do(state, "by hand")
    state.apply([Remove("agent", "planner")])
    do(state, "undo")
    path = state.session.path.absolute()
    Path("again.sh").write_text(script(state.commands.steps(), str(path)), encoding="utf-8")
    copy = Path("copy.yaml")
    copy.write_text(SMALL, encoding="utf-8")
    environ = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    subprocess.run(["sh", "again.sh", str(copy)], check=True, env=environ, capture_output=True)
    assert copy.read_text(encoding="utf-8") == state.session.document.text
    assert path.read_text(encoding="utf-8") == SMALL


def test_a_step_that_holds_a_key_has_no_command() -> None:
    key = "sk-ant-api03-Zk81QvLx07TtRmAbCdEf"
    (step,) = done_steps("a: 1\n", [], f"a: {key}\n", "crew.yaml")
    assert (step.kind, step.shell("")) == ("hidden", "")
    assert key not in script([step], "crew.yaml")


async def test_the_log_copies_one_command_or_all() -> None:
    app = console(session())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("l", "3", "j", "l", "3", "u", "L")
        await pilot.press("enter")
        command = app.clipboard
        await pilot.press("s")
        assert command.startswith("rsc")
        assert app.clipboard.startswith("#!/bin/sh\n")
        assert app.clipboard.count("assign") == 1
        await pilot.press("escape")
        assert app.screen is main(app)
