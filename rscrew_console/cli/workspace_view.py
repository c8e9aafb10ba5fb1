"""Found files and uses of models as text and as JSON, for `files`, `where` and `replace`."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rscrew_console.providers.env_files import shown_path
from rscrew_console.providers.keys import Env, env_files, is_usable, load_env
from rscrew_console.roster.visible import visible
from rscrew_console.session import WorkspaceFile, unsaved_changes
from rscrew_console.session.state import state_root

if TYPE_CHECKING:
    from rscrew_console.session.model_uses import ModelUse


def names_in(file: WorkspaceFile) -> frozenset[str]:
    """The models, and the names of the providers."""
    return file.models | set(file.roster.provider_by_name if file.roster else ())


def usable_counts(files: Sequence[WorkspaceFile]) -> list[int]:
    """How many providers of each file have a key, or need none; nobody is asked.

    Keys are the same for all files with the same `.env` files, and those are read once.
    """
    home, cwd, environ = Path(os.path.expanduser("~")), Path.cwd(), dict(os.environ)
    envs: dict[tuple[Path, ...], Env] = {}

    def count(file: WorkspaceFile) -> int:
        if file.roster is None:
            return 0
        places = tuple(filter(os.path.lexists, env_files(file.path, cwd, home)))
        if places not in envs:
            envs[places] = load_env(file.path, cwd, home, environ)
        return sum(
            is_usable(provider, envs[places]) for provider in file.roster.provider_by_name.values()
        )

    return [count(file) for file in files]


def findings_text(file: WorkspaceFile) -> str:
    parts = ((file.error_count, "error"), (file.warning_count, "warning"))
    return ", ".join(f"{n} {word}{'s' * (n > 1)}" for n, word in parts if n) or "none"


def unsaved_counts(files: Sequence[WorkspaceFile]) -> list[int]:
    """How many unsaved changes there are of each file."""
    state = state_root()
    return [unsaved_changes(file, state) for file in files]


def file_shape(file: WorkspaceFile, usable: int, unsaved: int) -> dict[str, object]:
    roster = file.roster
    return {
        "path": str(file.path),
        "format": file.dialect.name,
        "title": file.dialect.title,
        "scope": file.scope,
        "agents": roster.agent_count if roster else None,
        "models": sorted(file.models),
        "providers": len(roster.providers) if roster else None,
        "usable": usable if roster else None,
        "fallback": roster.fallback.fires if roster else None,
        "unsaved": unsaved,
        "errors": file.error_count,
        "warnings": file.warning_count,
    }


def use_shape(file: WorkspaceFile, use: "ModelUse") -> dict[str, object]:
    return {
        "path": str(file.path / use.file),
        "line": use.line,
        "format": file.dialect.name,
        "agent": use.agent,
        "slot": use.slot,
        "provider": use.provider,
        "model": use.model,
        "says": use.says or None,
    }


def short_path(path: Path) -> Path:
    """As it is called from the working folder."""
    folder = Path.cwd()
    return path.relative_to(folder) if path.is_relative_to(folder) else path


def short_name(path: Path) -> str:
    home = Path(os.path.expanduser("~"))
    return visible(shown_path(path, Path.cwd(), home).removeprefix("./"))


def file_count(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"
