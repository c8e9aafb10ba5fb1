"""One provider's health in full: what the vendor says, what helps, how the last checks went."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rscrew_console.providers.health import Health
from rscrew_console.providers.health.hints import in_words as time_in_words
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.model import Provider
from rscrew_console.roster.secret import shown_variable
from rscrew_console.roster.stray_keys import without_keys_in_words
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.health import HealthByProvider, latency, state, word
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import NOTHING, Line, TextRun, count, line, plain, shortened
from rscrew_console.tui.view.view_state import KEY_WORDS, ViewState

COLUMNS = (
    Column("time", "", least=8),
    Column("health", "", least=11),
    Column("latency", "", least=7, right=True),
    Column("http", "", least=8),
    Column("detail", "", least=10, rank=1, most=400),
)
NO_CHECKS: Line = line(("not checked yet: ", "dim"), ("r", "key"), (" checks it", "dim"))
MOST_TOLD = 400
"""Letters that are shown of a vendor's words."""
_LABEL = 10


def summary(view_state: ViewState, provider: Provider) -> list[Line]:
    """How it is, why, and what to do about it."""
    healths, facts = view_state.healths, view_state.facts.get(provider.name)
    last = healths.last(provider.name)
    lines = [_headline(healths, provider, facts)]
    if last is not None:
        lines += _reasons(last)
    lines.append(_labelled("model", visible(provider.model)))
    lines.append(_labelled("keys", _keys(provider, facts, last)))
    lines.append(
        _labelled(
            "asked at",
            visible(without_keys_in_words(provider.base_url or "")) or "the vendor's own address",
        )
    )
    users = view_state.roster.users_of(provider.name)
    first = view_state.roster.primaries.get(provider.name, 0)
    lines.append(_labelled("used by", f"{count(len(users), 'agent')}, the first choice of {first}"))
    return lines


def rows(healths: HealthByProvider, provider: str) -> list[GridRow]:
    """A row per check, the latest first; equal ones in a row are one: `12 × no credit, since …`."""
    latest_first = reversed(healths.past.get(provider, ()))
    groups = [list(group) for _, group in groupby(latest_first, key=_outcome)]
    return [_row(number, group, healths) for number, group in enumerate(groups)]


def _outcome(health: Health) -> tuple[object, ...]:
    """What makes two checks equal for whoever reads them; those that went well are shown apart,
    for their latency."""
    if health.status == "ok":
        return (health.checked_at,)
    return (health.status, health.http_status, health.detail)


def text(view_state: ViewState, provider: Provider) -> str:
    """All of it as plain text."""
    lines = [plain(each) for each in summary(view_state, provider)]
    cells = (map(plain, row.cells.values()) for row in rows(view_state.healths, provider.name))
    return "\n".join([visible(provider.name), *lines, *("  ".join(filter(None, c)) for c in cells)])


def _headline(healths: HealthByProvider, provider: Provider, facts: Facts | None) -> Line:
    last = healths.last(provider.name)
    spans = [*state(healths, provider.name, facts)]
    if last is not None:
        facts_ = (
            f"HTTP {last.http_status}" if last.http_status else "",
            latency(last),
            healths.age(provider.name),
        )
        spans += [TextRun(f"   {part}", "dim") for part in facts_ if part]
    if last is not None and provider.name in healths.asking:
        spans.append(TextRun("   checking…", "dim"))
    return tuple(spans)


def _reasons(last: Health) -> list[Line]:
    """What the last check said, what to do about it, and when to ask again."""
    lines: list[Line] = [()] if last.detail or last.hint else []
    if last.detail:
        lines.append(line(visible(shortened(last.detail, MOST_TOLD))))
    if last.hint:
        lines.append(line(("→ ", "accent"), visible(last.hint)))
    if last.retry_after is not None:
        waiting_time = time_in_words(last.retry_after)
        lines.append(line((f"the vendor wants to be asked again in {waiting_time}", "warn")))
    return [*lines, ()]


def _keys(provider: Provider, facts: Facts | None, last: Health | None) -> str:
    if facts is None or facts.key == "not_needed":
        return "needs none"
    variable = provider.api_key_env or next(iter(facts.key_variables), "")
    text_ = visible(shown_variable(variable)) or "no variable"
    if last is None or not last.keys_total:
        return f"{text_}: {KEY_WORDS[facts.key]}"
    return f"{text_}: {last.keys_good} of {count(last.keys_total, 'key')} good"


def _labelled(label: str, text_: str) -> Line:
    return line((label.ljust(_LABEL), "dim"), text_)


def _row(number: int, checks: Sequence[Health], healths: HealthByProvider) -> GridRow:
    """`checks` came out the same, the latest first."""
    health, zone = checks[0], healths.now.tzinfo if healths.now else None
    times = [each.checked_at.astimezone(zone) for each in checks if each.checked_at]
    many = len(checks) > 1
    since = f"since {times[-1]:%H:%M}" if many and times else ""
    detail = "; ".join(filter(None, (since, visible(health.detail))))
    cells = {
        "time": line((f"{times[0]:%H:%M:%S}" if times else NOTHING, "dim")),
        "health": (*line((f"{len(checks)} × " if many else "", "dim")), *word(health.status)),
        "latency": line(latency(health)),
        "http": line((f"HTTP {health.http_status}" if health.http_status else "", "dim")),
        "detail": line((detail, "dim")),
    }
    return GridRow(str(number), cells)
