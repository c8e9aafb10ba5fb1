"""Plans for an open file: what a strategy would make of it, and which one it follows.

Everything here reads a session and returns plain values; `carry_out` alone changes one.
"""

from rscrew_console.plans.carry_out import carry_out, diff_of, operation_of, strategy_from
from rscrew_console.plans.following import following
from rscrew_console.plans.preview import AgentPreview, CrewSummary, PlanFacts, Preview, preview
from rscrew_console.plans.shipped import shipped, strategies_of, strategy_named

__all__ = [
    "AgentPreview",
    "CrewSummary",
    "PlanFacts",
    "Preview",
    "carry_out",
    "diff_of",
    "following",
    "operation_of",
    "preview",
    "shipped",
    "strategies_of",
    "strategy_from",
    "strategy_named",
]
