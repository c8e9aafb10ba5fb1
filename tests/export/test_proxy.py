"""What is exported runs on LiteLLM's real proxy, and falls back there as the file says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from rscrew_console.simulator import HEALTHY, Behaviour, Simulator, Site
from rscrew_console.simulator.behaviour import Name
from tests.export.proxy import running_proxy
from tests.runtime.redis_server import RedisServer

ROOT = Path(__file__).parents[2]
CREW = """\
providers:
  gpt: {{model: gpt-6-luna, base_url: "{gpt}", api_key_env: GPT_KEY}}
  claude: {{model: claude-haiku-5-5, base_url: "{claude}", api_key_env: CLAUDE_KEY}}
  gemini: {{model: gemini-3.8-flash, base_url: "{gemini}", api_key_env: GEMINI_KEY}}
  slow: {{model: local-model, base_url: "{slow}", rate_limit: 2}}
  spare: {{model: local-model, base_url: "{spare}"}}
agent_assignments:
  code_implementer: {{primary: gpt, secondary: spare}}
  technical_writer: {{primary: claude, secondary: spare}}
  research_analyst: {{primary: gemini, secondary: spare}}
  slow_reader: {{primary: slow, secondary: spare}}
  slow_writer: {{primary: slow, secondary: spare}}
  spare: {{primary: gpt, secondary: claude, tertiary: spare}}
"""
VENDORS = {
    "gpt": "openai", "claude": "anthropic", "gemini": "gemini",
    "slow": "openai_compatible", "spare": "openai_compatible",
}  # fmt: skip
KEYS = {"GPT_KEY": "gpt-key-1", "CLAUDE_KEY": "claude-key-1", "GEMINI_KEY": "gemini-key-1"}


@dataclass(frozen=True)
class Crew:
    """The sites of the providers, and the proxy in front of them."""

    proxy: httpx.Client
    sites: dict[str, Site]
    redis: RedisServer

    def ask(self, agent: str) -> str:
        """The provider that has answered; all others that were asked have not."""
        before = {name: _calls(site) for name, site in self.sites.items()}
        messages = [{"role": "user", "content": "Hello?"}]
        asked = {"model": agent, "messages": messages}
        reply = self.proxy.post("/v1/chat/completions", json=asked)
        assert reply.status_code == 200, reply.text
        answer = reply.json()["choices"][0]["message"]["content"]
        assert answer == "Hello from the simulator."
        (served,) = {
            name
            for name, site in self.sites.items()
            if _calls(site) > before[name] and site.behaviour == HEALTHY
        }
        return served


def _calls(site: Site) -> int:
    return sum(request.method == "POST" for request in site.requests)


@pytest.fixture(scope="module")
def crew(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crew]:
    folder = tmp_path_factory.mktemp("proxy")
    with Simulator() as simulator, RedisServer(folder) as redis:
        keys = {"gpt": "gpt-key-1", "claude": "claude-key-1", "gemini": "gemini-key-1"}
        sites = {
            name: simulator.site(vendor, keys=[keys[name]] if name in keys else None)
            for name, vendor in VENDORS.items()
        }
        text = CREW.format(**{name: site.base_url for name, site in sites.items()})
        (folder / "model_config.yaml").write_text(text, encoding="utf-8")
        _export(folder)
        env = {**KEYS, "RSCREW_REDIS_URL": redis.url}
        with running_proxy(folder / "proxy.yaml", env, folder) as proxy:
            yield Crew(proxy, sites, redis)


@pytest.fixture(autouse=True)
def well(crew: Crew) -> None:
    for site in crew.sites.values():
        site.behaviour = HEALTHY


def _export(folder: Path) -> None:
    config, target = folder / "model_config.yaml", folder / "proxy.yaml"
    command = [sys.executable, "-m", "rscrew_console", "--config", str(config)]
    done = subprocess.run(
        [*command, "export", "litellm", "-o", str(target)],
        cwd=ROOT,
        env={**os.environ, "HOME": str(folder), "RSCREW_LLM_MAX_RETRIES": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_agents_are_its_models(crew: Crew) -> None:
    listed = {model["id"] for model in crew.proxy.get("/v1/models").json()["data"]}
    assert listed == {
        "code_implementer", "technical_writer", "research_analyst", "slow_reader", "slow_writer",
        "spare", "spare-provider", "claude",
    }  # fmt: skip


@pytest.mark.parametrize(("agent", "primary", "killed"), [
    ("code_implementer", "gpt", "server_error"),
    ("technical_writer", "claude", "closing"),
    ("research_analyst", "gemini", "invalid_key"),
])  # fmt: skip
def test_the_secondary_answers_when_the_primary_is_killed(
    crew: Crew, agent: str, primary: str, killed: Name
) -> None:
    assert crew.ask(agent) == primary
    crew.sites[primary].behaviour = Behaviour(killed)
    assert crew.ask(agent) == "spare"


def test_a_whole_chain_is_gone_along(crew: Crew) -> None:
    for name in ("gpt", "claude"):
        crew.sites[name].behaviour = Behaviour("no_credit")
    assert crew.ask("spare") == "spare"


def test_agents_share_the_limit_of_a_provider(crew: Crew) -> None:
    served = [crew.ask(agent) for agent in ("slow_reader", "slow_writer") * 3]
    # Two a minute, and a minute may end meanwhile.
    assert 2 <= served.count("slow") <= 4
    assert set(served) == {"slow", "spare"}
    with crew.redis.client() as client:
        assert [key for key in client.scan_iter() if "provider:slow" in key]
