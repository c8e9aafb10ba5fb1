"""A check as a sequence of questions, decided from the replies so far. Nothing here asks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from functools import cached_property
from typing import TypeGuard

from rscrew_console.providers.base_url import may_lack_version, shown_address
from rscrew_console.providers.health.answer import (
    UNREADABLE,
    Answer,
    FetchFailure,
    is_complaint,
)
from rscrew_console.providers.health.clean import plain
from rscrew_console.providers.health.hints import hint_for
from rscrew_console.providers.health.judge import judge
from rscrew_console.providers.health.result import CheckOutcome
from rscrew_console.providers.health.target import Target
from rscrew_console.providers.kinds import kind_of_host
from rscrew_console.providers.model_names import offered, own_name
from rscrew_console.providers.offers import ModelListPage, OfferedModel
from rscrew_console.providers.secret import Secret
from rscrew_console.records import dataclass
from rscrew_console.roster.nearest import nearest

_NOTHING_THERE = (404, 405, 410, 501)
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
    moment: datetime
    """What `Retry-After` is counted from."""
    secrets: Sequence[Secret] = ()
    """What must not be shown."""

    def next_step(self) -> tuple[HealthQuestion, ...] | KeyCheckResult:
        """What to ask next, all of it at once, or what has been found out."""
        if not self.replies:
            return self._first()
        verdict = self._against_the_key() or self._against_the_account()
        if verdict is not None:
            return self._result(verdict)
        if len(self._pages) < len(self._lists):
            return self._without_a_list()
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
        verdicts = (
            self._verdict(reply)
            for reply in (*gates, *self._lists)
            if not self._lacks_the_page(reply)
        )
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
        earlier = [page.after for page in pages[:-1]]
        if not after or after in earlier or not talk.page or len(pages) >= MOST_PAGES:
            return None
        path = f"{talk.listing}&{talk.page}={{after}}"
        return (HealthQuestion(f"list {len(pages) + 1}", self.target.url(path, after=after)),)

    def _about_the_model(self) -> tuple[HealthQuestion, ...] | KeyCheckResult:
        target, model = self.target, self.target.provider.model
        http = self._lists[0].http_status
        if target.talk.unproved:
            return self._result(CheckOutcome("unverifiable", target.talk.unproved, "", http))
        good = self._result(CheckOutcome("ok", http_status=http))
        if offered(target.kind, model, self._offers) or any(one.any_name for one in self._pages):
            return good
        single = self.replies.get("single")
        if single is None and (questions := self._ask_for(model)):
            return questions
        if self._shows_nothing() and not _is_good(single):
            return self._result(self._unlisted("its list does not tell which models it serves"))
        if single is None:
            return self._result(self._missing(http))
        verdict = self._verdict(single)
        if verdict is None:
            return good  # an alias, which the list does not show
        if verdict.status == "bad_response" and single.http_status in (400, *_NOTHING_THERE):
            return self._result(self._missing(single.http_status))
        if verdict.status == "model_not_found" or single.http_status == 501:
            return self._result(self._missing(single.http_status))
        return self._result(verdict)

    def _lacks_the_page(self, reply: Reply) -> bool:
        """Whether a server that is no vendor's has nothing at an address that only lists.

        Many gateways answer calls and have no list of models.
        """
        if not isinstance(reply, Answer) or not self._is_a_stranger:
            return False
        if reply.http_status in _NOTHING_THERE:
            verdict = self._verdict(reply)
            return verdict is not None and verdict.status in ("bad_response", "server_error")
        data = reply.data
        return _is_good(reply) and data is not UNREADABLE and not is_complaint(data)

    @property
    def _is_a_stranger(self) -> bool:
        """Whether it speaks a vendor's protocol, with models at an address of its own, and is
        none of the vendors that are known."""
        talk = self.target.talk
        return "models" in talk.listing and kind_of_host(self.target.base) is None

    def _without_a_list(self) -> tuple[HealthQuestion, ...] | KeyCheckResult:
        target, first = self.target, self._lists[0]
        if not self._lacks_the_page(first):
            return self._result(self._no_list())
        if may_lack_version(target.kind, target.base):
            versioned = self.replies.get("versioned list")
            if versioned is None:
                url = f"{target.base}/v1{target.talk.listing}"
                return (HealthQuestion("versioned list", url),)
            if _is_good(versioned) and target.talk.read(versioned.data) is not None:
                detail = "nothing is at base_url, but there is an API behind /v1"
                hint = f"write base_url: {shown_address(target.base)}/v1"
                return self._result(CheckOutcome("bad_response", detail, hint, first.http_status))
        return self._result(self._unlisted("it has no list of models"))

    def _unlisted(self, why: str) -> CheckOutcome:
        http = self._lists[0].http_status
        reason = f"{why} (HTTP {http})" if http and http >= 300 else why
        return CheckOutcome(
            "unverifiable",
            f"{reason}, so that only a call can tell",
            "rsc status --deep asks it for one token",
            http,
        )

    def _shows_nothing(self) -> bool:
        """Whether the list of a stranger does not speak of the models that can be called: it is
        empty, or is OpenAI's where the protocol is Anthropic's."""
        if not self._is_a_stranger:
            return False
        if not self._offers:
            return True
        data = self._lists[0].data if isinstance(self._lists[0], Answer) else None
        return self.target.kind.name == "anthropic" and (
            isinstance(data, Mapping) and data.get("object") == "list" and "has_more" not in data
        )

    def _ask_for(self, model: str) -> tuple[HealthQuestion, ...] | None:
        path = self.target.talk.single
        name = own_name(self.target.kind, model)
        return (HealthQuestion("single", self.target.url(path, id=name)),) if path else None

    @cached_property
    def _lists(self) -> tuple[Reply, ...]:
        return tuple(reply for name, reply in self.replies.items() if name.startswith("list"))

    @cached_property
    def _pages(self) -> tuple[ModelListPage, ...]:
        """Return the pages that have arrived and can be read, up to the first that cannot."""
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

    def _result(self, verdict: CheckOutcome) -> KeyCheckResult:
        # Of the question that decides about the key: others run beside it, or come after it.
        first = next(iter(self.replies.values()))
        latency = first.latency_ms if isinstance(first, Answer) else None
        return KeyCheckResult(verdict, latency, self._offers)

    def _verdict(self, reply: Reply) -> CheckOutcome | None:
        if isinstance(reply, Answer):
            return judge(self.target, reply, self.moment, self.secrets)
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
