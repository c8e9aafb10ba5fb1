"""`export litellm`: where it goes, and over what it never goes. What it says: tests/export."""

import json
from pathlib import Path

import pytest
import yaml

from rscrew_console.export.text import MARK
from tests.cli.conftest import Rsc

STRANDED = """\
providers:
  p: {model: gpt-6-luna}
  far: {model: x, base_url: "http://gate.example/v1", api_key_env: K}
agent_assignments:
  writer: {primary: p}
  reader: {primary: far}
"""


def test_it_is_printed_as_yaml_and_as_json(rsc: Rsc, config: Path) -> None:
    printed = rsc("export", "litellm")
    assert (printed.status, printed.err) == (0, "")
    assert printed.out.startswith(f"{MARK} from model_config.yaml.\n")
    data = yaml.safe_load(printed.out)
    assert data == json.loads(rsc("export", "litellm", "--json").out)
    assert [one["model_name"] for one in data["model_list"]][:3] == ["planner", "writer", "twice"]
    assert printed.out == rsc("export", "litellm", "-o", "-").out


def test_it_is_written_and_written_again(rsc: Rsc, config: Path) -> None:
    printed = rsc("export", "litellm").out
    for _ in range(2):
        ran = rsc("export", "litellm", "-o", "proxy.yaml")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith("wrote proxy.yaml (3 agents)\n")
        assert Path("proxy.yaml").read_text(encoding="utf-8") == printed
    assert sorted(path.name for path in Path().iterdir()) == ["model_config.yaml", "proxy.yaml"]


def test_a_file_that_was_there_keeps_its_mode(rsc: Rsc, config: Path) -> None:
    rsc("export", "litellm", "-o", "proxy.yaml")
    Path("proxy.yaml").chmod(0o640)
    assert rsc("export", "litellm", "-o", "proxy.yaml").status == 0
    assert Path("proxy.yaml").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(("target", "arguments", "said"), [
    ("model_config.yaml", [], "model_config.yaml is the crew's own file"),
    ("model_config.yaml", ["--force"], "model_config.yaml is the crew's own file"),
    ("second-name.yaml", ["--force"], "second-name.yaml is the crew's own file"),
    ("link.yaml", ["--force"], "link.yaml is a link: name the file that is meant, /"),
    ("dangling.yaml", [], "dangling.yaml is a link: name the file that is meant, /"),
    ("other.yaml", [], "other.yaml was not made by this command: --force replaces it"),
    ("folder", ["--force"], "folder is no file"),
    ("missing/proxy.yaml", [], "error: missing/proxy.yaml: no such file or directory"),
    ("read-only.yaml", ["--force"], "the file is read-only"),
    ("new.yaml", ["--json"], "--json prints, and -o writes YAML"),
])  # fmt: skip
def test_what_it_is_not_written_over(
    rsc: Rsc, config: Path, target: str, arguments: list[str], said: str
) -> None:
    Path("folder").mkdir()
    Path("other.yaml").write_text("mine: 1\n", encoding="utf-8")
    Path("read-only.yaml").write_text(MARK, encoding="utf-8")
    Path("read-only.yaml").chmod(0o444)
    Path("second-name.yaml").hardlink_to(config)
    Path("link.yaml").symlink_to("other.yaml")
    Path("dangling.yaml").symlink_to("nowhere.yaml")
    before = {path: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    ran = rsc("export", "litellm", "-o", target, *arguments)
    assert ran.status == 2
    assert ran.err.startswith("error: ")
    assert said in ran.err
    assert {path: path.read_bytes() for path in Path().iterdir() if path.is_file()} == before


def test_force_replaces_a_file_of_another_origin(rsc: Rsc, config: Path) -> None:
    Path("other.yaml").write_text("mine: 1\n", encoding="utf-8")
    assert rsc("export", "litellm", "-o", "other.yaml", "--force").status == 0
    assert Path("other.yaml").read_text(encoding="utf-8").startswith(MARK)


def test_an_agent_that_the_proxy_cannot_serve_makes_it_one(rsc: Rsc, config: Path) -> None:
    config.write_text(STRANDED, encoding="utf-8")
    ran = rsc("export", "litellm", "-o", "proxy.yaml")
    assert ran.status == 1
    assert "warning: far: not asked: plain http://" in ran.err
    assert "warning: reader: none of its providers can be had" in ran.err
    assert ran.out.startswith("wrote proxy.yaml (1 agent)\n")


def test_a_proxy_without_agents_is_none(rsc: Rsc, config: Path) -> None:
    config.write_text(STRANDED.replace("{primary: p}", "{primary: far}"), encoding="utf-8")
    ran = rsc("export", "litellm", "-o", "proxy.yaml")
    assert ran.status == 2
    assert "error: the proxy could serve none of the agents" in ran.err
    assert not Path("proxy.yaml").exists()


@pytest.mark.parametrize(("variable", "value", "key", "found"), [
    ("RSCREW_LLM_MAX_RETRIES", "5", "num_retries", 5),
    ("RSCREW_LLM_MAX_RETRIES", "many", "num_retries", 3),
    ("RSCREW_LLM_FALLBACK", "false", "fallbacks", None),
])  # fmt: skip
def test_the_environment_has_its_say(
    rsc: Rsc, config: Path, monkeypatch: pytest.MonkeyPatch,
    variable: str, value: str, key: str, found: object,
) -> None:  # fmt: skip
    monkeypatch.setenv(variable, value)
    data = json.loads(rsc("export", "litellm", "--json").out)
    assert data["router_settings"].get(key) == found


def test_keys_are_never_in_it(rsc: Rsc, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-Secret1234567890,sk-Second1234567890")
    ran = rsc("export", "litellm")
    assert "Secret" not in ran.out + ran.err
    assert "warning: openai: OPENAI_API_KEY holds several keys" in ran.err
    assert "Warning: openai: OPENAI_API_KEY holds several keys" in ran.out
