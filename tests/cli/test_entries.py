"""Adding, removing and renaming agents and providers, and the starter."""

from pathlib import Path

import pytest

from rscrew_console.starter import starter_text
from tests.cli.conftest import Rsc
from tests.dialects.crews import CREW


@pytest.mark.parametrize(("arguments", "told", "text"), [
    (("add-provider", "opus", "claude-opus-5", "--cost-tier", "premium"),
     ["provider opus added"],
     "  opus:\n    model: claude-opus-5\n    api_key_env: ANTHROPIC_API_KEY\n    cost_tier: prem"),
    (("add-provider", "local", "qwen3", "--base-url", "http://localhost:1234/v1", "--timeout", "5"),
     ["provider local added"],
     "  local:\n    model: qwen3\n    base_url: http://localhost:1234/v1\n    timeout: 5\n"),
    (("add-provider", "proxy", "gpt-5", "--base-url", "https://proxy.example.com"),
     ["provider proxy added"],
     "  proxy:\n    model: gpt-5\n    base_url: https://proxy.example.com\n"),
    (("add-provider", "mine", "gpt-5", "--api-key-env", "MY_KEY", "--kind", "openai"),
     ["provider mine added"],
     "  mine:\n    model: gpt-5\n    api_key_env: MY_KEY\n    kind: openai\n"),
    (("add-agent", "coder", "gemini", "--fallback", "claude", "--capability", "coding"),
     ["agent coder added", "distribution: gemini 0 → 1"],
     "  coder:\n    primary: gemini\n    fallback: claude\n    capability: coding\n"),
    (("rename", "writer", "author"), ["agent writer → author"], "  author:\n    primary: openai\n"),
    (("rename", "gemini", "google"),
     ["provider gemini → google", "planner: tertiary gemini → google",
      "twice: fallback gemini → google"],
     "load_balancing:\n  distribution:\n    claude: 1\n    openai: 2\n    google: 0\n"),
])  # fmt: skip
def test_what_is_added_or_renamed_stands_in_the_file(
    rsc: Rsc, config: Path, arguments: tuple[str, ...], told: list[str], text: str
) -> None:
    ran = rsc(*arguments)
    assert ran.status == 0, ran.err
    assert ran.out.splitlines()[:-1] == told
    assert ran.out.splitlines()[-1].startswith("saved model_config.yaml (")
    assert text in config.read_text()


@pytest.mark.parametrize(("arguments", "told", "text"), [
    (("remove-provider", "spare"), ["provider spare removed"], "spare"),
    (("remove-agent", "writer"), ["agent writer removed", "distribution: openai 2 → 1"], "writer"),
])  # fmt: skip
def test_what_is_removed_does_not(
    rsc: Rsc, config: Path, arguments: tuple[str, ...], told: list[str], text: str
) -> None:
    ran = rsc(*arguments)
    assert ran.status == 0
    assert ran.out.splitlines()[:-1] == told
    assert text not in config.read_text()


@pytest.mark.parametrize(("arguments", "says"), [
    (("remove-provider", "openai"),
     "provider first:\n  planner (secondary)\n  writer (primary)\n  twice (primary, tertiary)\n"),
    (("remove-provider", "opnai"), 'did you mean "openai"?'),
    (("remove-agent", "writr"), 'did you mean "writer"?'),
    (("add-agent", "writer", "claude"), "is already the name of another agent"),
    (("add-agent", "new", "cluade"), 'did you mean "claude"?'),
    (("add-agent", "new"), "PRIMARY is missing"),
    (("add-provider", "claude", "m"), "is already the name of another provider"),
    (("add-provider", "new", "m", "--kind", "antropic"), 'did you mean "anthropic"?'),
    (("add-provider", "new", "m", "--timeout", "soon"), 'timeout takes a number, not "soon"'),
    (("add-provider", "new", "m", "--api-key-env", "sk-proj-a1b2c3"), "looks like the key itself"),
    (("rename", "writr", "x"), 'there is no agent or provider "writr"; did you mean "writer"?'),
    (("rename", "writer", "planner"), "is already the name of another agent"),
    (("rename", "writer", "x", "--provider"), 'there is no provider "writer"'),
])  # fmt: skip
def test_what_is_refused_writes_nothing(
    rsc: Rsc, config: Path, arguments: tuple[str, ...], says: str
) -> None:
    ran = rsc(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert says in ran.err
    assert "sk-" not in ran.err
    assert config.read_text() == CREW


@pytest.mark.parametrize("arguments", [
    ("add-provider", "new", "m"), ("remove-provider", "spare"), ("add-agent", "new", "claude"),
    ("remove-agent", "writer"), ("rename", "writer", "author"),
])  # fmt: skip
def test_a_dry_run_prints_a_diff_and_writes_nothing(
    rsc: Rsc, config: Path, arguments: tuple[str, ...]
) -> None:
    ran = rsc(*arguments, "--dry-run")
    assert ran.status == 0
    assert ran.out.startswith("--- a/model_config.yaml\n+++ b/model_config.yaml\n@@ ")
    assert config.read_text() == CREW


def test_an_agent_and_a_provider_of_one_name(rsc: Rsc, config: Path) -> None:
    config.write_text(CREW.replace("writer", "claude"))
    assert (
        "is an agent and a provider: say --agent or --provider" in rsc("rename", "claude", "x").err
    )
    assert rsc("rename", "claude", "x", "--agent").out.startswith("agent claude → x\n")
    assert rsc("rename", "claude", "y", "--provider").out.startswith("provider claude → y\n")


@pytest.mark.parametrize(("arguments", "written"), [
    (("init",), "model_config.yaml"),
    (("init", "crew.yaml"), "crew.yaml"),
    (("init", "deep/down/crew.yaml"), "deep/down/crew.yaml"),
    (("init", "."), "model_config.yaml"),
    (("init", "new/"), "new/model_config.yaml"),
    (("--config", "other.yaml", "init"), "other.yaml"),
])  # fmt: skip
def test_init(rsc: Rsc, folder: Path, arguments: tuple[str, ...], written: str) -> None:
    ran = rsc(*arguments)
    assert ran.status == 0
    assert ran.out.startswith(f"wrote {written}\n")
    assert (folder / written).read_text(encoding="utf-8") == starter_text()


def test_init_goes_into_the_config_folder_where_there_is_one(rsc: Rsc, folder: Path) -> None:
    (folder / "config").mkdir()
    assert rsc("init").out.startswith("wrote config/model_config.yaml\n")
    assert rsc("agents").status == 0


@pytest.mark.parametrize("make", ["file", "dangling link", "folder in the way"])
def test_init_never_writes_over_anything(rsc: Rsc, folder: Path, make: str) -> None:
    path = folder / "model_config.yaml"
    match make:
        case "file":
            path.write_text("mine")
        case "dangling link":
            path.symlink_to(folder / "nowhere")
        case _:
            (path / "model_config.yaml").mkdir(parents=True)
    ran = rsc("init")
    assert (ran.status, ran.out) == (2, "")
    assert "error: model_config.yaml" in ran.err
    assert not (folder / "nowhere").exists()
    assert make != "file" or path.read_text() == "mine"
