"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

from rscrew_console.dialects.registry import DIALECTS

ROOT = Path(__file__).parents[2]


def places_named_in(document: Path) -> list[str]:
    """The targets of a document's relative links and pictures."""
    text = document.read_text(encoding="utf-8")
    return [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]


@pytest.mark.parametrize(
    "document", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]), ids=lambda path: path.name
)
def test_every_link_leads_somewhere(document: Path) -> None:
    named = places_named_in(document)
    assert [place for place in named if not (document.parent / place).exists()] == []


def test_the_readme_shows_pictures() -> None:
    pictures = [place for place in places_named_in(ROOT / "README.md") if place.endswith(".svg")]
    assert len(pictures) >= 3


def test_every_target_of_the_makefile_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    explained = re.findall(r'@echo "make ([\w-]+) ', makefile)
    assert explained == [target for target in phony.split() if target != "help"]


@pytest.mark.parametrize("name", [dialect.name for dialect in DIALECTS] + ["companion"])
def test_every_format_has_a_page_that_the_readme_links(name: str) -> None:
    page = f"docs/formats/{name}.md"
    assert (ROOT / page).is_file()
    assert page in places_named_in(ROOT / "README.md")
