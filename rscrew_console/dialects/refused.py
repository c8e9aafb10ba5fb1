"""Files that are recognised and not opened, each with the reason and what to do instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rscrew_console.dialects.base import NO, SURE, Dialect, ParseResult
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.findings import Findings
from rscrew_console.document import Document
from rscrew_console.roster.problem import Path


class RefusedFormat(Dialect):
    """A file that is told by its content, and has one problem: why it is not opened."""

    place: Path = ()
    """The key at whose line the reason is told."""

    def recognises(self, value: Any, file_name: str = "") -> int:
        return NO

    def reason(self, value: Any, context: ReadContext) -> str:
        """A sentence without a full stop, which says what to do instead."""
        raise NotImplementedError

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        findings = Findings(document)
        findings.add("not-opened", self.place, self.reason(document.value, context))
        return ParseResult(None, findings.problems)


class ClaudeCodeRouter(RefusedFormat):
    """Its file is read once, when version 3 starts first, and never again."""

    name = "claude-code-router"
    title = "claude-code-router's config.json"
    recognised_by = "Providers and Router"
    place = ("Router",)

    def recognises(self, value: Any, file_name: str = "") -> int:
        if not isinstance(value, Mapping) or not isinstance(value.get("Router"), Mapping):
            return NO
        routes = value["Router"].values()
        pairs = any(isinstance(route, str) and "," in route for route in routes)
        return SURE if pairs or isinstance(value.get("Providers"), list) else NO

    def reason(self, value: Any, context: ReadContext) -> str:
        return (
            "this is claude-code-router's file, and changing it would change nothing: since version"
            " 3 it keeps its settings in a database (config.sqlite) and has read this file once;"
            " change the routes in its own app"
        )


class OhMyOpencodeSlim(RefusedFormat):
    """Another program's file with a similar name: its agents are in presets, one of them chosen."""

    name = "oh-my-opencode-slim"
    title = "oh-my-opencode-slim's configuration"
    recognised_by = "presets with agents"
    place = ("presets",)

    def recognises(self, value: Any, file_name: str = "") -> int:
        if not isinstance(value, Mapping):
            return NO
        named = self.name in file_name.rpartition("/")[2]
        return SURE if named or has_slim_schema(value) else NO

    def reason(self, value: Any, context: ReadContext) -> str:
        return (
            "this is oh-my-opencode-slim's file, which is not opened: it keeps agents in presets"
            " and uses the one that preset names; change the model of an agent there by hand"
        )


def has_slim_schema(value: Mapping[Any, Any]) -> bool:
    """Whether the file says by its schema that it is oh-my-opencode-slim's."""
    return OhMyOpencodeSlim.name in str(value.get("$schema", ""))


class OneAgentFile(RefusedFormat):
    """One file of a format in which a folder is the crew."""

    name = "one-agent-file"
    title = "One file of a folder of agents"
    recognised_by = "nothing"

    def __init__(self, folder_format: Dialect) -> None:
        self._format = folder_format

    def reason(self, value: Any, context: ReadContext) -> str:
        return (
            f"this is one of {self._format.title}, which have a file each: open their folder,"
            f" rsc --config {crew_folder(context.path, self._format)}"
        )


def crew_folder(path: str, folder_format: Dialect) -> str:
    """The folder of the crew that the file is in: the one at a place of the format, or else the
    file's own."""
    folders = _folders(path)
    return next((one for one in folders if _is_place(one, folder_format)), folders[0])


def folder_format_at(path: str, formats: Iterable[Dialect]) -> Dialect | None:
    """The format at one of whose places the file is, if its name is one of the crew's files."""
    for folder_format in formats:
        endings = {pattern.rpartition("*")[2] for pattern in folder_format.file_places.crew_files}
        is_one = any(path.endswith(ending) for ending in endings)
        if is_one and any(_is_place(folder, folder_format) for folder in _folders(path)):
            return folder_format
    return None


def _folders(path: str) -> list[str]:
    """The folders around a file, its own first."""
    folder, folders = path.replace("\\", "/"), list[str]()
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        folders.append(folder or "/")
    return folders or ["."]


def _is_place(folder: str, folder_format: Dialect) -> bool:
    return any(f"/{folder}".endswith(f"/{one}") for one in folder_format.file_places.project)
