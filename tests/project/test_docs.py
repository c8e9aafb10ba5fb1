"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def places_named_in(document: str) -> list[str]:
    """The targets of a document's relative links and pictures."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_link_leads_somewhere(document: str) -> None:
    assert [place for place in places_named_in(document) if not (ROOT / place).exists()] == []


def test_the_readme_shows_pictures() -> None:
    assert len([place for place in places_named_in("README.md") if place.endswith(".svg")]) >= 3


def test_every_target_of_the_makefile_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    explained = re.findall(r'@echo "make (\w+) ', makefile)
    assert explained == [target for target in phony.split() if target != "help"]
