"""Trains the weights of the task classifier and measures it.

Runs in an environment with scikit-learn and SciPy, which the product does not need:

    python training/task_classifier/train.py [--measure]

Learns from generated prompts (`prompt_grammar.py`), from `written.txt` and from
`tests/tasks/prompts/tune.jsonl`; never reads `held.jsonl`. With `--measure` it writes nothing,
learns without `tune.jsonl` and prints how right it is there.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

from prompt_grammar import write_prompts  # noqa: E402 - the path is set above

from rscrew_console.tasks.classify import read_features  # noqa: E402 - the path is set above
from rscrew_console.tasks.kinds import TASK_TYPES  # noqa: E402 - the path is set above
from rscrew_console.tasks.weights import WEIGHTS_FILE, packed  # noqa: E402 - the path is set above

Example = tuple[str, str]
WRITTEN = 8.0
"""How many generated prompts one counts for that somebody has written."""


def tune_examples() -> list[Example]:
    path = ROOT / "tests/tasks/prompts/tune.jsonl"
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(entry["task"], entry["prompt"]) for entry in entries]


def written_examples() -> list[Example]:
    """The prompts in `written.txt`: written one by one, not from patterns."""
    path = HERE / "written.txt"
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    from prompt_grammar import TASK_OF_SECTION

    pairs = [line.split(" ", 1) for line in lines if line]
    return [(TASK_OF_SECTION[kind], text.replace("\\n", "\n")) for kind, text in pairs]


class Vocabulary:
    """The features that are common enough to learn from, each with its column."""

    def __init__(self, rows: list[list[int]], least: int) -> None:
        counts: dict[int, int] = {}
        for row in rows:
            for feature in row:
                counts[feature] = counts.get(feature, 0) + 1
        self.columns = {
            feature: number
            for number, feature in enumerate(sorted(f for f, n in counts.items() if n >= least))
        }

    def matrix(self, rows: list[list[int]]) -> csr_matrix:
        data, indices, starts = [], [], [0]
        for row in rows:
            known = [self.columns[feature] for feature in row if feature in self.columns]
            value = 1 / max(len(row), 1) ** 0.5
            indices += known
            data += [value] * len(known)
            starts.append(len(indices))
        return csr_matrix((data, indices, starts), shape=(len(rows), len(self.columns)))


def fit(rows, labels, weights, least=2, strength=20.0):
    vocabulary = Vocabulary(rows, least)
    model = LogisticRegression(C=strength, max_iter=200, tol=1e-3)
    model.fit(vocabulary.matrix(rows), labels, sample_weight=weights)
    return vocabulary, model


def rows_of(examples: list[Example]) -> list[list[int]]:
    return [list(read_features(prompt)[0]) for _, prompt in examples]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--each", type=int, default=4)
    parser.add_argument("--strength", type=float, default=20.0)
    parser.add_argument("--least", type=int, default=2)
    parser.add_argument("--rows", type=int, default=40_000)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    started = time.time()
    written = written_examples()
    generated = [(task, prompt) for task, _, prompt in write_prompts(args.each, seed=7)]
    tune = tune_examples()
    g, w, t = rows_of(generated), rows_of(written), rows_of(tune)
    gy, wy, ty = (
        [TASK_TYPES.index(task) for task, _ in part] for part in (generated, written, tune)
    )
    print(
        len(g),
        "generated,",
        len(w),
        "written,",
        len(t),
        "of tune",
        round(time.time() - started),
        "s",
    )
    if args.measure:
        vocabulary, model = fit(
            g + w, gy + wy, [1.0] * len(g) + [WRITTEN] * len(w), args.least, args.strength
        )
        matrix = vocabulary.matrix(t)
        print(
            "learned from generated and written prompts only:",
            np.mean(model.predict(matrix) == np.array(ty)),
            len(vocabulary.columns),
        )
        strongest = np.abs(model.coef_).max(axis=0)
        for count in (45_000, 36_000, 25_000, 15_000):
            kept = np.zeros(len(strongest))
            kept[np.argsort(-strongest)[:count]] = 1
            scores = matrix @ (model.coef_ * kept).T + model.intercept_
            print(count, "features:", np.mean(scores.argmax(axis=1) == np.array(ty)))
        if args.show:
            said = model.predict(matrix)
            for number, (task, prompt) in enumerate(tune):
                if said[number] != ty[number]:
                    print(task[:3], "->", TASK_TYPES[said[number]][:3], "|", repr(prompt[:230]))
        return
    vocabulary, model = fit(
        g + w + t,
        gy + wy + ty,
        [1.0] * len(g) + [WRITTEN] * (len(w) + len(t)),
        args.least,
        args.strength,
    )
    strongest = np.abs(model.coef_).max(axis=0)
    kept = np.argsort(-strongest)[: args.rows]
    keep = set(kept.tolist())
    scale = float(strongest.max()) / 127
    rows = {
        feature: [int(v) for v in np.rint(model.coef_[:, column] / scale)]
        for feature, column in vocabulary.columns.items()
        if column in keep
    }
    WEIGHTS_FILE.parent.mkdir(exist_ok=True)
    WEIGHTS_FILE.write_bytes(packed(rows, scale, [float(v) for v in model.intercept_]))
    print(len(rows), "features,", WEIGHTS_FILE.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
