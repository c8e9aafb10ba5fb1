"""Keys where a variable's name belongs, and names that must not be taken for keys."""

from rscrew_console.roster.secret import HIDDEN, looks_like_key, meant_variable, shown_variable
from tests.rows import each_row

KEYS = [
    "sk-proj-abcDEF123456",
    "sk-...",
    "sk-ant-api03-aBcDeF0123456789",
    "AIzaSyA1bC2dE3fG4hI5jK6lM7nO8pQ9rS0tU1v",
    "gsk_a1B2c3D4e5F6g7H8i9J0k1L2m3N4",
    "xai-0123456789abcdef",
    "0123456789abcdef0123456789abcdef",
    "a3f5c9d2e1b4a3f5c9d2e1b4a3f5c9d2",
    "AKIAIOSFODNN7EXAMPLE",
    "eyJhbGciOiJIUzI1NiJ9.e30.abc",
    "Bearer abcdef",
    " sk-proj-abcDEF123456 ",
    "Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8",
    "abc-123-def-456",
]
NAMES = [
    "OPENAI_API_KEY",
    "openai_api_key",
    "CUSTOM_KEY_2",
    "SK_LIVE_TOKEN",
    "HF_TOKEN",
    "MY_COMPANY_WIDE_OPENAI_API_KEY_FOR_PRODUCTION",
    "my_company_wide_openai_api_key_for_production",
    "hf_token",
    "KEY",
    "GEMINI API KEY",
    "OPENAI-API-KEY-PRODUCTION",
    "${OPENAI_API_KEY}",
    "$OPENAI_API_KEY",
    "os.environ/OPENAI_API_KEY",
    "",
]


@each_row("text", KEYS)
def test_a_key_is_found_and_never_shown(text: str) -> None:
    assert looks_like_key(text)
    assert shown_variable(text) == HIDDEN


@each_row("text", NAMES)
def test_a_name_is_shown(text: str) -> None:
    assert not looks_like_key(text)
    assert shown_variable(text) == text


@each_row(("text", "name"), [
    ("$OPENAI_API_KEY", "OPENAI_API_KEY"),
    ("${OPENAI_API_KEY}", "OPENAI_API_KEY"),
    ("os.environ/OPENAI_API_KEY", "OPENAI_API_KEY"),
    ("OPENAI_API_KEY", None),
    ("OPENAI API KEY", None),
    ("$gsk_a1B2c3D4e5F6g7H8i9J0k1L2m3N4", None),
])  # fmt: skip
def test_the_name_that_was_meant(text: str, name: str | None) -> None:
    assert meant_variable(text) == name


def test_no_variable_is_shown_as_nothing() -> None:
    assert shown_variable(None) == ""
