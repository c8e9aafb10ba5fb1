"""`files`, `where` and `replace`: across every file that is found."""

import json
from pathlib import Path

import pytest

from rscrew_console.dialects.registry import DIALECTS
from tests.cli.conftest import Rsc
from tests.session.folder import FILES, use_folder_dialect
from tests.session.place import CREW
from tests.session.test_workspace import CREWAI, write


@pytest.fixture
def two(folder: Path) -> Path:
    write(folder, {"model_config.yaml": CREW, "config/agents.yaml": CREWAI})
    return folder


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_files_lists_each_with_its_format(rsc: Rsc, two: Path) -> None:
    ran = rsc("files")
    assert (ran.status, lines(ran.out)) == (
        0,
        [
            "file format agents models usable fallbacks in file unsaved",
            "model_config.yaml rscrew 3 3 0 of 3 on none",
            "config/agents.yaml crewai 1 1 0 of 1 never none",
        ],
    )
    shapes = json.loads(rsc("files", "--json").out)["files"]
    assert [(shape["path"], shape["format"], shape["agents"]) for shape in shapes] == [
        (str(two / "model_config.yaml"), "rscrew", 3),
        (str(two / "config/agents.yaml"), "crewai", 1),
    ]
    assert shapes[1]["models"] == ["openai/gpt-5-mini"]


def test_files_says_where_nothing_is_and_what_is_broken(rsc: Rsc, folder: Path) -> None:
    ran = rsc("files")
    first, *places = ran.out.splitlines()
    assert (ran.status, first) == (
        0, "no file of a known format here, in the project or in your home folder; looked for",
    )  # fmt: skip
    assert [place.split(", looked for at ")[0] for place in places] == [
        f"  {dialect.title} ({dialect.recognised_by})" for dialect in DIALECTS
    ]
    (folder / "model_config.yaml").write_text("providers: [\n")
    assert lines(rsc("files").out)[1:] == ["model_config.yaml rscrew — — — — 1 error"]


def test_where_finds_every_spelling(rsc: Rsc, two: Path) -> None:
    ran = rsc("where", "gpt-5-mini")
    assert (ran.status, ran.out.splitlines()) == (
        0,
        [
            "model_config.yaml:15: planner secondary openai gpt-5-mini",
            "model_config.yaml:19: writer primary openai gpt-5-mini",
            "model_config.yaml:24: reader secondary openai gpt-5-mini",
            "config/agents.yaml:5: researcher primary openai/gpt-5-mini",
        ],
    )
    uses = json.loads(rsc("where", "gpt-5-mini", "--json").out)["uses"]
    assert [use["line"] for use in uses] == [15, 19, 24, 5]
    nowhere = rsc("where", "gpt-9")
    assert (nowhere.status, nowhere.out, nowhere.err) == (
        1, "", "gpt-9 is used in none of 2 files; rsc files lists the files\n",
    )  # fmt: skip
    assert json.loads(rsc("where", "gpt-9", "--json").out) == {"model": "gpt-9", "uses": []}


def test_replace_shows_one_diff_and_saves_each_file_with_its_own_history(
    rsc: Rsc, two: Path
) -> None:
    write(two, {"config/model_config.yaml": CREW})
    before = {path: path.read_text() for path in two.rglob("*.yaml")}
    dry = rsc("replace", "gpt-5-mini", "gpt-6", "--dry-run")
    assert dry.status == 0
    assert dry.out.count("+++ b/") == 2
    assert {path: path.read_text() for path in two.rglob("*.yaml")} == before
    refused = rsc("replace", "gpt-5-mini", "gpt-6")
    assert refused.status == 2
    assert "nothing was changed: confirm with --yes" in refused.err
    assert {path: path.read_text() for path in two.rglob("*.yaml")} == before
    done = rsc("replace", "gpt-5-mini", "gpt-6", "--yes")
    assert done.status == 0
    assert done.out.count("saved ") == 2
    for name in ("model_config.yaml", "config/model_config.yaml"):
        assert (two / name).read_text() == CREW.replace("gpt-5-mini", "gpt-6")
        assert "replace gpt-5-mini → gpt-6" in rsc("--config", name, "history").out
    rsc("--config", "model_config.yaml", "undo")
    assert (two / "model_config.yaml").read_text() == CREW
    assert (two / "config/model_config.yaml").read_text() != CREW
    assert rsc("replace", "gpt-6", "gpt-6", "--yes").out == (
        "nothing to change: OLD and NEW are both gpt-6\n"
    )


