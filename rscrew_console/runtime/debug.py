"""RSCrew's debug lines: which provider an agent got, and why."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from typing import TextIO

from rscrew_console.providers.kinds import kind_of
from rscrew_console.roster.model import Agent, Provider
from rscrew_console.roster.visible import visible
from rscrew_console.runtime.loop.route import Route

VARIABLE = "RSCREW_DEBUG"
log = logging.getLogger("rscrew_console.debug")
_YES = ("1", "true", "yes", "on")


def wanted(environ: Mapping[str, str], in_file: bool) -> bool:
    """The environment decides, and the file where it says nothing."""
    said = environ.get(VARIABLE, "").strip().lower()
    return said in _YES if said else in_file


def switch_on() -> None:
    """Lines go to standard error, unless the application has handlers of its own for them."""
    log.setLevel(logging.DEBUG)
    if not log.handlers:
        log.addHandler(_ToStandardError())
        log.propagate = False


def tell(line: str) -> None:
    """One line; nothing where nobody has switched it on."""
    if log.isEnabledFor(logging.DEBUG):
        log.debug("[DEBUG] %s", visible(line))


def tell_of_route(agent: Agent, name: str, route: Route, providers: Mapping[str, Provider]) -> None:
    """RSCrew's own lines for an agent that gets its model."""
    if not log.isEnabledFor(logging.DEBUG):
        return
    tell(f"=== Creating LLM for {name} ===")
    tell(f"Provider priority: {' -> '.join(agent.chain.providers)}")
    for skip in route.skipped:
        tell(f"❌ {skip.provider.upper()} is left out: {skip.why}")
    if route:
        first = route[0]
        tell(f"✅ {first.provider.upper()} LLM created: {_bare(providers[first.provider])}")
    if agent.reasoning:
        tell(f"Reasoning: {agent.reasoning}")


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
        """There is but the one."""
