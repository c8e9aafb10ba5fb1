"""Everything that the console shows of a crew at one moment, in one immutable value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from rscrew_console.records import dataclass
from rscrew_console.roster.cost import Averages, with_averages
from rscrew_console.roster.effective import runs_on
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.roster.strategies.view import any_serves, assumed_usable
from rscrew_console.tui.view.derived_facts import DerivedFacts, KnownCosts, Routes
from rscrew_console.tui.view.health import HealthByProvider, down
from rscrew_console.tui.view.merged_warnings import NO_KEY

if TYPE_CHECKING:
    from rscrew_console.dialects import Dialect
    from rscrew_console.plans.costs import CrewCost
    from rscrew_console.providers.prices import PriceQuote
    from rscrew_console.roster.facts import Facts
    from rscrew_console.roster.problem import Problem
    from rscrew_console.roster.standings import BudgetStatus
    from rscrew_console.roster.strategies.match import StrategyMatch

Kind = Literal["agent", "provider"]


@dataclass(frozen=True, slots=True)
class FormatView:
    """What the console needs to know of the file's format."""

    title: str = ""
    """As the header names it: `CrewAI's agents.yaml`; "" for this product's own."""
    agent_fields: tuple[str, ...] = ("reasoning", "capability")
    """What an agent has beside its chain."""
    declared_providers: bool = True
    """Whether providers have entries of their own, with fields."""
    implied_providers: bool = False
    """Whether a slot takes any model's id."""
    cell_words: tuple[str, ...] = ()
    """What a slot may say instead of a model, such as `inherit`."""
    built_in_word: str | None = None
    """What the slots of a row say whose models are the program's own, and stand in no file."""


def format_view(dialect: Dialect) -> FormatView:
    """The format of a dialect."""
    can = dialect.capabilities
    return FormatView(
        "" if dialect.name == OWN_FORMAT else dialect.title,
        dialect.agent_fields,
        can.declared_providers,
        can.implied_providers,
        dialect.cell_words,
        dialect.built_in_word,
    )


OWN_FORMAT = "rscrew"


def short_title(title: str) -> str:
    """The program's name alone: `CrewAI` of `CrewAI's agents.yaml`."""
    return title.partition("'s ")[0]


