"""Trains the weights of the task classifier and measures it.

Runs in an environment with scikit-learn and SciPy, which the product does not need:

    python training/task_classifier/train.py [--measure]

Learns from generated prompts (`prompt_grammar.py`), from the prompts in `written/` and from two
files of `tests/tasks/prompts`; never reads `held.jsonl`, `fresh.jsonl` and `blind.jsonl`. With
`--measure` it writes nothing, but learns four times from three quarters of the written prompts and
prints how right it is on the rest.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

from prompt_grammar import TASK_OF_SECTION, write_prompts  # noqa: E402 - the path is set above

from rscrew_console.tasks.classify import read_features  # noqa: E402 - the path is set above
from rscrew_console.tasks.kinds import TASK_TYPES  # noqa: E402 - the path is set above
from rscrew_console.tasks.weights import WEIGHTS_FILE, packed  # noqa: E402 - the path is set above

LEARNED = ("tune", "fresh2")
"""Files of `tests/tasks/prompts` from which is learned. `fresh2` was to measure with, until its
mistakes were looked at."""
WRITTEN = 8.0
"""How many generated prompts one counts for that somebody has written."""
OF_NO_WORD = 0.3
"""How much a feature counts that comes from no word: what the rules see, the prompt's shape, and
quoted words. With 1, the classifier relies on the rules and is wrong where they are."""
FOLDS = 4
BLOCK = 20
"""Prompts that stand together in a file, and may be like each other, are left out together."""


@dataclass(frozen=True)
class Example:
    """A prompt to learn from."""

    batch: str
    """The file that it is from; "" where it is generated."""
    task: str
    prompt: str


def generated_examples(each: int) -> list[Example]:
    return [Example("", task, prompt) for task, _, prompt in write_prompts(each, seed=7)]


def written_examples() -> list[Example]:
    """The prompts of `written/*.txt` and of `LEARNED`: written one by one, not from patterns."""
    examples = []
    for path in sorted((HERE / "written").glob("*.txt")):
        for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
            kind, text = line.split(" ", 1)
            examples.append(Example(path.stem, TASK_OF_SECTION[kind], text.replace("\\n", "\n")))
    for name in LEARNED:
        path = ROOT / f"tests/tasks/prompts/{name}.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            examples.append(Example(name, entry["task"], entry["prompt"]))
    return examples


Row = list[tuple[int, float]]
"""The features of a prompt, each with how much it counts."""


def row_of(example: Example) -> Row:
    found, _ = read_features(example.prompt)
    return [(number, 1.0 if word else OF_NO_WORD) for number, word in found.items()]


class Vocabulary:
    """The features that are common enough to learn from, each with its column."""

    def __init__(self, rows: list[Row], least: int) -> None:
        self.scales = {feature: scale for row in rows for feature, scale in row}
        counts = Counter(feature for row in rows for feature, _ in row)
        known = sorted(feature for feature, count in counts.items() if count >= least)
        self.columns = {feature: number for number, feature in enumerate(known)}

    def matrix(self, rows: list[Row]) -> csr_matrix:
        data, indices, starts = [], [], [0]
        for row in rows:
            known = [one for one in row if one[0] in self.columns]
            length = max(len(row), 1) ** 0.5
            indices += [self.columns[feature] for feature, _ in known]
            data += [scale / length for _, scale in known]
            starts.append(len(indices))
        return csr_matrix((data, indices, starts), shape=(len(rows), len(self.columns)))


def fitted(
    matrix: csr_matrix, kinds: np.ndarray, weights: np.ndarray, strength: float
) -> LinearSVC:
    model = LinearSVC(C=strength, tol=0.01, random_state=0)
    return model.fit(matrix, kinds, sample_weight=weights)


def kinds_of(examples: list[Example]) -> np.ndarray:
    return np.array([TASK_TYPES.index(example.task) for example in examples])


def left_out_margins(
    matrix: csr_matrix, kinds: np.ndarray, weights: np.ndarray, written: int, strength: float
) -> np.ndarray:
    """For each of the written prompts, which stand first, what is said of it without it."""
    fold = np.arange(written) // BLOCK % FOLDS
    margins = np.zeros((written, len(TASK_TYPES)))
    for number in range(FOLDS):
        out = np.flatnonzero(fold == number)
        kept = np.setdiff1d(np.arange(len(kinds)), out)
        model = fitted(matrix[kept], kinds[kept], weights[kept], strength)
        margins[out] = model.decision_function(matrix[out])
    return margins


def sharpness(margins: np.ndarray, kinds: np.ndarray) -> float:
    """What margins are to be multiplied with to become honest probabilities (softmax)."""

    def loss(factor: float) -> float:
        scores = factor * margins
        scores -= scores.max(axis=1, keepdims=True)
        right = scores[np.arange(len(kinds)), kinds]
        return float(np.mean(np.log(np.exp(scores).sum(axis=1)) - right))

    return float(minimize_scalar(loss, bounds=(0.1, 20), method="bounded").x)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--each", type=int, default=4, help="prompts from each pattern")
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--least", type=int, default=2, help="prompts that have a feature")
    parser.add_argument("--rows", type=int, default=110_000, help="features that are kept")
    args = parser.parse_args()
    written, generated = written_examples(), generated_examples(args.each)
    print(f"{len(written)} prompts written, {len(generated)} generated")
    examples = written + generated
    rows = [row_of(example) for example in examples]
    kinds = kinds_of(examples)
    weights = np.array([WRITTEN] * len(written) + [1.0] * len(generated))
    vocabulary = Vocabulary(rows, args.least)
    matrix = vocabulary.matrix(rows)
    margins = left_out_margins(matrix, kinds, weights, len(written), args.strength)
    wrong = margins.argmax(axis=1) != kinds[: len(written)]
    factor = sharpness(margins, kinds[: len(written)])
    print(f"left out, right: {1 - wrong.mean():.4f}, sharpness {factor:.2f}")
    if args.measure:
        for batch, count in Counter(example.batch for example in written).items():
            of_batch = np.array([example.batch == batch for example in written])
            print(f"  {batch}: {1 - wrong[of_batch].mean():.4f} of {count}")
        for number, example in enumerate(written):
            if wrong[number]:
                said = TASK_TYPES[margins[number].argmax()]
                print(f"{example.batch} {example.task[:3]} -> {said[:3]} | {example.prompt!r:.230}")
        return
    model = fitted(matrix, kinds, weights, args.strength)
    learned = model.coef_ * np.array([vocabulary.scales[feature] for feature in vocabulary.columns])
    learned *= factor
    strongest = np.abs(learned).max(axis=0)
    keep = set(np.argsort(-strongest)[: args.rows].tolist())
    step = float(np.quantile(strongest, 0.9999)) / 127
    steps = np.clip(np.rint(learned / step), -127, 127).astype(int)
    kept = {
        feature: steps[:, column].tolist()
        for feature, column in vocabulary.columns.items()
        if column in keep and steps[:, column].any()
    }
    WEIGHTS_FILE.parent.mkdir(exist_ok=True)
    biases = [float(bias) * factor for bias in model.intercept_]
    WEIGHTS_FILE.write_bytes(packed(kept, step, biases))
    print(f"{len(kept)} features, {WEIGHTS_FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
