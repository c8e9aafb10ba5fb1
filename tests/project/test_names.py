"""Class names: each names one class, and the glossary names classes that exist."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def class_names() -> list[str]:
    """Every class of the package, nested ones included, once per definition."""
    trees = (
        ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "rscrew_console").rglob("*.py"))
    )
    nodes = (node for tree in trees for node in ast.walk(tree))
    return [node.name for node in nodes if isinstance(node, ast.ClassDef)]


def glossary_classes() -> list[str]:
    """The classes in the last column of the glossary's table."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    glossary = text.partition("## Glossary")[2].partition("\n## ")[0]
    rows = [line for line in glossary.splitlines() if line.startswith("|")][2:]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row.rsplit("|", 2)[1])]


def test_no_class_name_is_defined_twice() -> None:
    assert [name for name, count in Counter(class_names()).items() if count > 1] == []


def test_every_class_of_the_glossary_exists() -> None:
    named = glossary_classes()
    assert len(named) > 25
    assert sorted(set(named) - set(class_names())) == []
