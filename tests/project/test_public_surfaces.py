"""Of other packages only what they document is used: their insides move without notice."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.rows import each_row

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "rscrew_console").rglob("*.py"))
INSIDES = {
    "httpcore": 1, "httpx": 1, "litellm": 1, "openai": 1, "redis": 3, "pydantic": 1,
}  # fmt: skip
"""How deep the modules of these packages are documented: `httpcore` has names at its top alone."""


def foreign(module: str) -> bool:
    top = module.partition(".")[0]
    return top not in sys.stdlib_module_names and top not in ("rscrew_console", "")


def private_imports(tree: ast.AST) -> Iterator[str]:
    """Imports of names or modules that begin with an underscore, or lie below what is documented.

    The standard library's private names count as well.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules, names = [alias.name for alias in node.names], []
        elif isinstance(node, ast.ImportFrom):
            modules, names = [node.module or ""], [alias.name for alias in node.names]
        else:
            continue
        for module in modules:
            if module == "__future__" or module.startswith("rscrew_console"):
                continue
            parts = module.split(".")
            if any(part.startswith("_") for part in (*parts, *names)):
                yield f"{module}: {names}"
            elif len(parts) > INSIDES.get(parts[0], len(parts)):
                yield module


def imported_modules(tree: ast.AST) -> set[str]:
    """The names that stand for foreign modules, or for what was imported from them."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {
                alias.asname or alias.name.partition(".")[0]
                for alias in node.names
                if not alias.name.startswith("rscrew_console")
            }
        elif isinstance(node, ast.ImportFrom) and foreign(node.module or ""):
            found |= {alias.asname or alias.name for alias in node.names}
    return found


def replaced_attributes(tree: ast.AST) -> Iterator[str]:
    """Assignments to an attribute of an imported module or class, and `setattr` on one."""
    names = imported_modules(tree)
    # The one that only the first call of such a model loads is passed on under this name.
    names |= {"litellm", "_litellm"}
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        elif isinstance(node, ast.Delete):
            targets = node.targets
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setattr":
            targets = [ast.Attribute(node.args[0], "setattr", ast.Store())] if node.args else []
        for target in targets:
            inner = target
            while isinstance(inner, ast.Subscript):
                inner = inner.value
            if ast.unparse(inner) == "os.environ":
                continue  # which is for setting
            if isinstance(inner, ast.Attribute) and _owner(inner.value) & names:
                yield ast.unparse(target)


def _owner(node: ast.expr) -> set[str]:
    """`litellm` in `litellm.x`, and in `self._litellm.x`."""
    found: set[str] = set()
    while isinstance(node, ast.Attribute):
        found.add(node.attr)
        node = node.value
    return found | ({node.id} if isinstance(node, ast.Name) else set())


@cache
def tree_of(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("broken", [private_imports, replaced_attributes])
def test_only_public_surfaces_are_used(broken: Callable[[ast.AST], Iterator[str]]) -> None:
    found = {path.relative_to(ROOT).as_posix(): list(broken(tree_of(path))) for path in SOURCES}
    assert {path: names for path, names in found.items() if names} == {}
    assert len(found) > 300


@each_row("source", [
    "from litellm.llms.custom_httpx import llm_http_handler",
    "import litellm.litellm_core_utils.streaming_handler",
    "from httpx._client import AsyncClient",
    "from httpx import _client",
    "from httpcore._async.http11 import AsyncHTTP11Connection",
    "from textual._work_decorator import work",
])  # fmt: skip
def test_private_imports_are_found(source: str) -> None:
    assert list(private_imports(ast.parse(source)))


@each_row("source", [
    "import litellm\nlitellm.telemetry = False",
    "from litellm import utils as other\nother.get = None",
    "import httpcore\nhttpcore.AsyncConnectionPool.aclose = None",
    "def load(litellm):\n    litellm.model_cost['x'] = {}",
    "import httpx\nsetattr(httpx, 'get', None)",
    "import os\nos.name = 'x'",
])  # fmt: skip
def test_replacements_are_found(source: str) -> None:
    assert list(replaced_attributes(ast.parse(source)))
