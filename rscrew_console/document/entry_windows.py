"""A large text read again in the entries that have changed alone, with the proof that a reading of
the whole finds the same.

What YAML reads of a line depends on the lines before it by two things: whether a quoted text, a
block scalar or a pair of brackets is still open, and how far the collections around it are
indented. At the start of a line with a simple key of a block mapping nothing is open, and the
collections around it are the mappings that hold the key. So the text between two such keys, the
window of an entry, means the same wherever it stands below the same indentations. It is read
between a header and a key that are indented alike: if that gives this one entry, with the data that
was meant, and then that key, then nothing is open at its end either, and all that follows reads as
it did before. Anchors, merges and directives reach further, and a text that may have any is read as
a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from rscrew_console.document.edit import ABSENT, Edit, Path
from rscrew_console.document.lines import column, has_rare_break, line_start
from rscrew_console.document.moved_nodes import EntryNodes
from rscrew_console.document.splice import Splice, spliced
from rscrew_console.document.tree import NodeEntry, Tree
from rscrew_console.records import dataclass

LEAST = 20_000
"""Characters from which on it is worth while."""
MOST_WINDOWS = 40
"""Entries that may change at once; more are read as a whole as quickly."""
MOST_SHIFTS = 200
"""Windows after which positions are found anew, as each costs a step to find one."""
_DEPTH = 2
"""Keys on the way to an entry: its section's and its own."""
_END = "end-of-this-entry"
_REACHING = ("&", "*", "<<")
"""What begins an anchor, an alias or a merge, which may reach out of an entry."""


@dataclass(frozen=True, slots=True)
class EntryWindow:
    """The whole lines of one entry, up to the next entry as little indented, or the text's end."""

    path: Path
    start: int
    end: int
    indents: tuple[int, int]
    """Columns of the section's key and of the entry's own."""


def read_windows(
    tree: Tree, edits: Sequence[Edit], splices: Sequence[Splice]
) -> tuple[Tree, dict[Path, Any]] | None:
    """The tree of the text with these splices made, and the data of each entry that they touch, by
    path. None where the text has to be read as a whole. Raises DocumentError as a reading does."""
    paths = {edit.path[:_DEPTH] for edit in edits if _is_within_entry(edit)}
    is_small = len(tree.text) < LEAST or len(paths) > MOST_WINDOWS
    if is_small or not all(map(_is_within_entry, edits)) or not tree.is_plain:
        return None
    if len(tree.shifts) + len(paths) > MOST_SHIFTS:
        return None
    windows = [_window_of(tree, path) for path in paths]
    values: dict[Path, Any] = {}
    remaining = [*splices]
    # From the last to the first, as what stands before a window does not move with it.
    for window in sorted(filter(None, windows), key=lambda one: one.start, reverse=True):
        own = [one for one in remaining if window.start <= one.start and one.end < window.end]
        remaining = [one for one in remaining if one not in own]
        moved = [Splice(one.start - window.start, one.end - window.start, one.text) for one in own]
        read = _read(window, spliced(tree.text[window.start : window.end], moved))
        if read is None:
            return None
        nodes, values[window.path] = read
        tree = tree.with_entry(window.path, window.start, window.end, nodes)
    return None if None in windows or remaining else (tree, values)


def _is_within_entry(edit: Edit) -> bool:
    if len(edit.path) == _DEPTH:
        return edit.on == "value" and edit.old is not ABSENT and edit.new is not ABSENT
    return len(edit.path) > _DEPTH


def _window_of(tree: Tree, path: Path) -> EntryWindow | None:
    """None where the entry does not stand in lines of its own in block mappings."""
    trail = tree.trail(path)
    if len(trail) != _DEPTH or not all(_begins_with_simple_key(tree, one) for one in trail):
        return None
    section, entry = trail
    end = len(tree.text)
    if (following := _following(tree, entry) or _following(tree, section)) is not None:
        if not _begins_with_simple_key(tree, following):
            return None
        end = line_start(tree.text, following.key_span.start)
    start = line_start(tree.text, entry.key_span.start)
    if tree.text[end - 1] != "\n":
        return None
    outer, inner = (column(tree.text, one.key_span.start) for one in trail)
    return EntryWindow(path, start, end, (outer, inner))


def _begins_with_simple_key(tree: Tree, entry: NodeEntry) -> bool:
    """Whether its line begins with its key, with a colon behind that, in a block mapping."""
    if not isinstance(entry.parent, yaml.MappingNode) or entry.parent.flow_style:
        return False
    start, end = entry.key_span.start, entry.key_span.end
    before = tree.text[line_start(tree.text, start) : start]
    rest = tree.text[end : end + 80].lstrip(" ")
    return not before.strip(" ") and rest.startswith(":") and "\n" not in tree.text[start:end]


def _following(tree: Tree, entry: NodeEntry) -> NodeEntry | None:
    index = entry.index + 1
    return tree.entry_at(entry.parent, index) if index < len(entry.parent.value) else None


def _read(window: EntryWindow, text: str) -> tuple[EntryNodes, Any] | None:
    """The entry's nodes, with positions from the window's start on, and its data; None where the
    text holds anything else, or what reaches further than an entry."""
    outer, inner = window.indents
    header = f"#\n{' ' * outer}section:\n"
    end = f"{' ' * inner}{_END}: {_END}\n"
    reaches = has_rare_break(text) or any(sign in text for sign in _REACHING)
    if reaches or not text.endswith("\n") or window.path[1] == _END:
        return None
    tree = Tree(f"{header}{text}{end}")
    value = tree.value
    if tree.duplicates or not isinstance(value, dict) or [*value] != ["section"]:
        return None
    section = value["section"]
    if not isinstance(section, dict) or [*section] != [window.path[1], _END]:
        return None
    if section[_END] != _END or type(next(iter(section))) is not type(window.path[1]):
        return None
    entry = tree.trail(("section", window.path[1]))[-1]
    if entry.key is None:
        return None
    return EntryNodes(text, len(header), entry.key, entry.value), section[window.path[1]]


def with_values(value: Any, entries: Iterable[tuple[Path, Any]]) -> Any:
    """The data with other values of these entries; all else is shared."""
    value, sections = {**value}, {}
    for (section, key), entry in entries:
        if section not in sections:
            sections[section] = value[section] = {**value[section]}
        value[section][key] = entry
    return value
