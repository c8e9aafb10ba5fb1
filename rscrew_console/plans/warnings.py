"""Everything unwise in an open file, by what is known of its providers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from rscrew_console.providers.facts import KIND_NAMES
from rscrew_console.roster.lint import Linted, lint

if TYPE_CHECKING:
    from rscrew_console.dialects import Dialect
    from rscrew_console.document import Document
    from rscrew_console.roster.facts import Facts
    from rscrew_console.roster.model import Roster
    from rscrew_console.roster.problem import Problem


class CrewState(NamedTuple):
    """A crew at one moment, and what is known of its providers."""

    document: Document
    roster: Roster
    facts: Mapping[str, Facts]


def warnings_of(
    dialect: Dialect, document: Document, roster: Roster, facts: Mapping[str, Facts],
    unlike: Linted | None = None,
) -> tuple[Problem, ...]:  # fmt: skip
    """The warnings about a crew, without line numbers, which take longer to find.

    `unlike` is another state of it, see `lint`.
    """
    data = dialect.data_without_keys(document.value)
    places = dialect.places(roster)
    return tuple(lint(roster, facts, places, KIND_NAMES, data, dialect.secret_keys, unlike))


def new_warnings(dialect: Dialect, before: CrewState, after: CrewState) -> tuple[Problem, ...]:
    """The warnings of the later state that the one before it did not have, without lines.

    Only what is not the very same in both is looked at, unless providers or settings changed.
    """
    roster, former = after.roster, before.roster
    alike = (
        before.facts == after.facts
        and former.settings == roster.settings
        and former.providers == roster.providers
    )
    earlier, later = (_linted(dialect, before), _linted(dialect, after)) if alike else (None, None)
    now = warnings_of(dialect, *after, unlike=earlier)
    if not now:
        return ()
    told = {(one.code, one.path) for one in warnings_of(dialect, *before, unlike=later)}
    return tuple(one for one in now if (one.code, one.path) not in told)


def _linted(dialect: Dialect, state: CrewState) -> Linted:
    return Linted(state.roster, dialect.data_without_keys(state.document.value))
