"""How much time of the processor a prompt takes, and how often its kind is told rightly.

    python benchmarks/classify.py [PROMPTS.jsonl]

The file has `{"task": …, "prompt": …}` on each line; without one it is `held.jsonl`, from which the
classifier has not learned.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from rscrew_console.tasks.classify import classify

HELD = Path(__file__).parents[1] / "tests/tasks/prompts/held.jsonl"


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else HELD
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    start = perf_counter()
    classify("Explain photosynthesis")
    print(f"first prompt, weights read: {(perf_counter() - start) * 1000:.1f} ms")
    times, wrong = [], Counter[str]()
    for entry in entries:
        start = process_time()
        result = classify(entry["prompt"])
        times.append((process_time() - start) * 1000)
        if result.task_type != entry["task"]:
            wrong[f"{entry['task']} taken for {result.task_type}"] += 1
    right = len(entries) - wrong.total()
    print(f"a later one: {median(times):.2f} ms (median), {max(times):.2f} ms (longest)")
    print(f"right: {right} of {len(entries)} ({right / len(entries):.1%})")
    for what, count in wrong.most_common(8):
        print(f"  {count} {what}")


if __name__ == "__main__":
    main()
