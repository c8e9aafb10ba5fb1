"""Parameters in a provider that its model is known to refuse."""

from rscrew_console.roster.model import Provider
from tests.roster.test_lint import provider_lint
from tests.rows import each_row


@each_row(("model", "kind", "given", "fields"), [
    ("claude-sonnet-4-5", "anthropic", {"temperature": 0.2, "top_p": 0.9}, ["top_p"]),
    ("claude-opus-4-1-20250805", "anthropic", {"temperature": 0, "top_p": 0.9}, ["top_p"]),
    ("anthropic/claude-haiku-4.5", "openrouter", {"temperature": 0.2, "top_p": 1}, ["top_p"]),
    ("claude-sonnet-4-5", "anthropic", {"temperature": 0.2}, []),
    ("claude-sonnet-4-20250514", "anthropic", {"temperature": 0.2, "top_p": 0.9}, []),
    ("claude-3-5-sonnet-20241022", "anthropic", {"temperature": 0.2, "top_p": 0.9}, []),
    ("claude-opus-4-8", "anthropic", {"temperature": 0.2, "top_p": 0.9}, ["temperature", "top_p"]),
    ("claude-sonnet-5", "anthropic", {"temperature": 0.2}, ["temperature"]),
    ("claude-sonnet-5-5", "anthropic", {"temperature": 1}, []),
    ("o3-mini", "openai", {"temperature": 0.2}, ["temperature"]),
    ("o1", "openai", {"top_p": 0.9}, ["top_p"]),
    ("gpt-5-mini", "openai", {"temperature": 0.2, "top_p": 0.9}, ["temperature", "top_p"]),
    ("gpt-5", "openai", {"temperature": 1}, []),
    ("openai/gpt-5", "openrouter", {"temperature": 0}, ["temperature"]),
    ("gpt-5-chat-latest", "openai", {"temperature": 0.2}, []),
    ("gpt-5.1", "openai", {"temperature": 0.2}, []),
    ("gpt-5.6-luna", "openai", {"temperature": 0.2}, ["temperature"]),
    ("gpt-4o", "openai", {"temperature": 0.2, "top_p": 0.9}, []),
    ("gpt-4.1", "openai", {"temperature": 0.2}, []),
    ("gemini-2.5-pro", "gemini", {"temperature": 0.2, "top_p": 0.9}, []),
])  # fmt: skip
def test_parameters_that_a_model_is_known_to_refuse(
    model: str, kind: str, given: dict[str, float], fields: list[str]
) -> None:
    found = provider_lint(Provider("p", model, **given), kind)  # type: ignore[arg-type]  # each is a number field
    assert [problem.path for problem in found] == [("p", "p", field) for field in fields]
    assert {problem.code for problem in found} <= {"refused-parameter"}
