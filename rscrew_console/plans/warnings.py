"""Everything unwise in an open file, by what is known of its providers."""

from __future__ import annotations

from collections.abc import Mapping

from rscrew_console.dialects import Dialect
from rscrew_console.document import Document
from rscrew_console.providers.facts import KIND_NAMES
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.lint import lint
from rscrew_console.roster.model import Roster
from rscrew_console.roster.problem import Problem


def warnings_of(
    dialect: Dialect, document: Document, roster: Roster, facts: Mapping[str, Facts]
) -> tuple[Problem, ...]:
    """The warnings about a crew, without line numbers, which take longer to find."""
    data = dialect.data_without_keys(document.value)
    return tuple(lint(roster, facts, dialect.places(roster), KIND_NAMES, data, dialect.secret_keys))
