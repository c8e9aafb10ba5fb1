"""What every file format has to offer: reading a document, and turning operations into edits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rscrew_console.dialects.capabilities import Capabilities
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.file_places import FilePlaces
from rscrew_console.dialects.known_keys import Schema
from rscrew_console.document import Document, Edit
from rscrew_console.records import dataclass
from rscrew_console.roster.chain import Link, SlotScheme
from rscrew_console.roster.model import Agent, Roster
from rscrew_console.roster.nearest import nearest
from rscrew_console.roster.places import Places
from rscrew_console.roster.problem import Path, Problem
from rscrew_console.roster.visible import visible

if TYPE_CHECKING:
    from rscrew_console.roster.strategies.model import Strategy

NO, MAYBE, SURE = 0, 1, 2
"""How sure a dialect is that a document is in its format."""


@dataclass(frozen=True, slots=True)
class ParseResult:
    """A document as a dialect understands it."""

    roster: Roster | None
    """Everything that could be read in spite of errors; None if nothing can be shown."""
    problems: tuple[Problem, ...] = ()
    """Sorted by line."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the file from being opened."""
        return tuple(one for one in self.problems if one.severity == "error" and not one.opens)


MOST_LISTED = 12
"""Names that an error tells where none is near the one that was given."""


class OperationError(ValueError):
    """An operation that cannot be done, in the user's words.

    `reason` is a sentence without a full stop, `nearest` the name that was most likely meant.
    """

    def __init__(self, reason: str, *, nearest: str | None = None) -> None:
        super().__init__(f'{reason}; did you mean "{nearest}"?' if nearest else reason)
        self.reason = reason
        self.nearest = nearest

    @classmethod
    def unknown(cls, what: str, name: str, names: Iterable[str]) -> OperationError:
        """`what` is "agent", "provider", …; the nearest of `names` is offered, or else all."""
        all_names = tuple(dict.fromkeys(names))
        likely = nearest(name, all_names)
        listed = f"; there are {', '.join(all_names)}" if 0 < len(all_names) <= MOST_LISTED else ""
        return cls(f'there is no {what} "{name}"{"" if likely else listed}', nearest=likely)


