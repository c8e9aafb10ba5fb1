"""The learned weights: for each feature that counts, one small number for each kind of task.

The file is made by `training/task_classifier/train.py`: the number of features (uint32), the size
of one step of a weight (float32), a bias for each kind (float32); then for each of the 65,536
possible upper halves of a feature's number, and for one more, where its features begin (uint32);
then the lower halves of the numbers, in ascending order of the whole numbers (uint16); then for
each kind the weights of all features (int8). All little-endian, kinds as in `TASK_TYPES`. It is not
compressed, and no table is made of it, so that it is there at once.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp, sqrt
from operator import itemgetter
from pathlib import Path

from rscrew_console.records import dataclass
from rscrew_console.tasks.kinds import TASK_TYPES

WEIGHTS_FILE = Path(__file__).parent / "data" / "weights.bin"
_KINDS = len(TASK_TYPES)
_HEAD = struct.Struct(f"<If{_KINDS}f")
_STARTS = 0x10000 + 1


@dataclass(frozen=True, slots=True)
class Weights:
    """What has been learned."""

    starts: array[int]
    """For each upper half of a feature's number, and for one more, where its features begin."""
    lower_halves: array[int]
    """Of the numbers of the features that count, in ascending order of the whole numbers."""
    columns: tuple[array[int], ...]
    """For each kind of task the weights of all features, in steps."""
    step: float
    biases: tuple[float, ...]

    def places(self, numbers: Iterable[int]) -> dict[int, int]:
        """Of those features that count: number → where it has its weights in `columns`."""
        starts, lower_halves, found = self.starts, self.lower_halves, {}
        for number in numbers:
            upper = number >> 16
            at, end = starts[upper], starts[upper + 1]
            lower = number & 0xFFFF
            while at < end:
                if lower_halves[at] == lower:
                    found[number] = at
                    break
                at += 1
        return found

    def probabilities(self, places: Sequence[int], features: int) -> list[float]:
        """How likely each kind of task is; together 1. `features` are all, known or not."""
        factor = self.step / sqrt(max(features, 1))
        # Two more places, so that one or none are picked as many are: as a tuple.
        pick = itemgetter(*places, 0, 0)
        scores = [
            bias + factor * (sum(pick(column)) - 2 * column[0])
            for bias, column in zip(self.biases, self.columns, strict=True)
        ]
        most = max(scores)
        powers = [exp(score - most) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]


def packed(rows: Mapping[int, Sequence[int]], step: float, biases: Sequence[float]) -> bytes:
    """The file's content: `rows` are the weights of each feature, one for each kind."""
    order = sorted(rows)
    starts = [bisect_left(order, upper << 16) for upper in range(_STARTS)]
    parts = [
        _HEAD.pack(len(order), step, *biases),
        struct.pack(f"<{_STARTS}I", *starts),
        struct.pack(f"<{len(order)}H", *(number & 0xFFFF for number in order)),
    ]
    parts += [bytes(rows[one][kind] & 0xFF for one in order) for kind in range(_KINDS)]
    return b"".join(parts)


def unpacked(data: bytes) -> Weights:
    """The weights of a file's content."""
    count, step, *biases = _HEAD.unpack_from(data)
    at = _HEAD.size
    starts = array("I", data[at : at + 4 * _STARTS])
    at += 4 * _STARTS
    lower_halves = array("H", data[at : at + 2 * count])
    at += 2 * count
    if sys.byteorder == "big":
        starts.byteswap()
        lower_halves.byteswap()
    columns = tuple(
        array("b", data[at + kind * count : at + (kind + 1) * count]) for kind in range(_KINDS)
    )
    return Weights(starts, lower_halves, columns, step, tuple(biases))


@cache
def weights() -> Weights:
    """The weights that the product comes with; read at the first call."""
    return unpacked(WEIGHTS_FILE.read_bytes())
