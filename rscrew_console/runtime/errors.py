"""Why a call has no answer, in the user's words. Never a canned answer in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rscrew_console.records import dataclass
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.visible import visible
from rscrew_console.runtime.requests import CallFailure


class CallError(Exception):
    """The parent of all errors that a call can end with. They may go from process to process."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), str(self), self.__dict__)


def _restored(kind: type[CallError], text: str, attributes: dict[str, Any]) -> CallError:
    error = kind.__new__(kind, text)
    error.args = (text,)
    error.__dict__.update(attributes)
    return error


def with_status(text: str, http_status: int | None) -> str:
    """Return the text with the HTTP status behind it, if there is one and it is not said yet."""
    status = f"HTTP {http_status}"
    return text if http_status is None or status in text else f"{text} ({status})"


@dataclass(frozen=True, slots=True)
class TriedProvider:
    """One provider of a call that nobody has answered."""

    provider: str
    model: str
    fault: str
    """Of `order.FAULTS`; or `resting`, `barred` or `deadline`, when it was not asked."""
    detail: str
    http_status: int | None = None
    asked: bool = True
    back_in: float | None = None
    """Seconds until it may be asked again; None where waiting does not help."""

    def __str__(self) -> str:
        not_asked = "" if self.asked else "not asked: "
        reason = with_status(self.detail or self.fault.replace("_", " "), self.http_status)
        return visible(f"{self.provider} ({self.model}): {not_asked}{reason}")


class NoAnswer(CallError):
    """Every provider of the agent's route has failed or could not be asked; or none has answered
    before the call's deadline.
    """

    def __init__(
        self, agent: str, attempts: Sequence[TriedProvider], deadline: float | None = None
    ) -> None:
        self.agent = agent
        self.deadline = deadline
        """Seconds that the call had, where they were not enough; None otherwise."""
        self.attempts = tuple(attempts)
        waits = [one.back_in for one in attempts if one.back_in is not None]
        self.soonest = min(waits, default=None)
        """Seconds until one of them may be asked again; None where waiting does not help."""
        super().__init__(self._text())

    def _text(self) -> str:
        name = visible(self.agent)
        if self.deadline is not None:
            name += f" within its deadline of {self.deadline:g} s"
        if not self.attempts and self.deadline is None:
            return f"no provider answers for {name}: it has none"
        lines = [f"no provider answers for {name}:"]
        lines += [f"  {one}" for one in self.attempts]
        if self.soonest is not None:
            first = min(
                (one for one in self.attempts if one.back_in is not None),
                key=lambda one: one.back_in or 0.0,
            )
            lines.append(
                f"{visible(first.provider)} is the first to be asked again,"
                f" in {max(self.soonest, 0):.0f} s"
            )
        return "\n".join(lines)


class CallRefused(CallError):
    """Every provider that was asked refuses the call; or one refuses its content, which no other
    one is asked about unless the file says so. `failure` is the first one's, `attempts` are all.

    `stopped` is whether others might still have been asked.
    """

    def __init__(
        self,
        agent: str,
        provider: str,
        model: str,
        failure: CallFailure,
        attempts: Sequence[TriedProvider] = (),
        *,
        stopped: bool = False,
    ) -> None:
        self.agent, self.provider, self.model, self.failure = agent, provider, model, failure
        self.attempts = tuple(attempts)
        detail = with_status(failure.detail or failure.fault.replace("_", " "), failure.http_status)
        text = f"{provider} ({model}) refuses the call for {agent}: {detail}"
        if stopped:
            text += (
                f"; to ask the next provider then, say fallback_on: [{failure.fault}]"
                " for the agent or in global_settings"
            )
        elif len(self.attempts) > 1:
            text = f"every provider refuses the call for {agent}:"
        lines = [visible(text)]
        if not stopped and len(self.attempts) > 1:
            lines += [f"  {one}" for one in self.attempts]
        super().__init__("\n".join(lines))


class StreamBroken(CallError):
    """A stream that ended in the middle: what has come so far cannot be taken back."""

    def __init__(self, agent: str, provider: str, model: str, failure: CallFailure) -> None:
        self.agent, self.provider, self.model, self.failure = agent, provider, model, failure
        detail = failure.detail or failure.fault.replace("_", " ")
        super().__init__(
            visible(f"{provider} ({model}) broke off its answer for {agent}: {detail}")
        )


class BudgetSpent(CallError):
    """A budget forbids all calls for now."""


class UnknownAgent(CallError):
    """The file has no such agent, and no agent named `default`."""

    def __init__(self, name: str, names: Iterable[str], path: object) -> None:
        names = tuple(names)
        hint = did_you_mean(name, names)
        more = "" if hint else '; an agent named "default" would serve all that are not named'
        super().__init__(visible(f'{path}: there is no agent "{name}"{hint}{more}'))
        self.name = name
