"""The table of formats beside the dialects: a forgotten or too narrow entry is noticed here."""

import itertools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.dialects import Dialect
from rscrew_console.dialects.agent_files import AgentFiles
from rscrew_console.dialects.base import NO
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.dialects.registry import DIALECTS
from tests.dialects import samples
from tests.rows import Rows

FOLDERS = ("", ".codex/agents", ".claude/agents", ".opencode/agents", "agents")


def subclasses(of: type[Dialect]) -> Iterator[type[Dialect]]:
    for one in of.__subclasses__():
        yield one
        yield from subclasses(one)


def file_names() -> list[str]:
    """A name at each place of each format, those of the samples, and some that say nothing."""
    places = {
        place.replace("*", "x").rpartition("/")[2]
        for entry in FORMATS.values()
        for place in (*entry.places.project, *entry.places.home)
    }
    return sorted({*places, *samples.NAMES, "crew.yaml", "crew.json", "crew.toml", ".env.local"})


def reduced(value: Any, depth: int = 3) -> Iterator[Any]:
    """The data, each part of it alone, and the data without each part, down to some depth."""
    yield value
    if not isinstance(value, dict) or not depth:
        return
    for key, inner in itertools.islice(value.items(), 40):
        yield {other: one for other, one in value.items() if other != key}
        for smaller in itertools.islice(reduced(inner, depth - 1), 60):
            yield {key: smaller}
            yield {**value, key: smaller}


def test_every_dialect_has_its_entry() -> None:
    assert [dialect.name for dialect in DIALECTS] == list(FORMATS)
    with Rows() as rows:
        for name, dialect in zip(FORMATS, DIALECTS, strict=True):
            with rows.row(name):
                assert dialect.file_places is FORMATS[name].places
                assert type(dialect).__name__ == FORMATS[name].class_name
                assert type(dialect).__module__.endswith(f"dialects.{FORMATS[name].module}")


def test_no_dialect_is_without_an_entry() -> None:
    """A class with a place for files that the table does not name would never be asked."""
    modules = Path(sys.modules["rscrew_console.dialects"].__file__ or "").parent
    named = {entry.module for entry in FORMATS.values()}
    makers = {
        path.stem if path.stem != "__init__" else path.parent.name
        for path in modules.rglob("*.py")
        if "    file_places = " in path.read_text(encoding="utf-8")
    }
    assert len(makers) == len(FORMATS)
    assert makers == named


@pytest.mark.parametrize("name", samples.NAMES)
def test_what_a_dialect_recognises_has_one_of_its_clues(name: str) -> None:
    """Else a file would be read as one of another format, or of none."""
    document = samples.sample(name)
    is_set = document.is_file_set
    names = [f"p/{one}" for one in FOLDERS] if is_set else file_names()
    wrong = []
    for value in itertools.islice(reduced(document.value), 1500):
        for dialect, entry in zip(DIALECTS, FORMATS.values(), strict=True):
            if isinstance(dialect, AgentFiles) is not is_set:
                continue
            wrong += [
                f"{dialect.name}: {file_name}: {value!r:.200}"
                for file_name in names
                if not entry.may_be(value, file_name) and dialect.recognises(value, file_name) > NO
            ]
    assert wrong == []


@pytest.mark.parametrize(("file_name", "text", "module"), [
    ("opencode.json", '{"agent": {"build": {"model": "openai/gpt-5"}}}', "opencode"),
    ("config.toml", 'model = "gpt-5"\n[profiles.fast]\nmodel = "gpt-5-mini"\n', "codex_config"),
    ("agents.yaml", "a: {role: x, goal: y, backstory: z, llm: gpt-5}\n", "crewai"),
    ("model_config.yaml", "agent_assignments: {}\n", "rscrew"),
    ("crew.yaml", "model_list: []\n", "litellm"),
])  # fmt: skip
def test_a_file_loads_no_dialect_but_its_own(file_name: str, text: str, module: str) -> None:
    code = (
        "import sys\n"
        "from rscrew_console.session.parsing import parse_text\n"
        f"assert parse_text({text!r}, {file_name!r}).dialect\n"
        "from rscrew_console.dialects.formats import FORMATS\n"
        "loaded = {name.removeprefix('rscrew_console.dialects.') for name in sys.modules}\n"
        "print(*sorted(loaded & {entry.module for entry in FORMATS.values()}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == ([module], "")
