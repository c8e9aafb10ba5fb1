"""The files with agents around the open one, as the disk has them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rscrew_console.providers.env_files import shown_path
from rscrew_console.records import dataclass
from rscrew_console.session import Session
from rscrew_console.tui.view.view_state import short_title

if TYPE_CHECKING:
    from rscrew_console.session import WorkspaceFile
    from rscrew_console.tui.view.files import FileEntry

OpenCrew = Callable[[Path], Session]


@dataclass(frozen=True)
class Workspace:
    """Looked for anew each time: files come and go."""

    cwd: Path
    home: Path
    environ: Mapping[str, str]
    open: OpenCrew
    """Raises SessionError."""
    folder: Path | None = None
    """The one folder to look in, if one was named."""

    def find(self) -> Sequence[WorkspaceFile]:
        """Every file of a known format, those of the project first."""
        from rscrew_console.session import find_files  # loads when files are looked for

        named = find_files(self.cwd, self.home, self.environ, only=self.folder)
        if named or self.folder is None:
            return named
        return find_files(self.cwd, self.home, self.environ)

    def entries(self, opened: Session | None = None) -> list[FileEntry]:
        """What there is to show of each; the open one as it is, first where it was not found."""
        from rscrew_console.session import unsaved_changes  # loads when files are looked for
        from rscrew_console.tui.view.files import entry_of

        entries: list[FileEntry] = []
        for file in self.find():
            if opened is not None and self.is_open(file.path, opened):
                entries.append(self._open_entry(opened, file.path))
            else:
                entries.append(entry_of(file, self._name(file.path), unsaved=unsaved_changes(file)))
        if opened is not None and not any(entry.is_open for entry in entries):
            entries.insert(0, self._open_entry(opened, self.cwd / opened.path))
        return entries

    @staticmethod
    def is_open(path: Path, session: Session) -> bool:
        """Whether the session is that of this file, behind all links."""
        return Path(os.path.realpath(path)) == session.real_path

    def path_to_open(self, path: Path) -> Path:
        """As messages call it: relative where it is below the working folder."""
        return path.relative_to(self.cwd) if path.is_relative_to(self.cwd) else path

    def _open_entry(self, session: Session, path: Path) -> FileEntry:
        from rscrew_console.tui.view.files import FileEntry

        roster = session.roster
        return FileEntry(
            path, self._name(path), short_title(session.dialect.title), session.dialect.name,
            roster.agent_count, len({one.model for one in roster.providers}), roster.fallback,
            warnings=len(session.problems), unsaved=session.unsaved, is_open=True,
        )  # fmt: skip

    def _name(self, path: Path) -> str:
        return shown_path(path, self.cwd, self.home).removeprefix("./")
