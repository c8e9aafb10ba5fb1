"""`make bench`: what users of the console wait for, against a small Textual app beside it.

    python benchmarks/console.py            10,000 agents, some minutes
    python benchmarks/console.py --small    one run with 50 agents: only whether it works

Each program has a terminal of its own, and is measured from outside in processor time: until it has
painted, and from a key to the end of what that paints ("in all": with what is worked out behind the
screen afterwards). Nothing here passes or fails but by a crash.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from scale import CREW, crew, environment, rsc, starter
from screen import PAINTED, Terminal, small_app

STARTER = "starter.yaml"
FIRST_OF_STARTER, FIRST_OF_CREW = b"project_orchestrator", b"writer_0"
KEYS = (
    ("last row (G)", (b"G",), "0.1 s"), ("filter (/ and a letter)", (b"/w",), "0.15 s"),
    ("leave the filter (escape)", (b"\x1b",), "—"), ("next column (l)", (b"l",), "—"),
    ("edit: assign another (2, 3)", (b"2", b"3") * 3, "3x"), ("undo (u)", (b"u",) * 5, "3x"),
    ("mark (space)", (b" ",) * 5, "3x"),
)  # fmt: skip
"""What each is called, the keys that are pressed one after another, and what is wanted. Only in a
column of slots does a number key edit."""


class Bench:
    """A folder with the files, and how often each thing is measured."""

    def __init__(self, folder: Path, agents: int, runs: int) -> None:
        self.folder, self.runs = folder, runs
        (folder / STARTER).write_text(starter(), encoding="utf-8")
        (folder / CREW).write_text(crew(agents), encoding="utf-8")

    def start(self, *command: str) -> Terminal:
        return Terminal(command, self.folder, environment(self.folder))

    def paint(self, command: list[str], text: bytes) -> Callable[[], float]:
        def once() -> float:
            with self.start(*command) as terminal:
                return terminal.until(text)

        return once

    def compare(self, *jobs: Callable[[], float]) -> list[float]:
        """The medians of jobs that are done in turn; the first round fills caches."""
        rounds = [[job() for job in jobs] for _ in range(self.runs + 1)]
        return [median(times) for times in zip(*rounds[1:], strict=True)]

    def first_paint(self) -> None:
        for name, file, text, arguments, most in (
            ("starter", STARTER, FIRST_OF_STARTER, (), "1.3x"),
            ("large file", CREW, FIRST_OF_CREW, (CREW,), "1.5x"),
        ):
            ours, other = self.compare(
                self.paint(rsc("--config", file), text), self.paint(small_app(*arguments), PAINTED)
            )
            tell(f"first paint, {name}", f"{ours:.2f} s", f"{other:.2f} s", ours / other, most)

    def keys(self) -> None:
        with self.start(*small_app()) as small, self.start(*rsc("--config", CREW)) as console:
            small.until(PAINTED)
            console.until(FIRST_OF_CREW)
            other = median(small.press(b"\x1b[B")[0] for _ in range(5))
            heads = "key to screen", "ours", "other", None, "at most", "in all"
            tell(*heads)
            for name, keys, most in KEYS:
                times = [console.press(key) for key in keys]
                ours, in_all = (median(each) for each in zip(*times, strict=True))
                shown = f"{ours:.3f} s", f"{other:.3f} s", ours / other, most
                tell(name, *shown, in_all=f"{in_all:.3f} s")
            more = console.memory() - small.memory()
            tell("memory", f"{console.memory():.0f} MB", f"{small.memory():.0f} MB", None, "+200")
            print(f"{'':34}{more:+.0f} MB")


def tell(
    name: str, ours: str, other: str, ratio: float | None, most: str, in_all: str = ""
) -> None:
    shown = f"{ratio:.2f}x" if ratio is not None else ""
    print(f"{name:<34}{ours:>9}{other:>9}{shown:>8}{most:>9}{in_all:>9}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="sizes for CI, one run each")
    small = parser.parse_args().small
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), 50 if small else 10_000, 1 if small else 3)
        print(f"{'in the console':<34}{'ours':>9}{'other':>9}{'ratio':>8}{'at most':>9}")
        bench.first_paint()
        bench.keys()


if __name__ == "__main__":
    main()
