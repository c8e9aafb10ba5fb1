"""What importing loads: a command must not wait for what it does not use."""

import subprocess
import sys
from pathlib import Path

import pytest

import rscrew_console
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.simulator import Simulator
from rscrew_console.starter import STARTER_NAME, config_folder
from tests.rows import Rows

STARTER = config_folder() / STARTER_NAME
HEAVY = ("genai_prices", "httpcore", "httpx", "litellm", "ruamel", "textual", "click", "yaml")
CALLS = (
    "click", "crewai", "genai_prices", "httpcore", "httpx", "litellm", "openai", "redis", "ruamel",
    "textual",
)  # fmt: skip
FILES = ("click", "genai_prices", "httpcore", "litellm", "ruamel", "textual")


def loaded_by(module: str, *names: str) -> set[str]:
    """The top-level modules in `sys.modules` of a fresh interpreter after one import."""
    wanted = f"from {module} import {', '.join(names)}" if names else f"import {module}"
    code = f"import sys; {wanted}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize(("module", "spared"), [
    ("rscrew_console", HEAVY),
    ("rscrew_console.starter", HEAVY),
    ("rscrew_console.roster", HEAVY),
    ("rscrew_console.document", FILES),
    ("rscrew_console.dialects", FILES),
    ("rscrew_console.session", FILES),
    ("rscrew_console.providers.health", (*HEAVY, "asyncio")),
    ("rscrew_console.simulator", (*HEAVY, "rich")),
    ("rscrew_console.providers", ("litellm", "ruamel", "textual", "click")),
    ("rscrew_console.plans", ("genai_prices", "litellm", "ruamel", "textual", "click")),
    ("rscrew_console.runtime.manager", CALLS),
    ("rscrew_console.runtime.wire", CALLS),
    ("rscrew_console.runtime.limits", (*CALLS, "yaml")),
    ("rscrew_console.runtime.ledger", CALLS),
    ("rscrew_console.export.text", CALLS),
    ("rscrew_console.cli", HEAVY),
    ("rscrew_console.runtime.ledger", (*HEAVY, "sqlite3")),
    ("rscrew_console.cli.app", ("genai_prices", "httpcore", "litellm", "sqlite3", "textual")),
    ("rscrew_console.tui", ("genai_prices", "httpcore", "litellm", "textual", "click")),
    ("rscrew_console.tui.opening", ("genai_prices", "httpcore", "litellm", "plotext", "sqlite3")),
])  # fmt: skip
def test_importing_spares(module: str, spared: tuple[str, ...]) -> None:
    assert not loaded_by(module) & set(spared)


