"""Checks of providers, all at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rscrew_console.providers.health.merge import merged, not_asked
from rscrew_console.providers.health.result import CheckOutcome, Health
from rscrew_console.providers.health.steps import KeyCheckResult, ProviderCheck, Reply
from rscrew_console.providers.health.target import Target, target_of
from rscrew_console.providers.health.token import ask_for_a_token, deepened
from rscrew_console.providers.keys import placeholders_of, secrets_of
from rscrew_console.providers.kinds import kind_of_host
from rscrew_console.providers.secret import Secret
from rscrew_console.providers.status import USABLE
from rscrew_console.roster.address import address_of
from rscrew_console.roster.model import HealthSettings, Provider

if TYPE_CHECKING:
    from rscrew_console.providers.health.fetch import HealthClient

OnResult = Callable[[Health], object]
Clock = Callable[[], datetime]


def _utc_now() -> datetime:
    return datetime.now(UTC)


async def check_all(
    providers: Sequence[Provider],
    env: Mapping[str, str],
    settings: HealthSettings | None = None,
    on_result: OnResult | None = None,
    *,
    clock: Clock = _utc_now,
    deep: bool = False,
) -> list[Health]:
    """Ask every provider at once, for free. The order is that of `providers`.

    `deep` also asks those that can be used for a completion of one token, which is not free.

    `env` is what `keys.load_env` returns; `on_result` is called in the event loop with each health
    as it becomes known. Nothing that a server or a network does raises. Cancelling it stops all
    questions. It takes little more than `settings.timeout` seconds at most, and twice
    that if `deep`.
    """
    settings = settings or HealthSettings()
    targets = [target_of(provider, env) for provider in providers]
    client = _client_for(targets, settings)

    async def one(provider: Provider, target: Target | CheckOutcome) -> Health:
        if isinstance(target, CheckOutcome) or client is None:
            verdict = target if isinstance(target, CheckOutcome) else CheckOutcome("unchecked")
            health = not_asked(provider.name, verdict, clock())
        else:
            health = await _health(client, target, env, settings, clock, deep=deep)
        if on_result is not None:
            on_result(health)
        return health

    async with client or nullcontext(), asyncio.TaskGroup() as group:
        pairs = zip(providers, targets, strict=True)
        tasks = [group.create_task(one(provider, target)) for provider, target in pairs]
    return [task.result() for task in tasks]


async def check_one(
    provider: Provider,
    env: Mapping[str, str],
    settings: HealthSettings | None = None,
    *,
    clock: Clock = _utc_now,
) -> Health:
    """As `check_all`, for one. Its `offers` are all models that the provider lists."""
    return (await check_all([provider], env, settings, clock=clock))[0]


def unchecked(provider: Provider, env: Mapping[str, str]) -> Health:
    """What can be said of a provider without asking it."""
    target = target_of(provider, env)
    if isinstance(target, CheckOutcome) and target.status in ("no_key", "placeholder_key"):
        return not_asked(provider.name, target)
    needs_key = bool(secrets_of(provider, env))
    detail = "not checked; the key is set" if needs_key else "not checked; it needs no key"
    return not_asked(provider.name, CheckOutcome("unchecked", detail))


def may_be_asked(provider: Provider, env: Mapping[str, str]) -> bool:
    """Whether a deep check may ask the provider for a token."""
    target = target_of(provider, env)
    return isinstance(target, Target) and target.talk.call is not None


async def _health(
    client: HealthClient,
    target: Target,
    env: Mapping[str, str],
    settings: HealthSettings,
    clock: Clock,
    *,
    deep: bool,
) -> Health:
    secrets = secrets_of(target.provider, env)
    waiting = placeholders_of(target.provider, env)
    tried = secrets or (None,)
    findings = await asyncio.gather(
        *(_finding(client, target, secret, secrets, settings, clock) for secret in tried)
    )
    name, keys = target.provider.name, len(secrets) + waiting
    health = merged(name, findings, settings, clock(), keys=keys)
    pairs = list(zip(tried, findings, strict=True))
    secrets_to_use = [secret for secret, finding in pairs if finding.verdict.status in USABLE]
    if not secrets_to_use and _is_refused_by_a_page(target, health):
        secrets_to_use = list(tried)
    if not (deep and secrets_to_use):
        return health
    good = secrets_to_use[0]
    verdict = await ask_for_a_token(
        client, target, _headers(target, good), health.offers, secrets, settings, clock()
    )
    return health if verdict is None else deepened(health, verdict)


def _is_refused_by_a_page(target: Target, health: Health) -> bool:
    """Whether something in front of a server that is no vendor's refuses its list of models.

    It may let calls through: gateways and firewalls have rules for each path.
    """
    refused = health.status == "bad_response" and health.http_status == 403
    return refused and kind_of_host(target.base) is None


def _headers(target: Target, secret: Secret | None) -> dict[str, str]:
    auth, headers = target.talk.auth, dict(target.talk.headers)
    if secret is not None:
        headers[auth.header] = auth.before + secret.reveal()
    return headers


async def _finding(
    client: HealthClient,
    target: Target,
    secret: Secret | None,
    secrets: Sequence[Secret],
    settings: HealthSettings,
    clock: Clock,
) -> KeyCheckResult:
    from rscrew_console.providers.health.fetch import Deadline

    if secret is not None and not secret.sendable:
        return KeyCheckResult(
            CheckOutcome(
                "invalid_key",
                f"{target.variable} holds {secret.odd_letter}, which no key has",
                f"look at {target.variable}{target.key_place} again; was it copied whole, and"
                " without quotes?",
            )
        )
    headers = _headers(target, secret)
    deadline = Deadline(settings.timeout)
    insecure = target.provider.allow_insecure
    replies: dict[str, Reply] = {}
    while True:
        step = ProviderCheck(target, dict(replies), clock(), secrets).next_step()
        if isinstance(step, KeyCheckResult):
            return step
        urls = {ask.name: ask.url for ask in step}
        answers = await asyncio.gather(
            *(client.get(url, headers, deadline, insecure=insecure) for url in urls.values())
        )
        replies.update(zip(urls, answers, strict=True))


def _client_for(
    targets: Iterable[Target | CheckOutcome], settings: HealthSettings
) -> HealthClient | None:
    """The client for a round; None where nobody is asked."""
    reachable = [target for target in targets if isinstance(target, Target)]
    if not reachable:
        return None
    from rscrew_console.providers.health.fetch import HealthClient

    hosts = [address.host for target in reachable if (address := address_of(target.base))]
    return HealthClient(settings.timeout, hosts)
