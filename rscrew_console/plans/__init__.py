"""Plans for an open file: what a strategy would make of it, and which one it follows.

Everything here reads a session and returns plain values; `carry_out` alone changes one.
"""

from rscrew_console.plans.carry_out import (
    carry_out,
    diff_of,
    operation_of,
    strategy_from,
    text_after,
)
from rscrew_console.plans.costs import (
    CrewCost,
    change_of_cost,
    crew_cost,
    month_in_words,
    outage_cost,
    planned_and_running,
)
from rscrew_console.plans.facts import PlanFacts
from rscrew_console.plans.following import following
from rscrew_console.plans.preview import (
    AgentPreview,
    CrewSummary,
    Preview,
    after_strategy,
    preview,
)
from rscrew_console.plans.shipped import shipped, strategies_of, strategy_named
from rscrew_console.plans.warnings import warnings_of

__all__ = [
    "AgentPreview",
    "CrewCost",
    "CrewSummary",
    "PlanFacts",
    "Preview",
    "after_strategy",
    "carry_out",
    "change_of_cost",
    "crew_cost",
    "diff_of",
    "following",
    "month_in_words",
    "operation_of",
    "outage_cost",
    "planned_and_running",
    "preview",
    "shipped",
    "strategies_of",
    "strategy_from",
    "strategy_named",
    "text_after",
    "warnings_of",
]