def test_public_names_load_nothing_that_only_calls_need() -> None:
    """One after another in one interpreter: the first that loads too much is the one named."""
    code = (
        "import sys, rscrew_console\n"
        f"calls = set({CALLS!r})\n"
        "for name in rscrew_console.__all__:\n"
        "    getattr(rscrew_console, name)\n"
        "    if loaded := calls & {*sys.modules}:\n"
        "        sys.exit(f'{name} loads {loaded}')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


def test_every_public_name_is_there() -> None:
    assert len(rscrew_console.__all__) > 10
    with Rows() as rows:
        for name in rscrew_console.__all__:
            with rows.row(name):
                assert getattr(rscrew_console, name) is not None
                assert name in dir(rscrew_console)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'ModelManger'"):
        _ = rscrew_console.ModelManger


def loaded_by_command(*arguments: str, folder: Path | None = None) -> tuple[set[str], int]:
    """The modules that a command has loaded, ours without the package's name, and how many are
    ours."""
    code = (
        "import sys\n"
        f"sys.argv = ['rsc', *{arguments!r}]\n"
        "from rscrew_console.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=folder
    )
    names = [name.removeprefix("rscrew_console.") for name in done.stderr.split()]
    return set(names), done.stderr.count("rscrew_console.")


def test_a_command_on_one_file_loads_one_dialect_and_one_syntax() -> None:
    loaded, _ = loaded_by_command("--config", str(STARTER), "agents", "--json")
    assert {"dialects.rscrew", "document.document"} <= loaded
    assert not loaded & {
        "dialects.litellm", "dialects.opencode", "dialects.operations.chains", "document.plan",
        "document.json_syntax", "document.toml_syntax", "document.document_set", "session.history",
        "session.journal", "session.merge", "roster.lint", "genai_prices", "hashlib", "json5",
    }  # fmt: skip


def test_listing_agents_loads_nothing_that_changes_or_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    loaded_by_command("--config", str(STARTER), "agents")  # which keeps the prices of the day
    loaded, number_of_ours = loaded_by_command("--config", str(STARTER), "agents")
    assert "plans.following" in loaded
    assert not loaded & {
        "rich", "genai_prices", "hashlib", "roster.lint", "plans.preview", "document.plan",
        "session.history", "session.writing", "document.json_syntax", "document.toml_syntax",
    }  # fmt: skip
    assert number_of_ours < 130


def test_listing_files_loads_the_formats_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "opencode.json").write_text('{"agent": {"build": {"model": "openai/gpt-5"}}}')
    (tmp_path / ".claude/agents").mkdir(parents=True)
    reviewer = "---\nname: reviewer\ndescription: reads\nmodel: sonnet\n---\nRead it.\n"
    (tmp_path / ".claude/agents/reviewer.md").write_text(reviewer)
    loaded, number_of_ours = loaded_by_command("files", folder=tmp_path)
    formats = {entry.module for entry in FORMATS.values()}
    assert {name.removeprefix("dialects.") for name in loaded} & formats == {
        "opencode", "claude_code",
    }  # fmt: skip
    assert not loaded & {
        "document.toml_syntax", "plans.following", "providers.base_url", "providers.facts",
        "providers.retirements", "providers.spellings", "rich", "roster.effective", "roster.lint",
        "session.lock", "session.session", "session.writing",
    }  # fmt: skip
    assert number_of_ours < 110


UNNEEDED = {
    # Of others: the console's, and what the HTTP client replaces.
    "click", "email", "genai_prices", "http.client", "httpx", "importlib.metadata", "litellm",
    "openai", "pygments", "redis", "rich", "ruamel", "textual", "urllib.request", "uuid",
    # Ours: what changes and saves files, and what is for failures, streams, budgets and Redis.
    "rscrew_console.dialects.operations", "rscrew_console.dialects.rscrew.agents",
    "rscrew_console.dialects.strategies", "rscrew_console.providers.health.judge",
    "rscrew_console.roster.alerts", "rscrew_console.roster.stray_keys",
    "rscrew_console.roster.strategies.model", "rscrew_console.runtime.ledger.spending",
    "rscrew_console.runtime.limits.redis_store", "rscrew_console.runtime.loop.streaming",
    "rscrew_console.runtime.wire.failing", "rscrew_console.runtime.wire.wordings",
    "rscrew_console.session.history", "rscrew_console.session.lock",
    "rscrew_console.session.session", "rscrew_console.session.writing", "rscrew_console.versions",
}  # fmt: skip


def test_a_first_call_with_an_answer_loads_only_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0123456789abcdefgh")
    code = (
        "import sys; from rscrew_console import ModelManager\n"
        "answer = ModelManager('model_config.yaml').get_llm_for_agent('writer').call('Hi')\n"
        "print(*sys.modules) if answer else None"
    )
    with Simulator() as simulator:
        site = simulator.site("openai")
        (tmp_path / "model_config.yaml").write_text(
            f"providers:\n  gpt: {{model: {site.models[0]}, api_key_env: OPENAI_API_KEY,"
            f" base_url: '{site.base_url}'}}\nagent_assignments:\n  writer: {{primary: gpt}}\n",
            encoding="utf-8",
        )
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
        )
    loaded = set(done.stdout.split())
    assert {"httpcore", "rscrew_console.runtime.wire.attempt"} <= loaded, done.stderr
    assert not loaded & UNNEEDED
    assert len({name for name in loaded if name.startswith("rscrew_console")}) < 165
