"""What is said of a variable: which file, which line, and what its value holds beside the key."""

from pathlib import Path

import pytest

from rscrew_console.providers.env_files import load_env, to_set
from rscrew_console.providers.secret import Secret, split_keys

REAL = "sk-abc123def456ghi789"


@pytest.mark.parametrize(("value", "keys"), [
    (f'"{REAL}"', (REAL,)), (f"'{REAL}'", (REAL,)), (f"Bearer {REAL}", (REAL,)),
    (f'"{REAL}, other"', (REAL, "other")), (f"{REAL}\n", (REAL,)), ('""', ()), ('"', ('"',)),
])  # fmt: skip
def test_what_is_no_part_of_a_key(value: str, keys: tuple[str, ...]) -> None:
    assert split_keys(value) == keys


@pytest.mark.parametrize(("value", "odd"), [
    (REAL, ""), ("a b", "space (U+0020) as its letter 2"),
    ("\u200bab", "zero width space (U+200B) as its letter 1"),
    ("ab\u00a0", "no-break space (U+00A0) as its letter 3"),
    ("a\x07", "a control letter (U+0007) as its letter 2"),
])  # fmt: skip
def test_the_letter_that_no_key_has(value: str, odd: str) -> None:
    assert Secret(value).odd_letter == odd
    assert Secret(value).sendable == (not odd)


@pytest.mark.parametrize(("here", "home", "environ", "value", "told"), [
    (f"\nMY_KEY={REAL}", "", {}, REAL, ""),
    (f"MY_KEY={REAL}", "", {"MY_KEY": "other"}, "other", ""),
    (f"MY_KEY={REAL}", "", {"MY_KEY": " "}, REAL,
     "./.env:1: sets MY_KEY, which is empty in the environment: used"),
    ("MY_KEY=", f"A=1\nMY_KEY={REAL}", {}, REAL,
     "./.env:1: MY_KEY is empty, and that of ~/.rscrew/.env:2 is used"),
    (f"MY_KEY={REAL}", "MY_KEY=another", {}, REAL,
     "~/.rscrew/.env:1: sets MY_KEY again to something else; ./.env:1 counts"),
])  # fmt: skip
def test_which_value_counts(
    tmp_path: Path, here: str, home: str, environ: dict[str, str], value: str, told: str
) -> None:
    for folder, text in ((tmp_path / "work", here), (tmp_path / "home" / ".rscrew", home)):
        folder.mkdir(parents=True)
        (folder / ".env").write_text(text)
        (folder / ".env").chmod(0o600)
    env = load_env(None, tmp_path / "work", tmp_path / "home", environ)
    assert env["MY_KEY"] == value
    assert list(env.problems) == ([told] if told else [])


@pytest.mark.parametrize(("text", "hint"), [
    (None, "add MY_KEY=… to ./.env"),
    ("A=1\n", "add MY_KEY=… to ./.env"),
    ("A=1\nMY_KEY=\n", "write MY_KEY=… in line 2 of ./.env"),
])  # fmt: skip
def test_where_to_write_a_key(tmp_path: Path, text: str | None, hint: str) -> None:
    if text is not None:
        (tmp_path / ".env").write_text(text)
    assert to_set(load_env(None, tmp_path, tmp_path / "home", {}), "MY_KEY") == hint
