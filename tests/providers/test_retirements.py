"""Retired models: our own data, LiteLLM's, and what is said of a provider."""

import json
from datetime import date
from pathlib import Path

import pytest

from rscrew_console.providers import retirements
from rscrew_console.providers.facts import facts_of
from rscrew_console.providers.kinds import KINDS, at_home, kind_of
from rscrew_console.providers.retirements import (
    RetirementNotice,
    notices_of_litellm,
    of_litellm,
    retired_by,
    shipped,
)
from rscrew_console.roster.chain import SlotScheme
from rscrew_console.roster.facts import Retirement
from rscrew_console.roster.lint import lint
from rscrew_console.roster.model import Provider, Roster
from tests.dialects.crews import crew
from tests.rows import each_row

DAY = date(2026, 11, 20)
OPENAI = "https://developers.openai.com/api/docs/deprecations"


def test_the_data_agrees_with_itself() -> None:
    for (kind, model), notice in shipped().items():
        assert kind in KINDS, model
        assert notice.source.startswith("https://"), model
        assert date(2020, 1, 1) < notice.date < date(2030, 1, 1), model
        # Nobody is sent from one retired model to the next.
        assert (kind, notice.successor) not in shipped(), model


def test_no_model_is_in_the_data_twice() -> None:
    text = (Path(retirements.__file__).parent / "data" / "retirements.json").read_text("utf-8")
    vendors = json.loads(text)["vendors"]
    names = [
        (vendor["kind"], model)
        for vendor in vendors
        for entry in vendor["retirements"]
        for model in entry["models"]
    ]
    assert len(names) == len(set(names)) == len(shipped())
    assert {"anthropic", "openai", "gemini", "deepseek"} <= {vendor["kind"] for vendor in vendors}


@pytest.mark.parametrize("model", [
    "claude-3-5-sonnet-20241022", "gemini-1.5-pro", "gemini/gemini-1.5-pro", "deepseek-chat",
])  # fmt: skip
def test_the_defaults_that_rscrew_shipped_with_are_known_to_be_gone(model: str) -> None:
    found = retired_by(DAY, shipped())(Provider("p", model))
    assert found is not None
    assert found.over
    assert found.successor


@each_row(("provider", "retirement"), [
    (Provider("p", "gpt-4-turbo"), Retirement(date(2026, 10, 23), True, "gpt-5.6-sol", OPENAI)),
    (Provider("p", "openai/gpt-4-turbo"),
     Retirement(date(2026, 10, 23), True, "gpt-5.6-sol", OPENAI)),
    (Provider("p", "gpt-5-mini"), Retirement(date(2026, 12, 11), False, "gpt-5.6-terra", OPENAI)),
    (Provider("p", "deepseek/deepseek-chat"),
     Retirement(date(2026, 7, 24), True, "deepseek/deepseek-flash",
                "https://api-docs.deepseek.com/news/news260424")),
    (Provider("p", "gemini/gemini-2.0-flash"),
     Retirement(date(2026, 6, 1), True, "gemini/gemini-3.5-flash",
                "https://ai.google.dev/gemini-api/docs/deprecations")),
    (Provider("p", "groq/llama-3.3-70b-versatile"),
     Retirement(date(2026, 8, 16), True, "groq/openai/gpt-oss-120b",
                "https://console.groq.com/docs/deprecations")),
    (Provider("p", "gpt-6.1-sol"), None),
    (Provider("p", "gpt-4-turbo", base_url="https://gateway.example/v1"), None),
    (Provider("p", "gpt-4-turbo", base_url="https://api.openai.com/v1"),
     Retirement(date(2026, 10, 23), True, "gpt-5.6-sol", OPENAI)),
    (Provider("p", "openrouter/openai/gpt-4-turbo"), None),
    (Provider("p", "who-knows"), None),
])  # fmt: skip
def test_what_is_said_of_a_provider(provider: Provider, retirement: Retirement | None) -> None:
    assert retired_by(DAY, shipped())(provider) == retirement


