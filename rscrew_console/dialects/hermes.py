"""Hermes' `config.yaml`: one chain, in `model` and `fallback_providers`, as the row `main`.

A provider is spelt `provider/model`. The legacy `fallback_model` comes behind the list: the program
merges both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rscrew_console.dialects.base import NO, SURE, Dialect, OperationError, ParseResult
from rscrew_console.dialects.capabilities import Capabilities
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.findings import Findings, dotted
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.dialects.implied import implied_providers
from rscrew_console.dialects.lists import list_edits
from rscrew_console.dialects.values import described
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.chain import PRIMARY, Chain, FallbackRule, Link, SlotScheme
from rscrew_console.roster.model import Agent, Roster, Settings
from rscrew_console.roster.problem import Path

MAIN = "main"
MODEL, FALLBACKS, LEGACY = "model", "fallback_providers", "fallback_model"
DEFAULT = "default"
_FIRES_ON = ("rate limit", "overload", "authentication", "connection errors")


class Hermes(Dialect):
    """See `Dialect`, which says what each method does."""

    name = "hermes"
    title = "Hermes' config.yaml"
    recognised_by = "model with provider and default, or fallback_providers"
    file_places = FORMATS["hermes"].places
    spelling = "hermes"
    scheme = SlotScheme()
    capabilities = Capabilities()
    cell_words = (DEFAULT,)
    secret_keys = ("api_key", "token")

    def recognises(self, value: Any, file_name: str = "") -> int:
        if not isinstance(value, Mapping):
            return NO
        model = value.get(MODEL)
        if FALLBACKS in value or isinstance(value.get(LEGACY), Mapping):
            return SURE
        is_ours = isinstance(model, Mapping) and {"provider", "default"} <= set(model)
        return SURE if is_ours or ("hermes" in file_name and MODEL in value) else NO

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        findings = Findings(document)
        value = findings.mapping((), document.value)
        links = [_primary(findings, value.get(MODEL))]
        for path, item in _fallback_items(findings, value):
            spelt = _spelt(item)
            if not spelt:
                findings.add(
                    "incomplete-fallback", path, f"{dotted(path)} needs provider and model: Hermes"
                    " skips it", "warning",
                )  # fmt: skip
            elif spelt not in [link.provider for link in links]:
                links.append(Link(self.scheme.name(len(links)), spelt, path=path))
        chain = Chain(self.scheme, tuple(links))
        agents = (Agent(MAIN, chain, capability="reasoning", path=(MODEL,)),)
        findings.duplicates("warning")
        roster = Roster(
            dialect=self.name,
            scheme=self.scheme,
            providers=implied_providers(agents),
            agents=agents,
            settings=Settings(FallbackRule("on", _FIRES_ON)),
            spelling=self.spelling,
        )
        return ParseResult(roster, findings.problems)

    def check_provider(self, roster: Roster, name: str) -> None:
        super().check_provider(roster, name)
        if name not in self.cell_words and "/" not in name:
            raise OperationError(f'"{name}" has no provider in front: write provider/model')

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        word = links[0].text if links else DEFAULT
        edits: list[Edit] = []
        if word != DEFAULT:
            edits = _pair_edits(document, (MODEL,), "default", word)
        elif agent.chain.links[0].says is None:
            edits = [Edit((MODEL,), document.get((MODEL,)), "")]
        return edits + _list_edits(document, links[1:])


def _primary(findings: Findings, value: Any) -> Link:
    if isinstance(value, Mapping):
        provider, model = value.get("provider"), value.get("default")
        if isinstance(model, str) and model.strip():
            name = f"{provider}/{model}" if isinstance(provider, str) and provider else model
            return Link(PRIMARY, name, path=(MODEL, "default"))
        for key in ("provider", "default"):
            if value.get(key) is not None and not isinstance(value[key], str):
                findings.add("wrong-type", (MODEL, key), f"model.{key} is {described(value[key])}"
                             " where a text belongs")  # fmt: skip
    elif isinstance(value, str) and value.strip():
        return Link(PRIMARY, value.strip(), path=(MODEL,))
    elif value not in (None, ""):
        findings.add("wrong-type", (MODEL,), f"model is {described(value)} where provider and"
                     " default belong")  # fmt: skip
    return Link(PRIMARY, "", says=DEFAULT)


def _fallback_items(findings: Findings, value: Mapping[Any, Any]) -> list[tuple[Path, Any]]:
    """The list, and the legacy one behind it."""
    items = value.get(FALLBACKS)
    if items is not None and not isinstance(items, list):
        findings.add("wrong-type", (FALLBACKS,), f"{FALLBACKS} is {described(items)} where a list"
                     " of provider and model belongs")  # fmt: skip
        items = None
    places: list[tuple[Path, Any]] = [
        ((FALLBACKS, index), item) for index, item in enumerate(items or ())
    ]
    if isinstance(value.get(LEGACY), Mapping):
        places.append(((LEGACY,), value[LEGACY]))
    return places


def _spelt(item: Any) -> str:
    """`provider/model` of a mapping with both; "" for anything else."""
    if not isinstance(item, Mapping):
        return ""
    provider, model = item.get("provider"), item.get(MODEL)
    both = isinstance(provider, str) and isinstance(model, str) and provider and model
    return f"{provider}/{model}" if both else ""


def _pair_edits(document: Document, path: Path, key: str, spelt: str) -> list[Edit]:
    """The edits of `provider` and of the model under `key`."""
    provider, _, model = spelt.partition("/")
    present = document.get(path)
    if not isinstance(present, Mapping):
        return [] if present == spelt else [Edit(path, present, {"provider": provider, key: model})]
    return [
        Edit((*path, name), old, new, order=("provider", key))
        for name, new in (("provider", provider), (key, model))
        if (old := document.get((*path, name))) != new
    ]


def _list_edits(document: Document, links: Sequence[Link]) -> list[Edit]:
    """The list holds all fallbacks but the last one, if that is the legacy one and stays last."""
    legacy = document.get((LEGACY,))
    edits: list[Edit] = []
    if isinstance(legacy, Mapping) and _spelt(legacy):
        if links and links[-1].path == (LEGACY,):
            links = links[:-1]
        else:
            edits.append(Edit((LEGACY,), legacy, ABSENT))
    new_items = [_item(document, link) for link in links]
    present = document.get((FALLBACKS,))
    skipped = [one for one in present if not _spelt(one)] if isinstance(present, list) else []
    return list_edits(document, (FALLBACKS,), [*new_items, *skipped], (MODEL, FALLBACKS)) + edits


def _item(document: Document, link: Link) -> Any:
    """The item as it stands in the file, address and all; a new one for a model from elsewhere."""
    present = document.get(link.path) if link.path else ABSENT
    if _spelt(present) == link.provider:
        return present
    provider, _, model = link.provider.partition("/")
    return {"provider": provider, MODEL: model}
