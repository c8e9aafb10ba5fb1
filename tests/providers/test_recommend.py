"""Which models are recommended, in which order, and why others are not."""

from datetime import date
from typing import Any

from rscrew_console.providers.catalogue import CatalogueModel
from rscrew_console.providers.known_models import known_offers
from rscrew_console.providers.readers import openai_like
from rscrew_console.providers.recommend import (
    ModelRequirements,
    VendorOffers,
    recommend,
    takes_tools,
)
from rscrew_console.providers.work_fit import answers_agents, family_of
from rscrew_console.roster.facts import KeyState
from rscrew_console.roster.model import CAPABILITIES, CostAssumptions, Price
from tests.rows import each_row

USAGE = CostAssumptions(1000, 1000, 1)


def model(
    name: str, usd: float | None = 1.0, context: int | None = 200_000, **more: Any
) -> CatalogueModel:
    price = None if usd is None else Price(usd, usd)
    return CatalogueModel(name, name, context=context, price=price, **more)


def vendor(*models: CatalogueModel, key: KeyState = "set", kind: str = "openai") -> VendorOffers:
    return VendorOffers(kind, key, "OPENAI_API_KEY", models, listed=False)


def names(*vendors: VendorOffers, requirements: ModelRequirements) -> list[str]:
    return [one.model.id for one in recommend(vendors, requirements, USAGE).ranked]


def test_those_with_a_key_come_first_and_each_by_price() -> None:
    keyed = vendor(model("gpt-6-b", 3), model("gpt-6-a", 2))
    keyless = vendor(model("claude-sonnet-9", 0.1), key="missing", kind="anthropic")
    assert names(keyless, keyed, requirements=ModelRequirements()) == [
        "gpt-6-a",
        "gpt-6-b",
        "claude-sonnet-9",
    ]
    assert names(keyless, keyed, requirements=ModelRequirements(have_keys=True)) == [
        "gpt-6-a",
        "gpt-6-b",
    ]


@each_row(("requirements", "candidate", "reason"), [
    (ModelRequirements(under=1), model("gpt-6-x", 1), "too dear"),
    (ModelRequirements(work="coding"), model("gpt-4-x"), "not known to be made for coding"),
    (ModelRequirements(work="coding"), model("heron-7"), "not known to be made for coding"),
    (ModelRequirements(tools=True), model("heron-7"), "not known to take tools"),
    (ModelRequirements(tools=True), model("gpt-6-x", tools=False), "not known to take tools"),
    (ModelRequirements(context=200_001), model("gpt-6-x"),
     "too small a context window, or one that is not known"),
    (ModelRequirements(context=1), model("gpt-6-x", context=None),
     "too small a context window, or one that is not known"),
    (ModelRequirements(), model("gpt-6-x", None), "a price that is not known"),
    (ModelRequirements(), model("gpt-6-x", 0), "free, with limits that are too low for a crew"),
    (ModelRequirements(), model("gpt-6-x", retires=date(2026, 1, 1)), "retired, or soon"),
])  # fmt: skip
def test_why_a_model_is_left_out(
    requirements: ModelRequirements, candidate: CatalogueModel, reason: str
) -> None:
    found = recommend([vendor(candidate)], requirements, USAGE)
    assert (found.ranked, dict(found.left_out)) == ((), {reason: 1})


def test_the_reasons() -> None:
    found = recommend([vendor(model("gpt-6-x", 0.5))], ModelRequirements("coding", 1, True), USAGE)
    (one,) = found.ranked
    assert one.usd_per_mtok == 0.5
    assert one.reasons == (
        "OpenAI's model for code and agents", "takes tools", "200,000 tokens of context",
        "OPENAI_API_KEY is set",
    )  # fmt: skip


@each_row(("name", "works"), [
    ("claude-sonnet-5-5", True), ("openrouter/anthropic/claude-sonnet-4.5", True),
    ("qwen/qwen3-coder:free", True), ("codestral-2508", True), ("gpt-6-luna", True),
    ("gemini-3.8-flash", True), ("gemini-3.5-flash-lite", False), ("gpt-6-nano", False),
    ("mistral-small-2603", False), ("heron-7", None),
])  # fmt: skip
def test_what_a_family_is_made_for(name: str, works: bool | None) -> None:
    family = family_of(name)
    assert (family and "coding" in family.work) == works
    assert family is None or set(family.work) <= {*CAPABILITIES}


@each_row(("name", "answers"), [
    ("gpt-6-luna", True), ("text-embedding-3-small", False), ("gpt-image-2", False),
    ("anthropic/claude-haiku-5.5:batch", False), ("gemini-3.8-flash-tts", False),
])  # fmt: skip
def test_models_that_do_something_else(name: str, answers: bool) -> None:
    assert answers_agents(name) is answers


def test_openrouter_s_list_tells_who_takes_tools() -> None:
    page = openai_like({"data": [
        {"id": "a/x", "supported_parameters": ["tools", "top_p"]},
        {"id": "a/y", "supported_parameters": ["top_p"]}, {"id": "a/z"},
    ]})  # fmt: skip
    assert page is not None
    assert [offer.tools for offer in page.offers] == [True, False, None]
    assert takes_tools(model("claude-sonnet-9", tools=False)) is False


def test_no_model_of_openrouter_is_known_without_its_vendor() -> None:
    ids = [offer.id for offer in known_offers("openrouter")]
    assert ids
    assert not [name for name in ids if "/" not in name]
