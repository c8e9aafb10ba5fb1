"""What ought to hold of a crew that has gone over to several models. Pure: facts come in.

The list is that of a document by which a real team moved from one model to several.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Literal

from rscrew_console.records import dataclass
from rscrew_console.roster.alerts import Alert
from rscrew_console.roster.effective import route
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.model import Roster
from rscrew_console.roster.secret import shown_variable
from rscrew_console.roster.standings import BudgetStatus, amount

State = Literal["ok", "failed", "not_asked", "not_ours"]
SLOWEST_MS = 3000.0
"""95 % of answers are to come faster."""
NO_AUTHENTICATION_FAILURE = Alert(
    "authentication failures", "failures", 0.0, failure="authentication"
)
NOT_OURS = (
    ("tests", "the application's tests pass", "its test runner knows, such as uv run pytest"),
    ("dependencies", "the application's packages are installed", "as by uv sync"),
    ("tracing", "a tracing token such as LOGFIRE_TOKEN is set", "no model needs it"),
    ("outputs", "no structured output fails to parse", "what is answered is not kept here"),
)
"""What the document asks for and only the application can tell: name, text, who knows."""


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One line of the list."""

    name: str
    """In kebab-case, stable: scripts filter on it."""
    text: str
    """What ought to hold."""
    state: State
    detail: str = ""
    """What was found."""
    mend: str = ""
    """The command or the lines that mend it; empty where nothing is to be mended."""

    @property
    def finding(self) -> str:
        """The item and what was found, as one line."""
        words = "not ours to check" if self.state == "not_ours" else ""
        return ": ".join(filter(None, (self.text, "; ".join(filter(None, (words, self.detail))))))


