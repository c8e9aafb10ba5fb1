"""What was found out with each key into the health of the provider."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rscrew_console.providers.health.result import CheckOutcome, Health
from rscrew_console.providers.health.steps import KeyCheckResult
from rscrew_console.providers.status import USABLE, in_words
from rscrew_console.roster.model import HealthSettings


def merged(
    provider: str,
    findings: Sequence[KeyCheckResult],
    settings: HealthSettings,
    checked_at: datetime,
    *,
    keys: int,
) -> Health:
    """The health by the best of the keys. `keys` counts those, placeholders among them; the
    findings are one per key that was tried, or the only one of a provider that needs none."""
    good = [finding for finding in findings if finding.verdict.status in USABLE]
    best = min(good, key=_rank) if good else findings[0]
    verdict, detail = best.verdict, best.verdict.detail
    status = verdict.status
    if status == "ok" and best.latency_ms is not None and best.latency_ms > settings.degraded_ms:
        status, detail = "degraded", f"slow: it took {best.latency_ms / 1000:.1f} s to answer"
    good_keys = len(good) if keys else 0
    if keys > 1:
        counted = f"{good_keys} of {keys} keys good"
        explanation = detail if status != "ok" else _first_bad(findings)
        detail = f"{counted}; {explanation}" if explanation else counted
    return Health(
        provider=provider,
        status=status,
        detail=detail,
        hint=verdict.hint,
        latency_ms=None if best.latency_ms is None else round(best.latency_ms, 1),
        http_status=verdict.http_status,
        checked_at=checked_at,
        retry_after=verdict.retry_after,
        keys_good=good_keys,
        keys_total=keys,
        offers=max((finding.offers for finding in findings), key=len),
    )


def not_asked(provider: str, verdict: CheckOutcome, checked_at: datetime | None = None) -> Health:
    """The health of a provider that could not be asked, or was not to be."""
    return Health(provider, verdict.status, verdict.detail, verdict.hint, checked_at=checked_at)


def _rank(finding: KeyCheckResult) -> tuple[bool, float]:
    """A key without any restriction first, then the fastest."""
    return finding.verdict.status != "ok", finding.latency_ms or 0.0


def _first_bad(findings: Sequence[KeyCheckResult]) -> str:
    for number, finding in enumerate(findings, 1):
        if finding.verdict.status not in USABLE:
            return f"key {number}: {in_words(finding.verdict.status)}"
    return ""
