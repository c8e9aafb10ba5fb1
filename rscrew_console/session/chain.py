"""An agent's chain as places in the data: what a merge must not tear. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rscrew_console.document import ABSENT, Edit
from rscrew_console.document import Path as DataPath
from rscrew_console.document.data import same, value_at


@dataclass(frozen=True, slots=True)
class ChainPlaces:
    """Places whose values must differ from one another, and a name for them all."""

    path: DataPath
    parts: tuple[DataPath, ...]

    def values(self, value: Any) -> dict[str, Any]:
        """What stands in them, by the last key of each; those with nothing are left out."""
        held = ((str(part[-1]), value_at(value, part)) for part in self.parts)
        return {key: found for key, found in held if found is not ABSENT and found is not None}

    def is_torn(self, value: Any) -> bool:
        """Whether one value stands in two of them."""
        held = list(self.values(value).values())
        return any(found in held[:index] for index, found in enumerate(held))

    def edits(self, value: Any, wanted: Any) -> Iterator[Edit]:
        """What makes the chain that `value` has the one that `wanted` has."""
        order = tuple(str(part[-1]) for part in self.parts)
        for part in self.parts:
            now, then = value_at(value, part), value_at(wanted, part)
            if not same(now, then):
                yield Edit(part, now, then, order=order)
