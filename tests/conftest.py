"""What every test shares."""

import gc
import os
import signal
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import settings

import rscrew_console

ROOT = Path(__file__).parents[1]
DRAWS_THE_SCREENS = ("rich", "textual")
LOAD_LITELLM = ("test_litellm.py", "test_litellm_cache.py", "test_failures.py")
"""Importing LiteLLM takes 4 to 10 seconds: these are side by side, so that one process does it."""

# A shell has its background jobs ignore ctrl+c (`nohup make test &`), and so would the programs
# that tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples on every run, so that a red test is always about the change at hand. Random
# ones, and more of them: make test-thorough (tests/thorough.py).
# No deadline: it would measure the machine, not the code.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("same")


def pytest_configure() -> None:
    """`make test-newest` and `make test-oldest` test the installed wheel, not the source tree."""
    installed = Path(rscrew_console.__file__).is_relative_to(sys.prefix)
    if os.environ.get("RSC_TESTED_WHEEL") and not installed:
        raise pytest.UsageError(f"not the installed wheel is tested, but {rscrew_console.__file__}")


def other_drawing_versions() -> str:
    """Which packages draw the screens in other versions than the snapshots; "" if none does."""
    pinned = dict(
        line.split("==")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    )
    return ", ".join(
        f"{name} {version(name)} instead of {pinned[name]}"
        for name in DRAWS_THE_SCREENS
        if version(name) != pinned[name]
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Snapshots compare to the letter, and each version of Textual draws a little differently.

    The tests of LiteLLM go first: neighbours in this list run in the same process.
    """
    if other_drawing_versions():
        snapshots = [item for item in items if "snap_compare" in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=snapshots)
        items[:] = [item for item in items if item not in set(snapshots)]
    items.sort(key=lambda item: item.path.name not in LOAD_LITELLM)


def pytest_collection_finish() -> None:
    """Else the garbage collector walks all tests again and again: a fifth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_report_header() -> str:
    other = other_drawing_versions()
    return f"snapshot tests are left out: the screens are drawn by {other}" if other else ""
