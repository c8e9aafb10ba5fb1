"""Programs that log in to their vendors by themselves: no key here is no fault."""

from rscrew_console.dialects import detect
from rscrew_console.document import DocumentSet
from rscrew_console.providers.facts import facts_of
from rscrew_console.providers.health.check import unchecked
from rscrew_console.providers.health.result import CheckOutcome
from rscrew_console.providers.health.target import Target, target_of
from rscrew_console.providers.keys import key_state
from rscrew_console.roster.model import Provider
from tests.rows import each_row

SONNET = Provider("sonnet", "claude-sonnet-5-5", login="Claude Code")


@each_row(("provider", "env", "state"), [
    (SONNET, {}, "not_needed"),
    (SONNET, {"ANTHROPIC_API_KEY": "sk-ant-abcdefghijklmnop"}, "set"),
    (SONNET, {"ANTHROPIC_API_KEY": "your-key"}, "placeholder"),
    (Provider("sonnet", "claude-sonnet-5-5"), {}, "missing"),
    (Provider("local", "ollama/llama3.3", login="opencode"), {}, "not_needed"),
])  # fmt: skip
def test_a_key_is_not_needed_where_the_program_logs_in(
    provider: Provider, env: dict[str, str], state: str
) -> None:
    assert key_state(provider, env) == state


def test_without_a_key_nobody_is_asked_and_the_model_is_usable() -> None:
    outcome = target_of(SONNET, {})
    assert isinstance(outcome, CheckOutcome)
    assert outcome.status == "unverifiable"
    assert outcome.detail.startswith("Claude Code logs in by itself")
    assert unchecked(SONNET, {}).status == "unchecked"


def test_with_a_key_the_vendor_is_asked() -> None:
    assert isinstance(target_of(SONNET, {"ANTHROPIC_API_KEY": "sk-ant-abcdefghijklmnop"}), Target)


def test_a_server_of_ones_own_is_asked_without_a_key() -> None:
    local = Provider("local", "ollama/llama3.3", login="opencode")
    assert isinstance(target_of(local, {}), Target)


def test_agents_of_claude_code_can_run_without_a_key() -> None:
    document = DocumentSet.of({"a.md": "---\nname: a\ndescription: b\nmodel: haiku\n---\nText\n"})
    roster = detect(document, ".claude/agents").read(document).roster
    assert roster is not None
    assert facts_of(roster, {})["haiku"].usable
