"""The environment, and the `.env` files behind it."""

from __future__ import annotations

import os
import re
import stat
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path

from rscrew_console.dotenv_entries import LineNumbers, UnreadableLine, entries
from rscrew_console.providers.secret import is_placeholder

MAX_BYTES = 1024 * 1024
_KEY_NAME = re.compile(r"(?i).*(KEY|TOKEN|SECRET|PASSWORD)S?(_\d+)?")
_NAME = r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
_ASSIGNMENT = re.compile(rf"^(?:export\s+)?{_NAME}=", re.MULTILINE)
_POWERSHELL = re.compile(rf"\s*\$env:{_NAME}\s*=", re.IGNORECASE)
_UNCLOSED = re.compile(rf"\s*(?:export\s+)?{_NAME}\s*=\s*['\"]")
_COLON = re.compile(rf"\s*(?:export\s+)?{_NAME}\s*:")
_VARIABLE = re.compile(r"\$\{(?P<name>[^}:]*)(?::-(?P<default>[^}]*))?\}")
_EMPTY = ("", '""', "''")
"""Values that say nothing; `docker --env-file` keeps the quotation marks of an empty one."""
_OTHERS_READ = stat.S_IRGRP | stat.S_IROTH


class Env(dict[str, str]):
    """Environment variables, and where those beyond the process's own come from."""

    def __init__(
        self,
        values: Mapping[str, str],
        paths: Iterable[Path] = (),
        problems: Iterable[str] = (),
        lines: Mapping[str, str] | None = None,
        file: str = "./.env",
        hidden: Mapping[str, str] | None = None,
        unread: Callable[[], Mapping[str, str]] = dict,
    ):
        super().__init__(values)
        self.paths = tuple(paths)
        """The `.env` files that were read, the one that wins first."""
        self.problems = tuple(problems)
        """What is wrong with them, each with its place in front; never with a value."""
        self.lines = dict(lines or {})
        """Variable → the place in a `.env` file that sets it first, as in `./.env:3`."""
        self.hidden = dict(hidden or {})
        """Variable → the place in a `.env` file that sets it to what the environment overrules."""
        self._unread = unread
        self.file = file
        """The `.env` file to write a variable into that is nowhere yet, as people name it."""

    @cached_property
    def unread(self) -> Mapping[str, str]:
        """Variable → the place of a value in a file beside those, which nobody reads: they are
        looked into when a key is missing."""
        return self._unread()

    def __repr__(self) -> str:
        return f"<Env of {len(self)} variables>"


def env_files(config_path: Path | None, cwd: Path, home: Path) -> tuple[Path, ...]:
    """The places of `.env` files; where two set a variable, the first of them does."""
    return tuple(dict.fromkeys(_env_files(config_path, cwd, home)))


def load_env(config_path: Path | None, cwd: Path, home: Path, environ: Mapping[str, str]) -> Env:
    """The environment, and what `.env` files add to it.

    The environment wins, but for variables that are empty there.
    """
    values: dict[str, str] = {}
    lines: dict[str, str] = {}
    problems: list[str] = []
    places = env_files(config_path, cwd, home)
    paths = [path for path in places if _is_file(path)]
    for path in paths:
        try:
            own: dict[str, int] = {}
            file_values = _values(path, _text(path), environ, problems, own)
        except _Unreadable as error:
            problems.append(f"{path}: {error}")
            continue
        if _exposed(path) and any(map(_is_key, file_values, file_values.values())):
            problems.append(
                f"{path}: holds keys, and others on this machine can read it; chmod 600 it"
            )
        name = shown_path(path, cwd, home)
        lines = {**{key: f"{name}:{line}" for key, line in own.items()}, **lines}
        values = {**file_values, **_without_empty(values, file_values, lines, name, own, problems)}
    hidden: dict[str, str] = {}
    for key, value in environ.items():
        if value.strip() not in _EMPTY or values.get(key, "").strip() in _EMPTY:
            if key in lines and value.strip() != values[key].strip():
                hidden[key] = lines[key]
            values[key] = value
        elif lines.get(key):
            problems.append(f"{lines[key]}: sets {key}, which is empty in the environment: used")
    first = paths[0] if paths else places[0]
    return Env(
        values, paths, problems, lines, shown_path(first, cwd, home), hidden,
        partial(unread_variables, places[:2], cwd, home),
    )  # fmt: skip


def shown_path(path: Path, cwd: Path, home: Path) -> str:
    """A path as people write it: `./.env` and `~/.rscrew/.env`."""
    path = cwd / path
    for start, folder in ((".", cwd), ("~", home)):
        try:
            return f"{start}/{path.relative_to(folder)}"
        except ValueError:
            continue  # it is not in there
    return str(path)


def to_set(env: Mapping[str, str], name: str, example: str = "…") -> str:
    """What to do so that a variable is set: the file and, where there is one, the line."""
    if not isinstance(env, Env):
        return f"add {name}={example} to ./.env"
    if name in env.unread:
        return f"{env.unread[name]} has it, and is not read: write it into {env.file}"
    if name in env.lines:
        file, _, line = env.lines[name].rpartition(":")
        return f"write {name}={example} in line {line} of {file}"
    alike = next((variable for variable in env.lines if variable.lower() == name.lower()), None)
    if alike is not None:
        file, _, line = env.lines[alike].rpartition(":")
        return f"write {name} in place of {alike} in line {line} of {file}"
    return f"add {name}={example} to {env.file}"


