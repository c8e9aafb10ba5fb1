"""The README's moving picture: what stands still is in it once, what changes comes and goes."""

from __future__ import annotations

import re
import runpy
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "screenshots" / "tour.svg"
MODULE = runpy.run_path(str(ROOT / "scripts" / "moving_picture.py"))
SCREENSHOT = """\
<svg><style>.terminal-7-r1 {{ fill: #fff }}
.terminal-7-r2 {{ fill: #000;font-weight: bold }}</style>
<defs><clipPath id="terminal-7-clip-terminal">
<rect x="0" y="0" width="122" height="48.8" /></clipPath></defs>
<g transform="translate(9, 41)" clip-path="url(#terminal-7-clip-terminal)">
<rect fill="#111" x="0" y="1.5" width="122" height="24.65" shape-rendering="crispEdges"/>
<text class="terminal-7-{0}" x="0" y="20" clip-path="url(#terminal-7-line-0)">head</text>
<text class="terminal-7-r1" x="0" y="44.4" clip-path="url(#terminal-7-line-1)">{1}</text></g></svg>
"""


def made(*screens: tuple[str, str]) -> str:
    frames = [
        MODULE["Frame"](SCREENSHOT.format(*screen), f"no. {number} & more", 2)
        for number, screen in enumerate(screens)
    ]
    return str(MODULE["moving_picture"](frames, "the title"))


def test_a_row_that_stands_still_is_there_once_and_is_not_moved() -> None:
    picture = made(("r1", "one"), ("r1", "two"), ("r1", "one"))
    assert [picture.count(f">{text}</text>") for text in ("head", "one", "two")] == [1, 1, 1]
    assert re.search(r"<g class=\"\w+\">[^\n]*>one<", picture), "seen where nothing moves"
    assert re.search(r"<g class=\"\w+\" visibility=\"hidden\">[^\n]*>two<", picture)
    assert not re.search(r"<g [^\n]*>head<", picture)


def test_when_a_row_is_to_be_seen() -> None:
    picture = made(("r1", "one"), ("r1", "two"), ("r1", "one"), ("r1", "one"))
    found = re.search(r"<g class=\"(\w+)\" visibility=\"hidden\">[^\n]*>two<", picture)
    assert found
    steps = "0.000%{visibility:hidden}25.000%{visibility:visible}50.000%{visibility:hidden}"
    assert f"@keyframes {found[1]}{{{steps}}}" in picture
    assert f".{found[1]}{{animation:{found[1]} 8s step-end infinite}}" in picture


def test_another_style_is_another_row_and_captions_are_text() -> None:
    picture = made(("r1", "one"), ("r2", "one"))
    assert picture.count(">head</text>") == 2
    assert picture.count(">no. 1 &amp; more</text>") == 1
    ET.fromstring(picture)  # noqa: S314 -- made right above


def test_the_readmes_picture_is_small_and_asks_nobody() -> None:
    """To mend it: make screenshots."""
    text = PICTURE.read_text(encoding="utf-8")
    assert len(text) < 1_000_000
    assert text.count("http") == 1, "the name of the SVG's language alone"
    assert "<script" not in text
    assert text.count("@keyframes") > 10
    assert "screenshots/tour.svg" in (ROOT / "README.md").read_text(encoding="utf-8")
