"""`scenario`: which models an experiment's agents get, and how many of them each."""

from typing import Annotated

import click

from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Argument, Option, names_among
from rscrew_console.cli.options import AsJson, DryRun
from rscrew_console.cli.output import complain, say_json
from rscrew_console.cli.saving import diff_of, make
from rscrew_console.cli.scenario_options import ScenarioName, counts_of, preset_counts
from rscrew_console.cli.scenario_view import scenario_shape, sum_warning
from rscrew_console.dialects.operations import (
    AddScenario,
    CopyScenario,
    Operation,
    RemoveScenario,
    RenameScenario,
    SetCounts,
    SwitchScenarios,
)
from rscrew_console.dialects.operations.scenarios import table_of
from rscrew_console.session import Session

NewName = Annotated[str, Argument(metavar="NEW")]
Counts = Annotated[
    list[str],
    Argument(metavar="MODEL=N…", help="Agents for each of these models."),
]
Force = Annotated[
    bool, Option("--force", help="Save it though the counts do not add up to NUM_AGENTS.")
]


def set_counts(
    ctx: click.Context, name: ScenarioName, counts: Counts, force: Force = False,
    dry_run: DryRun = False, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Set the number of agents of these models; the other counts stay, and 0 takes a model out.

    Counts that do not add up to NUM_AGENTS are refused.
    """
    operation = SetCounts(name, counts_of(counts), force)
    _change(ctx, operation, name, dry_run=dry_run, as_json=as_json)


def add(
    ctx: click.Context, name: ScenarioName, counts: Counts, force: Force = False,
    dry_run: DryRun = False, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Add a scenario with these counts after the last one."""
    operation = AddScenario(name, counts_of(counts), force)
    _change(ctx, operation, name, dry_run=dry_run, as_json=as_json)


def preset(
    ctx: click.Context,
    name: ScenarioName,
    kind: Annotated[
        str,
        Argument(
            metavar="all|even|shares",
            complete=names_among(("all", "even", "shares")),
            help="`all MODEL`: everyone on one model. `even [MODEL…]`: as equal as it goes, among"
            " all models or these. `shares MODEL=SHARE…`: by weights or percent.",
        ),
    ],
    models: Annotated[
        list[str] | None, Argument(metavar="[MODEL…]")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Set all counts of a scenario at once, so that they add up."""
    context, session = _opened(ctx, dry_run=dry_run)
    table = table_of(session.dialect, session.roster)
    counts = preset_counts(table, name, kind, models or [])
    _make(context, session, SetCounts(name, counts), name, dry_run=dry_run, as_json=as_json)


def copy(
    ctx: click.Context, name: ScenarioName, new: NewName, dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Add a scenario with the counts of another one."""
    _change(ctx, CopyScenario(name, new), new, dry_run=dry_run, as_json=as_json)


def rename(
    ctx: click.Context, name: ScenarioName, new: NewName, dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Give a scenario another name."""
    _change(ctx, RenameScenario(name, new), new, dry_run=dry_run, as_json=as_json)


def remove(
    ctx: click.Context, name: ScenarioName, dry_run: DryRun = False, as_json: AsJson = False
) -> None:
    """Remove a scenario; `undo` brings it back."""
    _change(ctx, RemoveScenario(name), "", dry_run=dry_run, as_json=as_json)


def enable(ctx: click.Context, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Use the scenarios: ENABLE_MULTI_MODEL is true."""
    _change(ctx, SwitchScenarios(enabled=True), "", dry_run=dry_run, as_json=as_json)


def disable(ctx: click.Context, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Run all agents on MAIN_MODEL, whatever the scenarios say; they stay in the file."""
    _change(ctx, SwitchScenarios(enabled=False), "", dry_run=dry_run, as_json=as_json)


def _opened(ctx: click.Context, *, dry_run: bool) -> tuple[CliContext, Session]:
    context = cli_context_of(ctx)
    return context, context.open_to_change(dry_run=dry_run)


def _change(
    ctx: click.Context, operation: Operation, name: str, *, dry_run: bool, as_json: bool
) -> None:
    context, session = _opened(ctx, dry_run=dry_run)
    _make(context, session, operation, name, dry_run=dry_run, as_json=as_json)


def _make(
    context: CliContext, session: Session, operation: Operation, name: str, *, dry_run: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Do it, and show the result; `name` is the scenario that is there afterwards, or ""."""
    if as_json:
        session.apply(operation)
        diff = diff_of(session)
        lines = 0 if dry_run else session.save(context.command).lines_changed
    else:
        make(context, session, [operation], dry_run=dry_run)
    table = table_of(session.dialect, session.roster)
    scenario = table.scenario(name.strip()) if name else None
    if as_json:
        shape = scenario_shape(table, scenario, context.facts(session.roster)) if scenario else None
        say_json(
            {
                "config": str(context.path),
                "enabled": table.enabled,
                "scenario": shape,
                "diff": diff,
                "saved": lines > 0,
                "lines_changed": lines,
            }
        )
    elif scenario and not table.is_complete(scenario):
        complain(f"warning: {sum_warning(table, scenario)}")
