"""How much else changes when one value changes: ours, and ruamel.yaml's round trip beside it.

    python benchmarks/fidelity.py FOLDER [--seed N] [--names]

In every YAML file of the folder one value, drawn at random, becomes another. What differs between
the two texts apart from that value is counted, by PyYAML's own marks. Nothing is written.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from time import perf_counter
from typing import Any

import ruamel.yaml
import yaml

from rscrew_console.document import Document
from rscrew_console.document.hunks import hunks, split_lines

Tool = Callable[[str, tuple[Any, ...], str], tuple[str, str, float]]
NEW_VALUES = ["claude", "openai/gpt-5-mini", "a longer text than most that stand there", "no"]
INDENTATIONS = [(2, 2, 0), (2, 4, 2), (4, 4, 0), (4, 4, 2), (4, 6, 4), (3, 3, 0), (8, 8, 0)]
_KEYS = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"}
_MASK = "\0"
_PADDING = re.compile(rf"{_MASK} +(?=#)")
_KEPT = re.compile(r"(?:[&!]\S+\s+)*[|>]\d?\+.*?(?P<end>(?:\r?\n)?)\Z", re.DOTALL)
_LARGEST = 1_000_000
"""Characters: ruamel.yaml takes a second for every three thousand lines."""


@dataclass
class Tally:
    """What became of the files in one tool's hands."""

    edited: int = 0
    refused: list[str] = field(default_factory=list)
    returned: int = 0
    """Files that an edit of nothing gives back byte for byte."""
    alone: int = 0
    """Edits that changed nothing but their value, and the padding before a comment."""
    lines: int = 0
    characters: int = 0
    padding: int = 0
    seconds: float = 0.0

    def count(self, old: str, new: str, path: tuple[Any, ...]) -> None:
        before, after = _masked(old, path), _masked(new, path)
        lines, characters = changed(_PADDING.sub(_MASK, before), _PADDING.sub(_MASK, after))
        self.edited += 1
        self.alone += not characters
        self.lines += lines
        self.characters += characters
        self.padding += changed(before, after)[1] - characters


def changed(old: str, new: str) -> tuple[int, int]:
    """Lines and characters that differ."""
    before = split_lines(old)
    lines = characters = 0
    for hunk in hunks(old, new):
        for left, right in zip_longest(before[hunk.start : hunk.end], hunk.lines, fillvalue=""):
            lines += left != right
            characters += _differing(left, right)
    return lines, characters


def _differing(left: str, right: str) -> int:
    """The longer of the two middles, between what the lines begin and end with alike."""
    start = _alike(left, right)
    end = _alike(left[start:][::-1], right[start:][::-1])
    return max(len(left), len(right)) - start - end


def _alike(left: str, right: str) -> int:
    pairs = enumerate(zip(left, right, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(left), len(right)))


def _masked(text: str, path: tuple[Any, ...]) -> str:
    """The text with a mark instead of the value, its anchor and its tag."""
    bom = len(text) - len(text.removeprefix("\ufeff"))
    node: Any = yaml.compose(text[bom:], Loader=yaml.CSafeLoader)
    for key in path:
        node = dict(children(node))[key]
    start, end = node.start_mark.index + bom, node.end_mark.index + bom
    if node.style in ("|", ">"):
        kept = _KEPT.match(text, start, end)
        end = end - len(kept["end"]) if kept else start + len(text[start:end].rstrip())
    return text[:start].rstrip(" ") + _MASK + text[end:]


def children(node: yaml.Node) -> Iterator[tuple[Any, yaml.Node]]:
    if isinstance(node, yaml.SequenceNode):
        yield from enumerate(node.value)
    elif isinstance(node, yaml.MappingNode):
        yield from ((key.value, value) for key, value in node.value if key.tag in _KEYS)


def places(text: str) -> list[tuple[Any, ...]]:
    """The paths to all scalars below keys that are text; what is shared is passed over, and what
    is not there, as behind `? key`."""
    nodes = list(_nodes(yaml.compose(text, Loader=yaml.CSafeLoader), ()))
    times = Counter(id(node) for node, _ in nodes)
    shared = [path for node, path in nodes if times[id(node)] > 1]
    return [
        path
        for node, path in nodes
        if isinstance(node, yaml.ScalarNode)
        and path
        and "<<" not in path
        and (node.style or node.value or text[: node.end_mark.index].rstrip(" ")[-1:] in ":-")
        and not any(path[: len(other)] == other for other in shared)
    ]


