"""What is said of a variable: which file, which line, and what its value holds beside the key."""

from pathlib import Path

import pytest

from rscrew_console.providers.env_files import load_env, to_set
from rscrew_console.providers.health.hints import hint_for
from rscrew_console.providers.health.target import Target, target_of
from rscrew_console.providers.keys import key_note
from rscrew_console.providers.secret import Secret, split_keys
from rscrew_console.roster.model import Provider
from tests.rows import each_row

REAL = "sk-abc123def456ghi789"


@each_row(("value", "keys"), [
    (f'"{REAL}"', (REAL,)), (f"'{REAL}'", (REAL,)), (f"Bearer {REAL}", (REAL,)),
    (f"bearer {REAL}", (REAL,)), (f"Authorization: Bearer {REAL}", (REAL,)),
    (f"`{REAL}`", (REAL,)),
    (f'"{REAL}, other"', (REAL, "other")), (f"{REAL}\n", (REAL,)), ('""', ()), ('"', ('"',)),
])  # fmt: skip
def test_what_is_no_part_of_a_key(value: str, keys: tuple[str, ...]) -> None:
    assert split_keys(value) == keys


@each_row(("value", "odd"), [
    (REAL, ""), ("a b", "space (U+0020) as its letter 2"),
    ("\u200bab", "zero width space (U+200B) as its letter 1"),
    ("ab\u00a0", "no-break space (U+00A0) as its letter 3"),
    ("a\x07", "a control letter (U+0007) as its letter 2"),
    (f"{REAL};", "a semicolon at its end"), (f"{REAL}`", "a backtick at its end"),
    (f"{REAL}\\", "a backslash at its end"), (f"'{REAL}", "a quotation mark at one end alone"),
])  # fmt: skip
def test_the_letter_that_no_key_has(value: str, odd: str) -> None:
    assert Secret(value).odd_letter == odd
    assert Secret(value).sendable == (not odd)


