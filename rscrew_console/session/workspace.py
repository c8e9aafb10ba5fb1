"""Every file that a dialect knows: in the project, and at the user's places of each program.

Names say where to look, content says what a file is. A search lists folders and reads the files
that are there, no more: 40 of them take a fraction of a second.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from rscrew_console.dialects import Dialect, registry
from rscrew_console.dialects.refused import RefusedFormat
from rscrew_console.records import dataclass
from rscrew_console.roster.model import Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.session.crew_files import CrewFiles, OneFile, parse_snapshot
from rscrew_console.session.errors import BadConfig, CannotRead, ConfigNotFound, SeveralFiles
from rscrew_console.session.find import ENVIRONMENT_VARIABLE, find_config, user_config
from rscrew_console.session.parsing import ParsedText
from rscrew_console.session.state import folder_of, keeps_any

Scope = Literal["project", "user"]
_REPOSITORY = (".git", ".hg", ".jj")
_XDG_CONFIG = "$XDG_CONFIG_HOME"


@dataclass(frozen=True, slots=True)
class WorkspaceFile:
    """A file, or a folder of files, that a dialect knows."""

    path: Path
    """Absolute, with the links on the way."""
    scope: Scope
    dialect: Dialect
    parsed: ParsedText
    """Without a roster where the file has errors: `parsed.problems` says which."""

    @property
    def roster(self) -> Roster | None:
        return self.parsed.roster

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.parsed.problems

    @property
    def error_count(self) -> int:
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def warning_count(self) -> int:
        return len(self.problems) - self.error_count

    @property
    def models(self) -> frozenset[str]:
        """The ids of all models in the file; none where it has errors."""
        return frozenset(one.model for one in self.roster.providers) if self.roster else frozenset()


def find_files(
    cwd: Path, home: Path, environ: Mapping[str, str], *, only: Path | None = None
) -> tuple[WorkspaceFile, ...]:
    """The files of the project, nearest folder first, then those of the user.

    The project is the working folder and its parents up to the root of the repository; the working
    folder alone where there is no repository. `only` is another folder to search alone.
    """
    environ = dict(environ)  # that of a process decodes a variable each time
    folders = [only] if only else _project_folders(cwd, home)
    listed: set[str] = set()
    files: list[WorkspaceFile] = []
    for path, format_index, scope in _candidates(folders, home, environ, alone=only is not None):
        real = os.path.realpath(path)
        if real not in listed and (file := _recognised(Path(path), format_index, scope)):
            listed.add(real)
            files.append(file)
    return tuple(files)


def unsaved_changes(file: WorkspaceFile, state: Path | None = None) -> int:
    """How many changes of earlier sessions wait in journals until the file is opened again.

    `state` is the folder for journals, the user's own by default. 0 where it cannot be read:
    nothing in it can be restored then either.
    """
    if not keeps_any(state):
        return 0
    folder = folder_of(Path(os.path.realpath(file.path)), state)
    if not os.path.lexists(folder):  # nothing was ever done with it: what reads journals is spared
        return 0
    from rscrew_console.session.journal import pending

    try:
        works = pending(folder, file_name=file.path.name)
    except OSError:
        return 0
    now = file.parsed.document.text if file.parsed.document else ""
    return sum(work.count for work in works if work.text != now)


def find_crew(explicit: Path | None, environ: Mapping[str, str], cwd: Path, home: Path) -> Path:
    """The file or folder to open: as `find_config`, then whatever format is found.

    A folder that is named is searched; where nothing is found its own files may be a crew. Raises
    ConfigNotFound, with a list where there are several.
    """
    try:
        path = find_config(explicit, environ, cwd)
    except ConfigNotFound as error:
        if explicit is not None or environ.get(ENVIRONMENT_VARIABLE):
            raise
        files = find_files(cwd, home, environ)
        in_project = [file for file in files if file.scope == "project"]
        if not files:
            also = (
                "nor is there a file of another format; rsc files shows where they are looked for"
            )
            raise ConfigNotFound(f"{error.message}\n{also}", error.looked) from error
        return _only(in_project or list(files), "several files with agents")
    if not (cwd / path).is_dir():
        return path
    if files := find_files(cwd, home, environ, only=cwd / path):
        return _only(files, f"several files with agents in {path}")
    from rscrew_console.session.folder_files import FolderFiles

    try:
        FolderFiles.at(cwd / path)
    except CannotRead as error:
        places = ", ".join(project_places())
        reason = f"{path} is a folder, and no file of a known format is in it; looked for {places}"
        raise ConfigNotFound(reason, (cwd / path,)) from error
    return path


def project_places() -> list[str]:
    """Every place of a project at which a file of some format is looked for, sorted."""
    places = {place for one in registry.DIALECTS.places for place in one.project}
    patterns = {pattern for one in registry.DIALECTS.places for pattern in one.crew_files}
    return [*sorted(places), *(f"{one} of agents" for one in sorted(patterns))]


def _only(files: Sequence[WorkspaceFile], several: str) -> Path:
    """The path of the one file. Raises SeveralFiles for more of them."""
    if len(files) == 1:
        return files[0].path
    names = "\n".join(f"  {file.path} ({file.dialect.title})" for file in files)
    message = f"{several}, choose one with --config:\n{names}"
    raise SeveralFiles(message, tuple(file.path for file in files))


def _project_folders(cwd: Path, home: Path) -> list[Path]:
    """The working folder, and its parents as far as they belong to the same repository."""
    parents = [cwd, *cwd.parents]
    for index, folder in enumerate(parents):
        if folder == home and index:
            break
        if any((folder / name).exists() for name in _REPOSITORY):
            return parents[: index + 1]
    return [cwd]


def _candidates(
    folders: Sequence[Path], home: Path, environ: Mapping[str, str], *, alone: bool
) -> Iterator[tuple[str, int, Scope]]:
    """What is there at the places of all formats, each with the index of the format's dialect,
    which need not be loaded for what is not there."""
    formats = registry.DIALECTS.places
    for folder in folders:
        for index, places in enumerate(formats):
            for pattern in places.project:
                for path in _matching(str(folder), pattern):
                    yield path, index, "project"
    if alone:
        return
    if named := environ.get(ENVIRONMENT_VARIABLE):
        yield str(folders[0] / named), 0, "user"
    for index, places in enumerate(formats):
        for place in places.home:
            start, pattern = _expanded(place, home, environ)
            for path in _matching(start, pattern) if start else ():
                yield path, index, "user"
    yield str(user_config()), 0, "user"


def _expanded(place: str, home: Path, environ: Mapping[str, str]) -> tuple[str | None, str]:
    """A place of the user as a folder and a pattern in it; None where its variable is not set."""
    first, _, pattern = place.partition("/")
    if first == "~":
        return str(home), pattern
    if first == _XDG_CONFIG:
        return environ.get(first[1:]) or str(home / ".config"), pattern
    return (environ.get(first[1:]) if first.startswith("$") else None) or None, pattern


def _matching(folder: str, pattern: str) -> list[str]:
    """The paths there, sorted; none in a folder that may not be listed."""
    if not any(letter in pattern for letter in "*?["):
        path = f"{folder}/{pattern}" if pattern else folder
        return [path] if os.path.lexists(path) else []
    return sorted(_with_pattern(folder, pattern.split("/")), key=lambda path: Path(path).parts)


def _with_pattern(folder: str, parts: Sequence[str]) -> Iterator[str]:
    """Below the folder, what has such a name part by part."""
    first, *rest = parts
    path = f"{folder}/{first}"
    names = [path] if os.path.lexists(path) else []
    if any(letter in first for letter in "*?["):
        try:
            names = [one.path for one in os.scandir(folder) if fnmatchcase(one.name, first)]
        except OSError:
            return
    for name in names:
        yield from _with_pattern(name, rest) if rest else (name,)


def _recognised(path: Path, format_index: int, scope: Scope) -> WorkspaceFile | None:
    """The file as what its content says, or, where it has none that can be read, as what its place
    says; None for what is there and is of no known format."""
    try:
        if path.is_dir():
            if not registry.DIALECTS.places[format_index].crew_files:
                return None
            from rscrew_console.session.folder_files import FolderFiles

            files: CrewFiles = FolderFiles(path, registry.DIALECTS[format_index])
            if not files.names():
                return None
        else:
            files = OneFile(path)
        parsed = parse_snapshot(files.read())
    except CannotRead as error:
        if not os.path.lexists(path):
            return None
        problem = Problem("error", "unreadable", error.reason, (), error.line)
        parsed = ParsedText(None, None, None, (problem,))
    except BadConfig as error:
        parsed = ParsedText(None, None, None, error.problems)
    if isinstance(parsed.dialect, registry.UnknownFormat | RefusedFormat):
        return None
    return WorkspaceFile(path, scope, parsed.dialect or registry.DIALECTS[format_index], parsed)
