"""The options of `assign` and `add-agent` that name the slots of a chain."""

from __future__ import annotations

from rscrew_console.dialects import OperationError
from rscrew_console.dialects.operations import Assign, Operation, SetChains
from rscrew_console.records import dataclass
from rscrew_console.roster.chain import SlotScheme
from rscrew_console.roster.model import Roster


@dataclass(frozen=True, slots=True)
class SlotOptions:
    """As they were typed; "-" and "" empty a slot."""

    primary: str | None = None
    secondary: str | None = None
    tertiary: str | None = None
    fallbacks: tuple[str, ...] = ()
    named: tuple[str, str] | None = None
    """The slot and the provider of `--slot`."""

    def __bool__(self) -> bool:
        return any(
            by_slot is not None for by_slot in (self.primary, self.secondary, self.tertiary)
        ) or bool(self.fallbacks or self.named)

    def slots(self, scheme: SlotScheme) -> dict[str, str | None]:
        """Slot → provider, or None to empty it. Raises OperationError for too many fallbacks."""
        by_slot = {
            scheme.first: self.primary, "secondary": self.secondary, "tertiary": self.tertiary,
        }  # fmt: skip
        slots = {slot: name for slot, name in by_slot.items() if name is not None}
        if scheme.is_list:
            for index, name in enumerate(self.fallbacks, start=1):
                slots[f"fallback {index}"] = name
        elif len(self.fallbacks) > 1:
            raise OperationError("this file has one fallback slot; give --fallback once")
        elif self.fallbacks:
            slots["fallback"] = self.fallbacks[0]
        slots |= {self.named[0]: self.named[1]} if self.named else {}
        return {slot: None if name in ("", "-") else name for slot, name in slots.items()}

    def operations(self, roster: Roster, agent: str) -> list[Operation]:
        """Return the operations; where a chain is a list, `--fallback` replaces all fallbacks."""
        if not self:
            return []
        if not (roster.scheme.is_list and self.fallbacks) or roster.scheme.max_chain == 1:
            return [Assign(agent, self.slots(roster.scheme))]
        entry = roster.agent_by_name.get(agent)
        link = entry.chain.link_in(roster.scheme.first) if entry else None
        present = link.text if link else None
        first = self.primary or present
        fallbacks = [name for name in self.fallbacks if name not in ("", "-")]
        chain: list[Operation] = [
            SetChains({agent: ((first,) if first else ()) + tuple(fallbacks)})
        ]
        if self.named:
            chain.append(Assign(agent, {self.named[0]: self.named[1]}))
        return chain
