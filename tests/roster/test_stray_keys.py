"""Keys written out in a file: told of with "revoke it", and hidden wherever lines are shown."""

from __future__ import annotations

from typing import Any

from rscrew_console.roster.chain import SlotScheme
from rscrew_console.roster.describe import changes, lines
from rscrew_console.roster.model import Provider, Roster
from rscrew_console.roster.secret import HIDDEN
from rscrew_console.roster.stray_keys import (
    is_model,
    stray_key_warnings,
    stray_keys,
    without_keys,
    without_keys_in_words,
)
from tests.rows import each_row

KEY = "sk-proj-a1B2c3D4e5F6g7H8i9J0"


@each_row(
    ("data", "path", "place"),
    [
        ({"api_key": KEY}, ("api_key",), "value"),
        ({"p": {"apiKey": "abc123def456"}}, ("p", "apiKey"), "value"),
        ({"models": [{"api-key": "abcdefghijklmn"}]}, ("models", 0, "api-key"), "value"),
        ({"general": {"master_key": "sk-1234"}}, ("general", "master_key"), "value"),
        ({"botToken": "123456789:AAFakefakefake12"}, ("botToken",), "value"),
        ({"password": "hunter2"}, ("password",), "value"),
        ({"h": {"Authorization": "Bearer abcdef123456"}}, ("h", "Authorization"), "value"),
        ({"headers": {"x-api-key": "abcdef123456"}}, ("headers", "x-api-key"), "value"),
        ({"client_secret": "abcdef123456"}, ("client_secret",), "value"),
        ({"base_url": "https://me:pw1@host/v1"}, ("base_url",), "password"),
        ({"base_url": "https://host/v1?key=abc123"}, ("base_url",), "query"),
        ({"base_url": "https://host/v1?x=1&api_key=abc123"}, ("base_url",), "query"),
        ({"note": f"mine is {KEY}"}, ("note",), "value"),
        ({"list": ["x", KEY]}, ("list", 1), "value"),
    ],
)  # fmt: skip
def test_a_key_is_told_of_and_not_shown(data: Any, path: Any, place: str) -> None:
    (key,) = stray_keys(data)
    assert (key.path, key.place) == (path, place)
    (problem,) = stray_key_warnings(data)
    assert (problem.code, problem.severity) == ("api-key-in-file", "warning")
    assert problem.message.endswith("revoke it")
    value = data
    for step in path:
        value = value[step]
    assert value not in problem.message


@each_row(
    "data",
    [
        {"api_key": "os.environ/OPENAI_API_KEY"},
        {"api_key": "${OPENAI_API_KEY}"},
        {"api_key": "$OPENAI_API_KEY"},
        {"apiKey": "{env:OPENAI_API_KEY}"},
        {"apiKey": "{file:~/.secret}"},
        {"api_key": "OPENAI_API_KEY"},
        {"api_key": "none"},
        {"api_key": "not-needed"},
        {"api_key": "dummy"},
        {"api_key": "ollama"},
        {"api_key": "sk-..."},
        {"api_key": "your-key-here"},
        {"api_key": "<your key>"},
        {"api_key": ""},
        {"api_key": None},
        {"api_key": 5},
        {"api_key_env": KEY},  # told of as the name of a variable
        {"env_key": "AZURE_OPENAI_API_KEY"},
        {"max_tokens": "4096"},
        {"eos_token": "</s>"},
        {"token_budget": "100"},
        {"private_key": "~/.ssh/id_ed25519"},
        {"Authorization": "Bearer ${TOKEN}"},
        {"base_url": "http://localhost:8080/v1"},
        {"base_url": "https://user@host/v1"},
        {"base_url": "https://me:${PW}@host/v1"},
        {"base_url": "https://host/v1?key=$KEY&api-version=2026-01-01-preview"},
        {"model": "anthropic/claude-sonnet-5-20260514"},
        {"reasoning": "because the key: value pairs are long"},
    ],
)
def test_what_is_no_key_is_not(data: Any) -> None:
    assert list(stray_keys(data)) == []


def test_where_a_format_has_keys_they_are_right() -> None:
    assert list(stray_keys({"botToken": "123456789:AAFakefakefake12"}, ("botToken",))) == []


