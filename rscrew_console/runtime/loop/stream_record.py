"""What has come of a stream so far, and its one row in the ledger."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

from rscrew_console.runtime.errors import StreamBroken
from rscrew_console.runtime.loop.answers import failure_of_answer
from rscrew_console.runtime.loop.driving import CallServices, by, given_up, note_failure
from rscrew_console.runtime.loop.steps import SendRequest, answered
from rscrew_console.runtime.requests import CallFailed, CallFailure, Reply, StreamChunk, Tokens


class StreamRecord:
    """Belongs to one attempt, whose row is written once."""

    def __init__(self, step: SendRequest, services: CallServices, taken_ms: float = 0.0) -> None:
        self._step, self._services = step, services
        self.taken_ms = taken_ms
        """Without the time that the reader has taken between the pieces."""
        self.pieces: list[StreamChunk] = []
        self._noted = False

    def add(self, piece: StreamChunk) -> StreamChunk:
        """Take up the piece and return it."""
        self.pieces.append(piece)
        return piece

    @property
    def cost_usd(self) -> float | None:
        """What the vendor says that it costs."""
        costs = [one.cost_usd for one in self.pieces if one.cost_usd is not None]
        return costs[-1] if costs else None

    @property
    def tokens(self) -> Tokens | None:
        """The latest figures of the vendor."""
        counts = [one.tokens for one in self.pieces if one.tokens is not None]
        return counts[-1] if counts else None

    def reply(self) -> Reply:
        """All pieces as one answer."""
        finishes = [one.finish_reason for one in self.pieces if one.finish_reason]
        reply = Reply(
            "".join(one.text for one in self.pieces),
            tuple(call for one in self.pieces for call in one.tool_calls),
            self.tokens or Tokens(),
            self.cost_usd,
            finishes[-1] if finishes else "",
            "".join(one.reasoning for one in self.pieces),
        )
        return by(self._step, reply)

    def failure(self) -> CallFailure | None:
        """Why the whole stream is no answer; None where it is one."""
        return failure_of_answer(self.reply(), require_complete=self._step.require_complete)

    def check(self) -> None:
        """Raises CallFailed where the whole stream is no answer."""
        if (failure := self.failure()) is not None:
            raise CallFailed(failure)

    def with_tokens(self, failure: CallFailure) -> CallFailure:
        """Return the failure with the tokens that the stream had reported before."""
        return failure if failure.tokens else replace(failure, tokens=self.tokens)

    def note_answer(self) -> Future[None]:
        """Note the attempt as answered in full."""
        self._noted = True
        reply = self.reply()
        noted = answered(self._step.attempt, reply, self.taken_ms)
        return self._services.note(noted, self._step.order, reply)

    def broken(self, failure: CallFailure) -> StreamBroken:
        """The error to raise."""
        self._noted = True
        failure_with_tokens = self.with_tokens(failure)
        note_failure(self._services, self._step, failure_with_tokens, self.taken_ms, self.cost_usd)
        attempt = self._step.attempt
        return StreamBroken(attempt.agent, attempt.provider, attempt.model, failure)

    def give_up(self) -> None:
        """Note a stream that nobody has read to its end, unless its row is written already."""
        if not self._noted:
            self._noted = True
            noted = given_up(self._step.attempt, self.taken_ms, self.tokens)
            self._services.note(replace(noted, cost_usd=self.cost_usd), self._step.order, None)
