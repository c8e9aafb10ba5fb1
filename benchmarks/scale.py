"""`make bench`: what users wait for, against what stands beside it, and how each grows.

    python benchmarks/scale.py            all sizes, some minutes
    python benchmarks/scale.py --small    one run each, up to 100 agents: only whether it works

Commands and what they are compared with run in turn, each in a process of its own; figures are
medians of their processor time, of which a busy machine takes less than of the wall's. Nothing here
passes or fails but by a crash.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time

SIZES = (10, 100, 1000, 10_000)
SCREEN = 40
"""Rows that a screen shows; only those are drawn."""
CREW = "crew.yaml"
PROVIDERS = """\
providers:
  claude: {model: claude-sonnet-5, api_key_env: ANTHROPIC_API_KEY, cost_tier: premium}
  openai: {model: gpt-5, api_key_env: OPENAI_API_KEY, cost_tier: standard}
  gemini: {model: gemini/gemini-2.5-pro, api_key_env: GEMINI_API_KEY, cost_tier: standard}
  deepseek: {model: deepseek/deepseek-chat, api_key_env: DEEPSEEK_API_KEY, cost_tier: budget}

agent_assignments:
"""
NAMES = ("claude", "openai", "gemini", "deepseek")
WORK = ("writer", "coder", "analyst", "planner", "reviewer")
FORMATS: Mapping[str, str] = {
    "opencode.json": '{"agent": {"build": {"model": "openai/gpt-5"}}}\n',
    ".codex/config.toml": 'model = "gpt-5"\n[profiles.fast]\nmodel = "gpt-5-mini"\n',
    "config/agents.yaml": (
        "writer:\n  role: writes\n  goal: text\n  backstory: none\n  llm: gpt-5\n"
    ),
    ".claude/agents/reviewer.md": (
        "---\nname: reviewer\ndescription: reads\nmodel: sonnet\n---\nRead it.\n"
    ),
    "model_config.yaml": PROVIDERS + "  writer:\n    primary: claude\n",
}


def crew(agents: int) -> str:
    """A commented file, seven lines an agent."""
    parts = [PROVIDERS]
    for number in range(agents):
        primary, second, third, last = (NAMES[(number + step) % 4] for step in range(4))
        parts.append(
            f"  # Agent number {number}\n  {WORK[number % 5]}_{number}:\n"
            f"    primary: {primary}  # first\n    secondary: {second}\n    tertiary: {third}\n"
            f'    fallback: {last}\n    reasoning: "Does work number {number}"\n'
        )
    return "".join(parts)


@dataclass(frozen=True)
class Work:
    """One line of the table: a command, and what it is compared with."""

    name: str
    command: Sequence[str]
    against: Sequence[str]
    at_most: str
    folder: str = ""
    """Where both run, below the working folder."""


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def rsc(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "rscrew_console", *arguments]


LOAD = f"import yaml; yaml.load(open('{CREW}', encoding='utf-8'), yaml.CSafeLoader)"
RUAMEL = (
    "from ruamel.yaml import YAML; y = YAML(); d = y.load(open('crew.yaml', encoding='utf-8'));"
    "d['agent_assignments']['writer_0']['primary'] = 'openai';"
    "y.dump(d, open('crew.yaml', 'w', encoding='utf-8'))"
)
DEPTH = 8
"""Folders within one another: the program looks in its own and in those around it."""
READ_ALL = (
    "import json, tomllib, yaml\n"
    "from pathlib import Path\n"
    f"for folder in [Path.cwd(), *Path.cwd().parents][:{DEPTH}]:\n"
    f"    for name in {tuple(FORMATS)!r}:\n"
    "        text = (folder / name).read_text(encoding='utf-8')\n"
    "        if name.endswith('.json'): json.loads(text)\n"
    "        elif name.endswith('.toml'): tomllib.loads(text)\n"
    "        elif name.endswith('.yaml'): yaml.load(text, yaml.CSafeLoader)\n"
    "        else: yaml.load(text.split('---')[1], yaml.CSafeLoader)\n"
)
IN_CREW = ("--config", CREW)
STARTING = (
    Work("rsc --version", rsc("--version"), python("import yaml"), "1.5"),
    Work("rsc agents, starter", rsc("--config", "starter.yaml", "agents"),
         python("import yaml, pydantic; yaml.load(open('starter.yaml'), yaml.CSafeLoader)"), "1.6"),
)  # fmt: skip
LARGE = (
    Work("rsc agents --json", rsc(*IN_CREW, "agents", "--json"), python(LOAD), "1.5"),
    Work("rsc assign, saved", rsc(*IN_CREW, "assign", "writer_0", "openai"), python(LOAD), "2.5"),
    Work("rsc bulk, all agents", rsc(*IN_CREW, "bulk", "cost-optimised", "--yes"), python(LOAD),
         "5"),
)  # fmt: skip
ONE_EDIT = Work(
    "one edit, against ruamel.yaml", rsc(*IN_CREW, "assign", "writer_0", "openai"),
    python(RUAMEL), "0.125",
)  # fmt: skip
INNERMOST = "/".join(f"part{number}" for number in range(DEPTH))
FILES = Work("rsc files, 40 of five formats", rsc("files"), python(READ_ALL), "2", folder=INNERMOST)


def environment(folder: Path) -> dict[str, str]:
    """Without the user's own files, and with Python's own caches."""
    home = {"HOME": str(folder / "home"), "XDG_STATE_HOME": str(folder / "state")}
    env = {**os.environ, **home, "XDG_CACHE_HOME": str(folder / "cache")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env


def cpu_seconds(command: Sequence[str], folder: Path, inner: str = "") -> float:
    """The processor time of one process. Raises CalledProcessError where it crashes."""
    env, cwd = environment(folder), folder / inner
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run(command, cwd=cwd, capture_output=True, check=False, env=env)
    if ran.returncode not in (0, 1):  # 1 says that something is wrong with the crew
        raise subprocess.CalledProcessError(ran.returncode, command, ran.stdout, ran.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(work: Work, folder: Path, text: str, runs: int) -> tuple[float, float]:
    """Medians of ours and of the other; the file is as it was before each run."""
    ours, others = [], []
    for number in range(runs + 1):
        for command, times in ((work.command, ours), (work.against, others)):
            (folder / CREW).write_text(text, encoding="utf-8")
            taken = cpu_seconds(command, folder, work.folder)
            if number or runs == 1:  # the first run fills caches
                times.append(taken)
    return median(ours), median(others)


def table(sizes: Sequence[int], runs: int) -> None:
    """Print the table: ours, the other, and ours as a multiple of it."""
    print(f"{'work':<34}{'ours':>9}{'other':>9}{'ratio':>8}{'at most':>9}")
    jobs = [(work, crew(10)) for work in STARTING]
    jobs += [(work, crew(sizes[-1])) for work in LARGE]
    jobs += [(ONE_EDIT, crew(min(2000, sizes[-1]))), (FILES, "")]
    for work, text in jobs:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "starter.yaml").write_text(starter(), encoding="utf-8")
            if work is FILES:
                scatter(folder)
            ours, other = compare(work, folder, text or crew(1), runs)
        print(
            f"{work.name:<34}{ours * 1000:>6.0f} ms{other * 1000:>6.0f} ms"
            f"{ours / other:>7.2f}x{work.at_most:>8}x"
        )


def starter() -> str:
    from rscrew_console.starter import starter_text

    return starter_text()


def scatter(folder: Path) -> None:
    """Forty files of five formats, in the folders of one repository."""
    (folder / ".git").mkdir()
    for number in range(DEPTH):
        folder /= f"part{number}"
        for file_name, text in FORMATS.items():
            place = folder / file_name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")


def console_steps(folder: Path, agents: int) -> dict[str, float]:
    """Seconds of each thing that the console does, in this process, without a screen."""
    from rscrew_console.dialects.operations import Assign
    from rscrew_console.plans.carry_out import carry_out
    from rscrew_console.plans.preview import preview
    from rscrew_console.providers.keys import Env
    from rscrew_console.session import Session
    from rscrew_console.tui.opening import OpeningKeys
    from rscrew_console.tui.state.console_state import ConsoleState
    from rscrew_console.tui.view.agent_rows import RowCache
    from rscrew_console.tui.view.agents import columns
    from rscrew_console.tui.view.header import header
    from rscrew_console.tui.view.table import TableState, arrange, natural_widths

    path = folder / CREW
    path.write_text(crew(agents), encoding="utf-8")
    seconds: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        start = process_time()
        work()
        seconds[name] = process_time() - start

    cache, opened = RowCache(), {}

    def draw(filtered: str = "") -> None:
        view_state = opened["state"].view_state()
        header(view_state, 100)
        shown = arrange(cache.rows(view_state), TableState(filter=filtered))
        natural_widths(columns(view_state), shown, None)
        _ = shown[:SCREEN]

    def open_it() -> None:
        session = Session.open(path, state=folder / "state")
        opened["state"] = ConsoleState(session, OpeningKeys(Env({"OPENAI_API_KEY": "x"})))
        opened["state"].set_time(datetime.now(UTC))
        draw()

    def edit() -> None:
        opened["state"].apply([Assign("writer_0", {"primary": "gemini"})])
        draw()

    def bulk() -> None:
        state = opened["state"]
        plan = preview(state.session.roster, "cost-optimised", state.plan_facts())
        carry_out(state.session, plan)

    timed("open", open_it)
    timed("redraw", draw)
    timed("filter", lambda: draw("w"))
    timed("edit", edit)
    timed("save", lambda: opened["state"].session.save("bench"))
    timed("bulk", bulk)
    return seconds


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of the seconds over the sizes, both as logarithms: 1 is ten times for ten times."""
    xs = [math.log(size) for size in sizes]
    ys = [math.log(max(one, 1e-6)) for one in seconds]
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    rise = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    return rise / sum((x - middle_x) ** 2 for x in xs)


def growth(sizes: Sequence[int]) -> None:
    """Print how each step grows, and the exponent between the two largest sizes and over all."""
    measured = []
    for agents in sizes:
        with tempfile.TemporaryDirectory() as name:
            measured.append(console_steps(Path(name), agents))
    print(f"\n{'in the console, ms':<24}{''.join(f'{size:>9}' for size in sizes)}{'exponent':>10}")
    for step in measured[0]:
        seconds = [one[step] for one in measured]
        cells = "".join(f"{one * 1000:>9.1f}" for one in seconds)
        print(f"{step:<24}{cells}{exponent(sizes, seconds):>10.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="sizes for CI, one run each")
    small = parser.parse_args().small
    sizes, runs = (SIZES[:2], 1) if small else (SIZES, 3)
    processor = platform.processor() or platform.machine()
    print(f"{os.cpu_count()} cores, {processor}, {platform.system()}, Python"
          f" {platform.python_version()}; medians of {runs}, processor time")  # fmt: skip
    table(sizes, runs)
    growth(sizes)


if __name__ == "__main__":
    main()
