"""The section `strategies:`, of the same form in every dialect and in the file that we ship."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from typing import Any

from rscrew_console.dialects.findings import Findings, dotted
from rscrew_console.dialects.sections.names import STRATEGIES
from rscrew_console.dialects.values import WrongType, described, share, text, whole_number
from rscrew_console.document import Path
from rscrew_console.records import dataclass
from rscrew_console.roster.model import CAPABILITIES
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.strategies.model import Strategy, StrategyRule
from rscrew_console.roster.strategies.words import WORDS, parse

FIELDS = ("description", "rules", "then", "spread", "reasoning_template", "number")
RULE_FIELDS = ("agents", "capability", "prefer")
NOTHING = "none"
_NO_WORDS: tuple[str, ...] = ()
_NO_ENTRIES: list[Any] = []


@dataclass(frozen=True, slots=True)
class RuleSubjects:
    """The names that rules may speak of; None where any name will do."""

    providers: Collection[str] | None = None
    agents: Collection[str] | None = None


def read_strategies(findings: Findings, value: Any, crew: RuleSubjects) -> tuple[Strategy, ...]:
    """`value` is the whole section. Names that the crew has not are warnings: crews change."""
    entries = findings.names((STRATEGIES,), findings.mapping((STRATEGIES,), value), "a strategy")
    return tuple(_strategy(findings, name, entry, crew) for name, entry in entries.items())


def as_data(strategy: Strategy) -> dict[str, Any]:
    """The entry of a strategy as plain data, without what is not said."""
    rules = []
    for rule in strategy.rules:
        entry: dict[str, Any] = {}
        if rule.agents:
            entry["agents"] = list(rule.agents) if len(rule.agents) > 1 else rule.agents[0]
        if rule.capability:
            entry["capability"] = rule.capability
        rules.append({**entry, "prefer": list(rule.prefer)})
    data: dict[str, Any] = {"description": strategy.description, "rules": rules}
    if not strategy.fill:
        data["then"] = NOTHING
    elif strategy.then:
        data["then"] = list(strategy.then)
    data |= {"spread": strategy.spread, "reasoning_template": strategy.reasoning_template}
    return {field: value for field, value in data.items() if value not in ("", None)}


def _strategy(findings: Findings, name: str, entry: Any, crew: RuleSubjects) -> Strategy:
    path: Path = (STRATEGIES, name)
    fields = findings.mapping(path, entry)
    findings.unknown_fields(path, fields, FIELDS)
    then = findings.read((*path, "then"), fields.get("then"), _words, _NO_WORDS)
    fill = then != (NOTHING,)
    _check_words(findings, (*path, "then"), then if fill else (), crew)
    return Strategy(
        name=name,
        rules=_rules(findings, path, entry, crew),
        description=findings.read((*path, "description"), fields.get("description"), text, ""),
        then=then if fill else (),
        fill=fill,
        spread=findings.read((*path, "spread"), fields.get("spread"), share, None),
        reasoning_template=findings.read(
            (*path, "reasoning_template"), fields.get("reasoning_template"), text, ""
        ),
        number=findings.read((*path, "number"), fields.get("number"), whole_number, None),
    )


def _rules(
    findings: Findings, path: Path, entry: Any, crew: RuleSubjects
) -> tuple[StrategyRule, ...]:
    place = (*path, "rules")
    rules = entry.get("rules") if isinstance(entry, Mapping) else None
    if rules in (None, []) and isinstance(entry, Mapping | None):
        findings.add(
            "no-rules", path, f"{dotted(path)} has no rules: it changes nothing", "warning"
        )
    entries = findings.read(place, rules, _entries, _NO_ENTRIES)
    read = (_rule(findings, (*place, index), one, crew) for index, one in enumerate(entries))
    return tuple(rule for rule in read if rule is not None)


def _rule(findings: Findings, path: Path, entry: Any, crew: RuleSubjects) -> StrategyRule | None:
    """None for a rule that would cover other agents than was meant."""
    fields = findings.mapping(path, entry)
    findings.unknown_fields(path, fields, RULE_FIELDS)
    prefer = findings.read((*path, "prefer"), fields.get("prefer"), _words, _NO_WORDS)
    if fields.get("prefer") is None and isinstance(entry, Mapping | None):
        findings.add("no-preference", path, f"{dotted(path)} prefers no provider", "warning")
    _check_words(findings, (*path, "prefer"), prefer, crew)
    agents = findings.read((*path, "agents"), fields.get("agents"), _words, _NO_WORDS)
    _check_agents(findings, (*path, "agents"), agents, crew)
    place = (*path, "capability")
    capability = findings.read(place, fields.get("capability"), text, "")
    if capability and capability not in CAPABILITIES:
        hint = did_you_mean(capability, CAPABILITIES) or f"; it is one of {', '.join(CAPABILITIES)}"
        message = f'{dotted(place)}: there is no capability "{capability}"{hint}'
        findings.add("unknown-capability", place, message, "warning")
        return None
    return StrategyRule(prefer, agents, capability)


def _check_words(
    findings: Findings, path: Path, items: tuple[str, ...], crew: RuleSubjects
) -> None:
    if crew.providers is None:
        return
    for index, item in enumerate(items):
        if parse(item, crew.providers) is None:
            hint = did_you_mean(item, (*crew.providers, *WORDS))
            message = f'{dotted(path)}: "{item}" is no provider and none of our words{hint}'
            findings.add("unknown-preference", (*path, index), message, "warning")


def _check_agents(
    findings: Findings, path: Path, names: tuple[str, ...], crew: RuleSubjects
) -> None:
    if crew.agents is None:
        return
    for index, name in enumerate(names):
        if name not in crew.agents and not any(fnmatchcase(one, name) for one in crew.agents):
            message = f'{dotted(path)}: there is no agent "{name}"{did_you_mean(name, crew.agents)}'
            findings.add("unknown-agent", (*path, index), message, "warning")


def _entries(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise WrongType(f"is {described(value)} where a list belongs")
    return value


def _words(value: Any) -> tuple[str, ...]:
    """One text or a list of texts. `tier: premium`, with a space, is what `tier:premium` means."""
    if not isinstance(value, list):
        return (_word(value),)
    words = []
    for index, item in enumerate(value):
        try:
            words.append(_word(item))
        except WrongType as wrong:
            raise WrongType(wrong.reason, (index,)) from wrong
    return tuple(words)


def _word(value: Any) -> str:
    if isinstance(value, Mapping) and list(value) == ["tier"]:
        return f"tier:{value['tier']}"
    return text(value)
