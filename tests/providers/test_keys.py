"""Which keys a provider has, and whether they are there."""

from rscrew_console.providers.keys import (
    foreign_key,
    is_placeholder,
    key_state,
    key_variables,
    placeholders_of,
    secrets_of,
)
from rscrew_console.roster.model import Provider
from tests.rows import each_row

REAL = "sk-proj-a8Fh3kLq0Zx7Vb2N"


def provider(model: str, **fields: str) -> Provider:
    return Provider("mine", model, **fields)


CLAUDE = provider("claude-x", api_key_env="ANTHROPIC_API_KEY")
GEMINI = provider("gemini-x", api_key_env="GEMINI_API_KEY")
LOCAL = provider("x", api_key_env="LOCAL_KEY", base_url="http://localhost:1/v1")


@each_row(("subject", "env", "state"), [
    (CLAUDE, {"ANTHROPIC_API_KEY": REAL}, "set"),
    (CLAUDE, {"ANTHROPIC_API_KEY": ""}, "missing"),
    (CLAUDE, {"ANTHROPIC_API_KEY": "  \n"}, "missing"),
    (CLAUDE, {}, "missing"),
    (CLAUDE, {"OPENAI_API_KEY": REAL}, "missing"),
    (CLAUDE, {"ANTHROPIC_API_KEY": "your_claude_key"}, "placeholder"),
    (CLAUDE, {"ANTHROPIC_API_KEY": f"{REAL},your_key_here"}, "set"),
    (CLAUDE, {"ANTHROPIC_API_KEY": "your_key_here, changeme"}, "placeholder"),
    (CLAUDE, {"ANTHROPIC_API_KEY": " , ,"}, "missing"),
    (provider("claude-x"), {"ANTHROPIC_API_KEY": REAL}, "set"),
    (provider("claude-x"), {}, "missing"),
    (provider("claude-x", api_key_env=""), {"ANTHROPIC_API_KEY": REAL}, "set"),
    (provider("claude-x", api_key_env="TEAM"), {"ANTHROPIC_API_KEY": REAL}, "missing"),
    (provider("claude-x", api_key_env="TEAM"), {"TEAM": REAL}, "set"),
    (GEMINI, {"GOOGLE_API_KEY": REAL}, "set"),
    (GEMINI, {"GEMINI_API_KEY": REAL}, "set"),
    (GEMINI, {"GEMINI_API_KEY": "your_key_here", "GOOGLE_API_KEY": REAL}, "set"),
    (GEMINI, {"GEMINI_API_KEY": "your_key_here"}, "placeholder"),
    (provider("gemini-x", api_key_env="TEAM"), {"GEMINI_API_KEY": REAL}, "missing"),
    (provider("ollama/llama4"), {}, "not_needed"),
    (provider("ollama/llama4", api_key_env="OLLAMA_API_KEY"), {}, "missing"),
    (provider("x", base_url="http://localhost:1/v1"), {}, "not_needed"),
    (LOCAL, {}, "missing"),
    (LOCAL, {"LOCAL_KEY": "dummy"}, "set"),
    (provider("x"), {}, "not_needed"),
    (provider("x", api_key_env="TEAM"), {}, "missing"),
])  # fmt: skip
def test_key_state(subject: Provider, env: dict[str, str], state: str) -> None:
    assert key_state(subject, env) == state


@each_row(("subject", "variables"), [
    (CLAUDE, ("ANTHROPIC_API_KEY",)),
    (GEMINI, ("GEMINI_API_KEY", "GOOGLE_API_KEY")),
    (provider("gemini-x", api_key_env="GOOGLE_API_KEY"), ("GOOGLE_API_KEY", "GEMINI_API_KEY")),
    (provider("gemini-x", api_key_env="TEAM"), ("TEAM",)),
    (provider("x"), ()),
    (provider("claude-x", base_url="https://api.anthropic.com"), ("ANTHROPIC_API_KEY",)),
    (provider("claude-x", base_url="https://gateway.example/"), ()),
    (provider("claude-x", base_url="http://localhost:4000"), ()),
    (provider("gemini-x", base_url="https://gateway.example", api_key_env="GOOGLE_API_KEY"),
     ("GOOGLE_API_KEY", "GEMINI_API_KEY")),
])  # fmt: skip
def test_one_vendor_s_key_is_never_looked_for_under_another_s_name(
    subject: Provider, variables: tuple[str, ...]
) -> None:
    assert key_variables(subject) == variables


