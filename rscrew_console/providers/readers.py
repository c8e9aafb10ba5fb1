"""Vendors' answers into pages of offers. What cannot be understood is left out, never trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from rscrew_console.providers.kind import AccountRule
from rscrew_console.providers.offers import ModelListPage, OfferedModel
from rscrew_console.roster.model import Price

MOST_OFFERS = 20_000
LONGEST_NAME = 300
_MILLION = 1_000_000


def openai_like(data: Any) -> ModelListPage | None:
    """`{"data": [{"id"}, …]}`, as most servers answer, or the bare list of Together's.

    https://github.com/togethercomputer/openapi, openapi.yaml: `ModelInfoList` is an array.
    Mistral's cards have `aliases`, `max_context_length` and `deprecation`:
    https://docs.rs/crate/mistral-openapi-client/latest/source/docs/BaseModelCard.md. OpenAI's
    have `shutdown_date`: https://developers.openai.com/api/docs/deprecations.
    """
    entries = data.get("data") if isinstance(data, Mapping) else data
    offers = _offers(entries, "id", _openai_offer)
    if offers is None or not isinstance(entries, list):
        return None
    # llama.cpp serves the one model that it has loaded under whatever name it is asked for.
    owners = {entry.get("owned_by") for entry in entries if isinstance(entry, Mapping)}
    return ModelListPage(offers, any_name=len(offers) == 1 and owners == {"llamacpp"})


def anthropic(data: Any) -> ModelListPage | None:
    """`{"data": [{"id"}, …], "has_more", "last_id"}`."""
    if not isinstance(data, Mapping):
        return None
    offers = _offers(
        data.get("data"),
        "id",
        lambda name, entry: OfferedModel(
            name, context=_positive_integer(entry.get("max_input_tokens"))
        ),
    )
    after = _name(data.get("last_id")) if data.get("has_more") is True else ""
    return None if offers is None else ModelListPage(offers, after)


def gemini(data: Any) -> ModelListPage | None:
    """`{"models": [{"name": "models/…"}, …], "nextPageToken"}`; no models at all is `{}`."""
    if not isinstance(data, Mapping):
        return None
    offers = _offers(data.get("models") if data else [], "name", _gemini_offer)
    return None if offers is None else ModelListPage(offers, _name(data.get("nextPageToken")))


def ollama(data: Any) -> ModelListPage | None:
    """`{"models": [{"name": "llama4:latest"}, …]}`."""
    if not isinstance(data, Mapping):
        return None
    offers = _offers(data.get("models"), "name", lambda name, _entry: OfferedModel(name))
    return None if offers is None else ModelListPage(offers)


def deepseek_account(data: Any) -> AccountRule | None:
    """`{"is_available", "balance_infos": [{"currency", "total_balance"}]}`."""
    if not isinstance(data, Mapping) or data.get("is_available") is not False:
        return None
    infos = data.get("balance_infos")
    sums = [
        f"{_name(info.get('total_balance'))} {_name(info.get('currency'))}".strip()
        for info in (infos if isinstance(infos, list) else [])[:3]
        if isinstance(info, Mapping)
    ]
    remaining = f": {', '.join(sums)}" if any(sums) else ""
    return AccountRule("no_credit", f"the balance does not suffice for a call{remaining}")


def openrouter_account(data: Any) -> AccountRule | None:
    """`{"data": {"limit_remaining": number or null}}`; null is a key without a limit."""
    key = data.get("data") if isinstance(data, Mapping) else None
    remaining = _number(key.get("limit_remaining")) if isinstance(key, Mapping) else None
    if remaining is None or remaining > 0:
        return None
    return AccountRule("no_credit", "nothing is left of the key's limit")


def xai_account(data: Any) -> AccountRule | None:
    """`{"api_key_blocked", "api_key_disabled", "team_blocked"}`.

    https://docs.x.ai/api/endpoints#api-key
    """
    if not isinstance(data, Mapping):
        return None
    for field, detail in (
        ("api_key_blocked", "the key is blocked"),
        ("api_key_disabled", "the key is switched off"),
        ("team_blocked", "the key's team is blocked"),
    ):
        if data.get(field) is True:
            return AccountRule("invalid_key", detail)
    return None


def _offers(
    entries: Any, field: str, offer: Callable[[str, Mapping[str, Any]], OfferedModel]
) -> tuple[OfferedModel, ...] | None:
    """The entries that have a name; None where there is no list, or it holds something else."""
    if not isinstance(entries, list):
        return None
    offers = [
        offer(name, entry)
        for entry in entries[:MOST_OFFERS]
        if isinstance(entry, Mapping) and (name := _name(entry.get(field)))
    ]
    return None if entries and not offers else tuple(offers)


def _openai_offer(name: str, entry: Mapping[str, Any]) -> OfferedModel:
    aliases = entry.get("aliases")
    fields = ("context_length", "max_context_length", "context_window", "max_model_len")
    context = next(
        (size for field in fields if (size := _positive_integer(entry.get(field)))), None
    )
    retires = _date(entry.get("shutdown_date")) or _date(entry.get("deprecation"))
    does, parameters = entry.get("type"), entry.get("supported_parameters")
    return OfferedModel(
        name,
        tuple(filter(None, map(_name, aliases[:50]))) if isinstance(aliases, list) else (),
        context,
        _price(entry.get("pricing")),
        retires,
        chats=not isinstance(does, str) or does in ("chat", "language", "code", "base", "model"),
        # OpenRouter's: https://openrouter.ai/docs/api/api-reference/models/get-models
        tools="tools" in parameters if isinstance(parameters, list) else None,
    )


def _gemini_offer(name: str, entry: Mapping[str, Any]) -> OfferedModel:
    methods = entry.get("supportedGenerationMethods")
    return OfferedModel(
        name.removeprefix("models/"),
        context=_positive_integer(entry.get("inputTokenLimit")),
        chats=not isinstance(methods, list) or "generateContent" in methods,
    )


def _price(value: Any) -> Price | None:
    """US dollars per million tokens; OpenRouter states them per token, and as text."""
    if not isinstance(value, Mapping):
        return None
    for fields, factor in ((("prompt", "completion"), _MILLION), (("input", "output"), 1)):
        numbers = [_number(value.get(field)) for field in fields]
        if None not in numbers:
            come, go = (float(number or 0) * factor for number in numbers)
            return Price(round(come, 6), round(go, 6)) if min(come, go) >= 0 else None
    return None


def _number(value: Any) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e12 else None  # neither infinite nor a NaN


def _positive_integer(value: Any) -> int | None:
    number = _number(value)
    return int(number) if number is not None and number > 0 else None


def _name(value: Any) -> str:
    good = isinstance(value, str) and 0 < len(value) <= LONGEST_NAME and value.isprintable()
    return str(value) if good else ""


def _date(value: Any) -> date | None:
    """The day of an ISO 8601 date or time."""
    try:
        return datetime.fromisoformat(value).date() if isinstance(value, str) else None
    except ValueError:
        return None
