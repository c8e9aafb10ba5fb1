"""Warnings about providers: keys in the wrong place, addresses, models and parameters that fail."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from rscrew_console.roster.address import address_of
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.lint.places import LintPlaces, warning
from rscrew_console.roster.model import Provider, Roster
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.secret import is_variable_name, looks_like_key, meant_variable


def provider_warnings(
    roster: Roster, facts: Mapping[str, Facts], places: LintPlaces, known_kinds: Collection[str]
) -> Iterator[Problem]:
    """Provider by provider, in file order."""
    for provider in roster.providers:
        fact = facts[provider.name]
        yield from _kind(provider, fact, places, known_kinds)
        yield from _model(provider, fact, places)
        yield from _unknown_model(provider, fact, places)
        yield from _retirement(provider, fact, places)
        yield from _key_variable(provider, fact, places)
        yield from _base_url(provider, fact, places)


def _kind(
    provider: Provider, fact: Facts, places: LintPlaces, known_kinds: Collection[str]
) -> Iterator[Problem]:
    if provider.kind and fact.kind is None and known_kinds:
        hint = did_you_mean(provider.kind, known_kinds) or f"; there are {', '.join(known_kinds)}"
        message = f'{provider.name}: there is no kind "{provider.kind}"{hint}'
        yield warning("unknown-kind", places.provider_path(provider.name, "kind"), message)


def _model(provider: Provider, fact: Facts, places: LintPlaces) -> Iterator[Problem]:
    if fact.spelling_problem:
        where = "" if provider.name == provider.model else f"{provider.name}: "
        message = f'{where}{fact.spelling_problem}, not "{provider.model}"'
        yield warning("model-prefix", places.provider_path(provider.name, "model"), message)


def _unknown_model(provider: Provider, fact: Facts, places: LintPlaces) -> Iterator[Problem]:
    if fact.meant_model:
        where = "" if provider.name == provider.model else f"{provider.name}: "
        message = f'{where}no model "{provider.model}" is known; did you mean "{fact.meant_model}"?'
        yield warning("unknown-model", places.provider_path(provider.name, "model"), message)


def _retirement(provider: Provider, fact: Facts, places: LintPlaces) -> Iterator[Problem]:
    retirement = fact.retirement
    if retirement is None:
        return
    code, when = ("retired-model", "was") if retirement.over else ("retiring-model", "will be")
    use = f"; use {retirement.successor}" if retirement.successor else ""
    message = f"{provider.name}: {provider.model} {when} retired on {retirement.date}{use}"
    yield warning(code, places.provider_path(provider.name, "model"), message)


def _key_variable(provider: Provider, fact: Facts, places: LintPlaces) -> Iterator[Problem]:
    variable = provider.api_key_env
    if not variable:
        return
    path = places.provider_path(provider.name, "api_key_env")
    if looks_like_key(variable):
        message = (
            f"{provider.name}: api_key_env holds what looks like a key itself; it takes the name"
            " of the variable that holds the key. Anyone who has seen this file may have the key:"
            " revoke it"
        )
        yield warning("api-key-in-file", path, message)
    elif not is_variable_name(variable):
        suggestion = meant_variable(variable)
        hint = f"; write {suggestion}" if suggestion else ""
        message = f"{provider.name}: api_key_env is not the name of an environment variable{hint}"
        yield warning("not-a-variable-name", path, message)
    elif fact.key_kind and fact.kind and fact.key_kind != fact.kind and not provider.base_url:
        message = (
            f"{provider.name}: {variable} is {fact.key_kind}'s key, the model is {fact.kind}'s"
        )
        yield warning("key-of-another-vendor", path, message)
    if fact.key_note:
        yield warning("key-form", path, f"{provider.name}: {fact.key_note}")


def _base_url(provider: Provider, fact: Facts, places: LintPlaces) -> Iterator[Problem]:
    url = fact.base_url or provider.base_url
    if not url:
        return
    path = places.provider_path(provider.name, "base_url")
    address = address_of(url)
    if address is None:
        why = fact.base_problem or "base_url is not an address that begins with https://"
        yield warning("not-a-url", path, f"{provider.name}: {why}", f"providers: {why}")
    elif fact.base_problem:
        why = fact.base_problem
        yield warning("base-url", path, f"{provider.name}: {why}", f"providers: {why}")
    if address is not None and address.exposed and not provider.allow_insecure:
        key = ", the key included" if provider.api_key_env or fact.key != "not_needed" else ""
        can_allow = places.takes_field("allow_insecure")
        allowed = ", or say allow_insecure: true" if can_allow else ""
        why = (
            "base_url is plain http:// to another machine, which everyone on the way can"
            f" read{key}; use https://{allowed}"
        )
        yield warning("plain-http", path, f"{provider.name}: {why}", f"providers: {why}")


_CLAUDE = re.compile(r"claude-(?:[a-z]+-)?(\d{1,2})(?:[-.](\d{1,2}))?(?![0-9])")
"""`claude-opus-4-5`, `claude-sonnet-5`; dates behind the version have eight digits."""
_ONE_OF_TWO = (4, 1)
"""From Claude Opus 4.1 and the 4.5 models on, `temperature` and `top_p` are not taken together."""
_NEITHER = (4, 7)
"""From Claude Opus 4.7 on, neither is taken."""
_OPENAI = re.compile(r"(?:^|/)(?:o[1-9]\d*(?:-|$)|gpt-5(?:-(?!chat)|$)|gpt-5\.[6-9]|gpt-[6-9])")
"""Models that always reason; `gpt-5.1` to `gpt-5.5` take both while they are told no effort, and
`gpt-5-chat` does not reason."""
_OPENAI_KINDS = ("openai", "azure", "openrouter")


def parameter_warnings(
    roster: Roster, facts: Mapping[str, Facts], places: LintPlaces
) -> Iterator[Problem]:
    """Provider by provider, in file order. Calls put it right after one refusal each."""
    for provider in roster.providers:
        for field, why in _refused(provider, facts[provider.name].kind):
            message = f"{provider.name}: {provider.model} {why}; leave {field} out"
            yield warning("refused-parameter", places.provider_path(provider.name, field), message)


def _refused(provider: Provider, kind: str | None) -> Iterator[tuple[str, str]]:
    """Each field that the model refuses, and why."""
    present = [name for name in ("temperature", "top_p") if _matters(getattr(provider, name))]
    model = provider.model.lower()
    if (version := _claude(model)) is not None:
        if version >= _NEITHER:
            yield from ((name, f"takes no {name} any more") for name in present)
        elif version >= _ONE_OF_TWO and provider.temperature is not None and provider.top_p:
            yield "top_p", "takes temperature or top_p, not both"
    elif kind in _OPENAI_KINDS and _OPENAI.search(model):
        yield from ((name, f"reasons, and takes no {name} but 1") for name in present)


def _matters(value: float | None) -> bool:
    """1 is what all take, as it is what they do without being told."""
    return value is not None and value != 1


def _claude(model: str) -> tuple[int, int] | None:
    """The version of a Claude model that has the number behind its family's name."""
    match = _CLAUDE.search(model)
    if match is None or "claude-3" in model:
        return None
    return int(match[1]), int(match[2] or 0)