def place_of(env: Mapping[str, str], name: str) -> str:
    """Where the variable's value is from, as in ` (./.env:3)`; "" where nothing is known."""
    if not isinstance(env, Env):
        return ""
    if hidden := env.hidden.get(name):
        return f" (the environment has it, and {hidden} does not count)"
    place = env.lines.get(name)
    return f" ({place})" if place else ""


_UNREAD = (".env.local", ".env.development", ".env.production", ".env.txt", "env", ".envrc")
"""Files in which people keep keys, and which are not read here."""


def unread_variables(paths: Iterable[Path], cwd: Path, home: Path) -> dict[str, str]:
    """The variables with a value in files beside the `.env` files.

    Name → place, as in `./.env.local:3`.
    """
    found: dict[str, str] = {}
    for path in (one.with_name(name) for one in paths for name in _UNREAD):
        if not _is_file(path):
            continue
        own: dict[str, int] = {}
        try:
            values = _values(path, _text(path), {}, [], own)
        except _Unreadable:
            continue  # nobody asked for this file
        for key, value in values.items():
            if value.strip() not in _EMPTY and not is_placeholder(value):
                found.setdefault(key, f"{shown_path(path, cwd, home)}:{own[key]}")
    return found


def _without_empty(
    values: dict[str, str],
    file_values: Mapping[str, str],
    lines: Mapping[str, str],
    name: str,
    own: Mapping[str, int],
    problems: list[str],
) -> dict[str, str]:
    """The values of earlier files without empty ones that a later file has; tells of both."""
    remaining = dict(values)
    for key in values.keys() & file_values.keys():
        if not file_values[key].strip() or values[key] == file_values[key]:
            continue
        if not values[key].strip():
            del remaining[key]
            problems.append(f"{lines[key]}: {key} is empty, and that of {name}:{own[key]} is used")
        elif _KEY_NAME.fullmatch(key):
            problems.append(
                f"{name}:{own[key]}: sets {key} again to something else; {lines[key]} counts"
            )
    return remaining


def _env_files(config_path: Path | None, cwd: Path, home: Path) -> Iterator[Path]:
    config_folder = None if config_path is None else (cwd / config_path).parent
    if config_folder is not None:
        yield config_folder / ".env"
    yield cwd / ".env"
    yield cwd / "rscrew" / ".env"  # RSCrew's own place
    if config_folder is not None and config_folder.name == "config":
        yield config_folder.parent / ".env"
    yield home / ".rscrew" / ".env"


class _Unreadable(Exception):
    """Why a file cannot be read, without its name."""


def _values(
    path: Path, text: str, environ: Mapping[str, str], problems: list[str], lines: dict[str, int]
) -> dict[str, str]:
    values: dict[str, str] = {}
    numbers = LineNumbers(text)
    for entry in entries(text):
        line_text = text[entry.start : entry.end]
        if isinstance(entry, UnreadableLine) or _POWERSHELL.match(line_text):
            wrong = _wrong_line(line_text)
            problems.append(f"{path}:{numbers.of(entry.start)}: {wrong}")
        elif entry.value is not None:
            line = lines[entry.name] = numbers.of(entry.name_start)
            if swallowed := _ASSIGNMENT.search(entry.value):
                problems.append(
                    f"{path}:{line}: the quotes of {entry.name} reach over several lines, and"
                    f" {swallowed['name']} stands between them: is one missing?"
                )
            values[entry.name] = expanded(entry.value, ChainMap({**environ}, values))
    return values


def expanded(value: str, variables: Mapping[str, str]) -> str:
    """The value with what `${NAME}` and `${NAME:-default}` stand for, as python-dotenv says."""
    return _VARIABLE.sub(lambda match: variables.get(match["name"], match["default"] or ""), value)


def _wrong_line(text: str) -> str:
    """What is wrong with a line of a `.env` file that sets no variable; its value is not shown."""
    if match := _UNCLOSED.match(text):
        return f"the quotation mark of {match['name']} is not closed, so the line is ignored"
    if match := _POWERSHELL.match(text):
        return f"write {match['name']}=… as it is written outside PowerShell; the line is ignored"
    if match := _COLON.match(text):
        name = match["name"]
        return f"write {name}=… with = in place of the colon; the line is ignored"
    return "not of the form NAME=value, ignored"


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _Unreadable(f"cannot be read ({error.strerror}), so its keys are not seen") from error
    if len(data) > MAX_BYTES:
        raise _Unreadable("is larger than 1 MiB, so its keys are not seen")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            reason = "is UTF-16, so its keys are not seen; save it as UTF-8"
            raise _Unreadable(reason) from error
        raise _Unreadable("is not UTF-8 text, so its keys are not seen") from error


def _is_key(name: str, value: str) -> bool:
    named = _KEY_NAME.fullmatch(name) is not None
    return named and bool(value.strip()) and not is_placeholder(value)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False  # a folder on the way that is closed to us: there is nothing for us in it


def _exposed(path: Path) -> bool:
    """Whether other users of the machine can read the file."""
    if os.name != "posix":
        return False  # modes say nothing there
    try:
        return bool(path.stat().st_mode & _OTHERS_READ)
    except OSError:
        return False  # gone since it was read