@dataclass(frozen=True, slots=True)
class ChecklistFacts:
    """What the items are judged by."""

    facts: Mapping[str, Facts]
    answers: Mapping[str, str] | None = None
    """Provider → what speaks against it, "" for nothing; None where nobody was asked."""
    deep: bool = False
    """Whether each model was asked for a token, not only its vendor for free."""
    deep_price: str = ""
    """What asking would cost, in words."""
    saves: int = 0
    """How many saves the file's history has."""
    unpriced: Sequence[str] | None = ()
    """The providers whose price nobody knows; None where prices are not looked up yet."""
    standings: Sequence[tuple[Alert | None, BudgetStatus]] = ()
    """Of budgets (None) and of alerts."""
    p95_ms: float | None = None
    """Of the last 7 days; None without an answer."""
    authentication_failures: int | None = None
    """In the last 7 days; None where there was no call."""
    config: str = "the file"
    """The file as the user names it."""
    settings_file: str = "the file"
    """Where its budgets and alerts stand: the same, or `rscrew.yaml` beside one without a place."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """All items, in the order of the document."""

    items: tuple[ChecklistItem, ...] = field(default=())

    @property
    def failed(self) -> tuple[ChecklistItem, ...]:
        return tuple(item for item in self.items if item.state == "failed")


def checklist(roster: Roster, known: ChecklistFacts) -> Checklist:
    """Every item, whether it can be told or not."""
    return Checklist(
        (
            *_keys(roster, known),
            _answers(roster, known),
            _expected(roster),
            _backup(known),
            _prices(known),
            *_limits(known),
            *_calls(known),
            _speed(known),
            _authentication(known),
            *(ChecklistItem(name, text, "not_ours", who) for name, text, who in NOT_OURS),
        )
    )


def _keys(roster: Roster, known: ChecklistFacts) -> Iterator[ChecklistItem]:
    """The keys of primaries are needed; those of fallbacks alone are good to have."""
    needed = {route(agent, roster.settings)[:1] for agent in roster.agents}
    primaries = {name for first in needed for name in first}
    missing: dict[str, list[str]] = {}
    for provider in roster.providers:
        fact = known.facts[provider.name]
        if provider.name in primaries and not fact.usable:
            variable = shown_variable(fact.key_variables[0]) if fact.key_variables else "its key"
            missing.setdefault(variable, []).append(provider.name)
    for variable, names in missing.items():
        hint = known.facts[names[0]].key_hint or f"set {variable}"
        yield ChecklistItem(
            "keys", f"{variable} is set", "failed", f"needed by {', '.join(names)}", hint
        )
    if not missing:
        count = len(primaries)
        detail = f"for {'1 model' if count == 1 else f'{count} models'} that agents run on"
        yield ChecklistItem("keys", "every key that is needed is set", "ok", detail)


def _answers(roster: Roster, known: ChecklistFacts) -> ChecklistItem:
    """Whether each model answers. Models without a key belong to the item about keys."""
    text = "each model answers"
    deeper = f"rsc checklist --deep asks {known.deep_price}"
    if known.answers is None:
        return ChecklistItem("models-answer", text, "not_asked", "nobody was asked", deeper)
    against = {name: why for name, why in known.answers.items() if why}
    if against:
        detail = "; ".join(f"{name}: {why}" for name, why in against.items())
        return ChecklistItem("models-answer", text, "failed", detail, "rsc status")
    unasked = [one.name for one in roster.providers if one.name not in known.answers]
    if unasked:
        count, most = len(known.answers), len(roster.providers)
        detail = f"{count} of {most} do; no key to ask {', '.join(unasked)} with"
        return ChecklistItem("models-answer", text, "not_asked", detail)
    if known.deep:
        return ChecklistItem("models-answer", text, "ok", "asked for a token each")
    return ChecklistItem("models-answer", text, "ok", f"by a free check; {deeper}")


def _expected(roster: Roster) -> ChecklistItem:
    text = "each agent runs on what it is meant to run on"
    if not roster.settings.expected:
        return ChecklistItem(
            "expectations", text, "failed", "nothing is expected of any agent",
            "rsc expect --all, or rsc expect AGENT PROVIDER",
        )  # fmt: skip
    others = [
        (agent.name, first, wanted)
        for name, wanted in roster.settings.expected
        if (agent := roster.agent_by_name.get(name)) is not None
        and wanted not in _names_of(roster, first := next(iter(route(agent, roster.settings)), ""))
    ]
    if not others:
        return ChecklistItem("expectations", text, "ok", f"{len(roster.settings.expected)} agents")
    detail = "; ".join(
        f"{name} runs on {first or 'nothing'}, not on {wanted}" for name, first, wanted in others
    )
    name, _, wanted = others[0]
    called = next((one.name for one in roster.providers if one.model == wanted), wanted)
    provider = wanted if wanted in roster.provider_by_name else called
    return ChecklistItem("expectations", text, "failed", detail, f"rsc assign {name} {provider}")


def _names_of(roster: Roster, provider: str) -> tuple[str, ...]:
    entry = roster.provider_by_name.get(provider)
    return (provider, entry.model) if entry else (provider,)


def _backup(known: ChecklistFacts) -> ChecklistItem:
    text = "what the file was can be brought back"
    if known.saves:
        detail = f"{known.saves} saves" if known.saves > 1 else "1 save"
        return ChecklistItem("backup", text, "ok", f"{detail} in rsc history")
    return ChecklistItem(
        "backup", text, "failed", "rsc has saved nothing of it yet",
        f"git add {known.config} && git commit; every save of rsc keeps what it replaces",
    )  # fmt: skip


def _prices(known: ChecklistFacts) -> ChecklistItem:
    text = "what each model costs is known"
    if known.unpriced is None:
        return ChecklistItem("prices", text, "not_asked", "prices are looked up at the moment")
    if known.unpriced:
        detail = f"not of {', '.join(known.unpriced)}"
        mend = "price: {input: …, output: …} at the provider, in US dollars a million tokens"
        return ChecklistItem("prices", text, "failed", detail, mend)
    return ChecklistItem("prices", text, "ok")


def _limits(known: ChecklistFacts) -> Iterator[ChecklistItem]:
    where = known.settings_file
    budgets = [status for alert, status in known.standings if alert is None]
    yield ChecklistItem(
        "budgets-set", "a budget is set", *(("ok", f"{len(budgets)} of them") if budgets else (
            "failed", "there is none", f"budgets: {{daily_usd: 5}} in {where}"
        )),
    )  # fmt: skip
    alerts = [status for alert, status in known.standings if alert is not None]
    yield ChecklistItem(
        "alerts-set", "alerts are set", *(("ok", f"{len(alerts)} of them") if alerts else (
            "failed", "there are none",
            f"the table of targets of docs/usage.md, pasted as alerts: into {where}",
        )),
    )  # fmt: skip
    spending = [
        status for alert, status in known.standings
        if alert is None or alert.metric in ("cost", "cost_per_user")
    ]  # fmt: skip
    for status in spending:
        yield ChecklistItem(
            "cost", f"{status.name} is kept", "failed" if status.exceeded else "ok",
            "; ".join(filter(None, (status.amount_text, status.remarks))),
            "rsc usage --by model" if status.exceeded else "",
        )  # fmt: skip


def _calls(known: ChecklistFacts) -> Iterator[ChecklistItem]:
    """Each alert of calls is a target: its span, or what it must not stay under or pass."""
    targets = [
        (alert, status) for alert, status in known.standings
        if alert is not None and alert.metric == "calls"
    ]  # fmt: skip
    if not targets:
        yield ChecklistItem(
            "calls", "weekly calls of each model are within their targets", "failed",
            "no targets are set",
            f"alerts: [{{metric: Opus calls (weekly), target: 8-12, threshold: 20}}] in"
            f" {known.settings_file}",
        )  # fmt: skip
    for alert, status in targets:
        least = alert.target_from if alert.at_least is None else alert.at_least
        most = alert.threshold if alert.target is None else alert.target
        used = status.used or 0
        within = (least is None or used >= least) and (most is None or used <= most)
        bounds = " to ".join(f"{bound:g}" for bound in (least or 0, most) if bound is not None)
        yield ChecklistItem(
            "calls", f"{status.name} are within {bounds}{'' if most is not None else ' or more'}",
            "ok" if within else "failed", amount(status.used, "calls"),
            "" if within else "rsc usage --by model",
        )  # fmt: skip


def _speed(known: ChecklistFacts) -> ChecklistItem:
    limits = [
        alert.threshold for alert, _ in known.standings
        if alert is not None and alert.metric == "p95_latency_ms" and alert.threshold is not None
    ]  # fmt: skip
    most = min(limits, default=SLOWEST_MS)
    text = f"95 % of answers come within {most / 1000:g} s"
    if known.p95_ms is None:
        return ChecklistItem("p95", text, "not_asked", "no answer in the last 7 days")
    detail = f"{known.p95_ms / 1000:.1f} s in the last 7 days"
    if known.p95_ms < most:
        return ChecklistItem("p95", text, "ok", detail)
    return ChecklistItem("p95", text, "failed", detail, "rsc usage --by provider")


def _authentication(known: ChecklistFacts) -> ChecklistItem:
    text = "no key was refused for 7 days"
    failures = known.authentication_failures
    if failures is None:
        return ChecklistItem("authentication", text, "not_asked", "no call in the last 7 days")
    if not failures:
        return ChecklistItem("authentication", text, "ok")
    count = "1 call was" if failures == 1 else f"{failures} calls were"
    return ChecklistItem(
        "authentication", text, "failed", f"{count} refused", "rsc status, and the key it names"
    )