@pytest.mark.parametrize(("here", "home", "environ", "value", "told"), [
    (f"\nMY_KEY={REAL}", "", {}, REAL, ""),
    (f"MY_KEY={REAL}", "", {"MY_KEY": "other"}, "other", ""),
    (f"MY_KEY={REAL}", "", {"MY_KEY": " "}, REAL,
     "./.env:1: sets MY_KEY, which is empty in the environment: used"),
    (f"MY_KEY={REAL}", "", {"MY_KEY": '""'}, REAL,
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
    ("my_key=x\n", "write MY_KEY in place of my_key in line 1 of ./.env"),
])  # fmt: skip
def test_where_to_write_a_key(tmp_path: Path, text: str | None, hint: str) -> None:
    if text is not None:
        (tmp_path / ".env").write_text(text)
    assert to_set(load_env(None, tmp_path, tmp_path / "home", {}), "MY_KEY") == hint


@pytest.mark.parametrize(("text", "told"), [
    (f'MY_KEY="{REAL}\nA=1\n',
     "1: the quotation mark of MY_KEY is not closed, so the line is ignored"),
    (f"A=1\nexport MY_KEY='{REAL}\n",
     "2: the quotation mark of MY_KEY is not closed, so the line is ignored"),
    (f'A="oops\nMY_KEY={REAL}\nB="\n',
     ("1: the quotes of A reach over several lines, and MY_KEY stands between them: is one"
      " missing?")),
    (f"MY_KEY: {REAL}\n",
     "1: write MY_KEY=… with = in place of the colon; the line is ignored"),
    ("just words\n", "1: not of the form NAME=value, ignored"),
])  # fmt: skip
def test_lines_that_are_not_read(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / ".env"
    path.write_text(text)
    path.chmod(0o600)
    problems = load_env(None, tmp_path, tmp_path / "home", {}).problems
    assert f"{path}:{told}" in problems
    assert REAL not in "".join(problems)


def test_a_file_of_powershell_s_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(f"\ufeffMY_KEY={REAL}".encode("utf-16-le"))
    (told,) = load_env(None, tmp_path, tmp_path / "home", {}).problems
    assert told.endswith("/.env: is UTF-16, so its keys are not seen; save it as UTF-8")


@pytest.mark.parametrize(("environ", "text", "told"), [
    ({"MY_KEY": REAL}, "", ""),
    ({"MY_KEY": f"{REAL}\n"}, "", ""),
    ({"MY_KEY": f'"{REAL}"'}, "",
     "MY_KEY has quotation marks around its value, which is left out: take that away"),
    ({}, f"A=1\nMY_KEY='\"{REAL}\"'\n",
     "MY_KEY (./.env:2) has quotation marks around its value, which is left out: take that away"),
    ({"MY_KEY": f"Bearer {REAL}"}, "",
     'MY_KEY has "Bearer " in front of its value, which is left out: take that away'),
    ({"MY_KEY": f"{REAL}\u00a0"}, "",
     "MY_KEY has no-break space (U+00A0) around its value, which is left out: take that away"),
    ({"MY_KEY": f"{REAL[:5]}\u00a0{REAL[5:]}"}, "",
     "MY_KEY holds no-break space (U+00A0) as its letter 6, which no key has"),
    ({"MY_KEY": f"{REAL[:5]}\n{REAL[5:]}"}, "",
     "MY_KEY holds a line break (U+000A) as its letter 6, which no key has"),
    ({"MY_KEY": f'"{REAL}'}, "",
     "MY_KEY holds a quotation mark at one end alone, which no key has"),
    ({"MY_KEY": f"MY_KEY={REAL}"}, "",
     "MY_KEY begins with its own name, MY_KEY=: take that away"),
])  # fmt: skip
def test_what_is_around_a_key_is_said_by_name(
    tmp_path: Path, environ: dict[str, str], text: str, told: str
) -> None:
    (tmp_path / ".env").write_text(text)
    env = load_env(None, tmp_path, tmp_path / "home", environ)
    assert key_note(Provider("p", "gpt-5", "MY_KEY"), env) == told


@pytest.mark.parametrize(("environ", "place"), [
    ({}, " (./.env:1)"),
    ({"MY_KEY": REAL}, " (./.env:1)"),
    ({"MY_KEY": "another"}, " (the environment has it, and ./.env:1 does not count)"),
])  # fmt: skip
def test_where_a_refused_key_is_from(tmp_path: Path, environ: dict[str, str], place: str) -> None:
    (tmp_path / ".env").write_text(f"MY_KEY={REAL}\n")
    env = load_env(None, tmp_path, tmp_path / "home", environ)
    target = target_of(Provider("p", "gpt-5", "MY_KEY"), env)
    assert isinstance(target, Target)
    assert hint_for("invalid_key", target).startswith(f"put a valid key into MY_KEY{place}")


@pytest.mark.parametrize(("name", "text", "hint"), [
    (".env.local", f"A=1\nMY_KEY={REAL}\n", "./.env.local:2 has it, and is not read"),
    ("env", f"MY_KEY={REAL}\n", "./env:1 has it, and is not read"),
    (".envrc", f"export MY_KEY={REAL}\n", "./.envrc:1 has it, and is not read"),
    (".env.local", "MY_KEY=your-key-here\n", "add MY_KEY=… to ./.env"),
    (".env.local", "MY_KEY=\n", "add MY_KEY=… to ./.env"),
    (".env.example", f"MY_KEY={REAL}\n", "add MY_KEY=… to ./.env"),
])  # fmt: skip
def test_a_key_in_a_file_that_is_not_read_is_told_of(
    tmp_path: Path, name: str, text: str, hint: str
) -> None:
    (tmp_path / name).write_text(text)
    told = to_set(load_env(None, tmp_path, tmp_path, {}), "MY_KEY")
    assert told.startswith(hint)
    assert REAL not in told


@pytest.mark.parametrize(("name", "hint"), [
    ("MY_KEY", "add MY_KEY=… to ./.env"),
    ("$MY_KEY", "write MY_KEY in api_key_env"),
    ("os.environ/MY_KEY", "write MY_KEY in api_key_env"),
    ("a,b", "name a variable in api_key_env"),
])  # fmt: skip
def test_what_is_no_name_of_a_variable_is_not_to_be_set(name: str, hint: str) -> None:
    verdict = target_of(Provider("p", "gpt-5", name), {})
    assert not isinstance(verdict, Target)
    assert verdict.hint == hint
