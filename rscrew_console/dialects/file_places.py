"""Where the files of a format are looked for."""

from __future__ import annotations

from rscrew_console.records import dataclass


@dataclass(frozen=True, slots=True)
class FilePlaces:
    """Glob patterns, with "/" between parts. What a file is, is told by its content afterwards."""

    project: tuple[str, ...] = ()
    """Relative to a project's folder, for example "config/agents.yaml" or ".claude/agents". A
    pattern may name a folder where `crew_files` says which of its files are the crew."""
    home: tuple[str, ...] = ()
    """For the user, beginning with "~/", or with a variable: "$XDG_CONFIG_HOME/opencode/*.json".
    `$XDG_CONFIG_HOME` is "~/.config" where it is not set; a place with another variable that is
    not set is left out."""
    crew_files: tuple[str, ...] = ()
    """Of a format with a file for each agent: which files inside a folder are the crew, such as
    "*.md" or "**/*.md". Empty for formats of one file."""
