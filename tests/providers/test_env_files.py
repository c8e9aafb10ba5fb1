"""Where `.env` files are looked for, what they say, and what is wrong with them."""

import io
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.dotenv_entries import Entry, UnreadableLine, entries
from rscrew_console.providers.env_files import env_files, expanded, load_env
from tests.rows import each_row

PLACES = (
    "there/config/.env", "here/.env", "here/rscrew/.env", "there/.env", "home/.rscrew/.env",
)  # fmt: skip


@pytest.fixture
def places(tmp_path: Path) -> list[Path]:
    """The folders of all places, for a config in `there/config` read from `here`."""
    for place in PLACES:
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    return [tmp_path / place for place in PLACES]


@pytest.mark.parametrize("first", range(len(PLACES)))
def test_the_first_file_that_sets_a_variable_counts(
    tmp_path: Path, places: list[Path], first: int
) -> None:
    for number, path in list(enumerate(places))[first:]:
        path.write_text(f"NUMBER={number}\nONLY_{number}=1\nPATH=/other\n")
    config = tmp_path / "there" / "config" / "model_config.yaml"
    env = load_env(config, tmp_path / "here", tmp_path / "home", {"PATH": "/bin"})
    every = {f"ONLY_{number}": "1" for number in range(first, len(PLACES))}
    assert env == {"PATH": "/bin", "NUMBER": str(first), **every}
    assert env.paths == tuple(places[first:])
    assert env.problems == ()


@pytest.mark.parametrize(("config", "folders"), [
    (Path("sub/model.yaml"), ("sub", "", "rscrew", "home/.rscrew")),
    (Path("model.yaml"), ("", "rscrew", "home/.rscrew")),
    (Path("config/model.yaml"), ("config", "", "rscrew", "home/.rscrew")),
    (None, ("", "rscrew", "home/.rscrew")),
])  # fmt: skip
def test_places_are_told_from_the_working_directory(
    tmp_path: Path, config: Path | None, folders: tuple[str, ...]
) -> None:
    found = env_files(config, tmp_path, tmp_path / "home")
    assert found == tuple(tmp_path / folder / ".env" for folder in folders)


def test_without_any_file_there_is_the_environment(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    env = load_env(None, tmp_path, tmp_path, {"A": "1"})
    assert env == {"A": "1"}
    assert env.paths == ()


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
    (b'$env:MY_KEY = "sk-secret"\nB=2\n',
     ".env:1: write MY_KEY=… as it is written outside PowerShell; the line is ignored", {"B": "2"}),
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


@pytest.mark.parametrize(("mode", "text", "warned"), [
    (0o644, "OPENAI_API_KEY=sk-a1b2c3d4e5\n", True),
    (0o640, "SOME_TOKEN=a1b2c3d4e5\n", True),
    (0o604, "MISTRAL_API_KEY_2=a1b2c3d4e5\n", True),
    (0o600, "OPENAI_API_KEY=sk-a1b2c3d4e5\n", False),
    (0o644, "OPENAI_API_KEY=your_key_here\n", False),
    (0o644, "OPENAI_API_KEY=\n", False),
    (0o644, "RSCREW_DEBUG=true\n", False),
])  # fmt: skip
def test_keys_that_others_can_read_are_warned_of(
    tmp_path: Path, mode: int, text: str, warned: bool
) -> None:
    path = tmp_path / ".env"
    path.write_text(text)
    path.chmod(mode)
    problems = load_env(None, tmp_path, tmp_path, {}).problems
    told = (f"{path}: holds keys, and others on this machine can read it; chmod 600 it",)
    assert problems == (told if warned else ())


def test_an_environment_does_not_show_what_is_in_it(tmp_path: Path) -> None:
    assert "a1b2c3" not in repr(load_env(None, tmp_path, tmp_path, {"OPENAI_API_KEY": "a1b2c3"}))


PIECES = (
    "A", "B", "C", "=", " = ", "'", '"', "\\", "\\n", "#", " # why", "\n", "\r\n", "\r", " ", "\t",
    "${A}", "${B:-x}", "${", "}", "$A", "export ", "value", "é", ":",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_python_dotenv_reads_the_same(text: str) -> None:
    """Whatever the lines are, and also behind those that cannot be read."""
    read = [entry for entry in entries(text) if isinstance(entry, Entry)]
    expected = dotenv_values(stream=io.StringIO(text), interpolate=False)
    assert {entry.name: entry.value for entry in read if entry.value is not None} == {
        name: value for name, value in expected.items() if value is not None
    }


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_python_dotenv_puts_in_the_same(text: str) -> None:
    value = text.translate(str.maketrans("", "", "\r\n'\\"))
    expected = dotenv_values(stream=io.StringIO(f"A=one\nB=\nX='{value}'\n"))
    assert expanded(value, {"A": "one", "B": ""}) == expected["X"]


@each_row(("text", "lines"), [
    ("A=1\n=2\nB=3", ["=2\n"]),
    ("\n\n  'A\nB=1", ["'A\n"]),
    ("A='1\nB=2\n", ["A='1\n"]),
    ("A='1' 2\nB=2\n", ["A='1' 2\n"]),
    ("A=\"1\n2\" 3\nB=2", ["A=\"1\n2\" 3\n"]),
])  # fmt: skip
def test_an_unreadable_line_ends_where_reading_goes_on(text: str, lines: list[str]) -> None:
    unreadable = [entry for entry in entries(text) if isinstance(entry, UnreadableLine)]
    assert [text[entry.start : entry.end] for entry in unreadable] == lines
