"""An open crew of one file or many: load, lock, save, merge, undo, history; and finding files."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.session.change import Change
    from rscrew_console.session.crew_files import problems_of, read_text
    from rscrew_console.session.entries import HistoryEntry
    from rscrew_console.session.errors import (
        BadConfig,
        CannotChange,
        CannotRead,
        ChangedOnDisk,
        ConfigNotFound,
        Locked,
        NothingToRevert,
        SaveFailed,
        SessionError,
        SeveralFiles,
        WouldBreak,
    )
    from rscrew_console.session.file_draft import RefreshResult
    from rscrew_console.session.find import find_config
    from rscrew_console.session.journal import UnsavedWork
    from rscrew_console.session.merge import Choice, Collision
    from rscrew_console.session.rollback import (
        RevertResult,
        SavedStates,
        entries_of,
        entry_diff,
        text_without,
    )
    from rscrew_console.session.saving import SaveResult
    from rscrew_console.session.session import Session
    from rscrew_console.session.workspace import (
        WorkspaceFile,
        find_crew,
        find_files,
        unsaved_changes,
    )
else:
    from rscrew_console.lazy_names import lazy_names

    __getattr__ = lazy_names(
        __name__,
        {
            "change": ("Change",),
            "crew_files": (
                "problems_of",
                "read_text",
            ),
            "entries": ("HistoryEntry",),
            "errors": (
                "BadConfig",
                "CannotChange",
                "CannotRead",
                "ChangedOnDisk",
                "ConfigNotFound",
                "Locked",
                "NothingToRevert",
                "SaveFailed",
                "SessionError",
                "SeveralFiles",
                "WouldBreak",
            ),
            "file_draft": ("RefreshResult",),
            "find": ("find_config",),
            "journal": ("UnsavedWork",),
            "merge": (
                "Choice",
                "Collision",
            ),
            "rollback": (
                "RevertResult",
                "SavedStates",
                "entries_of",
                "entry_diff",
                "text_without",
            ),
            "saving": ("SaveResult",),
            "session": ("Session",),
            "workspace": (
                "WorkspaceFile",
                "find_crew",
                "find_files",
                "unsaved_changes",
            ),
        },
    )

__all__ = [
    "BadConfig",
    "CannotChange",
    "CannotRead",
    "Change",
    "ChangedOnDisk",
    "Choice",
    "Collision",
    "ConfigNotFound",
    "HistoryEntry",
    "Locked",
    "NothingToRevert",
    "RefreshResult",
    "RevertResult",
    "SaveFailed",
    "SaveResult",
    "SavedStates",
    "Session",
    "SessionError",
    "SeveralFiles",
    "UnsavedWork",
    "WorkspaceFile",
    "WouldBreak",
    "entries_of",
    "entry_diff",
    "find_config",
    "find_crew",
    "find_files",
    "problems_of",
    "read_text",
    "text_without",
    "unsaved_changes",
]
