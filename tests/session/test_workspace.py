"""Files of every format are found where people keep them, told by their content."""

from pathlib import Path

import pytest

from rscrew_console.dialects.operations import replacements
from rscrew_console.document.syntaxes import AnyDocument
from rscrew_console.session import (
    ConfigNotFound,
    Session,
    find_crew,
    find_files,
    parsing,
    read_text,
)
from rscrew_console.session.crew_files import OneFile
from rscrew_console.session.model_uses import same_model, uses_of
from rscrew_console.session.reading import FileSnapshot
from tests.rows import each_row
from tests.session.folder import FILES, use_folder_dialect
from tests.session.place import CREW

CREWAI = """\
researcher:
  role: Researcher
  goal: Find
  backstory: Long
  llm: openai/gpt-5-mini
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    use_folder_dialect(monkeypatch)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home/.config"))
    return tmp_path / "home"


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def names(root: Path, cwd: Path, home: Path) -> list[tuple[str, str, str]]:
    environ = {"XDG_CONFIG_HOME": str(home / ".config")}
    return [
        (file.path.relative_to(root).as_posix(), file.dialect.name, file.scope)
        for file in find_files(cwd, home, environ)
    ]


def test_a_project_up_to_its_repository_and_the_users_own_places(
    tmp_path: Path, home: Path
) -> None:
    project = tmp_path / "work/project"
    write(
        tmp_path,
        {
            "work/model_config.yaml": CREW,  # above the repository
            "work/project/.git/HEAD": "",
            "work/project/model_config.yaml": CREW,
            "work/project/src/crew/config/agents.yaml": CREWAI,
            "work/project/part/config/model_config.yaml": CREW,
            **{f"work/project/part/agents/{name}": text for name, text in FILES.items()},
            "home/.config/rscrew-console/model_config.yaml": CREW,
        },
    )
    assert names(tmp_path, project / "part", home) == [
        ("work/project/part/config/model_config.yaml", "rscrew", "project"),
        ("work/project/part/agents", "folder", "project"),
        ("work/project/model_config.yaml", "rscrew", "project"),
        ("work/project/src/crew/config/agents.yaml", "crewai", "project"),
        ("home/.config/rscrew-console/model_config.yaml", "rscrew", "user"),
    ]
    assert next(name for name, *_ in names(tmp_path, tmp_path / "work", home)) == (
        "work/model_config.yaml"
    ), "without a repository the working folder alone"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (CREW, ["rscrew"]),
        (CREWAI, ["crewai"]),
        ("services: {web: {image: x}}\n", []),
        ("", []),
        ("providers: [\n", ["rscrew"]),
        ("\0binary", ["rscrew"]),
    ],
)
def test_content_tells_what_a_file_is(
    tmp_path: Path, home: Path, text: str, found: list[str]
) -> None:
    write(tmp_path, {"work/model_config.yaml": text})
    files = find_files(tmp_path / "work", home, {})
    assert [file.dialect.name for file in files] == found
    broken = text[:1] in ("p", "\0") and text != CREW
    assert [bool(file.roster) for file in files] == [not broken] * len(found)


def test_one_file_by_several_names_is_listed_once(tmp_path: Path, home: Path) -> None:
    write(tmp_path, {"work/model_config.yaml": CREW})
    (tmp_path / "work/config").mkdir()
    (tmp_path / "work/config/model_config.yaml").symlink_to("../model_config.yaml")
    assert len(find_files(tmp_path / "work", home, {})) == 1


@pytest.mark.parametrize(
    ("files", "given", "expected"),
    [
        ({"agents/a.md": FILES["editor.md"]}, None, "agents"),
        ({"model_config.yaml": CREW, "agents/a.md": FILES["editor.md"]}, None, "model_config.yaml"),
        ({"agents/a.md": FILES["editor.md"]}, "agents", "agents"),
        ({"sub/config/agents.yaml": CREWAI}, "sub", "sub/config/agents.yaml"),
        ({"sub/model_config.yaml": CREW}, "sub", "sub/model_config.yaml"),
    ],
)
def test_the_one_crew_that_is_found_opens(
    tmp_path: Path, home: Path, files: dict[str, str], given: str | None, expected: str
) -> None:
    cwd = tmp_path / "work"
    write(cwd, files)
    path = find_crew(Path(given) if given else None, {}, cwd, home)
    assert (cwd / path).resolve() == (cwd / expected).resolve()
    assert Session.open(cwd / path).roster.agents


def test_several_are_listed_and_none_is_said(tmp_path: Path, home: Path) -> None:
    cwd = tmp_path / "work"
    write(cwd, {"config/agents.yaml": CREWAI, "agents/a.md": FILES["editor.md"]})
    with pytest.raises(ConfigNotFound, match="several files with agents, choose one") as several:
        find_crew(None, {}, cwd, home)
    assert {path.name for path in several.value.looked} == {"agents.yaml", "agents"}
    write(cwd, {"sub/config/agents.yaml": CREWAI, "sub/model_config.yaml": CREW})
    with pytest.raises(ConfigNotFound, match=r"several files with agents in .*sub, choose one"):
        find_crew(Path("sub"), {}, cwd, home)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigNotFound, match=r"no model_config\.yaml found"):
        find_crew(None, {}, tmp_path / "empty", home)
    with pytest.raises(ConfigNotFound, match="no file of a known format is in it"):
        find_crew(tmp_path / "empty", {}, cwd, home)


@each_row(
    ("one", "other", "same"),
    [
        ("claude-sonnet-5", "claude-sonnet-5", True),
        ("anthropic/claude-sonnet-5", "claude-sonnet-5", True),
        ("openrouter/anthropic/claude-sonnet-5", "anthropic/claude-sonnet-5", True),
        ("google-gla:gemini-3-flash", "gemini-3-flash", True),
        ("claude-sonnet-5", "sonnet-5", False),
        ("anthropic/claude-sonnet-5", "vertex/claude-sonnet-5", False),
        ("", "claude", False),
    ],
)
def test_one_model_in_several_spellings(one: str, other: str, same: bool) -> None:
    assert same_model(one, other) is same
    assert same_model(other, one) is same


def test_uses_have_agent_slot_and_line(tmp_path: Path, home: Path) -> None:
    write(tmp_path, {"model_config.yaml": CREW, **{f"agents/{n}": t for n, t in FILES.items()}})
    _, parsed = read_text(tmp_path / "model_config.yaml")
    assert [(use.agent, use.slot, use.line) for use in uses_of(parsed, "gpt-5-mini")] == [
        ("planner", "secondary", 15),
        ("writer", "primary", 19),
        ("reader", "secondary", 24),
    ]
    assert uses_of(parsed, "openai") == uses_of(parsed, "gpt-5-mini")
    assert uses_of(parsed, "nothing") == ()


@pytest.mark.parametrize(
    ("old", "new", "chains"),
    [
        ("claude", "gemini", {"planner": ["gemini", "openai"], "writer": ["openai", "gemini"]}),
        ("claude", "openai", {"planner": ["openai"], "writer": ["openai"]}),
        ("openai", "claude", {"planner": ["claude"], "writer": ["claude"]}),
        ("openai", "openai", {"planner": ["claude", "openai"], "writer": ["openai", "claude"]}),
    ],
)
def test_a_replacement_leaves_no_provider_twice(
    tmp_path: Path, old: str, new: str, chains: dict[str, list[str]]
) -> None:
    write(tmp_path, {"model_config.yaml": CREW})
    session = Session.open(tmp_path / "model_config.yaml", state=tmp_path / "state")
    session.apply(*replacements(session.dialect, session.roster, old, new), label="replace")
    agents = session.roster.agent_by_name
    assert {name: list(agents[name].chain.providers) for name in chains} == chains
    assert len(session.changes) == (old != new)


@pytest.mark.parametrize(
    ("place", "files", "dialect"),
    [
        (".claude/agents", {"a.md": "---\nname: a\ndescription: b\n---\n"}, "claude-code"),
        (".claude/agents", {"a.md": "---\nmodel: opus\nmode: primary\n---\n"}, "claude-code"),
        (
            ".opencode/agent",
            {"a.md": "---\ndescription: b\nmode: primary\n---\n"},
            "opencode-agents",
        ),
    ],
)
def test_the_folder_around_helps_to_tell_the_format(
    tmp_path: Path, place: str, files: dict[str, str], dialect: str
) -> None:
    write(tmp_path, {f"{place}/{name}": text for name, text in files.items()})
    path = find_crew(None, {}, tmp_path, tmp_path / "home")
    assert path == tmp_path / place
    assert Session.open(path).dialect.name == dialect
    assert find_crew(tmp_path / place, {}, tmp_path, tmp_path / "home") == path


def test_each_file_is_read_and_parsed_once_however_many_formats_might_know_it(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {
        ".git/HEAD": "",
        "model_config.yaml": CREW,
        "config/agents.yaml": CREWAI,
        "opencode.json": '{"agent": {"build": {"model": "openai/gpt-5"}}}\n',
        ".codex/config.toml": 'model = "gpt-5"\n[profiles.fast]\nmodel = "gpt-5-mini"\n',
    })  # fmt: skip
    read: list[str] = []
    parsed: list[str] = []

    def reading(file: OneFile) -> FileSnapshot:
        snapshot = read_one(file)  # which raises for places at which nothing is
        read.append(file.path.name)
        return snapshot

    def parsing_text(text: str, file_name: str = "") -> AnyDocument:
        parsed.append(file_name.rpartition("/")[2])
        return parse_one(text, file_name)

    read_one, parse_one = OneFile.read, parsing.parse_document
    monkeypatch.setattr(OneFile, "read", reading)
    monkeypatch.setattr(parsing, "parse_document", parsing_text)
    environ = {"XDG_CONFIG_HOME": str(home / ".config")}
    found = [file.path.name for file in find_files(tmp_path, home, environ)]
    assert sorted(found) == ["agents.yaml", "config.toml", "model_config.yaml", "opencode.json"]
    assert sorted(read) == sorted(parsed) == sorted(found)