class Dialect:
    """One file format. A subclass overrides what the format has a place for.

    Operations are pure: they take the document and the roster read from it, and return the edits
    that do it; no edits where the file is like that already. They raise OperationError. What a
    subclass does not override refuses with a sentence that names the format.
    """

    name: ClassVar[str]
    """As in JSON output and on the command line: `rscrew`, `crewai`."""
    title: ClassVar[str]
    """As in messages: `CrewAI's agents.yaml`."""
    recognised_by: ClassVar[str]
    """What tells such a file, for the message about one that no dialect knows."""
    file_places: ClassVar[FilePlaces] = FilePlaces()
    """Where such files are looked for."""
    spelling: ClassVar[str] = "litellm"
    """How models' ids are spelt: `litellm` (`gemini/…`), `models.dev` (`google/…`), `claude-code`
    (`sonnet`), `plain` (no prefix), or a name of the dialect's own."""
    scheme: ClassVar[SlotScheme] = SlotScheme(longest=1)
    capabilities: ClassVar[Capabilities] = Capabilities()
    provider_fields: ClassVar[tuple[str, ...]] = ()
    """The fields that `set_provider` knows, in the order in which they stand."""
    cell_words: ClassVar[tuple[str, ...]] = ()
    """What a slot may say instead of a model: `inherit`."""
    built_in_word: ClassVar[str | None] = None
    """What a cell says whose model is from the program's own table: a change writes it out."""
    known_keys: ClassVar[Schema | None] = None
    """The keys that the reading program knows, see `known_keys`; None where it takes any."""
    distribution: ClassVar[Path] = ()
    """Where the file states its primaries per provider; () where it does not."""
    settings: ClassVar[Path] = ()
    """Where settings of the whole crew are, such as `pin`."""
    variables: ClassVar[tuple[str, ...]] = ()
    """The environment variables that have a say in which model an agent gets."""
    secret_keys: ClassVar[tuple[str, ...]] = ()
    """Names of keys under which secrets stand, wherever in the file: `apiKey`, `token`."""

    # ------------------------------------------------------------------------ reading

    def recognises(self, value: Any, file_name: str = "") -> int:
        """How sure it is that the data is in this format, however wrong in detail.

        NO, MAYBE or SURE; the name of the file only helps.
        """
        raise NotImplementedError

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        """Everything that the document says, and everything that is wrong with it."""
        raise NotImplementedError

    def data_without_keys(self, value: Any) -> Any:
        """The data in which a key would stand by mistake: for a format that is made to hold keys,
        all but these."""
        return value

    def layer_paths(self, path: str) -> tuple[str, ...]:
        """The other files that have a say, for a file at `path`: `~/…` is the home folder."""
        return ()

    def places(self, roster: Roster) -> Places:
        """Where in the data the roster's agents and providers are."""
        return Places(roster, self.distribution, self.settings, self.provider_fields)

    def chain_paths(self, path: Path) -> tuple[Path, tuple[Path, ...]] | None:
        """For a path to a slot: a name for the whole chain, and the paths of all its slots.

        For merging: a provider must not come to stand in two of them. None where a chain is one
        list, which is merged as a whole.
        """
        return None

    @property
    def agent_fields(self) -> tuple[str, ...]:
        """What can be set of an agent beside its chain."""
        return self.capabilities.agent_fields

    def check_provider(self, roster: Roster, name: str) -> None:
        """Raise OperationError where a slot cannot hold this."""
        if name in roster.provider_by_name or name in self.cell_words:
            return
        if not self.capabilities.implied_providers:
            raise OperationError.unknown("provider", name, roster.provider_by_name)
        if not name.strip() or visible(name) != name or name != name.strip():
            raise OperationError(f'"{visible(name)}" cannot be the id of a model')

    # ------------------------------------------------------------------------ writing

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        """The edits after which the agent's chain is `links`: all filled slots, in order.

        A link that says what the chain has now stays as it is in the file, comments and all.
        """
        raise self.refusal("chains that can be changed")

    def write_chains(
        self, document: Document, roster: Roster, chains: Mapping[str, Sequence[Link]]
    ) -> list[Edit]:
        """As `write_chain`, for several agents at once: for a dialect to override in which the
        chain of one agent has to do with those of others."""
        return [
            edit
            for name, links in chains.items()
            for edit in self.write_chain(document, roster, roster.agent_by_name[name], links)
        ]

    def count_primaries(
        self, document: Document, roster: Roster, primaries: Mapping[str, str | None],
        gone: Iterable[str] = (),
    ) -> list[Edit]:  # fmt: skip
        """The edits that keep the file's own count of primaries true, where it has one.

        `primaries` maps the agents that get another primary to it, `gone` are those removed.
        """
        return []

    def set_agent(
        self, document: Document, roster: Roster, agent: str, field: str, value: str | None
    ) -> list[Edit]:
        """Set one of `agent_fields`; None or "" removes it."""
        raise self.refusal(f"the {field} of an agent")

    def set_provider(
        self, document: Document, roster: Roster, provider: str, field: str, value: Any
    ) -> list[Edit]:
        """Set one of `provider_fields`; numbers may come as text; None or "" removes it."""
        raise self.refusal("fields of a provider")

    def add_agent(
        self, document: Document, roster: Roster, name: str, slots: Mapping[str, str | None],
        reasoning: str = "", capability: str = "",
    ) -> list[Edit]:  # fmt: skip
        """The operation has checked the name, the slots, and that the format has these fields."""
        raise self.refusal("agents that are added here")

    def remove_agent(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        raise self.refusal("agents that are removed here")

    def rename_agent(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        raise self.refusal("agents that are renamed here")

    def add_provider(
        self, document: Document, roster: Roster, name: str, fields: Mapping[str, Any]
    ) -> list[Edit]:
        raise self.refusal("providers of their own: assign the model's id to an agent instead")

    def remove_provider(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        """Refused, with their names, while agents use it."""
        raise self.refusal("providers of their own")

    def rename_provider(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        """Follows a provider with an entry through every chain. Of one without, the operation puts
        the other model into its place: see `implied.replace_model`."""
        raise self.refusal("providers of their own")

    def replace_elsewhere(self, document: Document, old: str, new: str) -> list[Edit]:
        """The edits that put `new` where the file names the model `old` beside agents' chains."""
        return []

    def add_strategy(
        self, document: Document, roster: Roster, strategy: Strategy, *, replace: bool = False
    ) -> list[Edit]:
        """Keep a strategy in the file; one of the same name is refused or replaced."""
        raise self.refusal("strategies; rscrew.yaml beside it has (strategies)")

    def set_pin(
        self, document: Document, roster: Roster, provider: str | None, why: str = ""
    ) -> list[Edit]:
        """Have every agent run on the provider until None is pinned."""
        raise self.refusal("a pin; rscrew.yaml beside it has (global_settings: pin)")

    def refusal(self, what: str) -> OperationError:
        """The error for what the format has no place for."""
        return OperationError(f"{self.title} has no place for {what}")
