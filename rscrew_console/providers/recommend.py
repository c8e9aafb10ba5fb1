"""Models that suit a kind of work, ranked by price, with the reasons. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field

from rscrew_console.providers.catalogue import CatalogueModel
from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.work_fit import answers_agents, family_of
from rscrew_console.records import dataclass
from rscrew_console.roster.facts import KeyState
from rscrew_console.roster.model import CostAssumptions


@dataclass(frozen=True, slots=True)
class ModelRequirements:
    """What is looked for; whatever is empty does not count."""

    work: str = ""
    """Of `roster.model.CAPABILITIES`."""
    under: float | None = None
    """US dollars a million tokens, mixed as the crew's calls are."""
    tools: bool = False
    context: int | None = None
    """Tokens that the context window must hold at least."""
    have_keys: bool = False


@dataclass(frozen=True, slots=True)
class VendorOffers:
    """What one vendor offers, and its key."""

    kind: str
    key: KeyState
    variable: str
    """The one that holds the key, or the one to set."""
    models: tuple[CatalogueModel, ...]
    listed: bool
    """Whether the vendor itself has told, just now."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One model that may be taken."""

    kind: str
    model: CatalogueModel
    usd_per_mtok: float
    """Mixed as the crew's calls are."""
    key: KeyState
    variable: str
    listed: bool
    reasons: tuple[str, ...]

    @property
    def has_key(self) -> bool:
        return self.key in ("set", "not_needed")


@dataclass(frozen=True, slots=True)
class Recommendations:
    """Those with a key first, each by price; and why others are not among them."""

    ranked: tuple[Recommendation, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Reason → how many models."""


def recommend(
    vendors: Iterable[VendorOffers], requirements: ModelRequirements, usage: CostAssumptions
) -> Recommendations:
    """`usage` says how many tokens of a call are its prompt and its answer."""
    left_out: Counter[str] = Counter()
    ranked: list[Recommendation] = []
    for vendor in vendors:
        for model in vendor.models:
            if not answers_agents(model.id):
                continue
            usd = _usd_per_mtok(model, usage)
            if reason := _against(vendor, model, usd, requirements):
                left_out[reason] += 1
            elif usd is not None:
                reasons = tuple(_reasons(vendor, model, requirements))
                ranked.append(
                    Recommendation(
                        vendor.kind, model, usd, vendor.key, vendor.variable, vendor.listed, reasons
                    )
                )
    ranked.sort(key=lambda one: (not one.has_key, one.usd_per_mtok, one.model.model))
    return Recommendations(tuple(ranked), dict(left_out.most_common()))


def takes_tools(model: CatalogueModel) -> bool | None:
    """As the vendor's list says, else as its family does; None where nobody knows."""
    if model.tools is not None:
        return model.tools
    family = family_of(model.id)
    return family.tools if family else None


def _usd_per_mtok(model: CatalogueModel, usage: CostAssumptions) -> float | None:
    tokens = usage.input_tokens + usage.output_tokens
    if model.price is None or not tokens:
        return None
    price = model.price
    return (price.input * usage.input_tokens + price.output * usage.output_tokens) / tokens


def _against(
    vendor: VendorOffers, model: CatalogueModel, usd: float | None, requirements: ModelRequirements
) -> str:
    """Why the model is not taken; "" where nothing speaks against it."""
    family = family_of(model.id)
    if requirements.have_keys and vendor.key not in ("set", "not_needed"):
        return "no key"
    if model.retires is not None:
        return "retired, or soon"
    if requirements.work and (family is None or requirements.work not in family.work):
        return f"not known to be made for {requirements.work}"
    if requirements.tools and not takes_tools(model):
        return "not known to take tools"
    if requirements.context is not None and (model.context or 0) < requirements.context:
        return "too small a context window, or one that is not known"
    if usd is None:
        return "a price that is not known"
    if not usd and vendor.key != "not_needed":
        return "free, with limits that are too low for a crew"
    if requirements.under is not None and usd >= requirements.under:
        return "too dear"
    return ""


def _reasons(
    vendor: VendorOffers, model: CatalogueModel, requirements: ModelRequirements
) -> Iterable[str]:
    family = family_of(model.id)
    if family is not None:
        yield family.why
    if requirements.tools:
        yield "takes tools" + (", as the vendor says" if model.tools else "")
    if model.context:
        yield f"{model.context:,} tokens of context"
    if vendor.key == "set":
        yield f"{vendor.variable} is set"
    elif vendor.key == "not_needed":
        yield "needs no key"
    else:
        yield f"needs {vendor.variable}: {KINDS[vendor.kind].title}"
    if vendor.listed:
        yield "the vendor lists it"
