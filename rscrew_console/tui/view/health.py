"""Health in signs and words, never by colour alone; and what is known of it at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from rscrew_console.providers.health import Health, Status, in_words
from rscrew_console.providers.health.evidence import Evidence, with_evidence
from rscrew_console.records import dataclass
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.text import NOTHING, Line, TextRun, Tone, line

if TYPE_CHECKING:
    from rscrew_console.roster.facts import Facts
    from rscrew_console.roster.model import Provider

LONGEST = 30
"""Checks that are remembered of each provider."""


@dataclass(frozen=True)
class HealthByProvider:
    """All of it by provider's name; a provider that was never checked is not in `past`."""

    past: Mapping[str, Sequence[Health]] = field(default_factory=dict)
    """Its checks, the oldest first, at least one."""
    asking: frozenset[str] = frozenset()
    """Those who are asked just now."""
    now: datetime | None = None
    checked_at: datetime | None = None
    """When all were checked last."""
    enabled: bool = False
    """Whether there is, or will be, anything to show."""
    degraded_ms: float = 2000.0

    def last(self, provider: str) -> Health | None:
        """What the last check of it found."""
        past = self.past.get(provider)
        return past[-1] if past else None

    def age(self, provider: str) -> str:
        """How long ago its last check was, in words."""
        last = self.last(provider)
        return ago(last.checked_at if last else None, self.now)

    def with_evidence(
        self, providers: Iterable[Provider], evidence: Iterable[Evidence]
    ) -> HealthByProvider:
        """The same with the last check of each as the calls of the last minutes correct it."""
        if self.now is None or not (calls := list(evidence)):
            return self
        last = [checks[-1] for checks in self.past.values()]
        corrected = {
            each.provider: each for each in with_evidence(last, providers, calls, self.now)
        }
        past = {name: (*checks[:-1], corrected[name]) for name, checks in self.past.items()}
        return replace(self, past=past)

    @property
    def age_of_all(self) -> str:
        """How long ago all were checked, in words; empty before that."""
        return ago(self.checked_at, self.now)


def down(healths: HealthByProvider) -> frozenset[str]:
    """Those that failed their last check for another reason than having no key."""
    unasked = ("no_key", "placeholder_key", "unchecked")
    return frozenset(
        name
        for name in healths.past
        if (last := healths.last(name)) and not last.usable and last.status not in unasked
    )


def ago(then: datetime | None, now: datetime | None) -> str:
    """`just now`, `10 s ago`, `3 min ago`, `2 h ago`, `4 d ago`; empty where it is not known.

    Below a minute it goes in steps of five seconds, so that the screen keeps quiet.
    """
    if then is None or now is None:
        return ""
    seconds = max((now - then).total_seconds(), 0.0)
    if seconds < 5:
        return "just now"
    if seconds < 60:
        return f"{int(seconds // 5) * 5} s ago"
    for unit, length, most in (("min", 60, 60), ("h", 3600, 48)):
        if seconds < most * length:
            return f"{int(seconds // length)} {unit} ago"
    return f"{int(seconds // 86400)} d ago"


_SIGNS: Mapping[Status, tuple[str, Tone]] = {
    "ok": ("●", "good"),
    "degraded": ("◐", "warn"),
    "restricted_key": ("◐", "warn"),
    "unverifiable": ("◌", "dim"),
    "unchecked": ("○", "dim"),
    "no_key": ("○", "dim"),
    "placeholder_key": ("○", "dim"),
    "rate_limited": ("✗", "warn"),
    "overloaded": ("✗", "warn"),
}
"""All others are down for good: ✗ in the colour for that."""
_DOWN: tuple[str, Tone] = ("✗", "bad")
_NOT_ASKED = ("unchecked", "unverifiable", "no_key", "placeholder_key")
_KEY_STATUS: Mapping[str, Status] = {"missing": "no_key", "placeholder": "placeholder_key"}
_LEVELS = "▁▂▃▄▅▆▇█"
FAILED = "×"
SKIPPED = "·"


def sign_of(status: Status) -> tuple[str, Tone]:
    """The sign of a status, and its tone."""
    return _SIGNS.get(status, _DOWN)


def word(status: Status) -> Line:
    """Sign and word: `● ok`."""
    sign, tone = sign_of(status)
    return line((f"{sign} {in_words(status)}", tone))


def state(healths: HealthByProvider, name: str, facts: Facts | None) -> Line:
    """How a provider is: by its last check, else by what its key tells."""
    if (last := healths.last(name)) is not None:
        return word(last.status)
    if name in healths.asking:
        return line(("◌ checking", "dim"))
    return word(_KEY_STATUS.get(facts.key if facts else "missing", "unchecked"))


def latency(health: Health | None) -> str:
    """`212 ms`, or `1.4 s`; empty where there was no answer."""
    if health is None or health.latency_ms is None:
        return ""
    if health.latency_ms < 1000:
        return f"{health.latency_ms:.0f} ms"
    return f"{health.latency_ms / 1000:.1f} s"


def latency_cell(health: Health | None) -> Line:
    """The time of the last answer."""
    time_text = latency(health)
    slow = health is not None and health.status == "degraded"
    return line((time_text, "warn" if slow else "plain")) if time_text else line((NOTHING, "dim"))


def trend(past: Sequence[Health], degraded_ms: float) -> Line:
    """A bar per check, the last to the right; a failure is a ×.

    Each step of a bar is twice the time of the one below; a full one is degraded. So the bars of
    providers can be compared, and one that trembles around 30 ms looks as calm as it is.
    """
    if all(health.status in _NOT_ASKED for health in past):
        return ()
    spans = [_bar(health, degraded_ms) for health in past]
    return tuple(spans)


def _bar(health: Health, degraded_ms: float) -> TextRun:
    if health.status in _NOT_ASKED:
        return TextRun(SKIPPED, "dim")
    if not health.usable or health.latency_ms is None:
        return TextRun(FAILED, sign_of(health.status)[1])
    full = len(_LEVELS) - 1
    steps = (health.latency_ms >= degraded_ms / 2**power for power in range(full))
    return TextRun(_LEVELS[sum(steps)], "warn" if health.latency_ms >= degraded_ms else "good")


def explanation(health: Health) -> Line:
    """What the matter is and what to do, in a line; nothing where all is well."""
    hint = line((" → ", "accent"), visible(health.hint)) if health.hint else ()
    return (*line(visible(health.detail)), *hint)


def was_asked(health: Health) -> bool:
    """Whether a request was made, or could have been."""
    return health.status not in _NOT_ASKED
