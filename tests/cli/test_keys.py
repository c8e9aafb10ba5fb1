"""`keys`, and the settings file that it is about."""

import json
from pathlib import Path

from rscrew_console.console_schema import text
from rscrew_console.console_settings import ConsoleSettings, read_settings, settings_path
from tests.cli.conftest import Rsc
from tests.rows import each_row

ROOT = Path(__file__).parents[2]


@each_row(("written", "expected"), [
    ("", ConsoleSettings()),
    ("# nothing\n", ConsoleSettings()),
    ("keys: {save: w, mark_all: 0}\n", ConsoleSettings({"save": ("w",), "mark_all": ("0",)})),
    ("theme: dark\nstart: usage\ncheck_interval: 5\n", ConsoleSettings({}, "dark", "usage", 5.0)),
    ("columns: {agents: primary}\n", ConsoleSettings(columns={"agents": ("primary",)})),
])  # fmt: skip
def test_what_is_read(written: str, expected: ConsoleSettings) -> None:
    assert read_settings(written) == expected


@each_row(("written", "problem"), [
    ("[]", "it has to be a mapping of keys, theme"),
    ("kes: {}", 'there is no setting "kes"; did you mean "keys"?'),
    ("colors: {}", 'there is no setting "colors"; there are keys, theme, start, check_interval'),
    ("theme: drak", 'theme: "drak" is none of light, dark; did you mean "dark"?'),
    ("theme: [dark]", "theme: "),
    ("start: provider", 'did you mean "providers"?'),
    ("check_interval: 0", "check_interval: write a number of seconds from 1 to"),
    ("check_interval: yes", "check_interval: "),
    ("columns: {agent: x}", 'there is no table "agent"; did you mean "agents"?'),
    ("columns: {agents: {}}", "columns.agents: write a list of columns"),
    ("columns: 3", "columns: "),
    ("keys: save", "keys: write a command and its key"),
    ("keys: {save: {a: b}}", "keys.save: write a key or a list of keys"),
    ("keys: {save: []}", "keys.save: "),
    ("keys: [", "line "),
])  # fmt: skip
def test_what_is_told(written: str, problem: str) -> None:
    (told,) = read_settings(written).problems
    assert problem in told


def test_the_schema_is_in_step() -> None:
    """To mend it: python -m rscrew_console.console_schema > config/schemas/console.json"""
    assert (ROOT / "config" / "schemas" / "console.json").read_text(encoding="utf-8") == text()


def test_keys_are_listed_by_id(rsc: Rsc, folder: Path) -> None:
    ran = rsc("keys")
    assert (ran.status, ran.err) == (0, "")
    assert any(line.split()[:3] == ["S", "ctrl+s", "save"] for line in ran.out.splitlines())


def test_keys_of_ones_own_and_what_is_wrong_with_them(rsc: Rsc, folder: Path) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text("keys: {save: ctrl+w, remov: X}\n", encoding="utf-8")
    ran = rsc("keys", "--json")
    assert ran.status == 1
    assert 'there is no command "remov"; did you mean "remove"?' in ran.err
    told = json.loads(ran.out)
    assert {"save"} == {one["id"] for one in told["keys"] if one["own"]}
    assert ["ctrl+w"] in [one["keys"] for one in told["keys"] if one["own"]]
    found = json.loads(rsc("doctor", "--json").out)["findings"]
    assert "console-yaml" in {one["code"] for one in found}


def test_testing_needs_a_terminal(rsc: Rsc, folder: Path) -> None:
    ran = rsc("keys", "--test")
    assert (ran.status, ran.out) == (2, "")
    assert "--test needs a terminal" in ran.err
