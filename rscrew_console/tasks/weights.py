"""The learned weights: for each feature that counts, one small number for each kind of task.

The file is made by `training/task_classifier/train.py`. It is compressed by zlib: the number of
features (uint32), the size of one step of a weight (float32), a bias for each kind (float32); then
the numbers of the features (uint32); then for each kind the weights of all features (int8). All
little-endian, kinds as in `TASK_TYPES`.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt
from pathlib import Path

from rscrew_console.tasks.kinds import TASK_TYPES

WEIGHTS_FILE = Path(__file__).parent / "data" / "weights.bin"
_KINDS = len(TASK_TYPES)
_HEAD = struct.Struct(f"<If{_KINDS}f")


@dataclass(frozen=True, slots=True)
class Weights:
    """What has been learned."""

    place_of: Mapping[int, int]
    """Feature number → its place in each of `columns`."""
    columns: tuple[array[int], ...]
    """For each kind of task the weights of all features, in steps."""
    step: float
    biases: tuple[float, ...]

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
    return zlib.compress(b"".join(parts), 9)


def unpacked(content: bytes) -> Weights:
    """The weights of a file's content."""
    data = zlib.decompress(content)
    count, step, *biases = _HEAD.unpack_from(data)
    numbers = array("I", data[_HEAD.size : _HEAD.size + 4 * count])
    if sys.byteorder == "big":
        numbers.byteswap()
    start = _HEAD.size + 4 * count
    columns = tuple(
        array("b", data[start + kind * count : start + (kind + 1) * count])
        for kind in range(_KINDS)
    )
    return Weights(dict(zip(numbers, range(count), strict=True)), columns, step, tuple(biases))


@cache
def weights() -> Weights:
    """The weights that the product comes with; read at the first call."""
    return unpacked(WEIGHTS_FILE.read_bytes())
