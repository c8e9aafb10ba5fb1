"""The configuration to open where none is named: which places are tried, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from rscrew_console.session.errors import ConfigNotFound
from rscrew_console.user_folders import user_folder

ENVIRONMENT_VARIABLE = "RSCREW_MODEL_CONFIG_PATH"
CONFIG_NAME = "model_config.yaml"


def user_config() -> Path:
    """Where the user's own configuration lives, there or not."""
    return user_folder("config") / CONFIG_NAME


def find_config(explicit: Path | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """The configuration to open.

    Raises ConfigNotFound where a place that was named does not exist, where none of the usual
    places does, and where several crews under `src/` have one.
    """
    if explicit is not None:
        return _named(cwd / _expanded(explicit), explicit, "--config")
    if named := environ.get(ENVIRONMENT_VARIABLE):
        return _named(cwd / _expanded(Path(named)), Path(named), f"${ENVIRONMENT_VARIABLE}")
    looked: list[Path] = []
    for candidates in _usual(cwd):
        existing = [path for path in candidates if path.exists()]
        if len(existing) > 1:
            names = "\n".join(f"  {path}" for path in existing)
            raise ConfigNotFound(
                f"several configurations, choose one with --config:\n{names}", tuple(existing)
            )
        if existing:
            return existing[0]
        looked += candidates or [cwd / "src" / "*" / "config" / CONFIG_NAME]
    places = "\n".join(f"  {path}" for path in looked)
    raise ConfigNotFound(
        f"no {CONFIG_NAME} found, looked for\n{places}\n"
        "name one with --config PATH, or make one with: rsc init",
        tuple(looked),
    )


def _expanded(path: Path) -> Path:
    """The path with `~` expanded; unchanged where that user has no home folder."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _named(path: Path, as_given: Path, by: str) -> Path:
    if path.exists():
        return as_given if as_given.is_absolute() else _short(path, as_given)
    why = "is a link that leads nowhere" if path.is_symlink() else "does not exist"
    raise ConfigNotFound(f"{as_given} (from {by}) {why}", (path,))


def _short(path: Path, as_given: Path) -> Path:
    """The path as the user wrote it where it means the same, so that messages repeat his words."""
    return as_given if as_given.exists() and as_given.samefile(path) else path


def _usual(cwd: Path) -> Iterator[list[Path]]:
    yield [cwd / CONFIG_NAME]
    yield [cwd / "config" / CONFIG_NAME]
    yield sorted((cwd / "src").glob(f"*/config/{CONFIG_NAME}"))
    yield [user_config()]
