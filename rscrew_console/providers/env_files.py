"""The environment, and the `.env` files behind it."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rscrew_console.providers.placeholders import is_placeholder

MAX_BYTES = 1024 * 1024
_KEY_NAME = re.compile(r"(?i).*(KEY|TOKEN|SECRET|PASSWORD)S?(_\d+)?")
_OTHERS_READ = stat.S_IRGRP | stat.S_IROTH


class Env(dict[str, str]):
    """Environment variables, and where those beyond the process's own come from."""

    def __init__(
        self, values: Mapping[str, str], paths: Iterable[Path] = (), problems: Iterable[str] = ()
    ):
        super().__init__(values)
        self.paths = tuple(paths)
        """The `.env` files that were read, the one that wins first."""
        self.problems = tuple(problems)
        """What is wrong with them, each with its place in front; never with a value."""

    def __repr__(self) -> str:
        return f"<Env of {len(self)} variables>"


def env_files(config_path: Path | None, cwd: Path, home: Path) -> tuple[Path, ...]:
    """The places of `.env` files; where two set a variable, the first of them does."""
    return tuple(dict.fromkeys(_env_files(config_path, cwd, home)))


def load_env(config_path: Path | None, cwd: Path, home: Path, environ: Mapping[str, str]) -> Env:
    """The environment, and what `.env` files add to it; the environment always wins."""
    values: dict[str, str] = {}
    problems: list[str] = []
    paths = [path for path in env_files(config_path, cwd, home) if _is_file(path)]
    for path in paths:
        try:
            found = _values(path, _text(path), environ, problems)
        except _Unreadable as error:
            problems.append(f"{path}: {error}")
            continue
        if _exposed(path) and any(map(_is_key, found, found.values())):
            problems.append(
                f"{path}: holds keys, and others on this machine can read it; chmod 600 it"
            )
        values = {**found, **values}
    return Env({**values, **environ}, paths, problems)


def _env_files(config_path: Path | None, cwd: Path, home: Path) -> Iterator[Path]:
    beside = None if config_path is None else (cwd / config_path).parent
    if beside is not None:
        yield beside / ".env"
    yield cwd / ".env"
    yield cwd / "rscrew" / ".env"  # RSCrew's own place
    if beside is not None and beside.name == "config":
        yield beside.parent / ".env"
    yield home / ".rscrew" / ".env"


class _Unreadable(Exception):
    """Why a file cannot be read, without its name."""


def _values(
    path: Path, text: str, environ: Mapping[str, str], problems: list[str]
) -> dict[str, str]:
    from dotenv.parser import parse_stream  # noqa: PLC0415 -- only where there is such a file
    from dotenv.variables import parse_variables  # noqa: PLC0415 -- loaded when needed

    values: dict[str, str] = {}
    for binding in parse_stream(io.StringIO(text)):
        if binding.error:
            before = len(binding.original.string) - len(binding.original.string.lstrip())
            line = binding.original.line + binding.original.string.count("\n", 0, before)
            problems.append(f"{path}:{line}: not of the form NAME=value, ignored")
        elif binding.key is not None and binding.value is not None:
            known = {**values, **environ}
            atoms = parse_variables(binding.value)
            values[binding.key] = "".join(atom.resolve(known) for atom in atoms)
    return values


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
