"""`make bench`: how long a user waits, measured on this machine. Nothing here passes or fails."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from rscrew_console.document import Document
from rscrew_console.starter import starter_text

HUGE_AGENTS = 10_000


def milliseconds(work: Callable[[], object], times: int) -> float:
    """The median duration of `work`."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        work()
        taken.append((perf_counter() - start) * 1000)
    return median(taken)


def huge_text() -> str:
    """The starter with many more agents: some 70,000 lines."""
    agents = "".join(
        f"\n  # the {number}th of many\n  agent_{number}:\n    primary: claude      # first\n"
        f"    secondary: openai\n    tertiary: gemini\n    reasoning: one of many\n"
        for number in range(HUGE_AGENTS)
    )
    head, section, rest = starter_text().partition("agent_assignments:\n")
    return f"{head}{section}{agents}{rest}"


def command(*arguments: str, cwd: Path) -> Callable[[], object]:
    line = [sys.executable, "-m", "rscrew_console", *arguments]
    return lambda: subprocess.run(line, cwd=cwd, capture_output=True, check=True)


def main() -> None:
    place = ("agent_assignments", "code_implementer", "primary")
    small = Document.parse(starter_text())
    text = huge_text()
    huge = Document.parse(text)
    lines = f"{text.count(chr(10)):,} lines"
    with tempfile.TemporaryDirectory() as folder:
        cwd = Path(folder)
        (cwd / "model_config.yaml").write_text(starter_text(), encoding="utf-8")
        rows = [
            ("rsc --version", milliseconds(command("--version", cwd=cwd), 5)),
            ("rsc agents", milliseconds(command("agents", cwd=cwd), 5)),
            ("rsc check", milliseconds(command("check", cwd=cwd), 5)),
            ("parse the starter", milliseconds(lambda: Document.parse(small.text), 20)),
            ("change one value of it", milliseconds(lambda: small.set(place, "openai"), 20)),
            (f"parse {lines}", milliseconds(lambda: Document.parse(text), 3)),
            (f"change one value of {lines}", milliseconds(lambda: huge.set(place, "openai"), 3)),
        ]
    for name, taken in rows:
        print(f"{name:<34}{taken:>10.1f} ms")


if __name__ == "__main__":
    main()
