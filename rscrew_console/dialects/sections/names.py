"""The names of the sections that are the same in every file that may hold them."""

from __future__ import annotations

SETTINGS = "global_settings"
HEALTH = "health"
COSTS = "cost_assumptions"
BUDGETS = "budgets"
ALERTS = "alerts"
OPTIMISATION = "cost_optimization"
EXPECT = "expect"
ALIASES = "aliases"
STRATEGIES = "strategies"
SETTING_FIELDS = (
    "rate_limiting", "fallback_enabled", "fallback_on", "pin", "pin_why", "request_timeout",
    "deadline", "redis_url", "usage_db", "debug_mode",
)  # fmt: skip
