"""Which area a problem of a file belongs to, and how to fix it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from rscrew_console.doctor.finding import Area, Finding, FixKind, quoted
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.visible import visible

_AREAS: Mapping[str, Area] = {
    "agent-without-key": "keys",
    "api-key-in-file": "secrets",
    "base-url": "models",
    "key-form": "keys",
    "key-of-another-vendor": "keys",
    "no-model": "models",
    "not-a-url": "models",
    "not-a-variable-name": "keys",
    "not-in-force": "in force",
    "password-in-file": "secrets",
    "plain-http": "secrets",
    "refused-parameter": "models",
    "retired-model": "models",
    "retiring-model": "models",
    "unknown-kind": "models",
}
"""By the code of a problem; all others are about what the files say."""
_MENDS: Mapping[str, str] = {
    "agent-without-key": "put the key into ./.env, or give the agent a provider that has one: rsc"
    " {option}assign AGENT PROVIDER",
    "api-key-in-file": "revoke the key, put a new one into ./.env, and write its variable's name"
    " here",
    "distribution-differs": "rsc {option}doctor --fix counts again",
    "not-a-variable-name": "write the variable's name: rsc {option}doctor --fix does, where only"
    " $ or braces are too much",
    "not-in-force": "change it where it wins, or take it away there",
    "password-in-file": "put the address into a variable, and change the password",
    "pinned": "rsc {option}unpin",
    "not-as-expected": "rsc {option}assign AGENT PROVIDER, or rsc {option}expect AGENT PROVIDER",
    "retired-model": "rsc replace OLD NEW puts another model in its place, in every file",
    "retiring-model": "rsc replace OLD NEW puts another model in its place, in every file",
}
_FIXES: Mapping[str, FixKind] = {"distribution-differs": "count", "not-a-variable-name": "variable"}


def finding_of(problem: Problem, path: str) -> Finding:
    """A problem of the file at that path, as people write it."""
    where = f"{path}/{problem.file}" if problem.file else path
    code = problem.code
    fix: FixKind = _FIXES.get(code, "")
    if code == "not-a-variable-name" and "; write " not in problem.message:
        fix = ""
    if fix == "count" and "which is no provider" in problem.message:
        fix = ""
    option = f"--config {quoted(path)} "
    usual = f"rsc --config {quoted(path)}, then e there" if problem.severity == "error" else ""
    mend = _MENDS.get(code, usual or f"rsc --config {quoted(path)}, then ! and Enter there")
    return Finding(
        _AREAS.get(code, "files"), problem.severity, code, visible(problem.message), where,
        problem.line, mend.format(option=option), fix, data_path=problem.path,
    )  # fmt: skip
