"""The steps of a call, and all that a call depends on. See `calling.steps` for their order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import Any

from rscrew_console.records import dataclass
from rscrew_console.roster.budget_ruling import BudgetRuling
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.runtime.limits import Pace
from rscrew_console.runtime.loop.adjusting import ModelAdjustments
from rscrew_console.runtime.loop.candidate import Candidate
from rscrew_console.runtime.loop.policy import RetryPolicy
from rscrew_console.runtime.requests import AttemptRecord, CallFailure, ModelRequest, Reply


@dataclass(frozen=True, slots=True)
class CallDeadline:
    """`seconds` for the whole call, which are over when `monotonic` reaches `ends`."""

    seconds: float
    ends: float
    monotonic: Callable[[], float]

    @classmethod
    def after(cls, seconds: float, monotonic: Callable[[], float]) -> CallDeadline:
        """A deadline that many seconds from now."""
        return cls(seconds, monotonic() + seconds, monotonic)

    def seconds_left(self) -> float:
        """Seconds until then, at least 0."""
        return max(self.ends - self.monotonic(), 0.0)


@dataclass(frozen=True, slots=True)
class CheckCooldowns:
    """Ask which of these are in a cooldown. Answered with a mapping of those that are."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrepareTransport:
    """Load what is needed to send this request, before a turn is waited for."""

    order: ModelRequest


@dataclass(frozen=True, slots=True)
class WaitForTurn:
    """Wait for this provider's turn. Answered with the turn, whose value is the wait in seconds."""

    provider: str
    pace: Pace
    most: float | None = None
    """Seconds that may be waited; a turn that is later is not waited for."""


@dataclass(frozen=True, slots=True)
class ReturnTurn:
    """Give the turn back: it is not used."""

    place: float


@dataclass(frozen=True, slots=True)
class Admit:
    """Ask whether this provider may be called now. Answered with None, and then the call counts;
    or with the new plan, where a budget or the file has changed meanwhile.
    """

    plan: CallPlan
    provider: Provider


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait that many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class SendRequest:
    """Send the request, and note the attempt. Answered with a `Reply` or a `CallFailure`."""

    order: ModelRequest
    attempt: AttemptRecord
    """As far as it is known before."""
    require_complete: bool = False
    """Whether an answer that was cut off is none."""


@dataclass(frozen=True, slots=True)
class StartCooldown:
    """Do not ask it for that many seconds."""

    name: str
    seconds: float
    why: str


Step = (
    CheckCooldowns | PrepareTransport | WaitForTurn | ReturnTurn | Admit | Sleep | SendRequest
    | StartCooldown
)  # fmt: skip
Steps = Generator[Step, Any, Any]


@dataclass(frozen=True)
class CallPlan:
    """One call, and all that it depends on."""

    agent: Agent
    roster: Roster
    candidates: Mapping[str, Candidate]
    messages: Sequence[Mapping[str, Any]]
    parameters: Mapping[str, Any]
    call: str
    """Its name in the ledger."""
    config: str
    ruling: BudgetRuling
    patience: RetryPolicy
    min_interval: float
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    window_of: Callable[[Provider], int | None]
    """How many tokens fit into a model, where that is known."""
    log: Callable[[str], None] = field(default=lambda _line: None)
    """What happens, for those who look on."""
    fallback: bool = True
    user: str = ""
    asked_as: str = ""
    """The agent's name as the application said it, where the file's default serves it."""
    moment: object = None
    """What stands for the file and the keys as they are: another object, where they are others."""
    limited: bool = False
    """Whether there are budgets to be asked."""
    deadline: CallDeadline | None = None
    require_complete: bool = False
    """Whether an answer that was cut off is none."""
    adjustments: ModelAdjustments = field(default_factory=ModelAdjustments)
    """What models are known to refuse."""

    @property
    def name(self) -> str:
        return self.asked_as or self.agent.name

    @property
    def fallback_on(self) -> Collection[str]:
        own = self.agent.fallback_on
        return self.roster.settings.calling.fallback_on if own is None else own


def answered(attempt: AttemptRecord, reply: Reply, latency_ms: float) -> AttemptRecord:
    """The attempt as it goes into the ledger, with the cost only if the vendor says it."""
    return replace(
        attempt.with_tokens(reply.tokens),
        cost_usd=reply.cost_usd,
        latency_ms=latency_ms,
        http_status=200,
    )


def failed(attempt: AttemptRecord, failure: CallFailure, latency_ms: float) -> AttemptRecord:
    """As `answered`, for one that was not."""
    return replace(
        attempt.with_tokens(failure.tokens),
        outcome=failure.fault,
        http_status=failure.http_status,
        latency_ms=latency_ms,
    )
