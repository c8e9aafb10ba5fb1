"""Whatever is imported is named in pyproject.toml, and what calls need is no extra."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = {"benchmarks", "rscrew_console", "scripts", "tests"}
# Only with CrewAI, which has an environment of its own: see scripts/venv.sh.
BESIDE_CREWAI = {"crewai", "pydantic"}
# Only for make test-browser, which installs it.
BESIDE_CHROMIUM = {"selenium"}
CREWAI = {"crewai", "hatchling", "hypothesis", "pytest", "pytest-asyncio", "pytest-timeout"}


def name_of(requirement: str) -> str:
    """`Ruamel_Yaml>=0.18` is the distribution ruamel-yaml."""
    (name,) = re.findall(r"^[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*extras: str) -> set[str]:
    """The project's own requirements and those of the extras, and of the extras that they name."""
    names = {name_of(requirement) for requirement in PROJECT["dependencies"]}
    for extra in extras:
        for requirement in PROJECT["optional-dependencies"][extra]:
            inner = re.fullmatch(r"rscrew-console\[(.+)\]", requirement)
            names |= declared(*inner[1].split(",")) if inner else {name_of(requirement)}
    return names


@cache
def imported(folder: str) -> set[str]:
    """The top-level modules of other people that the files of a folder import."""
    names: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    beside = {path.stem for path in (ROOT / folder).glob("*.py")}  # a script finds those
    return names - OURS - beside - set(sys.stdlib_module_names)


@pytest.mark.parametrize(("folder", "extras"), [
    ("rscrew_console", ("all",)), ("tests", ("dev",)), ("scripts", ("dev",)),
    ("benchmarks", ("dev",)),
])  # fmt: skip
def test_what_is_imported_is_declared(folder: str, extras: tuple[str, ...]) -> None:
    distributions = packages_distributions()
    allowed = declared(*extras)
    missing = {
        module
        for module in imported(folder) - BESIDE_CREWAI - BESIDE_CHROMIUM
        if not {name_of(name) for name in distributions.get(module, [module])} & allowed
    }
    assert missing == set()


def test_an_import_that_is_declared_nowhere_would_be_found() -> None:
    assert {"pytest", "yaml"} <= imported("tests")
    assert "pytest" in declared("dev") - declared("all")


def test_the_extras() -> None:
    assert set(PROJECT["optional-dependencies"]) == {
        "runtime", "litellm", "web", "cache", "all", "dev",
    }  # fmt: skip
    assert declared("runtime") - declared() == {"redis"}
    assert declared("litellm") - declared() == {"litellm"}
    web = {"aiohttp", "textual-serve"}
    assert declared("web") - declared() == web
    assert declared("cache") - declared() == {"diskcache"}
    assert declared("all") - declared() == {"diskcache", "litellm", "redis"} | web


def test_an_upper_bound_has_its_reason_beside_it() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if bounds_above(line) and "#" not in line] == []


def bounds_above(line: str) -> bool:
    return bool(re.search(r'^ {4}"[\w.-]+[^"]*<', line))


def test_an_upper_bound_is_seen() -> None:
    assert bounds_above('    "textual>=8.0,<9",')
    assert not bounds_above('    "textual>=8.0", # below 9 it is < 9')


@pytest.mark.parametrize("file", ["constraints.txt", "tests/optional/constraints.txt"])
def test_the_tested_versions_name_what_make_installs(file: str) -> None:
    """A package without a tested version is installed as it is that day."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    pinned = {name_of(line) for line in lines if "==" in line}
    wanted = declared("dev") if file == "constraints.txt" else declared("runtime") | CREWAI
    assert wanted - pinned == set()
