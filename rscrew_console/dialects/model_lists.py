"""Lists of models whose items are ids, or mappings with an id and what is chosen beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rscrew_console.dialects.lists import list_edits
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.chain import Link, Options
from rscrew_console.roster.model import Agent
from rscrew_console.roster.problem import Path

MODEL = "model"


def model_of(item: Any) -> str:
    """The id in an item: a text, or a mapping with `model`; "" for neither."""
    if isinstance(item, Mapping):
        item = item.get(MODEL)
    return item.strip() if isinstance(item, str) else ""


def options_of(item: Any, names: Sequence[str]) -> Options:
    """What a mapping chooses beside the model, as far as it is plain."""
    if not isinstance(item, Mapping):
        return ()
    return tuple(
        (name, item[name]) for name in names if isinstance(item.get(name), str | int | float)
    )


def write_list(
    document: Document, path: Path, links: Sequence[Link], options: Sequence[str],
    order: tuple[str, ...],
) -> list[Edit]:  # fmt: skip
    """The edits after which the list at `path` names these links in order.

    A model that is in the list keeps its item as it is written, with all that it holds; one that
    comes from elsewhere brings its options along. A single text stays a text while it is one model.
    """
    present = document.get(path)
    items = present if isinstance(present, list) else [] if present is ABSENT else [present]
    by_model = {model_of(item): item for item in items}
    new_items = [by_model.get(link.provider, _item(link, options)) for link in links]
    if isinstance(present, str) and len(new_items) == 1 and isinstance(new_items[0], str):
        return [] if present == new_items[0] else [Edit(path, present, new_items[0], order=order)]
    if new_items == items:
        return []
    return list_edits(document, path, new_items, order)


def own_option_edits(
    document: Document, path: Path, agent: Agent, link: Link,
    options: Sequence[str], order: tuple[str, ...],
) -> list[Edit]:  # fmt: skip
    """The edits of the fields beside the first model: a model that comes up from the list brings
    its options, and those of the model before it go. A model that is new leaves them."""
    before = next((one for one in agent.chain.links if one.provider == link.provider), None)
    if before is None or before == link or before.slot == link.slot or before.says is not None:
        return []
    chosen = dict(link.options)
    return [
        Edit((*path, name), old, new, order=order)
        for name in options
        if (old := document.get((*path, name))) != (new := chosen.get(name, ABSENT))
    ]


def _item(link: Link, options: Sequence[str]) -> Any:
    chosen = {name: value for name, value in link.options if name in options}
    return {MODEL: link.provider, **chosen} if chosen else link.provider
