"""`make screenshots`: draws the pictures of the README by working in the real console."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
from pathlib import Path

from rscrew_console.starter import create_starter
from rscrew_console.tui.opening import app_for

PICTURES = Path(__file__).parents[1] / "screenshots"
SIZE = (132, 34)
CONFIG = Path("config/model_config.yaml")

# Made up: enough for the console to see that three of the four providers have a key.
KEYS = {f"{vendor}_API_KEY": "sk-0123456789abcdef" for vendor in ("ANTHROPIC", "OPENAI", "GEMINI")}

# What is pressed before each picture, starting at the name of the first agent.
TO_THE_WRITER = ["l", *"jjjjj"]
TO_THE_IMPLEMENTER = list("jjjjj")
CHANGES = [*TO_THE_WRITER, "1", *TO_THE_IMPLEMENTER, "3"]
STORIES = {
    "main": CHANGES,
    "picker": [*CHANGES, "l", "enter"],
    "diff": [*TO_THE_WRITER, *TO_THE_IMPLEMENTER, "3", "S"],
    "strategies": ["b", "g", "tab", "j", "j", "space"],
    "what-if": ["w", "right"],
}


async def draw(keys: list[str]) -> str:
    """The screen as SVG after some keys."""
    app = app_for(CONFIG, KEYS, Path.cwd(), watched=False, checked=False)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()  # the prices
        await pilot.press(*keys)
        await pilot.pause()
        return app.export_screenshot(title="rscrew-console")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, contextlib.chdir(home):
        # The user's own files stay out of it: keys, saved states, journals.
        os.environ.update(HOME=home, XDG_STATE_HOME=f"{home}/state", XDG_CONFIG_HOME=f"{home}/own")
        for name, keys in STORIES.items():
            CONFIG.unlink(missing_ok=True)
            create_starter(CONFIG)
            picture = PICTURES / f"{name}.svg"
            picture.write_text(asyncio.run(draw(keys)), encoding="utf-8", newline="\n")
            sys.stdout.write(f"screenshots/{picture.name}\n")


if __name__ == "__main__":
    main()
