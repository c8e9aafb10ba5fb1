"""Every sample in every format: the same chains as far as the format can hold them, and what is
lost is told."""

from pathlib import Path
from typing import cast

import pytest

from rscrew_console.dialects import Dialect, OperationError
from rscrew_console.dialects.registry import DIALECTS, dialect_named
from rscrew_console.document import Document, DocumentSet
from rscrew_console.export.convert import Conversion, convert
from rscrew_console.export.convert_models import spelt_for
from rscrew_console.export.convert_writing import check_place, write_texts
from rscrew_console.export.skeletons import usual_name
from rscrew_console.roster.model import Provider, Roster
from tests.dialects.samples import NAMES, read, sample
from tests.rows import Rows, each_row

IMPOSSIBLE = {
    ("codex", "claude-code"), ("codex-config.toml", "claude-code"), ("opencode-agents", "codex"),
    ("opencode-agents", "codex-config"), ("claude-code", "codex-config"),
    *(
        (sample, target)
        for sample in (
            "experiment-diverse.yaml", "experiment-homogeneous.yaml", "experiment-mixed.yaml",
            "orchestration.yaml",
        )
        for target in ("claude-code", "codex", "codex-config")
    ),
}  # fmt: skip
"""A sample without any model that the format's program can name."""
COUNTS = ("experiment",)
"""A format without agents: it says how many run on each model."""


def target_named(name: str) -> Dialect:
    dialect = dialect_named(name)
    assert dialect is not None
    return dialect


def converted(name: str, target: str) -> Conversion:
    return convert(read(sample(name), name)[1], target_named(target))


def chain(roster: Roster, agent: str) -> list[str]:
    """The models of an agent, as the file spells them."""
    known = roster.provider_by_name
    return [known[one].model for one in roster.agent_by_name[agent].chain.providers]


def test_every_sample_in_every_format(tmp_path: Path) -> None:
    with Rows() as rows:
        for name in NAMES:
            dialect, roster = read(sample(name), name)
            for target in DIALECTS:
                if target.name in (dialect.name, *COUNTS) or (name, target.name) in IMPOSSIBLE:
                    continue
                with rows.row((name, target.name)):
                    folder = tmp_path / f"{NAMES.index(name)}-{DIALECTS.index(target)}"
                    folder.mkdir()
                    check_conversion(roster, target, folder)


def check_conversion(roster: Roster, target: Dialect, folder: Path) -> None:
    """What is written into the folder is read again with the chains that it can hold."""
    conversion = convert(roster, target)
    place = folder / usual_name(target)
    check_place(place, target, conversion)
    write_texts(place, conversion)
    for file, text in conversion.texts.items():
        assert (place / file if file else place).read_text(encoding="utf-8") == text
    told = "\n".join(conversion.lost)
    for agent in roster.agents:
        if not agent.path:
            continue
        if agent.name not in conversion.names:
            assert agent.name in conversion.left_out
            continue
        is_left = bool(agent.chain.links) and not agent.chain.links[0].provider
        providers = () if is_left else agent.chain.providers
        wanted = [spelt_for(roster.provider_by_name[one], target.name) for one in providers]
        kept = [model for model in wanted if model][: target.scheme.max_chain]
        assert chain(conversion.roster, conversion.names[agent.name]) == kept
        if len([model for model in wanted if model]) > len(kept):
            assert "fallbacks: an agent has" in told
        if not all(wanted):
            assert "which cannot be named there" in told
    with pytest.raises(FileExistsError):
        check_place(place, target, conversion)


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("experiment")])
def test_every_sample_as_an_experiment(name: str, tmp_path: Path) -> None:
    roster = read(sample(name), name)[1]
    conversion = convert(roster, target_named("experiment"))
    place = tmp_path / "experiment.yaml"
    check_place(place, target_named("experiment"), conversion)
    table = conversion.roster.scenarios
    assert table is not None
    assert table.number_of_agents == len(conversion.names)
    known, firsts = roster.provider_by_name, list[str]()
    for agent in roster.agents:
        if agent.path and agent.name not in conversion.left_out:
            firsts.append(spelt_for(known[agent.chain.providers[0]], "experiment"))
    assert dict(table.scenarios[0].counts) == {model: firsts.count(model) for model in firsts}
    assert all(one.api_key_env == "OPENROUTER_API_KEY" for one in conversion.roster.providers[:1])
    assert any("names of agents" in line for line in conversion.lost)


