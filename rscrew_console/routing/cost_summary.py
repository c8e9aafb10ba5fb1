"""What calls have cost by task and by model, from the ledger, and what is left of the budget."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rscrew_console.runtime.ledger import budget_totals, usage_of
from rscrew_console.runtime.ledger_writer import LEDGER_WRITER
from rscrew_console.runtime.manager import ModelManager
from rscrew_console.tasks.settings import RoutingSettings

CostSummary = dict[str, Any]


def cost_summary(manager: ModelManager, settings: RoutingSettings, moment: datetime) -> CostSummary:
    """All calls of this file that the ledger has.

    `enabled`; `metrics` with `total_cost`, `cost_by_task` and `model_performance` (for each model
    `requests`, `avg_latency` in seconds (the median), `total_tokens`, `total_cost`, `error_rate`);
    `routing_stats` (task → calls); `budget` with `daily_usd`, `spent_today_usd` and `alert`,
    whether the share of `cost_alert_threshold` is reached. Raises LedgerError.
    """
    LEDGER_WRITER.flush()
    ledger, config = manager.ledger_place()
    by_task = usage_of(ledger, by="agent", config=config)
    by_model = usage_of(ledger, by="model", config=config)
    spent = budget_totals(ledger, moment, config=config).spending("day").usd
    daily = settings.daily_budget_usd
    return {
        "enabled": settings.openrouter_enabled,
        "metrics": {
            "total_cost": by_task.cost_usd,
            "cost_by_task": {row.name: row.cost_usd for row in by_task.rows},
            "model_performance": {
                row.name: {
                    "requests": row.attempts,
                    "avg_latency": None if row.p50_ms is None else row.p50_ms / 1000,
                    "total_tokens": row.input_tokens + row.output_tokens,
                    "total_cost": row.cost_usd,
                    "error_rate": row.failure_rate,
                }
                for row in by_model.rows
            },
        },
        "routing_stats": {row.name: row.calls for row in by_task.rows},
        "budget": {
            "daily_usd": daily,
            "spent_today_usd": spent,
            "alert": daily is not None and spent >= daily * settings.cost_alert_threshold,
        },
    }
