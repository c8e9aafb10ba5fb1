"""Turns and cooldowns: when the next call may be made, and who is not asked for now."""

from typing import TYPE_CHECKING

from rscrew_console.runtime.limits.base import Cooldown, LimitStore, Pace, Turn
from rscrew_console.runtime.limits.local_store import LocalLimitStore
from rscrew_console.runtime.limits.shared import limit_store_for, shared_limit_store

if TYPE_CHECKING:
    from rscrew_console.runtime.limits.redis_store import RedisLimitStore, RedisUnusable
else:
    from rscrew_console.lazy_names import lazy_names

    __getattr__ = lazy_names(__name__, {"redis_store": ("RedisLimitStore", "RedisUnusable")})

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
