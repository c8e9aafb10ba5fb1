"""Whether the keys are there: from the environment, and from a `.env` file behind it.

No key is kept, shown or written anywhere by this module; it says only whether there is one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rscrew_console.providers.kinds import kind_of
from rscrew_console.roster.facts import KeyState
from rscrew_console.roster.model import Provider

MAX_BYTES = 1024 * 1024


class Env(dict[str, str]):
    """Environment variables, and where those beyond the process's own come from."""

    def __init__(self, values: Mapping[str, str], path: Path | None, problems: Iterable[str]):
        super().__init__(values)
        self.path = path
        """The `.env` file that was read, if any."""
        self.problems = tuple(problems)
        """What in it could not be read, each with its place in front; never with a value."""


def env_files(config_path: Path | None, cwd: Path, home: Path) -> Iterator[Path]:
    """The places of a `.env` file; the first that exists is the only one that is read."""
    yield cwd / ".env"
    yield cwd / "rscrew" / ".env"
    if config_path is not None:
        folder = (cwd / config_path).parent
        yield folder / ".env"
        if folder.name == "config":
            yield folder.parent / ".env"
    yield home / ".rscrew" / ".env"


def load_env(config_path: Path | None, cwd: Path, home: Path, environ: Mapping[str, str]) -> Env:
    """The environment, and what the first `.env` file adds to it; the environment wins."""
    path = next((path for path in env_files(config_path, cwd, home) if path.is_file()), None)
    if path is None:
        return Env(environ, None, ())
    problems: list[str] = []
    try:
        found = _values(path, _text(path), environ, problems)
    except _Unreadable as error:
        found = {}
        problems.append(f"{path}: {error}")
    return Env({**found, **environ}, path, problems)


def key_variables(provider: Provider) -> tuple[str, ...]:
    """The variables that may hold the provider's key, the one to set first.

    The file's own comes first; where it is one of a vendor's usual names, the others follow.
    """
    kind = kind_of(provider)
    usual = kind.key_variables if kind else ()
    own = provider.api_key_env
    if own is None or not own.strip():
        return usual
    return (own, *(name for name in usual if name != own)) if own in usual else (own,)


def key_state(provider: Provider, env: Mapping[str, str]) -> KeyState:
    """What can be said of the key without asking the vendor."""
    variables = key_variables(provider)
    if not variables:
        return "not_needed"
    values = [value for name in variables if (value := env.get(name, "").strip())]
    if not values:
        return "missing"
    kind = kind_of(provider)
    # Servers of one's own take any text for a key, and people give them just such texts.
    if kind is not None and kind.name in ("ollama", "openai_compatible"):
        return "set"
    return "placeholder" if all(map(is_placeholder, values)) else "set"


_PLACEHOLDERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(sk-|key-)?your.*",
        r".*[-_ ]here",
        r"[<\[{(].*[>\]})]",
        r".*(\.\.\.|…|x{6}|\*{3}).*",
        r"(sk-|key-)?[x*•-]+",
        r"(sk-)?(change|replace)[-_ ]?(me|this|it).*",
        r"(insert|put|add|enter|paste)[-_ ].*",
        r"(my|the|an?|some)?[-_ ]?(api|secret)?[-_ ]?(key|token)",
        r"(sk-)?(placeholder|todo|tbd|fixme|none|null|secret|foo|bar)",
        r"(sk-)?(dummy|fake|example|sample|test)([-_ ]?(api)?[-_ ]?(key|token))?",
        r"\$\{?\w+\}?",
    )
)


def is_placeholder(value: str) -> bool:
    """Whether the text stands where a key is still to be filled in."""
    return any(pattern.fullmatch(value.strip()) for pattern in _PLACEHOLDERS)


class _Unreadable(Exception):
    """Why a file cannot be read, without its name."""


def _values(
    path: Path, text: str, environ: Mapping[str, str], problems: list[str]
) -> dict[str, str]:
    from dotenv.parser import parse_stream  # noqa: PLC0415 -- only where there is such a file
    from dotenv.variables import parse_variables  # noqa: PLC0415

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
