"""Inline ignores: few, and each with its reason beside it. What is house style is configured."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST = 15
IGNORE = re.compile(r"# (?:noqa: [A-Z]+\d+|type: ignore\[[\w-]+\])(?P<reason>.*)$", re.MULTILINE)
ANY = re.compile(r"# *(?:noqa|type: *ignore)")


def sources() -> list[Path]:
    """The modules of the package and the scripts."""
    return sorted(
        path for top in ("rscrew_console", "scripts") for path in (ROOT / top).rglob("*.py")
    )


def test_inline_ignores_are_few() -> None:
    found = [path.name for path in sources() for _ in ANY.findall(path.read_text(encoding="utf-8"))]
    assert len(found) < MOST, found


WITH_ANY = [path for path in sources() if ANY.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("path", WITH_ANY, ids=lambda path: path.stem)
def test_an_inline_ignore_has_its_reason_beside_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    reasons = [match["reason"].strip(" -#") for match in IGNORE.finditer(text)]
    assert len(reasons) == len(ANY.findall(text))
    assert all(reasons)
