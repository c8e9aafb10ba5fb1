"""What a file format can hold."""

from __future__ import annotations

from rscrew_console.records import dataclass


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a format has a place for. What it has none for is not offered, and a command for it
    says so. How long a chain may be is in the dialect's `scheme`."""

    declared_providers: bool = False
    """Whether models have entries of their own, which can be added, changed, renamed, removed."""
    implied_providers: bool = True
    """Whether a chain may name any model by its id, without an entry."""
    needs_primary: bool = False
    """Whether an agent must name a model; if not, the program chooses one."""
    add_agents: bool = False
    remove_agents: bool = False
    rename_agents: bool = False
    agent_fields: tuple[str, ...] = ()
    """What can be set of an agent beside its chain: `reasoning`, `capability`, `effort` …"""
    link_options: tuple[str, ...] = ()
    """What a place of a chain may have beside the model: `variant`, `temperature` …"""
    strategies: bool = False
    """Whether strategies can be kept in the file."""
    pin: bool = False
    distribution: bool = False
    """Whether the file counts its primaries per provider."""
    settings: bool = False
    """Whether sections of this product (budgets, alerts, costs, calling) may stand in the file."""
    layers: bool = False
    """Whether other files or variables may win over this one."""
