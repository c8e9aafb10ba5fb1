"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

from rscrew_console.dialects.registry import DIALECTS
from tests.rows import each_row

ROOT = Path(__file__).parents[2]


def links_in(document: Path) -> list[tuple[str, str]]:
    """A document's relative links and pictures: the file, "" for itself, and the heading or ""."""
    text = document.read_text(encoding="utf-8")
    found = re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)", text)
    return [(place, heading) for place, heading in found if "://" not in place]


def places_named_in(document: Path) -> list[str]:
    """The targets of a document's relative links and pictures."""
    return [place for place, _ in links_in(document) if place]


def headings_of(document: Path) -> set[str]:
    """The names by which links reach a document's headings, as GitHub makes them."""
    text = re.sub(r"^```.*?^```$", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize(
    "document", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]), ids=lambda path: path.name
)
def test_every_link_leads_somewhere(document: Path) -> None:
    named = places_named_in(document)
    assert [place for place in named if not (document.parent / place).exists()] == []
    wrong = [
        f"{place}#{heading}"
        for place, heading in links_in(document)
        if heading and heading not in headings_of(document.parent / place if place else document)
    ]
    assert wrong == []


def test_the_readme_shows_pictures() -> None:
    pictures = [place for place in places_named_in(ROOT / "README.md") if place.endswith(".svg")]
    assert len(pictures) >= 3


def test_every_target_of_the_makefile_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    explained = re.findall(r'@echo "make ([\w-]+) ', makefile)
    assert explained == [target for target in phony.split() if target != "help"]


@each_row("name", [dialect.name for dialect in DIALECTS] + ["companion"])
def test_every_format_has_a_page_that_the_readme_links(name: str) -> None:
    page = f"docs/formats/{name}.md"
    assert (ROOT / page).is_file()
    assert page in places_named_in(ROOT / "README.md")
