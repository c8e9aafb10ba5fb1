"""`demo`: everything tried out without a key, against simulated vendors on this machine."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import click

from rscrew_console.cli.declared import Argument, Option
from rscrew_console.cli.output import complain, is_terminal, say
from rscrew_console.dialects import detect
from rscrew_console.document import Document
from rscrew_console.providers.kinds import KINDS
from rscrew_console.starter import STARTER_NAME, starter_text

KEYS: Mapping[str, str] = {
    "ANTHROPIC_API_KEY": "sk-ant-demo-4c1f9a7e",
    "OPENAI_API_KEY": "sk-demo-8b2d6e0c",
    "GEMINI_API_KEY": "AIza-demo-1e7f3b9d",
    "DEEPSEEK_API_KEY": "sk-demo-5a0c8d4f",
}
"""Made-up keys: they are valid nowhere, and only the simulated vendors receive them."""
PRICES: Mapping[str, Mapping[str, float]] = {
    "claude": {"input": 3, "output": 15},
    "openai": {"input": 2, "output": 8},
    "gemini": {"input": 0.5, "output": 3},
    "deepseek": {"input": 0.3, "output": 0.5},
}
"""Made up as well: US dollars per million tokens."""
DEMO_VARIABLE = "RSC_DEMO"
"""The environment variable by which the console knows that it runs in the demo."""
DEMO_NOTE = "demo: simulated providers, made-up calls, and a crew that is thrown away afterwards"
LEDGER = "made-up-calls.db"
_PROGRAM = "import sys; sys.argv[0] = 'rsc'; from rscrew_console.cli import main; main()"
"""What the child runs; it calls itself `rsc` in what it says."""
DAILY_USD = 0.8


def demo(
    command: Annotated[
        list[str] | None,
        Argument(
            metavar="[COMMAND]...",
            help="A command to run there instead of the console, with its options.",
            takes_the_rest=True,
        ),
    ] = None,
    print_config: Annotated[
        bool, Option("--print-config", help="Print the configuration, and open nothing.")
    ] = False,
) -> None:
    """Open the console on a copy of the starter, with simulated providers and no real keys.

    One provider works, one is slow, one is out of credit, and one fails and recovers every
    20 seconds. Two weeks of calls, for `usage`, are made up.
    """
    if (
        not command
        and not print_config
        and not (is_terminal(sys.stdin) and is_terminal(sys.stderr))
    ):
        raise click.BadParameter(
            "the console needs a terminal; try a command, as in: rsc demo status"
        )
    # Loads asyncio.
    from rscrew_console.simulator import Behaviour, Simulator

    behaviours = {
        "claude": ("anthropic", Behaviour("no_credit")),
        "openai": ("openai", Behaviour()),
        "gemini": ("gemini", Behaviour(delay=2.5)),
        "deepseek": ("deepseek", Behaviour("flapping")),
    }
    with Simulator() as simulator, tempfile.TemporaryDirectory(prefix="rscrew-demo-") as name:
        folder = Path(name)
        sites = {
            provider: simulator.site(vendor, behaviour).base_url
            for provider, (vendor, behaviour) in behaviours.items()
        }
        text = pointed_at(starter_text(), sites)
        if print_config:
            complain(DEMO_NOTE)
            say(text.removesuffix("\n"))
            return
        (folder / STARTER_NAME).write_text(text, encoding="utf-8", newline="")
        _fill_ledger(folder / STARTER_NAME, text)
        if command:
            complain(DEMO_NOTE)
        status = _run(command or [], folder)
    raise click.exceptions.Exit(status)


def pointed_at(text: str, sites: Mapping[str, str]) -> str:
    """The starter with an address and a price for each of its providers, checked often, with a
    ledger and a budget of its own; comments kept."""
    doc = Document.parse(text)
    for provider, url in sites.items():
        doc = doc.set(("providers", provider, "base_url"), url)
        doc = doc.set(("providers", provider, "price"), PRICES[provider])
    doc = doc.set(("global_settings", "usage_db"), LEDGER)
    doc = doc.set(("budgets",), {"daily_usd": DAILY_USD})
    return doc.set(("health",), {"interval": 5}).text


def _fill_ledger(config: Path, text: str) -> None:
    """Write made-up calls into the ledger, so that there is something to see."""
    # Load sqlite3 and the random few that only this needs.
    from rscrew_console.cli.demo_calls import made_up
    from rscrew_console.runtime.ledger import Ledger, config_name

    doc = Document.parse(text)
    roster = detect(doc).read(doc).roster
    if roster is None:
        return
    ledger = Ledger(config.with_name(LEDGER))
    for attempt in made_up(roster, datetime.now().astimezone(), config_name(config)):
        ledger.note(attempt)
    ledger.close()


def _run(command: list[str], folder: Path) -> int:
    """Run this program in a folder of its own, without real keys, history or `.env` files."""
    vendors = {variable for kind in KINDS.values() for variable in kind.key_variables}
    env = {name: value for name, value in os.environ.items() if name not in vendors}
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        env[name] = str(folder / name.lower())
    env |= {"HOME": str(folder), DEMO_VARIABLE: "1", **KEYS}
    env.pop("RSCREW_MODEL_CONFIG_PATH", None)
    # This package, however it was found; the child starts in another folder.
    package = str(Path(__file__).resolve().parents[2])
    env["PYTHONPATH"] = os.pathsep.join(filter(None, (package, env.get("PYTHONPATH"))))
    # ctrl+c is the child's, which has its own use for it. A handler is not inherited; to ignore
    # the signal would be.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        line = [sys.executable, "-c", _PROGRAM, *command]
        return subprocess.run(line, cwd=folder, env=env, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)
