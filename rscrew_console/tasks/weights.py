"""The learned weights: for each feature that counts, one small number for each kind of task.

The file is made by `training/task_classifier/train.py`: the number of features (uint32), the size
of one step of a weight (float32), a bias for each kind (float32); then the numbers of the features
in ascending order (uint32); then for each kind the weights of all features (int8). All
little-endian, kinds as in `TASK_TYPES`. It is not compressed, and no table is made of it, so that
it is there at once.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp, sqrt
from pathlib import Path

from rscrew_console.records import dataclass
from rscrew_console.tasks.kinds import TASK_TYPES

WEIGHTS_FILE = Path(__file__).parent / "data" / "weights.bin"
_KINDS = len(TASK_TYPES)
_HEAD = struct.Struct(f"<If{_KINDS}f")


@dataclass(frozen=True, slots=True)
class Weights:
    """What has been learned."""

    numbers: array[int]
    """The features that count, by number, in ascending order."""
    starts: tuple[int, ...]
    """For each highest byte of a number, and for one more, where its numbers begin."""
    columns: tuple[array[int], ...]
    """For each kind of task the weights of all features, in steps."""
    step: float
    biases: tuple[float, ...]

    def places(self, numbers: Iterable[int]) -> list[int]:
        """Where those of the features that count have their weights in `columns`."""
        known, starts, found = self.numbers, self.starts, []
        for number in numbers:
            high = number >> 24
            end = starts[high + 1]
            at = bisect_left(known, number, starts[high], end)
            if at < end and known[at] == number:
                found.append(at)
        return found

    def probabilities(self, places: Sequence[int], features: int) -> list[float]:
        """How likely each kind of task is; together 1. `features` are all, known or not."""
        factor = self.step / sqrt(max(features, 1))
        scores = [
            bias + factor * sum(map(column.__getitem__, places))
            for bias, column in zip(self.biases, self.columns, strict=True)
        ]
        most = max(scores)
        powers = [exp(score - most) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]

    def advantage(self, place: int, kind: int, other: int) -> int:
        """How much more the feature speaks for the kind than for the other, in steps."""
        return self.columns[kind][place] - self.columns[other][place]


def packed(rows: Mapping[int, Sequence[int]], step: float, biases: Sequence[float]) -> bytes:
    """The file's content: `rows` are the weights of each feature, one for each kind."""
    order = sorted(rows)
    parts = [_HEAD.pack(len(order), step, *biases), struct.pack(f"<{len(order)}I", *order)]
    parts += [bytes(rows[one][kind] & 0xFF for one in order) for kind in range(_KINDS)]
    return b"".join(parts)


def unpacked(data: bytes) -> Weights:
    """The weights of a file's content."""
    count, step, *biases = _HEAD.unpack_from(data)
    start = _HEAD.size + 4 * count
    numbers = array("I", data[_HEAD.size : start])
    if sys.byteorder == "big":
        numbers.byteswap()
    starts = tuple(bisect_left(numbers, high << 24) for high in range(257))
    columns = tuple(
        array("b", data[start + kind * count : start + (kind + 1) * count])
        for kind in range(_KINDS)
    )
    return Weights(numbers, starts, columns, step, tuple(biases))


@cache
def weights() -> Weights:
    """The weights that the product comes with; read at the first call."""
    return unpacked(WEIGHTS_FILE.read_bytes())
