"""`recommend` by genai-prices' data: nobody is asked."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Rsc


def test_as_json(rsc: Rsc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "a1B2c3D4e5F6a1B2c3D4")
    ran = rsc(
        "recommend", "--for", "coding", "--under", "1.00", "--tools", "--context", "200k",
        "--have-keys", "--offline", "--json",
    )  # fmt: skip
    told = json.loads(ran.out)
    assert (ran.status, told["for"], told["under"]) == (0, "coding", 1)
    models = told["models"]
    assert models
    assert told["found"] >= len(models)
    assert set(told) == {
        "for", "under", "input_tokens", "output_tokens", "models", "found", "left_out",
    }  # fmt: skip
    assert {one["kind"] for one in models} == {"openai"}
    assert [one["rank"] for one in models] == [*range(1, len(models) + 1)]
    prices = [one["usd_per_mtok"] for one in models]
    assert prices == sorted(prices)
    assert prices[-1] < 1
    assert all(one["context_window"] >= 200_000 and one["tools"] for one in models)
    assert all("OPENAI_API_KEY is set" in one["reasons"] for one in models)


def test_in_the_spelling_of_the_file(
    rsc: Rsc, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    (folder / ".env").write_text("A_MODEL=openai:gpt-6-luna\n")
    (folder / ".env").chmod(0o600)
    monkeypatch.setenv("OPENAI_API_KEY", "a1B2c3D4e5F6a1B2c3D4")
    ran = rsc("--config", ".env", "recommend", "--have-keys", "--offline", "--limit", "1")
    assert ran.status == 0
    assert ran.out.splitlines()[1].split()[1].startswith("openai:")


def test_aliases_of_the_file_are_told(
    rsc: Rsc, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    (folder / ".env").write_text("A_MODEL=openai:gpt-6-luna\n")
    (folder / ".env").chmod(0o600)
    (folder / "rscrew.yaml").write_text("aliases: {cheap: openai:gpt-6-luna}\n")
    monkeypatch.setenv("OPENAI_API_KEY", "a1B2c3D4e5F6a1B2c3D4")
    options = ("--config", ".env", "recommend", "--have-keys", "--offline", "--limit", "99")
    aliases = {
        one["model"]: one["aliases"] for one in json.loads(rsc(*options, "--json").out)["models"]
    }
    assert aliases["openai:gpt-6-luna"] == ["cheap"]
    assert [names for names in aliases.values() if names] == [["cheap"]]
    assert "your alias cheap" in rsc(*options).out


def test_without_any_key(rsc: Rsc) -> None:
    ran = rsc("recommend", "--have-keys")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("no key is set; put one into ./.env, as in OPENROUTER_API_KEY=")