def test_replace_in_one_file_puts_a_provider_in_every_chain(rsc: Rsc, two: Path) -> None:
    ran = rsc("--config", "model_config.yaml", "replace", "openai", "gemini", "--yes")
    assert ran.status == 0, ran.err
    text = (two / "model_config.yaml").read_text()
    assert ("secondary: gemini" in text, "primary: openai" in text) == (True, False)
    other = rsc("replace", "openai/gpt-5-mini", "anthropic/claude-sonnet-5", "--in",
                "config/agents.yaml", "-y")  # fmt: skip
    assert other.status == 0, other.err
    assert (two / "config/agents.yaml").read_text() == CREWAI.replace(
        "openai/gpt-5-mini", "anthropic/claude-sonnet-5"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gpt-5-mino", "x"], 'no file has a provider or model "gpt-5-mino"; did you mean'),
        (["openai", "nobody"], 'model_config.yaml: there is no provider "nobody"'),
        (["openai", "gemini", "--in", "nowhere.yaml"], "nowhere.yaml does not exist"),
        (["openai"], "NEW is missing"),
    ],
)
def test_what_cannot_be_replaced_is_said_and_nothing_written(
    rsc: Rsc, two: Path, arguments: list[str], message: str
) -> None:
    ran = rsc("replace", *arguments, "--yes")
    assert ran.status == 2
    assert message in ran.err
    assert (two / "model_config.yaml").read_text() == CREW


def test_files_tells_how_many_providers_can_be_used(
    rsc: Rsc, two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (two / ".env").write_text("OPENAI_API_KEY=sk-1\n")
    shapes = json.loads(rsc("files", "--json").out)["files"]
    assert [(one["usable"], one["providers"], one["fallback"]) for one in shapes] == [
        (1, 3, "on"), (1, 1, "never"),
    ]  # fmt: skip


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize(("words", "status", "message"), [
    (("where", ""), 2, "error: MODEL is empty: name a model or a provider"),
    (("where", "gpt-5-mino"), 1,
     'gpt-5-mino is used in none of 2 files; did you mean "gpt-5-mini"?'),
    (("where",), 2, "error: MODEL is missing (see rsc where --help)"),
    (("replace", "", "x"), 2, "error: OLD is empty: name a model or a provider"),
    (("replace", "gpt-5-mini", " "), 2, "error: NEW is empty: name a model"),
    (("convert", "nothing"), 2, 'error: there is no format "nothing"; there are rscrew, crewai,'),
    (("convert", "litelm"), 2, 'error: there is no format "litelm"; did you mean "litellm"?'),
    (("convert", "rscrew"), 2, "error: the file is in that format already"),
    (("convert", "opencode", "-o", "model_config.yaml"), 2,
     "error: model_config.yaml: exists already and is not overwritten"),
])  # fmt: skip
def test_wrong_words_are_told_with_what_to_do(
    rsc: Rsc, two: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], status: int,
    message: str, *, colour: bool,
) -> None:  # fmt: skip
    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")
    ran = rsc(*words)
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith(message)
    assert "\x1b" not in ran.err


def test_a_file_with_errors_is_named_where_it_is_left_out(rsc: Rsc, two: Path) -> None:
    (two / "opencode.json").write_text('{"agent": {')
    warning = "warning: opencode.json has errors and is left out (rsc --config opencode.json check)"
    for words in (("where", "gpt-5-mini"), ("replace", "gpt-5-mini", "gpt-6", "--dry-run")):
        ran = rsc(*words)
        assert (ran.status, ran.err) == (0, f"{warning}\n")


def test_a_folder_is_searched_for_the_one_file(rsc: Rsc, folder: Path) -> None:
    write(folder, {"part/model_config.yaml": CREW})
    assert rsc("--config", "part", "agents").status == 0
    write(folder, {"part/config/agents.yaml": CREWAI})
    ran = rsc("--config", "part", "agents")
    assert ran.status == 2
    assert "several files with agents in part, choose one with --config:" in ran.err


def test_findings_of_a_folder_name_the_file(
    rsc: Rsc, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_folder_dialect(monkeypatch)
    write(folder, {f"agents/{name}": text for name, text in FILES.items()})
    write(folder, {"agents/bad.md": "---\nname: [\n---\n"})
    ran = rsc("--config", "agents", "check")
    assert "agents/bad.md:3: warning broken-file: bad.md is left out: " in ran.out
    problems = json.loads(rsc("--config", "agents", "check", "--json").out)["problems"]
    assert {problem.get("file") for problem in problems} >= {"bad.md"}
    assert lines(rsc("files").out)[1].startswith("agents folder 3 3 ")
    write(folder, {f"agents/{name}": "---\nname: [\n---\n" for name in FILES})
    ran = rsc("--config", "agents", "agents")
    assert ran.status == 2
    assert "agents/sub/writer.md:3: " in ran.err
