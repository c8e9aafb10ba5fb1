"""What is told to the application's log: news, each told once, and RSCrew's debug lines."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from typing import TextIO

from rscrew_console.providers.kinds import kind_of
from rscrew_console.roster.model import Agent, Provider
from rscrew_console.roster.visible import visible
from rscrew_console.runtime.loop.route import Route

log = logging.getLogger("rscrew_console")


class LogOnce:
    """Belongs to whoever finds the news. `level` is one of `logging`'s."""

    def __init__(self, level: int) -> None:
        self._level = level
        self._logged: set[tuple[str, ...]] = set()

    def tell(self, *lines: str) -> None:
        """Log all of them at once, unless the same were logged before."""
        if lines not in self._logged:
            self._logged.add(lines)
            log.log(self._level, "%s", "\n".join(map(visible, lines)))

    def forget(self) -> None:
        """What comes again is news again."""
        self._logged.clear()


VARIABLE = "RSCREW_DEBUG"
debug_log = logging.getLogger("rscrew_console.debug")
_YES = ("1", "true", "yes", "on")


def debug_wanted(environ: Mapping[str, str], in_file: bool) -> bool:
    """The environment decides, and the file where it says nothing."""
    value = environ.get(VARIABLE, "").strip().lower()
    return value in _YES if value else in_file


def switch_on_debug() -> None:
    """Lines go to standard error, unless the application has handlers of its own for them."""
    debug_log.setLevel(logging.DEBUG)
    if not debug_log.handlers:
        debug_log.addHandler(_ToStandardError())
        debug_log.propagate = False


def debug(line: str) -> None:
    """Write one line if debugging is switched on."""
    if debug_log.isEnabledFor(logging.DEBUG):
        debug_log.debug("[DEBUG] %s", visible(line))


def debug_route(agent: Agent, name: str, route: Route, providers: Mapping[str, Provider]) -> None:
    """RSCrew's own lines for an agent that gets its model."""
    if not debug_log.isEnabledFor(logging.DEBUG):
        return
    debug(f"=== Creating LLM for {name} ===")
    debug(f"Provider priority: {' -> '.join(agent.chain.providers)}")
    for skip in route.skipped:
        debug(f"❌ {skip.provider.upper()} is left out: {skip.why}")
    if route:
        first = route[0]
        debug(f"✅ {first.provider.upper()} LLM created: {_bare(providers[first.provider])}")
    if agent.reasoning:
        debug(f"Reasoning: {agent.reasoning}")


def _bare(provider: Provider) -> str:
    """The model without the prefix that says its kind."""
    kind = kind_of(provider)
    prefixes = kind.prefixes if kind else ()
    prefix = next((one for one in prefixes if provider.model.startswith(one)), "")
    return provider.model.removeprefix(prefix)


class _ToStandardError(logging.StreamHandler[TextIO]):
    """Standard error as it is when a line comes, not as it was when the program began."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self.setFormatter(logging.Formatter("%(message)s"))

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, _stream: TextIO) -> None:
        """Ignore the stream: it is always the present standard error."""