def _nodes(node: yaml.Node | None, path: tuple[Any, ...]) -> Iterator[tuple[yaml.Node, Any]]:
    if node is None:
        return
    yield node, path
    below = [] if node.tag.endswith((":set", ":omap", ":pairs")) else list(children(node))
    times = Counter(key for key, _ in below)
    for key, value in below:
        if times[key] == 1:
            yield from _nodes(value, (*path, key))


def ours(text: str, path: tuple[Any, ...], value: str) -> tuple[str, str, float]:
    """The text after an edit of nothing, the text after the edit, and the time that it took."""
    start = perf_counter()
    edited = Document.parse(text).set(path, value).text
    return Document.parse(text).text, edited, perf_counter() - start


def ruamels(text: str, path: tuple[Any, ...], value: str) -> tuple[str, str, float]:
    """With the settings that change least of this file when nothing is edited."""
    best = min((_round_trip(text, settings) for settings in INDENTATIONS), key=lambda t: t[0])
    _, unedited, settings = best
    start = perf_counter()
    edited = _round_trip(text, settings, path, value)[1]
    return unedited, edited, perf_counter() - start


def _round_trip(
    text: str, indentation: tuple[int, int, int], path: tuple[Any, ...] = (), value: str = ""
) -> tuple[int, str, tuple[int, int, int]]:
    tool: Any = ruamel.yaml.YAML()
    tool.preserve_quotes = True
    tool.width = 2**31
    tool.explicit_start = text.startswith("---")
    tool.allow_duplicate_keys = True
    mapping, sequence, offset = indentation
    tool.indent(mapping=mapping, sequence=sequence, offset=offset)
    if "\r\n" in text:
        tool.line_break = "\r\n"
    data = tool.load(text)
    if path:
        holder = data
        for key in path[:-1]:
            holder = holder[key]
        old = holder[path[-1]]
        kind = type(old) if isinstance(old, ruamel.yaml.scalarstring.ScalarString) else str
        holder[path[-1]] = kind(value)
    stream = StringIO(newline="")
    tool.dump(data, stream)
    written = stream.getvalue()
    return changed(text, written)[0], written, indentation


def measure(tally: Tally, tool: Tool, name: str, *case: Any) -> None:
    text, path, _ = case
    try:
        unedited, edited, seconds = tool(*case)
        tally.count(text, edited, path)
    except Exception as error:  # noqa: BLE001 # whatever a tool stumbles over is its result here
        tally.refused.append(f"{name}: {type(error).__name__}: {str(error).splitlines()[0]}")
    else:
        tally.returned += unedited == text
        tally.seconds += seconds


def cases(folder: Path, seed: int) -> Iterator[tuple[str, str, tuple[Any, ...], str]]:
    """Name, text, path and new value for every file that holds one document with a value in it."""
    for file in sorted(folder.rglob("*.y*ml")):
        if not file.is_file():
            continue
        name = str(file.relative_to(folder))
        try:
            text = file.read_bytes().decode()
            found = places(text.removeprefix("\ufeff"))
        except (UnicodeDecodeError, yaml.YAMLError, RecursionError):
            continue
        draw = random.Random(f"{seed} {name}")  # noqa: S311 # the same draw every time is wanted
        if found and len(text) <= _LARGEST:
            yield name, text, draw.choice(found), draw.choice(NEW_VALUES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--names", action="store_true", help="say which files each could not edit")
    options = parser.parse_args()
    left, right = Tally(), Tally()
    for name, *case in cases(options.folder, options.seed):
        measure(left, ours, name, *case)
        measure(right, ruamels, name, *case)
    files = left.edited + len(left.refused)
    print(f"one value changed in each of {files} YAML files of {options.folder}\n")
    print(f"{'':<42}{'rscrew-console':>16}{'ruamel.yaml':>16}")
    for label, figure in ROWS.items():
        print(f"{label:<42}{figure(left):>16,}{figure(right):>16,}")
    for tally in (left, right) if options.names else ():
        print("", *tally.refused, sep="\n")


ROWS: dict[str, Callable[[Tally], int | float]] = {
    "files it could not edit": lambda tally: len(tally.refused),
    "files given back unchanged without an edit": lambda tally: tally.returned,
    "edits that changed their value only": lambda tally: tally.alone,
    "lines changed apart from the value": lambda tally: tally.lines,
    "characters changed apart from the value": lambda tally: tally.characters,
    "blanks given or taken before comments": lambda tally: tally.padding,
    "seconds": lambda tally: round(tally.seconds, 2),
}

if __name__ == "__main__":
    main()
