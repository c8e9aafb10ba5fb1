"""When the next call may be made, and who is left alone: for one process, or many over Redis."""

from rscrew_console.runtime.limits.base import Cooldown, LimitStore, Pace, Turn
from rscrew_console.runtime.limits.local_store import LocalLimitStore
from rscrew_console.runtime.limits.redis_store import RedisLimitStore, RedisUnusable
from rscrew_console.runtime.limits.shared import limit_store_for, shared_limit_store

__all__ = [
    "Cooldown",
    "LimitStore",
    "LocalLimitStore",
    "Pace",
    "RedisLimitStore",
    "RedisUnusable",
    "Turn",
    "limit_store_for",
    "shared_limit_store",
]
