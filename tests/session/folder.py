"""A crew of Markdown files, an agent each, and a small dialect that reads them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.dialects import Dialect, FilePlaces, ParseResult, located
from rscrew_console.dialects.base import NO, SURE
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.dialects.registry import LazyDialects
from rscrew_console.document import Document, Edit
from rscrew_console.roster.chain import Chain
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.session import SavedStates, Session
from rscrew_console.session.disk import Disk
from tests.session.place import MemoryDisk, ticking

FILES = {
    "editor.md": "---\nname: editor\nmodel: opus   # the careful one\n---\nYou edit.\n",
    "reader.md": "---\r\nname: reader\r\nmodel: haiku\r\n---\r\nYou read",
    "sub/writer.md": "---\nname: writer\nmodel: sonnet\ntools: [a]\n---\nYou write.\n\n---\nEnd.\n",
}
OPUS = FILES["sub/writer.md"].replace("sonnet", "opus")
HAIKU = FILES["editor.md"].replace("opus   #", "haiku  #")
TO_OPUS = Edit(("sub/writer.md", "model"), "sonnet", "opus")
TO_HAIKU = Edit(("editor.md", "model"), "opus", "haiku")
BOTH = FILES | {"sub/writer.md": OPUS, "editor.md": HAIKU}
NEW = "---\nname: new\nmodel: opus\n---\nYou are new.\n"
WRITTEN = FILES | {"sub/writer.md": OPUS}
WITHOUT_READER = {name: text for name, text in WRITTEN.items() if name != "reader.md"}
FINISHED = FILES["sub/writer.md"].replace("End.", "Fin.")
FINISHED_OPUS = FILES | {"sub/writer.md": OPUS.replace("End.", "Fin.")}
TO_HAIKU_BY_HAND = FILES["sub/writer.md"].replace("sonnet", "haiku")


class FolderDialect(Dialect):
    """Every Markdown file with a model is an agent; the model is the provider."""

    name = "folder"
    title = "A folder of Markdown agents"
    recognised_by = "a model in the frontmatter"
    file_places = FilePlaces(project=("agents",), crew_files=("**/*.md",))

    def recognises(self, value: Any, file_name: str = "") -> int:
        agents = value.values() if isinstance(value, Mapping) else ()
        return SURE if any("model" in agent for agent in agents) else NO

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        problems = [
            Problem(
                "error", "wrong-type", f"the model is {agent['model']!r}, no text", (file, "model")
            )
            for file, agent in document.value.items()
            if not isinstance(agent.get("model", ""), str)
        ]
        models = {str(agent.get("model")): None for agent in document.value.values()}
        agents = tuple(
            Agent(
                name=str(agent.get("name", file)),
                chain=Chain.of(self.scheme, [str(agent.get("model"))]),
            )
            for file, agent in document.value.items()
        )
        providers = tuple(Provider(name=model, model=model) for model in models)
        roster = Roster(dialect=self.name, scheme=self.scheme, providers=providers, agents=agents)
        return ParseResult(roster, located(document, problems))


def use_folder_dialect(patch: pytest.MonkeyPatch) -> None:
    """Let folders of Markdown be opened until the test is over."""
    detection = sys.modules["rscrew_console.dialects.registry"]
    patch.setattr(detection, "DIALECTS", LazyDialects(FORMATS, (FolderDialect(),)))


@dataclass
class Folder:
    """A folder with a crew, and a state folder beside it."""

    path: Path
    state: Path
    disk: Disk = field(default_factory=MemoryDisk)

    @classmethod
    def make(cls, root: Path, files: Mapping[str, str] = FILES) -> Folder:
        folder = cls(root / "agents", root / "state")
        folder.path.mkdir()
        folder.write(**files)
        return folder

    def write(self, **files: str | None) -> None:
        """Make these files hold these texts; None for a file that shall be gone."""
        for name, text in files.items():
            path = self.path / name
            path.parent.mkdir(exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_bytes(text.encode())

    @property
    def files(self) -> dict[str, str]:
        """The crew's files as they are, by name."""
        return {
            path.relative_to(self.path).as_posix(): path.read_bytes().decode()
            for path in sorted(self.path.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }

    def litter(self) -> list[str]:
        """What was left behind beside the files."""
        return [path.name for path in self.path.rglob(".*")]

    def open(self, **options: Any) -> Session:
        settings = {"disk": self.disk, "clock": ticking(), "state": self.state} | options
        return Session.open(settings.pop("path", self.path), **settings)

    def states(self, **options: Any) -> SavedStates:
        settings = {"disk": self.disk, "clock": ticking(), "state": self.state} | options
        return SavedStates(self.path, **settings)
