"""`doctor`: everything that is wrong, by cause, each with how to fix it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click

from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Option
from rscrew_console.cli.options import AsJson
from rscrew_console.cli.output import say, say_json, styled
from rscrew_console.session import SessionError

if TYPE_CHECKING:
    from rscrew_console.doctor.diagnose import Ask, Diagnosis
    from rscrew_console.doctor.finding import Finding

MOST = 4
"""Findings of one cause that are listed; --verbose lists all."""
_COLOURS = {"error": "red", "warning": "yellow", "note": "dim"}


def doctor(
    ctx: click.Context,
    fix: Annotated[
        bool, Option("--fix", help="Fix what is safe to fix; undo takes it back.")
    ] = False,
    ask: Annotated[
        bool, Option("--ask", help="Ask every provider as well, for free, as status does.")
    ] = False,
    verbose: Annotated[
        bool, Option("--verbose", help="List every finding, not a few for every cause.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List everything that is wrong with all files and around them, and how to fix it.

    With --config only of that file. Exit status 1 if something is wrong.
    """
    from rscrew_console.doctor.crews import DiagnosisInputs
    from rscrew_console.doctor.diagnose import diagnose
    from rscrew_console.doctor.finding import is_wrong
    from rscrew_console.doctor.fixing import fix as fix_all
    from rscrew_console.providers.retirements import of_litellm, retired_by, shipped

    context = cli_context_of(ctx)
    if fix:
        context.refuse_read_only()
    home = Path(os.path.expanduser("~"))
    retired = retired_by(context.today, shipped(), of_litellm())
    inputs = DiagnosisInputs(Path.cwd(), home, os.environ, context.now, retired)
    asking = _asking(inputs) if ask else None
    wrong = _wrong_settings(context)
    diagnosis = diagnose(context.config_option, inputs, asking, settings_problems=wrong)
    done: list[str] = []
    if fix:
        done = list(fix_all(diagnosis.findings, diagnosis.crews, inputs))
        diagnosis = (
            diagnose(context.config_option, inputs, asking, settings_problems=wrong)
            if done
            else diagnosis
        )
    if as_json:
        say_json(_shape(diagnosis, done))
    else:
        for line in (*(f"fixed: {one}" for one in done), *_lines(diagnosis, verbose=verbose)):
            say(line)
    if is_wrong(diagnosis.findings):
        raise click.exceptions.Exit(1)


def _wrong_settings(context: CliContext) -> list[str]:
    """Return what does not hold of `console.yaml`."""
    from rscrew_console.console_settings import load_settings, settings_path

    settings = load_settings(settings_path())
    problems = [*settings.problems]
    if settings.keys:
        from rscrew_console.tui.user_keys import check_keys  # loads the console's commands

        problems += check_keys(settings.keys)[1]
    if settings.columns:
        from rscrew_console.tui.view.own_columns import wrong_columns
        from rscrew_console.tui.view.view_state import ViewState, format_view

        try:
            session = context.open()
        except SessionError:
            return problems  # the file is told of by itself, and its columns are not known
        roster, columns = session.roster, format_view(session.dialect)
        problems += wrong_columns(settings, ViewState(roster, roster, {}, format=columns))
    return problems


def _asking(inputs: Any) -> Ask:
    """Return what asks all providers of a crew over the network."""
    from rscrew_console.providers.health.check import check_all, may_be_asked
    from rscrew_console.providers.health.run import run

    def ask(crew: Any) -> Any:
        env, roster = inputs.env(crew.path), crew.roster
        asked = [provider for provider in roster.providers if may_be_asked(provider, env)]
        return run(check_all(asked, env, roster.settings.health, None, deep=False))

    return ask


def _lines(diagnosis: Diagnosis, *, verbose: bool) -> Iterator[str]:
    from rscrew_console.doctor.finding import AREAS, grouped, is_wrong

    for area, causes in grouped(diagnosis.findings):
        yield styled(AREAS[area], "bold")
        for cause in causes:
            yield from _cause_lines(cause, verbose=verbose)
        yield ""
    files = f"{len(diagnosis.crews)} file{'' if len(diagnosis.crews) == 1 else 's'} looked at"
    if not is_wrong(diagnosis.findings):
        yield f"nothing wrong; {files}"
        return
    counts = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for word in ("error", "warning")
        if (number := sum(one.severity == word for one in diagnosis.findings))
    ]
    fixable = sum(bool(one.fix) for one in diagnosis.findings)
    more = f"; rsc doctor --fix fixes {fixable} of them" if fixable else ""
    yield f"{', '.join(counts)}; {files}{more}"


def _cause_lines(cause: list[Finding], *, verbose: bool) -> Iterator[str]:
    from rscrew_console.doctor.finding import ToldFinding, told_once

    told = [ToldFinding((one,), one.message) for one in cause] if verbose else told_once(cause)
    shown = told if verbose else told[:MOST]
    for each in shown:
        finding = each.first
        place = f"{finding.place}: " if finding.place else ""
        severity = styled(finding.severity, _COLOURS[finding.severity])
        listed = "" if len(each.findings) == 1 else " (--verbose lists them)"
        yield f"  {place}{severity} {finding.code}: {each.message}{listed}"
    if more := len(told) - len(shown):
        yield styled(f"  and {more} more (--verbose lists them)", "dim")
    for mend in dict.fromkeys(mend for each in shown for mend in each.mends):
        yield styled(f"    → {mend}", "dim")


def _shape(diagnosis: Diagnosis, done: list[str]) -> dict[str, Any]:
    return {
        "files": [str(crew.path) for crew in diagnosis.crews],
        "findings": [
            {
                "area": one.area,
                "severity": one.severity,
                "code": one.code,
                "message": one.message,
                "file": one.path or None,
                "line": one.line or None,
                "mend": one.mend or None,
                "fixable": bool(one.fix),
            }
            for one in diagnosis.findings
        ],
        "fixed": done,
    }
