"""A world in which providers do as they are told, and time passes only when somebody waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from rscrew_console.runtime.dependencies import RuntimeDependencies
from rscrew_console.runtime.limits import LimitStore, LocalLimitStore
from rscrew_console.runtime.llm import RoutedLLM
from rscrew_console.runtime.loop.adjusting import ModelAdjustments
from rscrew_console.runtime.manager import ModelManager
from rscrew_console.runtime.requests import (
    AttemptRecord,
    CallFailed,
    CallFailure,
    ModelRequest,
    Reply,
    StreamChunk,
    Tokens,
)

CREW = """\
providers:
  claude: {model: claude-x, api_key_env: ANTHROPIC_API_KEY, cost_tier: premium}
  openai: {model: gpt-x, api_key_env: OPENAI_API_KEY, cost_tier: standard}
  deepseek: {model: deepseek/deepseek-chat, api_key_env: DEEPSEEK_API_KEY, cost_tier: budget}
agent_assignments:
  coder: {primary: deepseek, secondary: claude, tertiary: openai, reasoning: Cheap and good}
  writer: {primary: claude}
"""
KEYS = {
    "ANTHROPIC_API_KEY": "sk-ant-0123456789abcdef", "OPENAI_API_KEY": "sk-0123456789abcdefgh",
    "DEEPSEEK_API_KEY": "sk-deadbeef0123456789",
}  # fmt: skip
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

Outcome = str | CallFailure | Reply | tuple[Any, ...]
"""A text is the answer; a tuple is a stream, and a Failure in it breaks it."""


@dataclass
class Clock:
    """Seconds since `NOON`, which pass when somebody sleeps."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)

    def __call__(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)


@dataclass
class Acting:
    """The wire. Each provider does what its list says, one after the other, then the last again."""

    script: dict[str, list[Outcome]] = field(default_factory=lambda: defaultdict(lambda: ["Hello"]))
    orders: list[ModelRequest] = field(default_factory=list)
    lock: Any = field(default_factory=Lock)
    left: int = 0
    """Streams that nobody has closed."""

    def __setitem__(self, provider: str, outcomes: list[Outcome]) -> None:
        self.script[provider] = list(outcomes)

    @property
    def asked(self) -> list[str]:
        return [order.provider.name for order in self.orders]

    @property
    def keys(self) -> list[str]:
        return [order.key.reveal() if order.key else "" for order in self.orders]

    def _next(self, order: ModelRequest) -> Outcome:
        with self.lock:
            self.orders.append(order)
            outcomes = self.script[order.provider.name]
            return outcomes.pop(0) if len(outcomes) > 1 else outcomes[0]

    def ready(self) -> None:
        """There is nothing to load."""

    def prepare(self, order: ModelRequest) -> None:
        """As above."""

    async def aprepare(self, order: ModelRequest) -> None:
        self.prepare(order)

    def ask(self, order: ModelRequest) -> Reply:
        match self._next(order):
            case CallFailure() as failure:
                raise CallFailed(failure)
            case Reply() as reply:
                return reply
            case text:
                return Reply(str(text), tokens=Tokens(1000, 100))

    async def aask(self, order: ModelRequest) -> Reply:
        return self.ask(order)

    def stream(self, order: ModelRequest) -> Generator[StreamChunk]:
        outcome = self._next(order)
        parts = outcome if isinstance(outcome, tuple) else (outcome,)
        self.left += 1
        try:
            for part in parts:
                if isinstance(part, CallFailure):
                    raise CallFailed(part)
                yield part if isinstance(part, StreamChunk) else StreamChunk(str(part))
            yield StreamChunk(tokens=Tokens(10, len(parts)))
        finally:
            self.left -= 1

    async def astream(self, order: ModelRequest) -> AsyncGenerator[StreamChunk]:
        with closing(self.stream(order)) as pieces:
            for piece in pieces:
                yield piece


@dataclass
class World:
    """A manager of a file of its own, and all that happens around it."""

    folder: Path
    manager: ModelManager
    wire: Acting
    clock: Clock
    environ: dict[str, str]
    limit_store: LimitStore

    @property
    def path(self) -> Path:
        return self.folder / "model_config.yaml"

    @property
    def asked(self) -> list[str]:
        return self.wire.asked

    def llm(self, agent: str = "coder") -> RoutedLLM:
        return self.manager.get_llm_for_agent(agent)

    def call(self, agent: str = "coder") -> Any:
        return self.llm(agent).call("Hi")

    def write(self, text: str) -> None:
        """As an editor does."""
        self.path.write_text(text)

    def change(self, old: str, new: str) -> None:
        text = self.path.read_text()
        assert old in text
        self.write(text.replace(old, new))


def world(
    folder: Path, text: str = CREW, environ: Mapping[str, str] = KEYS, wire: Any = None
) -> World:
    """`environ` is all of the environment."""
    work = folder / "work"
    work.mkdir()
    (work / "model_config.yaml").write_text(text)
    clock, acting, given = Clock(), wire or Acting(), dict(environ)
    limit_store = LocalLimitStore(lambda: clock.seconds)
    dependencies = RuntimeDependencies(
        environ=lambda: given,
        cwd=lambda: work,
        home=lambda: folder / "home",
        state=lambda: folder / "state",
        clock=clock,
        monotonic=lambda: clock.seconds,
        sleep=clock.sleep,
        asleep=clock.asleep,
        chance=lambda: 1.0,
        adjustments=ModelAdjustments(),
        wire=lambda: acting,
        limit_store=lambda _url: limit_store,
    )
    return World(work, ModelManager(dependencies=dependencies), acting, clock, given, limit_store)


def failure(fault: Any, http: int | None = None, retry_after: float | None = None) -> CallFailure:
    return CallFailure(fault, f"it is {fault}", http, retry_after)


def bare(attempt: AttemptRecord) -> AttemptRecord:
    """Without what differs from run to run."""
    return replace(attempt, call="", config="")
