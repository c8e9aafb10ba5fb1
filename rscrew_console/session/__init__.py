"""One open file: load, lock, atomic save, merge with what changed on disk, undo, history."""

from rscrew_console.session.change import Change
from rscrew_console.session.errors import (
    BadConfig,
    CannotChange,
    CannotRead,
    ChangedOnDisk,
    ConfigNotFound,
    Locked,
    SaveFailed,
    SessionError,
    WouldBreak,
)
from rscrew_console.session.find import find_config
from rscrew_console.session.look import problems_of
from rscrew_console.session.merge import Collision
from rscrew_console.session.saving import Saved
from rscrew_console.session.session import Session

__all__ = [
    "BadConfig",
    "CannotChange",
    "CannotRead",
    "Change",
    "ChangedOnDisk",
    "Collision",
    "ConfigNotFound",
    "Locked",
    "SaveFailed",
    "Saved",
    "Session",
    "SessionError",
    "WouldBreak",
    "find_config",
    "problems_of",
]
