"""RSCrew's `model_config.yaml`: providers by name, and agents with four slots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rscrew_console.dialects.file_places import FilePlaces
from rscrew_console.dialects.rscrew import agents, bulk, chains, fields, providers, settings
from rscrew_console.dialects.rscrew.reading import read
from rscrew_console.roster.problem import Path


class RSCrew:
    """See `dialects.base.Dialect`, which says what each method does."""

    name = "rscrew"
    slots = fields.SLOTS
    provider_fields = fields.PROVIDER_FIELDS
    read = staticmethod(read)
    file_places = FilePlaces(
        project=(
            "model_config.yaml",
            "config/model_config.yaml",
            "src/*/config/model_config.yaml",
        ),
        home=("$XDG_CONFIG_HOME/rscrew-console/model_config.yaml",),
    )

    def recognises(self, value: Any) -> bool:
        sections = (fields.PROVIDERS, fields.AGENTS)
        return isinstance(value, Mapping) and any(section in value for section in sections)

    def provider_path(self, provider: str, field: str | None = None) -> Path:
        return (
            (fields.PROVIDERS, provider) if field is None else (fields.PROVIDERS, provider, field)
        )

    def agent_path(self, agent: str, field: str | None = None) -> Path:
        return (fields.AGENTS, agent) if field is None else (fields.AGENTS, agent, field)

    def agent_of(self, path: Path) -> str | None:
        return str(path[1]) if len(path) > 1 and path[0] == fields.AGENTS else None

    def distribution_path(self) -> Path:
        return fields.DISTRIBUTION

    def settings_path(self, field: str) -> Path:
        return (fields.SETTINGS, field)

    assign = staticmethod(chains.assign)
    move = staticmethod(chains.move)
    set_agent = staticmethod(agents.set_agent)
    set_provider = staticmethod(providers.set_provider)
    add_agent = staticmethod(agents.add_agent)
    remove_agent = staticmethod(agents.remove_agent)
    add_provider = staticmethod(providers.add_provider)
    remove_provider = staticmethod(providers.remove_provider)
    rename_agent = staticmethod(agents.rename_agent)
    rename_provider = staticmethod(providers.rename_provider)
    set_chains = staticmethod(bulk.set_chains)
    add_strategy = staticmethod(bulk.add_strategy)
    set_pin = staticmethod(settings.set_pin)
