"""Renames a `model_name` everywhere: its deployments, all chains, the defaults, the aliases."""

from __future__ import annotations

from rscrew_console.dialects.litellm.reading import DEFAULTS, SECTIONS, ProxyFile
from rscrew_console.document import Document, Edit


def name_edits(document: Document, proxy: ProxyFile, old: str, new: str) -> list[Edit]:
    """The edits after which the name, or the alias, is `new` wherever `old` is."""
    edits = [Edit((*one.path, "model_name"), old, new) for one in proxy.groups.get(old, ())]
    if old in proxy.aliases:
        path = proxy.aliases[old][1]
        key = path if path[-1] == old else path[:-1]
        edits.append(Edit(key, old, new, on="key"))
    for chains in (proxy.fallbacks, *proxy.other_chains.values()):
        for name, item in chains.items():
            edits += [
                Edit((*item.path, index), old, new)
                for index, target in enumerate(item.names)
                if target == old
            ]
            if name == old:
                edits.append(Edit(item.path, old, new, on="key"))
    for alias, (target, path) in proxy.aliases.items():
        if target == old and alias != old:
            edits.append(Edit(path, old, new))
    for section in SECTIONS:
        defaults = document.get((section, DEFAULTS))
        for index, target in enumerate(defaults if isinstance(defaults, list) else ()):
            if target == old:
                edits.append(Edit((section, DEFAULTS, index), old, new))
    return edits
