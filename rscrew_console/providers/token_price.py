"""What it costs to ask models for one token each, before they are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rscrew_console.providers.kinds import kind_of
from rscrew_console.records import dataclass
from rscrew_console.roster.cost import Prices
from rscrew_console.roster.model import Provider

TOKENS_IN = 10
"""What vendors count for our one word and what stands around it, with something to spare."""
TOKENS_OUT = 1


@dataclass(frozen=True, slots=True)
class TokenPrice:
    """US dollars for those models whose price is known."""

    models: int
    usd: float
    unknown: int
    """How many of the models have no known price."""

    def __str__(self) -> str:
        """`4 models for one token each: about $0.00004; unknown for 1`."""
        if not self.models:
            return "no model: there is none that can be asked"
        many = f"{self.models} models for one token each"
        probes = "1 model for one token" if self.models == 1 else many
        if self.unknown == self.models:
            return f"{probes}: at a price that is not known"
        about = f"about ${_rounded(self.usd)}" if self.usd else "for nothing"
        return f"{probes}: {about}" + (f"; unknown for {self.unknown}" if self.unknown else "")


def can_be_asked(provider: Provider) -> bool:
    """Whether its kind has a way to be asked for a token."""
    kind = kind_of(provider)
    return kind is not None and kind.talk is not None and kind.talk.call is not None


def token_price(providers: Sequence[Provider], prices: Prices) -> TokenPrice:
    """The price of asking all of these once; `prices` are per million tokens."""
    usd_per_probe: Mapping[str, float] = {
        name: (TOKENS_IN * price.input + TOKENS_OUT * price.output) / 1_000_000
        for name, price in prices.items()
        if price is not None
    }
    usd = [usd_per_probe[provider.name] for provider in providers if provider.name in usd_per_probe]
    return TokenPrice(len(providers), sum(usd), len(providers) - len(usd))


def _rounded(usd: float) -> str:
    """Cents, or below them one digit that counts."""
    if usd >= 0.01:
        return f"{usd:.2f}"
    places = -int(f"{usd:.0e}".partition("e")[2])
    return f"{usd:.{places}f}"
