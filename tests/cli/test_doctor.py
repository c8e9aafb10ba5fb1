"""`doctor`: everything that is wrong, by cause, with what mends it; `--fix`, `--json`, exit 1."""

import json
import sqlite3
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Rsc
from tests.dialects.crews import CREW

KEY = "sk-ant-api03-Zk81QvLx07TtRmAbCdEf"
SOUND = """\
providers:
  claude: {model: claude-sonnet-5, api_key_env: ANTHROPIC_API_KEY}
  openai: {model: gpt-5.6-sol, api_key_env: OPENAI_API_KEY}
agent_assignments:
  planner: {primary: claude, secondary: openai}
"""


def found(rsc: Rsc, *arguments: str) -> dict[str, dict[str, object]]:
    """The findings by code."""
    told = json.loads(rsc(*arguments, "doctor", "--json").out)
    return {one["code"]: one for one in told["findings"]}


@pytest.fixture
def sound(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of which nothing is wrong, with its keys."""
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-api03-0123456789")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-proj-0123456789")
    path = folder / "model_config.yaml"
    path.write_text(SOUND, encoding="utf-8")
    path.chmod(0o644)
    return path


def test_nothing_wrong(rsc: Rsc, sound: Path) -> None:
    ran = rsc("doctor")
    assert (ran.status, ran.out) == (0, "nothing wrong; 1 file looked at\n")


def test_without_a_file_there_is_a_note(rsc: Rsc, sound: Path) -> None:
    sound.unlink()
    ran = rsc("doctor")
    assert ran.status == 0
    assert "rsc init writes a starter" in ran.out
    assert ran.out.endswith("nothing wrong; 0 files looked at\n")


def test_a_file_that_is_named_and_not_there_is_bad_usage(rsc: Rsc, sound: Path) -> None:
    ran = rsc("--config", "none.yaml", "doctor")
    assert (ran.status, ran.out) == (2, "")


@pytest.mark.parametrize(("old", "new", "code", "area", "mend"), [
    ("ANTHROPIC_API_KEY}", "$ANTHROPIC_API_KEY}", "not-a-variable-name", "keys", "doctor --fix"),
    ("ANTHROPIC_API_KEY}", KEY + "}", "api-key-in-file", "secrets", "revoke the key"),
    ("OPENAI_API_KEY}", "ANTHROPIC_API_KEY}", "key-of-another-vendor", "keys", "Enter there"),
    ("claude-sonnet-5,", "claude-2.1,", "retired-model", "models", "rsc replace OLD NEW"),
    ("primary: claude", "primary: cluade", "unknown-provider", "files", "then e there"),
    ("providers:", "providers: [", "not-yaml", "files", "then e there"),
])  # fmt: skip
def test_a_cause_has_its_area_and_what_mends_it(
    rsc: Rsc, sound: Path, old: str, new: str, code: str, area: str, mend: str
) -> None:
    sound.write_text(SOUND.replace(old, new, 1), encoding="utf-8")
    findings = found(rsc)
    assert code in findings, findings
    assert findings[code]["area"] == area
    assert mend in str(findings[code]["mend"])
    assert rsc("doctor").status == 1
    assert KEY not in rsc("doctor").out


def test_every_file_is_looked_at(rsc: Rsc, sound: Path) -> None:
    agents = sound.parent / ".claude" / "agents"
    agents.mkdir(parents=True)
    (agents / "writer.md").write_text("---\nname: writer\ndescription: x\nmodel: [\n---\nWrite.\n")
    told = json.loads(rsc("doctor", "--json").out)
    assert len(told["files"]) == 2
    assert any(one["severity"] == "error" for one in told["findings"])
    alone = json.loads(rsc("--config", "model_config.yaml", "doctor", "--json").out)
    assert alone["files"] == ["model_config.yaml"]


def test_keys_that_others_can_read_and_a_file_that_others_can_write(rsc: Rsc, sound: Path) -> None:
    env = sound.parent / ".env"
    env.write_text(f"GEMINI_API_KEY={KEY}\n", encoding="utf-8")
    env.chmod(0o644)
    sound.chmod(0o666)
    findings = found(rsc)
    assert findings["keys-readable"]["mend"] == "chmod 600 .env"
    assert findings["others-can-write"]["mend"] == "chmod o-w model_config.yaml"
    ran = rsc("doctor", "--fix")
    assert ran.status == 0
    assert "fixed: .env: mode 600 now; chmod 644 .env takes it back" in ran.out
    assert stat.S_IMODE(env.stat().st_mode) == 0o600
    assert stat.S_IMODE(sound.stat().st_mode) == 0o664


def test_fixes_of_a_file_are_one_step_that_undo_takes_back(rsc: Rsc, sound: Path) -> None:
    text = SOUND.replace("ANTHROPIC_API_KEY}", "$ANTHROPIC_API_KEY}")
    text += "load_balancing: {distribution: {claude: 7, openai: 0}}\n"
    sound.write_text(text, encoding="utf-8")
    ran = rsc("doctor", "--fix")
    assert ran.status == 0
    assert ran.out.startswith(
        "fixed: model_config.yaml: wrote the names of variables alone and counted the primaries"
        " again; rsc --config model_config.yaml undo takes it back\n"
    )
    assert "claude: 1" in sound.read_text(encoding="utf-8")
    assert "$" not in sound.read_text(encoding="utf-8")
    assert rsc("undo").status == 0
    assert sound.read_text(encoding="utf-8") == text


def test_nothing_to_fix_changes_nothing(rsc: Rsc, sound: Path) -> None:
    before = sound.stat().st_mtime_ns
    told = json.loads(rsc("doctor", "--fix", "--json").out)
    assert (told["fixed"], sound.stat().st_mtime_ns) == ([], before)


def test_looking_writes_nothing(rsc: Rsc, folder: Path) -> None:
    (folder / "model_config.yaml").write_text(CREW, encoding="utf-8")
    before = sorted(folder.parent.rglob("*"))
    assert rsc("doctor").status == 1
    assert sorted(folder.parent.rglob("*")) == before


def test_a_ledger_that_cannot_be_read(rsc: Rsc, sound: Path) -> None:
    sound.write_text(SOUND + "global_settings: {usage_db: calls.db}\n", encoding="utf-8")
    with sqlite3.connect("calls.db") as ledger:
        ledger.execute("create table something_else (x)")
    ledger.close()
    Path("calls.db").write_bytes(b"no database at all, but long enough to be one" * 50)
    assert found(rsc)["bad-ledger"]["area"] == "state"


def test_providers_are_asked_only_when_that_is_said(rsc: Rsc, sound: Path) -> None:
    local = "{model: m, base_url: 'http://127.0.0.1:9/v1'}"
    sound.write_text(
        f"providers:\n  here: {local}\nagent_assignments:\n  planner: {{primary: here}}\n",
        encoding="utf-8",
    )
    assert not [code for code in found(rsc) if code.startswith("health")]
    told = json.loads(rsc("doctor", "--ask", "--json").out)
    (health,) = [one for one in told["findings"] if one["area"] == "health"]
    assert health["message"].startswith("here: ")
    assert health["mend"]


def test_many_findings_of_one_cause_are_cut_unless_asked_for(rsc: Rsc, sound: Path) -> None:
    wrong = "".join(f"  a{number}: {{primary: nobody}}\n" for number in range(9))
    sound.write_text(SOUND + wrong, encoding="utf-8")
    told = rsc("doctor").out
    assert '9 agents: there is no provider "nobody" (--verbose lists them)' in told
    assert told.count("unknown-provider") == 1
    assert rsc("doctor", "--verbose").out.count("unknown-provider") == 9


def test_agents_without_a_key_are_told_once_and_one_by_one_for_scripts(
    rsc: Rsc, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agents = "".join(f"  a{number}: {{primary: openai}}\n" for number in range(3))
    sound.write_text(SOUND + agents)
    monkeypatch.delenv("OPENAI_API_KEY")
    told = rsc("doctor").out
    assert told.count("agent-without-key") == 1
    assert "3 agents cannot run" in told
    assert rsc("doctor", "--verbose").out.count("agent-without-key") == 3
    findings = json.loads(rsc("doctor", "--json").out)["findings"]
    assert sum(one["code"] == "agent-without-key" for one in findings) == 3


def test_columns_of_the_users_own_settings_are_checked(
    rsc: Rsc, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "config" / "rscrew-console" / "console.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("columns:\n  agents: [primary, resoning]\nstart: doctor\n")
    ran = rsc("doctor")
    assert ran.status == 1
    assert 'there is no column "resoning"; did you mean "reasoning"?' in ran.out
