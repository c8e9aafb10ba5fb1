"""Reads oh-my-openagent's agents and categories, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rscrew_console.dialects.context import ReadContext
from rscrew_console.dialects.findings import Findings, dotted
from rscrew_console.dialects.model_lists import model_of, options_of
from rscrew_console.dialects.omo.fields import (
    AGENTS,
    BUILT_IN_AGENTS,
    BUILT_IN_CATEGORIES,
    CATEGORIES,
    CATEGORY,
    DEFAULT,
    FALLBACKS,
    FIRES_ON,
    MODEL,
    NEW_NAME,
    OLD_NAME,
    OPTIONS,
    SCHEME,
)
from rscrew_console.dialects.values import described
from rscrew_console.roster.capability import derive
from rscrew_console.roster.chain import PRIMARY, Chain, FallbackRule, InForce, Link
from rscrew_console.roster.model import Agent
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.problem import Path


def entries_of(findings: Findings, value: Mapping[Any, Any], section: str) -> dict[str, Any]:
    entries = findings.mapping((section,), value.get(section))
    what = "an agent" if section == AGENTS else "a category"
    return {
        name: findings.mapping((section, name), entry)
        for name, entry in findings.names((section,), entries, what).items()
    }


def links_of(findings: Findings, path: Path, entry: Mapping[Any, Any]) -> tuple[Link, ...]:
    """The entry's own model and fallbacks, in the slots from the first on."""
    places: list[tuple[str, Any, Path]] = []
    model = entry.get(MODEL)
    if isinstance(model, str) and model.strip():
        places.append((model.strip(), options_of(entry, OPTIONS), (*path, MODEL)))
    elif model is not None:
        findings.add("wrong-type", (*path, MODEL), f"{dotted((*path, MODEL))} is {described(model)}"
                     ", not a model's id")  # fmt: skip
    places += _fallbacks(findings, path, entry)
    return tuple(
        Link(SCHEME.name(index), name, options=options, path=place)
        for index, (name, options, place) in enumerate(places)
    )


def _fallbacks(
    findings: Findings, path: Path, entry: Mapping[Any, Any]
) -> Iterator[tuple[str, Any, Path]]:
    """A text, or a list of texts and of mappings with a `model`."""
    value, path = entry.get(FALLBACKS), (*path, FALLBACKS)
    items = value if isinstance(value, list) else [] if value is None else [value]
    for index, item in enumerate(items):
        place = (*path, index) if isinstance(value, list) else path
        if name := model_of(item):
            yield name, options_of(item, OPTIONS), place
        else:
            findings.add(
                "wrong-type", place, f"{dotted(place)} is {described(item)}, not a model's id"
            )


def read_agent(
    findings: Findings, name: str, entry: Mapping[Any, Any],
    categories: Mapping[str, tuple[Link, ...]], context: ReadContext,
) -> Agent:  # fmt: skip
    path: Path = (AGENTS, name)
    own = links_of(findings, path, entry)
    has_model = isinstance(entry.get(MODEL), str) and bool(entry[MODEL].strip())
    category = entry.get(CATEGORY)
    users, _ = below(context, (CATEGORIES,))
    known = (*categories, *BUILT_IN_CATEGORIES, *(users if isinstance(users, Mapping) else ()))
    if category is not None and (not isinstance(category, str) or not category.strip()):
        findings.add("wrong-type", (*path, CATEGORY), f"{dotted((*path, CATEGORY))} is"
                     f" {described(category)}, not the name of a category")  # fmt: skip
        category = None
    if category and category not in known:
        suggestion = did_you_mean(category, known)
        findings.add(
            "unknown-category",
            (*path, CATEGORY),
            f'{name}: there is no category "{category}"{suggestion}',
        )
    links: list[Link] = list(own)
    if not has_model:
        links = [*_of_category(category, categories, bool(own)), *links]
    chain = Chain.of_links(SCHEME, links)
    in_force = None if has_model else model_below(context, name)
    return Agent(name, chain, capability=derive(name), in_force=in_force, path=path)