@pytest.mark.parametrize(("day", "over"), [
    (date(2026, 10, 22), False), (date(2026, 10, 23), True), (date(2026, 10, 24), True),
])  # fmt: skip
def test_a_model_is_retired_from_its_day_on(day: date, over: bool) -> None:
    found = retired_by(day, shipped())(Provider("p", "gpt-4"))
    assert found
    assert found.over is over


def test_the_first_source_that_knows_wins() -> None:
    ours = {("openai", "gpt-x"): RetirementNotice(DAY, "gpt-y", "ours")}
    theirs = {
        name: RetirementNotice(DAY, "", "theirs")
        for name in (("openai", "gpt-x"), ("openai", "o4-x"))
    }
    said = retired_by(DAY, ours, theirs)
    sources = [
        found and found.source for found in map(said, map(provider, ("gpt-x", "o4-x", "o4-y")))
    ]
    assert sources == ["ours", "theirs", None]


def provider(model: str) -> Provider:
    return Provider("p", model)


@pytest.mark.parametrize(("models", "names"), [
    ({"gpt-4": {"litellm_provider": "openai", "deprecation_date": "2026-10-23"},
      "gemini/gemini-x": {"litellm_provider": "gemini", "deprecation_date": "2026-10-23"},
      "together_ai/a/b": {"litellm_provider": "together_ai", "deprecation_date": "2026-10-23"},
      "gpt-5": {"litellm_provider": "openai"},
      "azure/x": {"litellm_provider": "azure", "deprecation_date": "2026-10-23"},
      "sample": {"litellm_provider": "openai", "deprecation_date": "soon"},
      "odd": 7},
     {("openai", "gpt-4"), ("gemini", "gemini-x"), ("together", "a/b")}),
    ([], set()), (None, set()),
])  # fmt: skip
def test_litellm_s_own_dates(models: object, names: set[tuple[str, str]]) -> None:
    found = notices_of_litellm(models, "LiteLLM 1")
    assert set(found) == names
    assert set(found.values()) <= {RetirementNotice(date(2026, 10, 23), "", "LiteLLM 1")}


@pytest.mark.parametrize(("text", "found"), [
    ('{"o4-x": {"litellm_provider": "openai", "deprecation_date": "2026-10-23"}}', 1),
    ("not json", 0),
    (None, 0),
])  # fmt: skip
def test_an_installed_litellm_is_read_and_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, found: int
) -> None:
    info = tmp_path / "litellm-1.2.3.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: litellm\nVersion: 1.2.3\n")
    (tmp_path / "litellm").mkdir()
    (tmp_path / "litellm" / "__init__.py").write_text("raise SystemExit('loaded')\n")
    if text is not None:
        name = "model_prices_and_context_window_backup.json"
        (tmp_path / "litellm" / name).write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    of_litellm.cache_clear()
    notices = of_litellm()
    of_litellm.cache_clear()
    assert len(notices) == found
    assert {notice.source for notice in notices.values()} <= {"LiteLLM 1.2.3"}


@pytest.mark.parametrize(("model", "code", "message"), [
    ("claude-3-opus-20240229", "retired-model",
     "p: claude-3-opus-20240229 was retired on 2026-01-05; use claude-opus-5-5"),
    ("gpt-5-mini", "retiring-model",
     "p: gpt-5-mini will be retired on 2026-12-11; use gpt-5.6-terra"),
    ("together_ai/zai-org/GLM-5", "retired-model",
     "p: together_ai/zai-org/GLM-5 was retired on 2026-06-22"),
])  # fmt: skip
def test_the_warning(model: str, code: str, message: str) -> None:
    from rscrew_console.dialects.rscrew import RSCrew

    roster = Roster("rscrew", SlotScheme(), (Provider("p", model),), ())
    facts = facts_of(roster, {}, retired_by(DAY, shipped()))
    (problem,) = lint(roster, facts, RSCrew().places(roster), tuple(KINDS))
    assert (problem.code, problem.message) == (code, message)
    assert problem.path == ("providers", "p", "model")


def test_the_crew_of_other_tests_is_not_about_to_be_retired() -> None:
    _, roster = crew()
    for one in roster.providers:
        kind = kind_of(one)
        assert kind
        assert at_home(kind, one)
        assert retired_by(DAY, shipped())(one) is None