@each_row("value", [
    "your_openai_key_here", "your-key", "YOUR_CLAUDE_KEY", "yourkey", "sk-your-key-here", "sk-...",
    "sk-…", "sk-xxxxxxxxxxxx", "sk-ant-api03-xxxxxxxx", "xxxx", "changeme", "CHANGE_ME",
    "change-me-please", "replace_me", "<your key>", "<key>", "[key]", "{{ key }}", "***", "****ab",
    "insert_key", "paste-your-key", "api_key", "my-api-key", "key", "token", "TODO", "dummy",
    "dummy-key", "test-key", "fake_api_key", "none", "null", "placeholder", "${OPENAI_API_KEY}",
    "$KEY", "-", "put your key here",
])  # fmt: skip
def test_placeholders(value: str) -> None:
    assert is_placeholder(value)


@each_row("value", [
    REAL, "sk-ant-api03-aB3dE6gH9jK2mN5pQ8", "AIzaSyA1bC2dE3fG4hI5jK6lM7nO8pQ9rS0tU1v",
    "gsk_a1B2c3D4e5F6", "0123456789abcdef0123456789abcdef", "testimonial9X2", "xai-8Gh2kd93jf",
    "sk-or-v1-55aa66", "keyring-77aa88bb", "nullable123", "a$b{c}",
])  # fmt: skip
def test_keys_are_no_placeholders(value: str) -> None:
    assert not is_placeholder(value)


@each_row(("subject", "env", "keys", "waiting"), [
    (CLAUDE, {"ANTHROPIC_API_KEY": REAL}, [REAL], 0),
    (CLAUDE, {"ANTHROPIC_API_KEY": f" {REAL}\n"}, [REAL], 0),
    (CLAUDE, {"ANTHROPIC_API_KEY": "k1a2, k2b3,,k3c4,k1a2"}, ["k1a2", "k2b3", "k3c4"], 0),
    (CLAUDE, {"ANTHROPIC_API_KEY": "k1a2,your_key_here"}, ["k1a2"], 1),
    (CLAUDE, {"ANTHROPIC_API_KEY": "your_key_here"}, [], 1),
    (CLAUDE, {}, [], 0),
    (GEMINI, {"GEMINI_API_KEY": "g1a2", "GOOGLE_API_KEY": "g3b4"}, ["g1a2"], 0),
    (GEMINI, {"GEMINI_API_KEY": "your_key", "GOOGLE_API_KEY": "g3b4"}, ["g3b4"], 0),
    (LOCAL, {"LOCAL_KEY": "dummy"}, ["dummy"], 0),
])  # fmt: skip
def test_the_keys_to_use(
    subject: Provider, env: dict[str, str], keys: list[str], waiting: int
) -> None:
    found = secrets_of(subject, env)
    assert [secret.reveal() for secret in found] == keys
    assert placeholders_of(subject, env) == waiting


@each_row(("subject", "owner"), [
    (provider("gpt-5", api_key_env="ANTHROPIC_API_KEY"), "anthropic"),
    (provider("gpt-5", api_key_env="anthropic_api_key"), "anthropic"),
    (provider("gpt-5", api_key_env="OPENAI_API_KEY"), None),
    (provider("gpt-5", api_key_env="TEAM"), None),
    (provider("gpt-5", api_key_env="MY_ANTHROPIC_KEY"), None),
    (provider("gpt-5"), None),
    (provider("gpt-5", api_key_env="ANTHROPIC_API_KEY", base_url="https://gateway.example"), None),
    (provider("gpt-5", api_key_env="OPENAI_API_KEY", base_url="https://api.deepseek.com"),
     "openai"),
    (provider("gpt-5", api_key_env="OPENROUTER_API_KEY", base_url="https://openrouter.ai/api/v1"),
     None),
    (provider("ollama/x", api_key_env="OPENAI_API_KEY"), "openai"),
])  # fmt: skip
def test_whose_key_would_go_to_another_vendor(subject: Provider, owner: str | None) -> None:
    assert foreign_key(subject) == owner