def _of_category(
    category: str | None, categories: Mapping[str, tuple[Link, ...]], has_fallbacks: bool
) -> list[Link]:
    """What an agent without a model gets: its category's model, and the fallbacks of that unless
    it has its own."""
    if not category:
        return [Link(PRIMARY, "", says=DEFAULT)]
    links = categories.get(category, ())
    if not links:
        return [Link(PRIMARY, "", says=category)]
    own_links = links[:1] if has_fallbacks else links
    return [Link(link.slot, link.provider, category, link.options) for link in own_links]


def fallback_rule(
    findings: Findings, value: Mapping[Any, Any], context: ReadContext
) -> FallbackRule:
    """`runtime_fallback`: true, false, or a mapping with `enabled`. Off unless it is on, here or in
    the user's file."""
    setting = value.get("runtime_fallback")
    users, source = below(context, ("runtime_fallback",))
    if setting is None and (users is True or (isinstance(users, Mapping) and users.get("enabled"))):
        return FallbackRule("on", FIRES_ON, f"runtime_fallback is on in {source}")
    if isinstance(setting, Mapping):
        enabled, words = setting.get("enabled"), "runtime_fallback.enabled"
    else:
        enabled, words = setting, "runtime_fallback"
    if enabled is not None and not isinstance(enabled, bool):
        findings.add("wrong-type", ("runtime_fallback",), f"{words} is {described(enabled)} where"
                     " true or false belongs")  # fmt: skip
    if enabled is True:
        return FallbackRule("on", FIRES_ON)
    why = f"{words} is false" if enabled is False else "runtime_fallback is not switched on"
    return FallbackRule("off", (), why)


def warn_of_fallbacks(findings: Findings, agents: Sequence[Agent], rule: FallbackRule) -> None:
    with_fallbacks = [agent for agent in agents if len(agent.chain.links) > 1]
    if with_fallbacks and not rule.enabled:
        findings.add(
            "fallbacks-off",
            ("runtime_fallback",),
            f"fallback_models of {len(with_fallbacks)} rows never fire: {rule.why}; set"
            " runtime_fallback.enabled to true",
            "warning",
        )
    for agent in agents:
        link = agent.chain.links[0] if agent.chain.links else None
        is_alone = link is not None and link.says is None and len(agent.chain.links) == 1
        if agent.name in BUILT_IN_AGENTS and is_alone:
            findings.add(
                "built-in-chain-off",
                (*agent.path, MODEL),
                f"{agent.name}: a model without fallback_models switches the built-in chain"
                " off, so that nothing follows when it fails",
                "warning",
            )


def file_layers(path: str) -> tuple[str, ...]:
    """For a file under the old name those beside it that win; for one of a project also the user's,
    which it lies over."""
    folder, _, file = path.replace("\\", "/").rpartition("/")
    beside = [f"{NEW_NAME}{ending}" for ending in (".jsonc", ".json")]
    is_users = folder.endswith(("/opencode", "/omo")) and not folder.endswith("/.omo")
    users = [
        f"~/.config/opencode/{name}{ending}"
        for name in (NEW_NAME, OLD_NAME)
        for ending in (".jsonc", ".json")
    ]
    return (*(beside if file.startswith(OLD_NAME) else ()), *(() if is_users else users))


def warn_of_winning_file(findings: Findings, context: ReadContext) -> None:
    """The file under the new name, where this one has the old name and so is not read."""
    is_old = context.path.replace("\\", "/").rpartition("/")[2].startswith(OLD_NAME)
    winner = next((one.path for one in context.layers if one.path.startswith(NEW_NAME)), "")
    if is_old and winner:
        findings.add(
            "file-not-read", (), f"{winner} beside it is read in place of this file, which has the"
            " old name", "warning",
        )  # fmt: skip


def below(context: ReadContext, path: Path) -> tuple[Any, str]:
    """What the user's file says at a place that this one leaves open, and its path; None for
    nothing."""
    for layer in context.layers:
        place: Any = layer.value
        for key in path:
            place = place.get(key) if isinstance(place, Mapping) else None
        if place is not None and layer.path.startswith("~"):
            return place, layer.path
    return None, ""


def model_below(context: ReadContext, agent: str) -> InForce | None:
    """The model that the user's file gives to an agent for which this one names none."""
    model, source = below(context, (AGENTS, agent, MODEL))
    if isinstance(model, str) and model.strip():
        return InForce(model.strip(), f"{source}: agents.{agent}.model")
    return None
