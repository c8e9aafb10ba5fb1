"""What a user can do about a status."""

from __future__ import annotations

from rscrew_console.providers.health.target import Target
from rscrew_console.providers.model_names import own_name
from rscrew_console.providers.status import Status


def hint_for(
    status: Status, target: Target, *, retry_after: float | None = None, http: int = 0
) -> str:
    """A sentence without a full stop; empty where only waiting helps, and one knows that."""
    talk, variable = target.talk, target.variable
    match status:
        case "invalid_key" if not variable:
            return "name the variable that holds its key in api_key_env"
        case "invalid_key":
            return f"put a valid key into {variable}{target.key_place}" + _page(
                target, talk.keys_page
            )
        case "no_credit":
            return "add credit" + _page(target, talk.billing_page)
        case "model_not_found" if target.kind.name == "ollama":
            return f"ollama pull {own_name(target.kind, target.provider.model)}"
        case "rate_limited" | "overloaded" | "server_error" if retry_after is not None:
            return f"try again in {in_words(retry_after)}"
        case "unreachable" if target.kind.name == "ollama":
            return "start it with: ollama serve"
        case "bad_response" if http == 404 and not target.at_home:
            return _about_base(target)
        case _:
            return ""


def in_words(seconds: float) -> str:
    """`45 s`, `12 min` or `3 h`, never less than the time that is meant."""
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds > 2 * length:
            return f"{-int(-seconds // length)} {unit}"
    return f"{max(-int(-seconds // 1), 1)} s"


def _page(target: Target, page: str) -> str:
    return f": {page}" if page and target.at_home else ""


def _about_base(target: Target) -> str:
    if target.talk.listing == "/models" and not target.base.endswith("/v1"):
        return "base_url of such a server usually ends with /v1"
    return "does base_url lead to the API?"
