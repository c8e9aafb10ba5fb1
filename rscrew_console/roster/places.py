"""Where in the data the things of a roster are."""

from __future__ import annotations

from rscrew_console.records import dataclass
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.roster.problem import Path


@dataclass(frozen=True)
class Places:
    """The paths of one roster's agents and providers, as its reader has noted them."""

    roster: Roster
    distribution: Path = ()
    """Where the file states its primaries per provider; () where it does not."""
    settings: Path = ()
    """Where settings of the whole crew are."""
    provider_fields: tuple[str, ...] = ()
    """The fields that the file's format has for a provider."""

    def takes_field(self, field: str) -> bool:
        """Whether a provider's entry may have the field."""
        return field in self.provider_fields

    def agent_path(self, agent: str, field: str | None = None) -> Path:
        """Where an agent is, or one of its slots or fields; () for one that the roster lacks."""
        entry = self.roster.agent_by_name.get(agent)
        if entry is None:
            return ()
        link = entry.chain.link_in(field) if field else None
        return link.path if link and link.path else self.path_in_agent(entry, field)

    def provider_path(self, provider: str, field: str | None = None) -> Path:
        """Where a provider is, or one of its fields; () for one that the roster lacks."""
        entry = self.roster.provider_by_name.get(provider)
        return () if entry is None else self.path_in_provider(entry, field)

    def distribution_path(self) -> Path:
        return self.distribution

    def settings_path(self, field: str) -> Path:
        return (*self.settings, field)

    def path_in_agent(self, agent: Agent, field: str | None) -> Path:
        """For a dialect to override where slots or fields do not stand under their own names."""
        return agent.path if field is None else (*agent.path, field)

    def path_in_provider(self, provider: Provider, field: str | None) -> Path:
        """As `path_in_agent`. Of a provider without an entry it is where the model is named."""
        return provider.path if field is None or not provider.declared else (*provider.path, field)
