"""What is wrong in files of each format: an error or a warning with its line, and never a crash."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.dialects.registry import DIALECTS, REFUSED, folder_formats, known_formats
from rscrew_console.document import Document
from rscrew_console.document.data import value_at
from rscrew_console.session import Session
from rscrew_console.session.context import context_at
from rscrew_console.session.parsing import ParsedText, parse_text
from tests.dialects.samples import NAMES, read, sample, sample_path
from tests.rows import each_row
from tests.thorough import examples

WRONG: tuple[Any, ...] = (None, 3, "", "x y", [], {}, [3], {"a": 3}, True, ["a", "a"], [["a"]])


def parsed(text: str, name: str) -> ParsedText:
    return parse_text(text, name)


def told(text: str, name: str) -> list[tuple[int, str, str]]:
    return [(one.line, one.severity, one.code) for one in parsed(text, name).problems]


# ------------------------------------------------------------------------ what is wrong, by format


LITELLM = "model_list:\n- model_name: a\n  litellm_params: {model: openai/gpt-6-luna}\n"
DOCKER = """\
agents:
  root:
    model: fast
    instruction: x
models:
  fast: {provider: a, model: b}
"""
HERMES = "model: {provider: a, default: b}\n"
CODEX = 'sandbox_mode = "x"\nmodel = "a"\n'
CLAW = '{"agents": {\n"defaults": {"model": "a/b", "models": {"a/b": {"alias": "sonnet"}}},\n'


@each_row(("name", "text", "line", "severity", "code"), [
    # Dangling references, and what refers to itself.
    ("model_config.yaml",
     "providers: {a: {model: gpt-6-luna}}\nagent_assignments:\n  w: {primary: b}\n",
     3, "error", "unknown-provider"),
    ("litellm_config.yaml", LITELLM + "router_settings:\n  fallbacks: [{a: [b]}]\n",
     5, "warning", "unknown-name"),
    ("litellm_config.yaml", LITELLM + "router_settings:\n  fallbacks: [{a: [a]}]\n",
     5, "warning", "self-fallback"),
    ("litellm_config.yaml", LITELLM + "router_settings:\n  fallbacks:\n  - {a: [b], b: [a]}\n",
     6, "error", "proxy-stops"),
    ("docker-agent.yaml", DOCKER.replace("model: fast", "model: fats"), 3, "error",
     "unknown-model"),
    ("oh-my-openagent.json",
     '{"agents": {\n"a": {"category": "qick"}},\n"categories": {"quick": {"model": "a/b"}}}',
     2, "error", "unknown-category"),
    ("openclaw.json", CLAW + '"list": [{"id": "x", "model": "sonet"}]}}', 3, "warning",
     "unknown-alias"),
    ("config.toml", CODEX + 'profile = "nigth"\n[profiles.night]\n', 3, "error", "unknown-profile"),
    # Wrong shapes.
    ("model_config.yaml", "providers: []\nagent_assignments: {}\n", 1, "error", "not-a-mapping"),
    ("agents.yaml", "a:\n  role: r\n  goal: g\n  backstory: b\n  llm: [x]\n", 5, "error",
     "wrong-type"),
    ("litellm_config.yaml", LITELLM + "- model_name: b\n  litellm_params: 3\n", 5, "error",
     "not-a-mapping"),
    ("docker-agent.yaml", DOCKER.replace("model: b", "model: [b]"), 6, "error", "wrong-type"),
    ("docker-agent.yaml", DOCKER.replace("model: fast", "model: 3") + "# x", 3, "error",
     "wrong-type"),
    ("hermes.yaml", "model: {provider: a, default: 3}\nfallback_providers: []\n", 1, "error",
     "wrong-type"),
    ("hermes.yaml", HERMES + "fallback_providers:\n- {provider: a}\n", 3, "warning",
     "incomplete-fallback"),
    ("hermes.yaml", HERMES + "fallback_providers: x\n", 2, "error", "wrong-type"),
    ("oh-my-openagent.json", '{"agents": {"a": {"model": "a/b",\n"fallback_models": [3]}}}',
     2, "error", "wrong-type"),
    ("openclaw.json", CLAW + '"list": {}}}', 3, "error", "wrong-type"),
    ("openclaw.json", CLAW + '"list": [\n{"id": "x", "model": {"fallback": []}}]}}', 4, "warning",
     "unknown-key"),
    ("opencode.json", '{"model": "a/b", "agent":\n{"plan": {"model": 3}}}', 2, "error",
     "wrong-type"),
    ("opencode.json", '{"model": "a/b", "agent":\n{"plan": []}}', 2, "error", "not-a-mapping"),
    ("config.toml", CODEX + "review_model = []\n", 3, "error", "wrong-type"),
    # What is no document at all.
    ("opencode.json", '{"model": "a/b",\n"agent": {', 2, "error", "not-json"),
    ("model_config.yaml", "providers:\n  a: [\n", 3, "error", "not-yaml"),
    ("config.toml", CODEX + "x = \n", 3, "error", "not-yaml"),
])  # fmt: skip
def test_it_is_told_with_its_line(
    name: str, text: str, line: int, severity: str, code: str
) -> None:
    assert (line, severity, code) in told(text, name)


def test_a_name_that_nobody_has_is_told_with_the_nearest() -> None:
    for name, text, meant in (
        ("docker-agent.yaml", DOCKER.replace("model: fast", "model: fats"), '"fast"?'),
        ("omo.json", '{"runtime_fallback": true, "agents": {"a": {"category": "qick"}}}',
         '"quick"?'),
        ("openclaw.json", CLAW + '"list": [{"id": "x", "model": "sonet"}]}}', '"sonnet"?'),
        ("config.toml", CODEX + 'profile = "nigth"\n[profiles.night]\n', '"night"?'),
    ):  # fmt: skip
        assert any(one.message.endswith(meant) for one in parsed(text, name).problems), name


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, list):
        value = dict(enumerate(value))
    for key, child in value.items() if isinstance(value, dict) else ():
        yield from places(child, (*path, key))


class ChangedValue:
    """A document whose data is another: as far as a reader asks, without a text of its own."""

    def __init__(self, document: Document, value: Any) -> None:
        self.value, self.text = value, document.text
        self.duplicates = self.merge_conflicts = ()
        self.is_file_set = False

    def line_of(self, path: object) -> int:
        return 1

    def get(self, path: tuple[Any, ...]) -> Any:
        return value_at(self.value, path)


@examples(30)
@given(st.data())
@pytest.mark.parametrize("name", NAMES)
def test_whatever_stands_at_any_place_nothing_breaks(name: str, data: st.DataObject) -> None:
    document = sample(name)
    dialect, _ = read(document, name)
    path = data.draw(st.sampled_from(list(places(document.value))))
    value = copy.deepcopy(document.value)
    holder = value
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = data.draw(st.sampled_from(WRONG))
    result = dialect.read(cast("Document", ChangedValue(document, value)))
    assert all(problem.line and problem.message for problem in result.problems)


# ------------------------------------------------------------------------ files that are not opened


@each_row(("name", "text"), [
    ("a.yaml", "a: 1\n"), ("a.json", '{"a": 1}'), ("a.toml", "a = 1\n"), ("a.md", "# A\n"),
    ("a.env", "A=1\n"),
])  # fmt: skip
def test_a_file_of_no_format_gets_those_that_are_known_and_where_each_is_looked_for(
    name: str, text: str
) -> None:
    (problem,) = parsed(text, name).problems
    assert (problem.line, problem.code) == (1, "not-a-crew")
    for dialect, line in zip(DIALECTS, known_formats(), strict=True):
        assert line in problem.message
        assert line.startswith(f"{dialect.title} ({dialect.recognised_by}), looked for at ")


def test_the_file_of_claude_code_router_is_refused_with_the_reason() -> None:
    text = '{"Providers": [{"name": "x", "api_key": "sk-1"}],\n"Router": {"default": "x,y"}}'
    (problem,) = parsed(text, "config.json").problems
    assert (problem.line, problem.code) == (2, "not-opened")
    assert "keeps its settings in a database" in problem.message
    assert "change the routes in its own app" in problem.message
    assert [one.name for one in REFUSED] == ["claude-code-router", "oh-my-opencode-slim"]


@pytest.mark.parametrize(("name", "schema"), [
    ("x.json", "https://example.com/oh-my-opencode-slim.schema.json"),
    ("oh-my-opencode-slim.jsonc", ""),
])  # fmt: skip
def test_the_file_of_another_program_of_a_similar_name_is_told_apart(
    name: str, schema: str
) -> None:
    text = f'{{"$schema": "{schema}",\n"presets": {{"a": {{"oracle": {{"model": "b/c"}}}}}}}}'
    (problem,) = parsed(text, name).problems
    assert (problem.line, problem.code) == (2, "not-opened")
    assert "by hand" in problem.message


@pytest.mark.parametrize("dialect", folder_formats(), ids=lambda one: one.name)
def test_one_file_of_a_folder_of_agents_names_the_folder(dialect: Any, tmp_path: Path) -> None:
    name = next(one for one in NAMES if read(sample(one), one)[0].name == dialect.name)
    file = max(one for one in sample_path(name).iterdir() if one.is_file())
    folder = dialect.file_places.project[0]
    for place in (f"/p/{folder}/{file.name}", f"/p/{folder}/sub/{file.name}"):
        (problem,) = parse_text(
            file.read_text(encoding="utf-8"), file.name, context_at(Path(place))
        ).problems
        assert (problem.code, problem.message) == (
            "not-opened",
            (
                f"this is one of {dialect.title}, which have a file each: open their folder,"
                f" rsc --config /p/{folder}"
            ),
        )
    notes = Path(f"/p/{folder}/notes{dialect.ending}")
    (problem,) = parse_text("", notes.name, context_at(notes)).problems
    assert problem.message.endswith(f"rsc --config /p/{folder}")


@pytest.mark.parametrize("dialect", folder_formats(), ids=lambda one: one.name)
def test_a_folder_with_one_broken_file_opens_with_the_others_and_says_so(
    dialect: Any, tmp_path: Path
) -> None:
    name = next(one for one in NAMES if read(sample(one), one)[0].name == dialect.name)
    folder = tmp_path / dialect.file_places.project[0]
    folder.mkdir(parents=True)
    for file in sample_path(name).iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    broken = "---\nname: [\n---\n" if dialect.ending == ".md" else "name = [\n"
    (folder / f"bad{dialect.ending}").write_text(broken, encoding="utf-8")
    session = Session.open(folder, state=tmp_path / "state")
    assert len(session.roster.agents) == len(read(sample(name), name)[1].agents)
    (problem,) = [one for one in session.problems if one.file == f"bad{dialect.ending}"]
    assert (problem.severity, problem.code, problem.line > 0) == ("warning", "broken-file", True)
    assert problem.message.startswith(f"bad{dialect.ending} is left out: ")


def test_what_openclaw_includes_is_never_silently_left_out() -> None:
    for text, expected in (
        ('{"agents": {\n"$include": "./a.json5"}}', (2, "error", "include")),
        ('{"agents": {"defaults": {"model":\n{"$include": "a"}}}}', (2, "error", "include")),
        ('{"agents": {"defaults": {"model": "a/b"},\n"list": {"$include": ["a"]}}}',
         (2, "error", "include")),
        ('{"agents": {"list": [{"id": "a"},\n{"$include": "a"}]}}', (2, "error", "include")),
        ('{\n"$include": "./base.json5"}', (2, "error", "include")),
        ('{"$include": "./base.json5",\n"agents": {"list": [{"id": "a"}]}}',
         (1, "warning", "include")),
    ):  # fmt: skip
        assert told(text, "openclaw.json") == [expected], text
    assert told('{"agents": {"list": [{"id": "a"}]}, "gateway": {"$include": "g"}}',
                "openclaw.json") == []  # fmt: skip
