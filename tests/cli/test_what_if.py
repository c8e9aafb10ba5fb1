"""`what-if`, and the pin that does for real what it supposes."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import Rsc
from tests.dialects.crews import CREW

BOTH = {"ANTHROPIC_API_KEY": "sk-9f3c1b7a5d2e8064", "OPENAI_API_KEY": "sk-1f3c1b7a5d2e8064"}


def shape(rsc: Rsc, *arguments: str) -> Any:
    ran = rsc("what-if", "--json", *arguments)
    assert (ran.status, ran.err) == (0, "")
    return json.loads(ran.out)


def test_json(rsc: Rsc, config: Path) -> None:
    assert shape(rsc, "--down", "openai") == {
        "down": ["openai"],
        "agents": [
            {"name": "planner", "before": "claude", "after": "claude"},
            {"name": "writer", "before": "openai", "after": "claude"},
            {"name": "twice", "before": "openai", "after": "claude"},
        ],
        "stranded": [],
        "distribution": {
            "claude": {"agents": 3, "percent": 100.0},
            "openai": {"agents": 0, "percent": 0.0},
            "gemini": {"agents": 0, "percent": 0.0},
            "spare": {"agents": 0, "percent": 0.0},
        },
    }


@pytest.mark.parametrize(("keys", "down", "after", "stranded"), [
    ({}, "claude,openai", ["gemini", None, "gemini"], ["writer"]),
    ({}, "openai, claude", ["gemini", None, "gemini"], ["writer"]),
    (BOTH, "claude", ["openai", "openai", "openai"], []),
    (BOTH, "claude,openai", [None, None, None], ["planner", "writer", "twice"]),
])  # fmt: skip
def test_several_down(
    rsc: Rsc, config: Path, monkeypatch: pytest.MonkeyPatch, keys: dict[str, str], down: str,
    after: list[str | None], stranded: list[str],
) -> None:  # fmt: skip
    for name, value in keys.items():
        monkeypatch.setenv(name, value)
    found = shape(rsc, "--down", down)
    assert [agent["after"] for agent in found["agents"]] == after
    assert found["stranded"] == stranded


def test_in_words(rsc: Rsc, config: Path) -> None:
    ran = rsc("what-if", "--down", "claude,openai")
    assert (ran.status, ran.err) == (0, "")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines[:5] == [
        "no provider has a key here; this is as if all had one",
        "agent runs now would run",
        "planner claude gemini",
        "writer openai ✗ nothing",
        "twice openai gemini",
    ]
    assert "2 of 3 agents move, 0 stay where they are" in lines
    assert "then run: gemini 2" in lines
    assert lines[-1] == "left with nothing: writer"


def test_every_pair_at_once(rsc: Rsc, config: Path) -> None:
    lines = [" ".join(line.split()) for line in rsc("what-if").out.splitlines()]
    assert lines[1:6] == [
        "down claude openai gemini spare",
        "claude 1 2 ✗1 1 1",
        "openai 2 ✗1 2 2 2",
        "gemini 1 2 0 0",
        "spare 1 2 0 0",
    ]


def test_the_weakest_place_is_named(
    rsc: Rsc, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", BOTH["OPENAI_API_KEY"])
    assert rsc("what-if").out.splitlines()[-1] == "openai down alone leaves 3 with nothing"


def test_an_unknown_provider(rsc: Rsc, config: Path) -> None:
    ran = rsc("what-if", "--down", "claude,opnai")
    assert (ran.status, ran.out) == (2, "")
    assert 'there is no provider "opnai"; did you mean "openai"?' in ran.err


def test_a_pin_holds_until_it_is_taken_out(
    rsc: Rsc, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in BOTH.items():
        monkeypatch.setenv(name, value)
    before = yaml.safe_load(CREW)
    ran = rsc("pin", "claude", "--why", "rate limits")
    assert ran.status == 0
    assert "warning: pinned: every agent runs on claude (rate limits)" in ran.err
    assert yaml.safe_load(config.read_text(encoding="utf-8")) == {
        **before, "global_settings": {"pin": "claude", "pin_why": "rate limits"},
    }  # fmt: skip

    agents = json.loads(rsc("agents", "--json").out)["agents"]
    assert {agent["effective"] for agent in agents} == {"claude"}
    assert agents[1]["chain"] == {"primary": "openai", "fallback": "claude"}
    assert rsc("agents").out.startswith("pinned: every agent runs on claude (rate limits)\n")
    assert shape(rsc, "--down", "claude")["stranded"] == ["planner", "writer", "twice"]
    assert {one["after"] for one in shape(rsc, "--down", "openai")["agents"]} == {"claude"}
    checked = rsc("check")
    assert checked.status == 0
    assert "warning pinned: pinned: every agent runs on claude (rate limits)" in checked.out

    assert rsc("pin", "openai").status == 0
    assert "pin_why" not in config.read_text(encoding="utf-8")
    assert rsc("unpin").status == 0
    assert not yaml.safe_load(config.read_text(encoding="utf-8"))["global_settings"]
    assert "nothing to change" in rsc("unpin").out


@pytest.mark.parametrize("arguments", [("pin", "claude", "--dry-run"), ("unpin", "--dry-run")])
def test_dry_runs_write_nothing(rsc: Rsc, config: Path, arguments: tuple[str, ...]) -> None:
    before = config.read_bytes()
    ran = rsc(*arguments)
    assert ran.status == 0
    assert ("+  pin: claude" in ran.out) == (arguments[0] == "pin")
    assert config.read_bytes() == before


def test_only_a_provider_can_be_pinned(rsc: Rsc, config: Path) -> None:
    ran = rsc("pin", "clade")
    assert (ran.status, ran.out) == (2, "")
    assert 'did you mean "claude"?' in ran.err
