"""How the models and providers of a crew are called in a file of another format."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from rscrew_console.dialects import Dialect
from rscrew_console.providers.kinds import full_model, kind_of
from rscrew_console.providers.spellings import spelled, spelling_problem, style_of
from rscrew_console.roster.model import Provider, Roster
from rscrew_console.roster.secret import looks_like_key

FIELDS = (
    "api_key_env", "base_url", "kind", "description", "cost_tier", "temperature", "top_p",
    "max_tokens", "rate_limit", "timeout", "allow_insecure",
)  # fmt: skip
"""Of a provider, what another format may have a place for as well."""


class ModelNames:
    """The providers of a crew as a file of the target format spells them."""

    def __init__(self, roster: Roster, target: Dialect) -> None:
        self.roster = roster
        self.target = target
        self.spelt = {one.name: spelt_for(one, target.name) for one in roster.providers}
        """Provider → its model; "" where the target's program cannot name it."""

    def id_of(self, provider: str) -> str:
        """The model as the source spells it."""
        return self.roster.provider_by_name[provider].model

    def identity(self, provider: str) -> tuple[str, ...]:
        """Return a value that is equal for providers that are the same model in the new file."""
        model = self.spelt[provider]
        if not self.target.capabilities.declared_providers:
            return (model,)
        fields = carried_fields(self.roster.provider_by_name[provider])
        return (model, str(fields.get("api_key_env", "")), str(fields.get("base_url", "")))

    def entry_name(self, provider: Provider, taken_names: Collection[str]) -> str:
        """A name for the provider's entry: its own, or the model without what stands in front."""
        last = self.spelt[provider.name].rpartition("/")[2]
        name = provider.name if provider.declared and provider.name not in taken_names else last
        number = 2
        while name in taken_names:
            name, number = f"{last}-{number}", number + 1
        return name


def spelt_for(provider: Provider, dialect: str) -> str:
    """The model as the dialect writes it, and as it is where nothing tells whose it is.

    "" where the dialect's program cannot name it.
    """
    model = full_model(provider)
    if right := spelled(model, dialect):
        return right
    style = style_of(dialect)
    prefixed = any(sign in model for sign in "/:")
    if kind_of(provider) is not None or style is None or (style.only and prefixed):
        return ""
    return "" if spelling_problem(Provider("", provider.model), dialect) else provider.model


def carried_fields(provider: Provider) -> dict[str, Any]:
    """The fields of `FIELDS` that are set; none that might hold a key itself."""
    fields = {name: value for name in FIELDS if (value := getattr(provider, name))
              or (value == 0 and value is not False and value is not None)}  # fmt: skip
    if looks_like_key(str(fields.get("api_key_env", ""))):
        del fields["api_key_env"]
    if any(sign in str(fields.get("base_url", "")) for sign in "@?"):
        del fields["base_url"]
    return fields
