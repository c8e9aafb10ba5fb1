"""When the next call may be made, and who is left alone: for one process, or many over Redis."""

from rscrew_console.runtime.board.base import Board, Pace, Place, Rest
from rscrew_console.runtime.board.local import LocalBoard
from rscrew_console.runtime.board.redis_board import RedisBoard, RedisUnusable
from rscrew_console.runtime.board.shared import board_for, shared_board

__all__ = [
    "Board",
    "LocalBoard",
    "Pace",
    "Place",
    "RedisBoard",
    "RedisUnusable",
    "Rest",
    "board_for",
    "shared_board",
]
