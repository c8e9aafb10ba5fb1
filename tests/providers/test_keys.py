"""Whether keys are there, and where `.env` files are looked for."""

from pathlib import Path

import pytest

from rscrew_console.providers.keys import is_placeholder, key_state, key_variables, load_env
from rscrew_console.roster.model import Provider

REAL = "sk-proj-a8Fh3kLq0Zx7Vb2N"


def provider(model: str, **fields: str) -> Provider:
    return Provider("mine", model, **fields)


CLAUDE = provider("claude-x", api_key_env="ANTHROPIC_API_KEY")
GEMINI = provider("gemini-x", api_key_env="GEMINI_API_KEY")
LOCAL = provider("x", api_key_env="LOCAL_KEY", base_url="http://localhost:1/v1")


@pytest.mark.parametrize(("subject", "env", "state"), [
    (CLAUDE, {"ANTHROPIC_API_KEY": REAL}, "set"),
    (CLAUDE, {"ANTHROPIC_API_KEY": ""}, "missing"),
    (CLAUDE, {"ANTHROPIC_API_KEY": "  \n"}, "missing"),
    (CLAUDE, {}, "missing"),
    (CLAUDE, {"OPENAI_API_KEY": REAL}, "missing"),
    (CLAUDE, {"ANTHROPIC_API_KEY": "your_claude_key"}, "placeholder"),
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


@pytest.mark.parametrize(("subject", "variables"), [
    (CLAUDE, ("ANTHROPIC_API_KEY",)),
    (GEMINI, ("GEMINI_API_KEY", "GOOGLE_API_KEY")),
    (provider("gemini-x", api_key_env="GOOGLE_API_KEY"), ("GOOGLE_API_KEY", "GEMINI_API_KEY")),
    (provider("gemini-x", api_key_env="TEAM"), ("TEAM",)),
    (provider("x"), ()),
])  # fmt: skip
def test_one_vendor_s_key_is_never_looked_for_under_another_s_name(
    subject: Provider, variables: tuple[str, ...]
) -> None:
    assert key_variables(subject) == variables


@pytest.mark.parametrize("value", [
    "your_openai_key_here", "your-key", "YOUR_CLAUDE_KEY", "yourkey", "sk-your-key-here", "sk-...",
    "sk-…", "sk-xxxxxxxxxxxx", "sk-ant-api03-xxxxxxxx", "xxxx", "changeme", "CHANGE_ME",
    "change-me-please", "replace_me", "<your key>", "<key>", "[key]", "{{ key }}", "***", "****ab",
    "insert_key", "paste-your-key", "api_key", "my-api-key", "key", "token", "TODO", "dummy",
    "dummy-key", "test-key", "fake_api_key", "none", "null", "placeholder", "${OPENAI_API_KEY}",
    "$KEY", "-", "put your key here",
])  # fmt: skip
def test_placeholders(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize("value", [
    REAL, "sk-ant-api03-aB3dE6gH9jK2mN5pQ8", "AIzaSyA1bC2dE3fG4hI5jK6lM7nO8pQ9rS0tU1v",
    "gsk_a1B2c3D4e5F6", "0123456789abcdef0123456789abcdef", "testimonial9X2", "xai-8Gh2kd93jf",
    "sk-or-v1-55aa66", "keyring-77aa88bb", "nullable123", "a$b{c}",
])  # fmt: skip
def test_keys_are_no_placeholders(value: str) -> None:
    assert not is_placeholder(value)


PLACES = ("here/.env", "here/rscrew/.env", "there/config/.env", "there/.env", "home/.rscrew/.env")


@pytest.mark.parametrize("first", range(len(PLACES)))
def test_the_first_env_file_is_read_and_no_other(tmp_path: Path, first: int) -> None:
    for number, place in enumerate(PLACES[first:], first):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(f"NUMBER={number}\nONLY_{number}=1\n")
    config = tmp_path / "there" / "config" / "model_config.yaml"
    env = load_env(config, tmp_path / "here", tmp_path / "home", {"PATH": "/bin"})
    assert env == {"PATH": "/bin", "NUMBER": str(first), f"ONLY_{first}": "1"}
    assert env.path == tmp_path / PLACES[first]
    assert env.problems == ()


def test_a_relative_config_is_looked_for_from_the_working_directory(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / ".env").write_text("A=1\n")
    assert load_env(Path("sub/model.yaml"), tmp_path, tmp_path / "home", {}) == {"A": "1"}


def test_without_any_file_there_is_the_environment(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    env = load_env(None, tmp_path, tmp_path, {"A": "1"})
    assert env == {"A": "1"}
    assert env.path is None


@pytest.mark.parametrize(("text", "values"), [
    ("A=1\nexport B='two words'\n# C=3\nD = 4 # four\n", {"A": "1", "B": "two words", "D": "4"}),
    ('A=1\nB="${A}${OUTER}"\n', {"A": "1", "B": "1outer"}),
    ("OUTER=inner\n", {}),
    ("A\n", {}),
    ("\ufeffA=1\r\nB=2\r\n", {"A": "1", "B": "2"}),
    ("", {}),
])  # fmt: skip
def test_what_a_file_says(tmp_path: Path, text: str, values: dict[str, str]) -> None:
    (tmp_path / ".env").write_bytes(text.encode())
    env = load_env(None, tmp_path, tmp_path, {"OUTER": "outer"})
    assert env == {"OUTER": "outer", **values}
    assert env.problems == ()


@pytest.mark.parametrize(("data", "problem", "values"), [
    (b"A=1\n\nnot a statement sk-secret\nB=2\n", ".env:3: not of the form NAME=value, ignored",
     {"A": "1", "B": "2"}),
    (b"A=\xff\n", ".env: is not UTF-8 text, so its keys are not seen", {}),
    (b"A=" + b"1" * 1024 * 1024, ".env: is larger than 1 MiB, so its keys are not seen", {}),
])  # fmt: skip
def test_what_cannot_be_read_is_said(
    tmp_path: Path, data: bytes, problem: str, values: dict[str, str]
) -> None:
    (tmp_path / ".env").write_bytes(data)
    env = load_env(None, tmp_path, tmp_path, {})
    assert env == values
    assert env.problems == (f"{tmp_path}/{problem}",)
