"""A vendor stands in several files; this names the one that was forgotten for it."""

from pathlib import Path

from rscrew_console.providers import prices, retirements, spellings
from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.secret import Secret
from rscrew_console.roster.model import Provider
from rscrew_console.roster.strategies.view import STRENGTHS
from rscrew_console.runtime.requests import ModelRequest
from rscrew_console.runtime.wire.request_target import RequestTarget, request_target_of
from rscrew_console.simulator import VENDORS
from tests.rows import each_row

OWN_SERVERS = ("ollama", "openai_compatible")
"""Of these nobody knows prices, retirements, strengths, or how other programs name them."""
SIGNED = ("bedrock", "vertex")
"""These are asked by LiteLLM alone, with credentials of a cloud."""
NO_NOTICES = ("openrouter", "together", "azure", *SIGNED, *OWN_SERVERS)
"""These publish no list of dates for models of their own, or sell those of others."""
NO_STRENGTHS = (
    "openrouter",
    "together",
    "azure",
    "groq",
    "cerebras",
    "mistral",
    "xai",
    *SIGNED,
    *OWN_SERVERS,
)
"""These sell models of others, or are equally strong in everything, as far as we have said."""
DOCS = Path(__file__).parents[2] / "docs"


@each_row("name", KINDS)
def test_every_vendor_stands_wherever_it_must(name: str) -> None:
    kind = KINDS[name]
    nobody_s = ("openai_compatible",)
    stands = {
        "providers/prices.py (SELLERS)": name in {*prices.SELLERS, *OWN_SERVERS},
        "providers/retirements.py or data/retirements.json":
            name in {*retirements.LITELLM_KINDS.values(), *NO_NOTICES},
        "providers/spellings.py (SLASH_VENDORS)": name in {*spellings.SLASH_VENDORS, *nobody_s},
        "providers/spellings.py (COLON_VENDORS)": name in {*spellings.COLON_VENDORS, *nobody_s},
        "roster/strategies/view.py (STRENGTHS)": name in {*STRENGTHS, *NO_STRENGTHS},
        "simulator/vendors.py": name in {*VENDORS, *SIGNED},
        "runtime/wire/request_target.py": name in SIGNED or _has_a_target(name),
        "docs/health.md": f"| {kind.title} | `{name}` |" in (DOCS / "health.md").read_text(),
        "providers/table.py (a prefix)": bool(kind.prefixes) or name == "openai_compatible",
    }  # fmt: skip
    assert not [file for file, there in stands.items() if not there], f"{name} is missing there"


def _has_a_target(name: str) -> bool:
    """Whether a call to the vendor has somewhere to go, with the model that it calls so itself."""
    kind = KINDS[name]
    prefix = kind.prefixes[0] if kind.prefixes else "openai/"
    own = kind.talk is not None and not kind.talk.base_url
    base_url, variable = ("https://x.example/v1", "K") if own else (None, None)
    provider = Provider("p", f"{prefix}some-model", variable, kind=name, base_url=base_url)
    key = Secret("k-one-1234567") if kind.key_variables or own else None
    target = request_target_of(ModelRequest(provider, key, (), timeout=1.0))
    return isinstance(target, RequestTarget) and target.target is not None