@each_row(
    ("line", "shown"),
    [
        (f"+  api_key: {KEY}", f"+  api_key: {HIDDEN}"),
        (f"-  api_key: '{KEY}'  # c", f"-  api_key: '{HIDDEN}'  # c"),
        ('   "apiKey": "abc 123 def",', f'   "apiKey": "{HIDDEN}",'),
        (f"+OPENAI_API_KEY={KEY}", f"+OPENAI_API_KEY={HIDDEN}"),
        ("+export DB_PASSWORD='hunter2'", f"+export DB_PASSWORD='{HIDDEN}'"),
        (f"api_key = \"{KEY}\"", f'api_key = "{HIDDEN}"'),
        (f"{{api_key: {KEY}, model: x}}", f"{{api_key: {HIDDEN}, model: x}}"),
        ("Authorization: Bearer abcdef123456", f"Authorization: Bearer {HIDDEN}"),
        ("  x-api-key: abcdef123456", f"  x-api-key: {HIDDEN}"),
        ("base_url: https://me:pw@host/v1", f"base_url: https://me:{HIDDEN}@host/v1"),
        ("url: https://host/v1?key=abc&x=1", f"url: https://host/v1?key={HIDDEN}&x=1"),
        (f"- {KEY}", f"- {HIDDEN}"),
        (f"api_key_env: {KEY}", f"api_key_env: {HIDDEN}"),
    ],
)  # fmt: skip
def test_a_line_is_shown_without_its_keys(line: str, shown: str) -> None:
    assert without_keys(line) == shown
    assert without_keys(shown) == shown


@each_row(
    "line",
    [
        "+  api_key_env: OPENAI_API_KEY",
        "   api_key: os.environ/OPENAI_API_KEY",
        '   "apiKey": "{env:OPENAI_API_KEY}",',
        "   api_key: ${KEY}",
        "   max_tokens: 4096  # tokens",
        "   model: anthropic/claude-sonnet-5-20260514",
        "   base_url: http://localhost:8080/v1",
        "--- a/home/me/config.yaml",
        "@@ -1,3 +1,4 @@",
        "# the key: value pairs of this file",
    ],
)
def test_other_lines_are_shown_as_they_are(line: str) -> None:
    assert without_keys(line) == line


def test_words_of_vendors_are_shown_without_keys() -> None:
    text = f"Incorrect key {KEY}; GET https://host/v1?key=abc123 with 'Bearer abcdef1234'"
    shown = without_keys_in_words(text)
    assert not any(secret in shown for secret in (KEY, "abc123", "abcdef1234"))
    assert (
        without_keys_in_words("maximum context: 128000 tokens") == "maximum context: 128000 tokens"
    )


@each_row(
    ("name", "value", "shown"),
    [
        ("WRITER_MODEL", "openai:gpt-6.1", True),
        ("M", "anthropic/claude-sonnet-5-20260514", True),
        ("M", "openrouter/google/gemini-3-flash:free", True),
        ("M", "gpt-6-luna", True),
        ("OPENAI_API_KEY", "openai:gpt-6.1", False),
        ("X", "https://host/v1", False),
        ("X", "user:a1B2c3D4e5F6g7H8i9", False),
        ("X", KEY, False),
        ("X", "hunter2", False),
        ("X", "two words", False),
    ],
)
def test_a_model_is_told_by_its_shape(name: str, value: str, shown: bool) -> None:
    assert is_model(name, value) is shown


def test_what_changed_is_told_without_keys() -> None:
    before, after = (
        Roster("x", SlotScheme(), (Provider("p", "openai/gpt-6-luna", base_url=url),), ())
        for url in ("https://host/v1", "https://me:hunter2@host/v1?key=abc123456")
    )
    told = " ".join(lines(changes(before, after)))
    assert "https://me:" in told
    assert not any(secret in told for secret in ("hunter2", "abc123456"))


def test_a_long_line_takes_no_time() -> None:
    for line in ("key" * 200_000, "a." * 200_000, "x" * 500_000, "'" * 200_000, "http://" * 90_000):
        assert without_keys(line)
        assert list(stray_keys({"note": line})) == []
