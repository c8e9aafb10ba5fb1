"""A text into PyYAML's nodes, or an error in our words; and no cycle collector meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import yaml

from rscrew_console.document.errors import DocumentError


def compose(text: str) -> yaml.Node | None:
    """Raises DocumentError, with the line, where it is no single YAML document."""
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise DocumentError(f"not valid YAML: {error.reason}", line) from error
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise DocumentError("not valid text: half of a surrogate pair", line) from error
    except yaml.MarkedYAMLError as error:
        raise _in_our_words(error) from error


def _in_our_words(error: yaml.MarkedYAMLError) -> DocumentError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if error.context and error.context.startswith("expected a single document"):
        return DocumentError("several documents in one file; only one is allowed", line, column)
    if error.context and error.context.startswith("found duplicate anchor"):
        return DocumentError("an anchor of this name stands there already", line, column)
    problem = str(error.problem or error.context)
    if "cannot start any token" in problem:
        problem += " (a tab in the indentation, or a value that needs quotes?)"
    return DocumentError(f"not valid YAML: {problem}", line, column)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the cycle collector, which walks a growing tree again and again: three quarters of
    the time to read a large file, and nothing in it is garbage."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