@each_row(("name", "target"), sorted(IMPOSSIBLE))
def test_a_format_that_can_hold_no_agent_says_why(name: str, target: str) -> None:
    with pytest.raises(OperationError, match=r"can hold no agent of this file: .* cannot be named"):
        converted(name, target)


@each_row(("name", "target", "told"), [
    ("model_config.yaml", "crewai", "fallbacks: an agent has 1 model there (project_orchestrator"),
    ("model_config.yaml", "crewai", "reasoning (project_orchestrator"),
    ("model_config.yaml", "opencode", "api_key_env of a provider (claude, openai"),
    ("model_config.yaml", "hermes", "agents but project_orchestrator, since Hermes' config.yaml"),
    ("omo.jsonc", "rscrew", "agents that name no model, which they must there (release-notes)"),
    ("omo.jsonc", "litellm", "variant beside a model (sisyphus, oracle)"),
    ("omo.jsonc", "litellm", "references: what they come to is written out (explore)"),
    ("claude-code", "crewai", "effort (log-reader)"),
    ("claude-code", "dotenv", "names, which are others there (log-reader is LOG_READER_MODEL"),
    ("litellm.yaml", "rscrew", "context_window_fallbacks (small)"),
    ("omo.jsonc", "claude-code", "openai/gpt-6-sol, which cannot be named there (sisyphus"),
    ("opencode.jsonc", "codex", 'descriptions and prompts: fill in what says "To be written"'),
])  # fmt: skip
def test_what_is_lost_is_told(name: str, target: str, told: str) -> None:
    assert [line for line in converted(name, target).lost if line.startswith(told)]


def test_what_both_formats_hold_comes_along() -> None:
    proxy = converted("model_config.yaml", "litellm")
    assert proxy.roster.provider_by_name["claude"].api_key_env == "ANTHROPIC_API_KEY"
    assert "api_key" not in "\n".join(proxy.lost)
    file = "---\nname: a\ndescription: d\neffort: low\n---\n"
    codex = convert_text("claude-code", {"a.md": file}, "codex")
    assert codex.roster.agent_by_name["a"].options == (("effort", "low"),)


def convert_text(source: str, texts: dict[str, str], target: str) -> Conversion:
    """`texts` is file name → text; the name is "" for a format with a single file."""
    one = Document.parse(texts[""]) if "" in texts else DocumentSet.of(texts)
    roster = target_named(source).read(cast("Document", one)).roster
    assert roster is not None
    return convert(roster, target_named(target))


CREW = """\
global_settings: {fallback_enabled: false}
providers:
  a: {model: gpt-6-luna, api_key_env: K, base_url: "https://u:p@gate.example/v1"}
  b: {model: claude-sonnet-5-5}
agent_assignments:
  writer: {primary: a, secondary: b}
"""


@pytest.mark.parametrize(("target", "fires"), [
    ("litellm", "off"), ("omo", "off"), ("docker-agent", "on"), ("openclaw", "on"),
])  # fmt: skip
def test_fallbacks_that_are_off_stay_off_or_it_is_told(target: str, fires: str) -> None:
    conversion = convert_text("rscrew", {"": CREW}, target)
    assert conversion.roster.fallback.fires == fires
    assert ("that fallbacks are off: they fire there" in conversion.lost) is (fires == "on")


@pytest.mark.parametrize("target", ["litellm", "docker-agent"])
def test_an_address_that_may_hold_a_key_does_not_come_along(target: str) -> None:
    conversion = convert_text("rscrew", {"": CREW}, target)
    assert "gate.example" not in conversion.document.text
    assert "base_url of a provider (a)" in conversion.lost


def test_a_name_by_which_the_format_would_not_be_told_is_refused(tmp_path: Path) -> None:
    conversion = converted("model_config.yaml", "dotenv")
    with pytest.raises(
        OperationError, match=r"models.yaml would not be recognised as .* call it \.env"
    ):
        check_place(tmp_path / "models.yaml", target_named("dotenv"), conversion)


def test_a_model_of_nobody_stays_as_it_is_written_where_it_may_stand() -> None:
    assert spelt_for(Provider("", "my-own"), "crewai") == "my-own"
    assert spelt_for(Provider("", "my-own"), "opencode") == ""
    assert spelt_for(Provider("", "gate/my-own"), "claude-code") == ""
