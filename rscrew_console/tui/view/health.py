"""Health in signs and words: never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rscrew_console.providers.health import Health, Status, in_words
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.healths import HealthByProvider
from rscrew_console.tui.view.text import NOTHING, Line, TextRun, Tone, line

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
    shown = latency(health)
    slow = health is not None and health.status == "degraded"
    return line((shown, "warn" if slow else "plain")) if shown else line((NOTHING, "dim"))


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


def told(health: Health) -> Line:
    """What the matter is and what to do, in a line; nothing where all is well."""
    hint = line((" → ", "accent"), visible(health.hint)) if health.hint else ()
    return (*line(visible(health.detail)), *hint)


def was_asked(health: Health) -> bool:
    """Whether a request was made, or could have been."""
    return health.status not in _NOT_ASKED
