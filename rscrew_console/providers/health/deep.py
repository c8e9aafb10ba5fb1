"""Asks a model for one token. The one part of a check that is paid for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rscrew_console.providers.health.answer import Answer, FetchFailure
from rscrew_console.providers.health.result import CheckOutcome
from rscrew_console.providers.health.target import Target
from rscrew_console.providers.health.token import called, verdict_of, wants_another_body
from rscrew_console.providers.offers import OfferedModel
from rscrew_console.providers.secret import Secret
from rscrew_console.roster.model import HealthSettings

if TYPE_CHECKING:
    from rscrew_console.providers.health.fetch import HealthClient


async def ask_for_a_token(
    line: HealthClient,
    target: Target,
    headers: Mapping[str, str],
    offers: Sequence[OfferedModel],
    secrets: Sequence[Secret],
    settings: HealthSettings,
    now: datetime,
) -> CheckOutcome | None:
    """What the model answers within the time-out; None where it cannot be asked.

    `headers` carry the key; `secrets` are what must not be shown. Nothing that a server or a
    network does raises.
    """
    from rscrew_console.providers.health.fetch import Deadline

    call = target.talk.call
    if call is None:
        return None
    model, deadline = called(target, offers), Deadline(settings.timeout)
    url = target.url(call.path, id=model)
    named: dict[str, Any] = {"model": model} if call.names_model else {}
    answer: Answer | FetchFailure | None = None
    for body in call.bodies:
        answer = await line.post(
            url, headers, {**named, **body}, deadline, insecure=target.provider.allow_insecure
        )
        if not wants_another_body(answer, body):
            break
    return None if answer is None else verdict_of(target, call, answer, now, secrets)
