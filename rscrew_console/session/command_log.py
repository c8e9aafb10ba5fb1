"""What was done in a session as command lines, and as a script that does it again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from shlex import quote
from typing import Literal

from rscrew_console.records import dataclass
from rscrew_console.session.change import Step
from rscrew_console.session.patching import patch_of

PROGRAM = "rsc"
OUTSIDE = "changed outside the console"
_CONFIG = '"$config"'


@dataclass(frozen=True, slots=True)
class DoneStep:
    """One step that has not been undone, and what does the same from a shell."""

    label: str
    kind: Literal["command", "diff", "hidden"]
    """`hidden`: a changed line holds a key, or a value that is not shown: there is no command."""
    commands: tuple[str, ...] = ()
    """Command lines without `--config`, quoted for a shell."""
    diff: str = ""
    """What `rsc patch` is given."""
    when: datetime | None = None
    """None of what was changed outside."""

    def shell(self, config: str) -> str:
        """The lines for a shell, for the file that `config` names, quoted; "" for none."""
        option = f"{PROGRAM} --config {config}" if config else PROGRAM
        if self.kind == "diff":
            end = _end(self.diff)
            return f"{option} patch <<'{end}'\n{self.diff}{end}"
        return " && ".join(option + one.removeprefix(PROGRAM) for one in self.commands)


def done_steps(
    opened: str, steps: Iterable[tuple[Step, tuple[str, ...]]], current: str, name: str
) -> list[DoneStep]:
    """From the text that was opened to the current one: each step, with its command lines.

    A step without a command line is told as a diff, and so is what has changed between two steps,
    outside. `name` is the file's name.
    """
    done: list[DoneStep] = []
    text = opened
    for step, commands in steps:
        done += _outside(text, step.old, name)
        change, text = step.change, step.new
        if commands:
            done.append(DoneStep(change.label, "command", commands, when=change.when))
        else:
            done.append(_as_diff(change.label, step.old, step.new, name, change.when))
    return [*done, *_outside(text, current, name)]


def _outside(old: str, new: str, name: str) -> Iterator[DoneStep]:
    if old != new:
        yield _as_diff(OUTSIDE, old, new, name)


def _as_diff(label: str, old: str, new: str, name: str, when: datetime | None = None) -> DoneStep:
    diff = patch_of(old, new, name)
    return DoneStep(label, "diff" if diff else "hidden", diff=diff, when=when)


def script(done: Sequence[DoneStep], config: str) -> str:
    """A shell script that does all of it: on the file `config`, or on that of its first argument.

    What has no command is a comment that says so, and the script ends there with status 1.
    """
    lines = [
        "#!/bin/sh",
        "# What was done with rscrew-console: run it on the file as it was before.",
        "set -eu",
        f"config=${{1:-{quote(config)}}}",
    ]
    for step in done:
        lines += ["", f"# {_one_line(step.label)}"]
        if step.kind == "hidden":
            lines.append("echo 'this step holds a value that is not shown: do it by hand' >&2")
            lines.append("exit 1")
        else:
            lines.append(step.shell(_CONFIG))
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _end(diff: str) -> str:
    """A line that is none of the diff's."""
    end = "END_OF_DIFF"
    while f"{end}\n" in diff:
        end += "_"
    return end
