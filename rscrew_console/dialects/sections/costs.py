"""What agents are assumed to use: `cost_assumptions`, and an agent's own `usage`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.sections.names import COSTS
from rscrew_console.dialects.values import number, whole_number
from rscrew_console.roster.model import AgentUsage, CostAssumptions
from rscrew_console.roster.problem import Path

_TYPES: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {"input_tokens": whole_number, "output_tokens": whole_number, "calls_per_day": number}
)

_NO_USAGE = AgentUsage()
"""Of an agent that says nothing of it, as most do."""


def read_costs(findings: Findings, value: Any) -> CostAssumptions:
    return replace(CostAssumptions(), **_figures(findings, (COSTS,), value))


def read_usage(findings: Findings, path: Path, value: Any) -> AgentUsage:
    return AgentUsage(**_figures(findings, path, value)) if value is not None else _NO_USAGE


def _figures(findings: Findings, path: Path, value: Any) -> dict[str, Any]:
    fields = findings.mapping(path, value)
    read = {
        field: findings.read((*path, field), fields.get(field), convert, None)
        for field, convert in _TYPES.items()
    }
    return {field: figure for field, figure in read.items() if figure is not None}
