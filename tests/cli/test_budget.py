"""`budget` and `alert`: in the file itself where it holds them, else in `rscrew.yaml`."""

import json
import shlex
from pathlib import Path

import pytest

from rscrew_console.plans.spending_limits import AddAlert, SetBudget, SetOnExceed, SpendingLimit
from rscrew_console.session import Session
from tests.cli.conftest import Rsc
from tests.tui.console import SMALL

OF = ("--config", ".env")


@pytest.fixture
def crew(folder: Path) -> Path:
    path = folder / ".env"
    path.write_text("A_MODEL=openai:gpt-6-luna\n")
    path.chmod(0o600)
    return path


def beside(crew: Path) -> str:
    return (crew.parent / "rscrew.yaml").read_text().partition("\n")[2]


def test_budgets_of_a_format_without_any_stand_beside_it(rsc: Rsc, crew: Path) -> None:
    assert rsc(*OF, "budget", "daily", "$5").status == 0
    assert rsc(*OF, "budget", "weekly", "2.5", "--provider", "openai:gpt-6-luna").status == 0
    assert rsc(*OF, "budget", "--on-exceed", "block").status == 0
    told = json.loads(rsc(*OF, "budget", "--json").out)
    assert told == {
        "limits": {"day": 5}, "providers": {"openai:gpt-6-luna": {"week": 2.5}}, "alert_at": 0.8,
        "on_exceed": "block",
    }  # fmt: skip
    assert beside(crew).startswith("budgets:\n  daily_usd: 5\n")
    assert crew.read_text() == "A_MODEL=openai:gpt-6-luna\n"
    assert "all: $5.00 a day" in rsc(*OF, "budget").out
    assert "of $5.00 (cost today)" in rsc(*OF, "usage").out
    assert rsc(*OF, "budget", "daily", "-").status == 0
    assert json.loads(rsc(*OF, "budget", "--json").out)["limits"] == {}
    for _ in range(4):
        assert rsc(*OF, "undo").status == 0
    assert beside(crew) == ""


def test_alerts_of_a_format_without_any_stand_beside_it(rsc: Rsc, crew: Path) -> None:
    assert (
        rsc(*OF, "alert", "calls", "--at-least", "20", "--per", "day", "--name", "few").status == 0
    )
    assert rsc(*OF, "alert", "cost", "$3-5", "--agent", "A_MODEL").status == 0
    told = json.loads(rsc(*OF, "alert", "--json").out)["alerts"]
    fields = ("metric", "per", "threshold", "at_least")
    assert [tuple(one[field] for field in fields) for one in told] == [
        ("calls", "day", None, 20), ("cost", "week", 5, None),
    ]  # fmt: skip
    assert rsc(*OF, "alert", "--remove", "few").status == 0
    assert len(json.loads(rsc(*OF, "alert", "--json").out)["alerts"]) == 1
    assert rsc(*OF, "undo").status == 0
    assert len(json.loads(rsc(*OF, "alert", "--json").out)["alerts"]) == 2


def test_rscrew_s_own_file_holds_them_itself(rsc: Rsc, config: Path) -> None:
    before = config.read_text()
    assert rsc("budget", "daily", "5").status == 0
    assert rsc("alert", "p95_latency_ms", "3 s", "--provider", "claude").status == 0
    assert config.read_text().startswith(before)
    assert "daily_usd: 5" in config.read_text()
    assert not (config.parent / "rscrew.yaml").exists()
    assert "p95" in rsc("alert").out
    rsc("undo")
    rsc("undo")
    assert config.read_text() == before


@pytest.mark.parametrize(("arguments", "told"), [
    (("budget", "yearly", "5"), 'there is no budget "yearly"'),
    (("budget", "daily"), "the amount is missing: rsc budget daily 5"),
    (("budget", "daily", "much"), "is not an amount above zero in US dollars"),
    (("budget", "daily", "5", "--provider", "nobody"), 'there is no provider "nobody"'),
    (("budget", "--on-exceed", "blok"), 'did you mean "block"?'),
    (("alert", "cost"), "the threshold is missing: rsc alert cost THRESHOLD"),
    (("alert", "cots", "5"), "which nothing measures"),
    (("alert", "cost", "5", "--agent", "nobody"), 'there is no agent "nobody"'),
    (("alert", "--remove", "x"), 'there is no alert "x"'),
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_written(
    rsc: Rsc, crew: Path, arguments: tuple[str, ...], told: str
) -> None:
    ran = rsc(*OF, *arguments)
    assert ran.status == 2
    assert told in ran.err
    assert not (crew.parent / "rscrew.yaml").exists() or beside(crew) == ""


def test_a_dry_run_writes_nothing(rsc: Rsc, crew: Path) -> None:
    ran = rsc(*OF, "budget", "daily", "5", "--dry-run")
    assert (ran.status, "+  daily_usd: 5" in ran.out) == (0, True)
    assert [path.name for path in crew.parent.iterdir()] == [".env"]


def test_a_budget_of_the_format_s_own_holds_beside_other_settings(rsc: Rsc, folder: Path) -> None:
    path = folder / "orchestration_config.yaml"
    path.write_text("openrouter_enabled: true\ndaily_budget_usd: 3\n")
    (folder / "rscrew.yaml").write_text("aliases: {}\n")
    told = json.loads(rsc("--config", str(path), "budget", "--json").out)
    assert told["limits"] == {"day": 3}


@pytest.mark.parametrize("limit", [
    SetBudget("day", 5.0),
    SetBudget("month", 2.5, "claude"),
    SetOnExceed("block"),
    AddAlert({"metric": "failures", "failure": "credit", "per": "day", "threshold": 3}),
    AddAlert({"metric": "calls", "at_least": 20}),
], ids=repr)  # fmt: skip
def test_the_command_of_what_the_console_does_does_the_same(
    rsc: Rsc, folder: Path, limit: SpendingLimit
) -> None:
    path = folder / "model_config.yaml"
    path.write_text(SMALL)
    session = Session.open(path, journal=False)
    session.apply(limit)
    expected = session.document.text
    words = shlex.split(limit.command_line(session.roster))[1:]
    assert rsc("--config", str(path), *words).status == 0
    assert path.read_text() == expected
