"""A check as a sequence of questions, decided from the replies so far. Nothing here asks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeGuard

from rscrew_console.providers.health.answer import Answer, FetchFailure
from rscrew_console.providers.health.clean import plain
from rscrew_console.providers.health.hints import hint_for
from rscrew_console.providers.health.judge import judge
from rscrew_console.providers.health.result import CheckOutcome
from rscrew_console.providers.health.target import Target
from rscrew_console.providers.offers import ModelListPage, OfferedModel, offered, own_name
from rscrew_console.providers.secret import Secret
from rscrew_console.roster.nearest import nearest

MOST_PAGES = 10
Reply = Answer | FetchFailure


@dataclass(frozen=True, slots=True)
class HealthQuestion:
    """One question: a name for it, and the address to GET."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class KeyCheckResult:
    """The end of a check with one key."""

    verdict: CheckOutcome
    latency_ms: float | None = None
    offers: tuple[OfferedModel, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class ProviderCheck:
    """A check of one provider with one key, as far as it has come."""

    target: Target
    replies: Mapping[str, Reply]
    """By the names of their questions, in the order of asking."""
    now: datetime
    """What `Retry-After` is counted from."""
    secrets: Sequence[Secret] = ()
    """What must not be shown."""

    def next_step(self) -> tuple[HealthQuestion, ...] | KeyCheckResult:
        """What to ask next, all of it at once, or what has been found out."""
        if not self.replies:
            return self._first()
        verdict = self._against_the_key() or self._against_the_account()
        if verdict is not None:
            return self._found(verdict)
        if len(self._pages) < len(self._lists):
            return self._found(self._no_list())
        return self._more() or self._about_the_model()

    def _first(self) -> tuple[HealthQuestion, ...]:
        talk, target = self.target.talk, self.target
        paths = (("proof", talk.proof), ("list", talk.listing), ("balance", talk.balance))
        asks = [HealthQuestion(name, target.url(path)) for name, path in paths if path]
        # DeepSeek's base URL may end with /v1, which is not in front of this path.
        root = target.base.removesuffix("/v1").removesuffix("/beta")
        if talk.balance and root != target.base:
            asks.append(HealthQuestion("balance 2", root + talk.balance))
        return tuple(asks)

    def _against_the_key(self) -> CheckOutcome | None:
        gates = [self.replies["proof"]] if "proof" in self.replies else []
        verdicts = map(self._verdict, (*gates, *self._lists))
        return next((verdict for verdict in verdicts if verdict is not None), None)

    def _against_the_account(self) -> CheckOutcome | None:
        for name in ("proof", "balance", "balance 2"):
            reply = self.replies.get(name)
            if _is_good(reply) and (account := self.target.talk.account(reply.data)):
                hint = hint_for(account.status, self.target)
                return CheckOutcome(account.status, account.detail, hint, reply.http_status)
        return None

    def _more(self) -> tuple[HealthQuestion, ...] | None:
        talk, pages = self.target.talk, self._pages
        after = pages[-1].after if pages else ""
        seen = [page.after for page in pages[:-1]]
        if not after or after in seen or not talk.page or len(pages) >= MOST_PAGES:
            return None
        path = f"{talk.listing}&{talk.page}={{after}}"
        return (HealthQuestion(f"list {len(pages) + 1}", self.target.url(path, after=after)),)

    def _about_the_model(self) -> tuple[HealthQuestion, ...] | KeyCheckResult:
        target, model = self.target, self.target.provider.model
        http = self._lists[0].http_status
        if target.talk.unproved:
            return self._found(CheckOutcome("unverifiable", target.talk.unproved, "", http))
        good = self._found(CheckOutcome("ok", http_status=http))
        if offered(target.kind, model, self._offers) or any(one.any_name for one in self._pages):
            return good
        single = self.replies.get("single")
        if single is None:
            return self._ask_for(model) or self._found(self._missing(http))
        verdict = self._verdict(single)
        if verdict is None:
            return good  # an alias, which the list does not show
        if verdict.status == "bad_response" and single.http_status in (400, 404):
            return self._found(self._missing(single.http_status))
        if verdict.status == "model_not_found":
            return self._found(self._missing(single.http_status))
        return self._found(verdict)

    def _ask_for(self, model: str) -> tuple[HealthQuestion, ...] | None:
        path = self.target.talk.single
        name = own_name(self.target.kind, model)
        return (HealthQuestion("single", self.target.url(path, id=name)),) if path else None

    @cached_property
    def _lists(self) -> tuple[Reply, ...]:
        return tuple(reply for name, reply in self.replies.items() if name.startswith("list"))

    @cached_property
    def _pages(self) -> tuple[ModelListPage, ...]:
        """Those that have come and can be read, up to the first that cannot."""
        pages: list[ModelListPage] = []
        for reply in self._lists:
            page = self.target.talk.read(reply.data) if _is_good(reply) else None
            if page is None:
                break
            pages.append(page)
        return tuple(pages)

    @cached_property
    def _offers(self) -> tuple[OfferedModel, ...]:
        return tuple(offer for page in self._pages for offer in page.offers)

    def _found(self, verdict: CheckOutcome) -> KeyCheckResult:
        # Of the question that decides about the key: others run beside it, or come after it.
        first = next(iter(self.replies.values()))
        latency = first.latency_ms if isinstance(first, Answer) else None
        return KeyCheckResult(verdict, latency, self._offers)

    def _verdict(self, reply: Reply) -> CheckOutcome | None:
        if isinstance(reply, Answer):
            return judge(self.target, reply, self.now, self.secrets)
        hint = reply.hint or hint_for(reply.status, self.target)
        return CheckOutcome(reply.status, reply.detail, hint, reply.http_status)

    def _no_list(self) -> CheckOutcome:
        return CheckOutcome(
            "bad_response",
            "it answers with something that is no list of models",
            "does base_url lead to the API, and is kind: right?",
            self._lists[0].http_status,
        )

    def _missing(self, http: int | None) -> CheckOutcome:
        model = own_name(self.target.kind, self.target.provider.model)
        detail = f"it does not offer {plain(model)} among its {len(self._offers)} models"
        likely = nearest(model, [offer.id for offer in self._offers if offer.chats])
        hint = f"did you mean {likely}?" if likely else hint_for("model_not_found", self.target)
        return CheckOutcome("model_not_found", detail, hint, http)


def _is_good(reply: Reply | None) -> TypeGuard[Answer]:
    return isinstance(reply, Answer) and 200 <= reply.http_status < 300