@dataclass(frozen=True)
class ViewState:
    """`saved` is the crew as it is in the file, `roster` with the unsaved changes."""

    roster: Roster
    saved: Roster
    facts: Mapping[str, Facts]
    """By provider."""
    renamed: Mapping[tuple[Kind, str], str] = field(default_factory=dict)
    """Kind and present name → name in the file, where the two differ. `saved` has the new one."""
    problems: tuple[Problem, ...] = ()
    concerns: Mapping[tuple[Kind, str], tuple[Problem, ...]] = field(default_factory=dict)
    """The problems of each agent and provider that has any."""
    path: str = ""
    format: FormatView = field(default_factory=FormatView)
    unsaved: int = 0
    last_save: str = ""
    """What was saved last from here, in words."""
    strategy: StrategyMatch | None = None
    """The one that the crew follows, given what is up."""
    read_only: str = ""
    """Why the file cannot be saved, if it cannot."""
    unusable: str = ""
    """Why the file cannot be read any more, if it cannot."""
    missing: bool = False
    """Whether there is no file any more at the path that was opened."""
    unsafe: str = ""
    """Why unsaved changes would not outlive a crash, if they would not."""
    healths: HealthByProvider = field(default_factory=HealthByProvider)
    failing: frozenset[str] = frozenset()
    """Providers that were not checked, and whose last call failed for good minutes ago."""
    demo: bool = False
    """Whether all providers are simulated."""
    quotes: Mapping[str, PriceQuote] = field(default_factory=dict)
    """By provider, of those whose price is known by now."""
    prices_awaited: bool = False
    """Whether prices are looked up, so that there is room for them before they are known."""
    averages: Mapping[str, Averages] = field(default_factory=dict)
    """By agent: what its calls have really taken."""
    standings: tuple[BudgetStatus, ...] = ()
    """Of budgets and alerts."""
    derived: DerivedFacts = field(default_factory=DerivedFacts, compare=False, repr=False)
    """What was worked out last, which a view of the same crew goes on with."""

    @cached_property
    def usable(self) -> frozenset[str]:
        """The providers that could be called now, as far as is known."""
        return frozenset(name for name, facts in self.facts.items() if self._serves(name, facts))

    def row_concerns(self, kind: Kind, name: str) -> tuple[Problem, ...]:
        """The problems that a row tells itself: not that keys are missing, where no provider has
        one, as the banner says that once."""
        concerns = self.concerns.get((kind, name), ())
        if not self.keyless:
            return concerns
        return tuple(problem for problem in concerns if problem.code != NO_KEY)

    @cached_property
    def without_key(self) -> frozenset[str]:
        """The providers that only lack a key: nothing is wrong with them that anybody knows of."""
        return frozenset(
            name
            for name, facts in self.facts.items()
            if not facts.usable and self._has_only_no_key(name)
        )

    def _has_only_no_key(self, name: str) -> bool:
        last = self.healths.last(name)
        return last is None or last.status in ("no_key", "placeholder_key", "unchecked")

    @property
    def has_costs(self) -> bool:
        """Whether tables have columns for costs, which no later price may move."""
        return self.prices_awaited or bool(self.quotes)

    @cached_property
    def keyless(self) -> bool:
        """Whether no provider has a key, so that nothing can run."""
        return bool(self.facts) and not any_serves(self.facts)

    def _serves(self, name: str, facts: Facts) -> bool:
        last = self.healths.last(name)
        return last.usable if last else facts.usable and name not in self.failing

    @cached_property
    def running(self) -> Mapping[str, str | None]:
        """Agent → the provider that a call of it would reach now."""
        return self._routes.running

    @cached_property
    def _routes(self) -> Routes:
        return self.derived.routes(self.roster, self.usable)

    @cached_property
    def stranded(self) -> frozenset[str]:
        """The agents that have nothing left to run on."""
        return self._routes.stranded

    @property
    def agent_names(self) -> Sequence[str]:
        """The agents' names, in the file's order: the same object while they stay the same."""
        return self.derived.names(self.roster)

    @cached_property
    def cost(self) -> CrewCost:
        """What the crew costs as planned and as it runs now, as far as prices are known.

        Where no provider has a key nothing runs, and both are the plan's.
        """
        return self._costs.crew

    @cached_property
    def _costs(self) -> KnownCosts:
        return self.derived.costs(self.roster, self.quotes, self._assumed_usable, self.averages)

    @property
    def _assumed_usable(self) -> frozenset[str]:
        """The providers that are not known to be out; all where none has a key."""
        return assumed_usable(self.facts, down(self.healths)) - self.failing

    @cached_property
    def priced(self) -> bool:
        """Whether the cost of any agent is known, or none of them costs anything."""
        if not self.quotes:  # then one agent that runs on anything is enough to tell
            settings, usable = self.roster.settings, self._assumed_usable
            if any(runs_on(agent, settings, usable) for agent in self.roster.agents):
                return False
        return any(
            estimated.usd_per_month is not None
            for estimated in (self.cost.planned, self.cost.running)
        )

    @cached_property
    def measured(self) -> Roster:
        """The crew with what its calls have really taken in place of assumptions."""
        return with_averages(self.roster, self.averages)

    @cached_property
    def usd_per_1k(self) -> Mapping[str, float | None]:
        """Agent → dollars for 1,000 calls on what it runs on now; None where that is not known."""
        if not self.quotes:
            return self.derived.without_price(self.roster)
        return self._costs.running

    @cached_property
    def planned_usd_per_1k(self) -> Mapping[str, float | None]:
        """The cost of 1,000 calls on the provider that is planned."""
        if not self.quotes:
            return self.derived.without_price(self.roster)
        return self._costs.planned

    def names(self, kind: Kind) -> Mapping[str, Agent | Provider]:
        """The agents or providers by their names."""
        return self.roster.agent_by_name if kind == "agent" else self.roster.provider_by_name

    def runs_on(self, agent: Agent) -> str | None:
        """The provider that a call of this agent would reach now."""
        return runs_on(agent, self.roster.settings, self.usable)

    def is_edited(self, kind: Kind, name: str, field_name: str) -> bool:
        """Whether a slot or field differs from the file; `name` tells whether the entry is new."""
        if field_name == "name" and (kind, name) in self.renamed:
            return True
        new = self._value(self.roster, kind, name, field_name)
        return bool(new != self._value(self.saved, kind, name, field_name))

    @staticmethod
    def _value(roster: Roster, kind: Kind, name: str, field_name: str) -> object:
        entries: Mapping[str, Agent | Provider] = (
            roster.agent_by_name if kind == "agent" else roster.provider_by_name
        )
        if (entry := entries.get(name)) is None:
            return None
        if isinstance(entry, Agent) and field_name in roster.slots:
            link = entry.chain.link_in(field_name)
            return link and (link.provider, link.says, link.options)
        if isinstance(entry, Agent) and field_name != "name":
            return field_of(entry, field_name) or None
        return getattr(entry, field_name) or None


KEY_WORDS: Mapping[str, str] = {
    "set": "key set",
    "missing": "no key",
    "placeholder": "placeholder key",
    "not_needed": "no key needed",
}


def field_of(agent: Agent, field: str) -> str:
    """A field of the agent beside its chain, as text; the format decides which there are."""
    match field:
        case "reasoning":
            return agent.reasoning
        case "capability":
            return agent.capability
        case _:
            return str(dict(agent.options).get(field, ""))
