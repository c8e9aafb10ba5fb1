"""The doctor's look at all files, and its safe fixes: those of the open file as one step."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rscrew_console.doctor.crews import DiagnosisInputs, opened_crew
from rscrew_console.doctor.diagnose import Diagnosis, diagnose
from rscrew_console.doctor.finding import Finding
from rscrew_console.doctor.fixing import fix, mend_session
from rscrew_console.providers.health import Health
from rscrew_console.providers.retirements import of_litellm, retired_by, shipped
from rscrew_console.session import SessionError
from rscrew_console.tui.requests import ConfirmRequest, DoctorAnswer, DoctorRequest
from rscrew_console.tui.view.text import count, line

if TYPE_CHECKING:
    from rscrew_console.doctor.crews import Crew
    from rscrew_console.tui.context import ConsoleContext


async def show_doctor(context: ConsoleContext) -> None:
    """Shows what is wrong until the user has seen enough, or goes to one of the findings."""
    answer: DoctorAnswer | None = DoctorAnswer("again")
    while answer is not None:
        diagnosis, inputs = await _look(context)
        session = context.state.session
        here = inputs.shown(session.path)
        answer = await context.ask(
            DoctorRequest(
                diagnosis,
                here,
                partial(_is_here, context, here),
                session.read_only if session.started_read_only else "",
            )
        )
        if answer is not None and answer.action == "fix":
            await _fix(context, diagnosis, inputs)
        elif answer is not None and answer.action == "go":
            _go_to(context, answer)
            return


def _is_here(context: ConsoleContext, path: str, finding: Finding) -> bool:
    in_file = finding.path == path or finding.path.startswith(f"{path}/")
    return in_file and context.state.place_at(finding.data_path) is not None


async def _look(context: ConsoleContext) -> tuple[Diagnosis, DiagnosisInputs]:
    """Looks at everything, in the background: disks may be slow."""
    workspace, state = context.workspace, context.state
    now = context.health_checks.now
    retired = retired_by(now.date(), shipped())
    inputs = DiagnosisInputs(workspace.cwd, workspace.home, workspace.environ, now, retired)
    healths, opened = state.view_state().healths, state.session

    def known(crew: Crew) -> Iterator[Health]:
        if crew.path == opened.path and crew.roster is not None:
            last = (healths.last(provider.name) for provider in crew.roster.providers)
            yield from (one for one in last if one is not None)

    def work() -> Diagnosis:
        full = replace(inputs, retired=retired_by(now.date(), shipped(), of_litellm()))
        return diagnose(
            None, full, known, settings_problems=state.settings_problems,
            opened=opened_crew(opened, full),
        )  # fmt: skip

    return await asyncio.to_thread(work), inputs


async def _fix(context: ConsoleContext, diagnosis: Diagnosis, inputs: DiagnosisInputs) -> None:
    """The safe fixes: the open file's as a step of undo, all others after a question."""
    session = context.state.session
    here = inputs.shown(session.path)
    fixable = [one for one in diagnosis.findings if one.fix]
    own = {one.fix for one in fixable if one.fix != "mode" and one.path.startswith(here)}
    others = [one for one in fixable if one.fix == "mode" or not one.path.startswith(here)]
    told = []
    try:
        if own and (done := mend_session(session, own)):
            context.redraw()
            told.append(f"{done}; u takes that back")
        if others and await _confirmed(context, others):
            crews = [crew for crew in diagnosis.crews if crew.path != session.path]
            told += await asyncio.to_thread(lambda: [*fix(others, crews, inputs)])
    except SessionError as error:
        context.show_message(str(error), "error")
        return
    except OSError as error:
        reason = error.strerror or str(error)
        context.show_message(f"{error.filename or ''}: {reason}", "error")
        return
    context.show_message("\n".join(told) or "nothing was changed")


async def _confirmed(context: ConsoleContext, others: list[Finding]) -> bool:
    lines = [line(f"{one.place}: {one.mend or one.message}") for one in others]
    note = line(("These are written at once; each is told with what takes it back.", "dim"))
    title = f"Mend {count(len(others), 'thing')} outside the open file?"
    return await context.ask(ConfirmRequest(title, (*lines, note))) is True


def _go_to(context: ConsoleContext, answer: DoctorAnswer) -> None:
    place = context.state.place_at(answer.told.first.data_path) if answer.told else None
    if place is not None:
        kind, name, column = place
        context.grids[kind].focus()
        context.grids[kind].select(name, column)
