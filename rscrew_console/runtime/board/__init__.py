"""When the next call may be made, and who is left alone: for one process, or many over Redis."""

from rscrew_console.runtime.board.base import Cooldown, LimitStore, Pace, Turn
from rscrew_console.runtime.board.local import LocalLimitStore
from rscrew_console.runtime.board.redis_board import RedisLimitStore, RedisUnusable
from rscrew_console.runtime.board.shared import board_for, shared_board

__all__ = [
    "Cooldown",
    "LimitStore",
    "LocalLimitStore",
    "Pace",
    "RedisLimitStore",
    "RedisUnusable",
    "Turn",
    "board_for",
    "shared_board",
]
