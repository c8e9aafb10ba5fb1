"""`rscrew.yaml` beside a file of another format: what that file has no place for."""

from pathlib import Path

import pytest

from rscrew_console.session import Session

CREW = """\
writer: {role: Writer, goal: Write, backstory: Old, llm: openai/o3}
reader: {role: Reader, goal: Read, backstory: Old}
"""
COMPANION = """\
global_settings: {pin: openai/o3, pin_why: a test, fallback_enabled: true}
cost_assumptions: {calls_per_day: 7}
budgets: {daily_usd: 5}
health: {interval: 9}
strategies:
  mine: {rules: [{prefer: openai/o3}]}
"""


@pytest.fixture
def crew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("MODEL", "MODEL_NAME", "OPENAI_MODEL_NAME"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "agents.yaml"
    path.write_text(CREW)
    return path


def opened(path: Path) -> Session:
    return Session.open(path, state=path.parent / "state")


@pytest.mark.parametrize("place", ["rscrew.yaml", "config/rscrew-console/rscrew.yaml"])
def test_settings_and_strategies_come_from_it(crew: Path, place: str) -> None:
    companion = crew.parent / place
    companion.parent.mkdir(parents=True, exist_ok=True)
    companion.write_text(COMPANION)
    session = opened(crew)
    settings = session.roster.settings
    assert (settings.pin, settings.pin_why) == ("openai/o3", "a test")
    assert settings.costs.calls_per_day == 7
    assert settings.health.interval == 9
    assert [strategy.name for strategy in session.roster.strategies] == ["mine"]
    assert session.roster.fallback.fires == "never"  # that is a fact of the format
    assert session.problems == ()
    assert session.change_text(CREW + "# more\n", "a comment")
    assert session.roster.settings == settings


def test_the_one_beside_the_file_counts(crew: Path) -> None:
    users = crew.parent / "config" / "rscrew-console"
    users.mkdir(parents=True)
    (users / "rscrew.yaml").write_text("cost_assumptions: {calls_per_day: 1}\n")
    (crew.parent / "rscrew.yaml").write_text("cost_assumptions: {calls_per_day: 2}\n")
    assert opened(crew).roster.settings.costs.calls_per_day == 2


@pytest.mark.parametrize(("text", "code", "message"), [
    ("global_settings: {pin: nobody}\n", "unknown-provider", "rscrew.yaml:1: global_settings.pin"),
    ("\nbudget: {daily_usd: 1}\n", "nothing-reads", "rscrew.yaml:2: budget: nothing reads this"),
    ("a: [\n", "companion", "rscrew.yaml is not read: "),
])  # fmt: skip
def test_what_is_wrong_in_it_is_a_warning(crew: Path, text: str, code: str, message: str) -> None:
    (crew.parent / "rscrew.yaml").write_text(text)
    (problem,) = opened(crew).problems
    assert (problem.code, problem.severity) == (code, "warning")
    assert problem.message.startswith(message)


def test_without_one_nothing_is_missing(crew: Path) -> None:
    session = opened(crew)
    assert session.problems == ()
    assert session.roster.settings.pin is None
