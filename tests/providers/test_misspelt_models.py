"""Models that nobody knows: which slips are told, and what is another model and left alone."""

from rscrew_console.providers.misspelt_models import meant_model
from rscrew_console.roster.model import Provider
from tests.rows import each_row


@each_row(("model", "spelling", "meant"), [
    ("claude-sonet-5-5", "litellm", "claude-sonnet-5-5"),
    ("anthropic/claude-hiaku-5-5", "models.dev", "anthropic/claude-haiku-5-5"),
    ("haikku", "claude-code", "haiku"),
    ("inherrit", "claude-code", "inherit"),
    ("claude-sonnet-5-5", "litellm", ""),
    ("haiku", "claude-code", ""),
    # Other numbers, other short words, and words that are added are other models.
    ("claude-sonnet-9-9", "litellm", ""),
    ("gpt-6-sol", "litellm", ""),
    ("gpt-6-sun", "litellm", ""),
    ("claude-sonnet-5-5-fast", "litellm", ""),
    ("my-own-model", "litellm", ""),
    ("", "litellm", ""),
])  # fmt: skip
def test_a_slip_of_letters_is_told_and_nothing_else(model: str, spelling: str, meant: str) -> None:
    assert meant_model(Provider("p", model), spelling) == meant


def test_a_server_of_ones_own_may_call_its_models_what_it_likes() -> None:
    own = Provider("p", "claude-sonet-5-5", base_url="http://localhost:1/v1")
    assert meant_model(own) == ""
