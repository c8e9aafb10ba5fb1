"""One thing that is wrong, and how to fix it. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import Literal

from rscrew_console.records import dataclass
from rscrew_console.roster.problem import Path as DataPath

Severity = Literal["error", "warning", "note"]
Area = Literal[
    "files", "models", "keys", "secrets", "in force", "health", "budgets", "permissions",
    "settings", "state", "versions", "proxies",
]  # fmt: skip
AREAS: dict[Area, str] = {
    "files": "What the files say",
    "models": "Models and providers",
    "keys": "Keys",
    "secrets": "Secrets in files",
    "in force": "Said, and not in force",
    "health": "Providers that do not answer",
    "budgets": "Budgets",
    "permissions": "Who can read and write the files",
    "settings": "Your own settings (console.yaml)",
    "state": "Where the console keeps its state",
    "versions": "Installed packages",
    "proxies": "Proxies",
}
"""The areas, in the order in which they are told, and their titles."""
FixKind = Literal["", "count", "variable", "mode"]
"""How `--fix` mends it: the file's counts, a variable's name, the mode of a file; "" for not."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A note is worth knowing and nothing wrong. `message` and `mend` are fit to be shown."""

    area: Area
    severity: Severity
    code: str
    """kebab-case, stable: the cause, by which findings are grouped."""
    message: str
    path: str = ""
    """The file or folder that it is about, as people write it; "" for none."""
    line: int = 0
    mend: str = ""
    """The command or key that mends it, or what to do."""
    fix: FixKind = ""
    mode: int = 0
    """The mode that a file is to have, where `fix` is "mode"."""
    told: str = ""
    """What is told of all findings of the same cause in this file, where there are several."""
    data_path: DataPath = ()
    """Where in the data of the file it is; () for nowhere."""

    @property
    def place(self) -> str:
        """`crew.yaml:12`, where there is a line."""
        return f"{self.path}:{self.line}" if self.line else self.path


def grouped(findings: Iterable[Finding]) -> list[tuple[Area, list[list[Finding]]]]:
    """The findings by area and, within one, by cause; errors first."""
    by_area: dict[Area, dict[tuple[str, str], list[Finding]]] = {area: {} for area in AREAS}
    order = ("error", "warning", "note")
    for finding in sorted(findings, key=lambda one: order.index(one.severity)):
        by_area[finding.area].setdefault((finding.code, finding.severity), []).append(finding)
    return [(area, list(causes.values())) for area, causes in by_area.items() if causes]


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """Findings of one cause, which are told in one sentence."""

    findings: tuple[Finding, ...]
    message: str

    @property
    def first(self) -> Finding:
        return self.findings[0]

    @property
    def mends(self) -> tuple[str, ...]:
        """What mends them, each once."""
        return tuple(dict.fromkeys(one.mend for one in self.findings if one.mend))


def told_once(findings: Sequence[Finding]) -> list[ToldFinding]:
    """The findings, those of one file and cause as one."""
    groups: dict[object, list[Finding]] = {}
    for number, one in enumerate(findings):
        key = (one.path, one.code, one.told) if one.told else number
        groups.setdefault(key, []).append(one)
    return [
        ToldFinding(tuple(group), group[0].told if len(group) > 1 else group[0].message)
        for group in groups.values()
    ]


def is_wrong(findings: Iterable[Finding]) -> bool:
    """Whether there is more than notes."""
    return any(finding.severity != "note" for finding in findings)


def quoted(path: str) -> str:
    """A path as a shell takes it; `~/` and `./` stay as they are."""
    head, rest = (path[:2], path[2:]) if path.startswith(("~/", "./")) else ("", path)
    return head + shlex.quote(rest)
