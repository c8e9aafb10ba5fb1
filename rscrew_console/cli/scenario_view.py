"""`scenario list`, `show` and `assign`: the scenarios, and which agent gets which model."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import click

from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Option
from rscrew_console.cli.options import AsJson
from rscrew_console.cli.output import complain, say, say_json, styled, width
from rscrew_console.cli.scenario_options import ScenarioName
from rscrew_console.cli.shapes import hint, key_variable
from rscrew_console.cli.table import TableColumn
from rscrew_console.cli.table import show as show_table
from rscrew_console.cli.table import table as table_lines
from rscrew_console.dialects import OperationError
from rscrew_console.dialects.experiment.edits import scenario_named
from rscrew_console.dialects.operations.scenarios import table_of
from rscrew_console.roster.experiment import (
    Scenario,
    ScenarioTable,
    answering,
    assignments_data,
    deal,
    diversity,
    refusal_to_deal,
)
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.visible import visible


def list_scenarios(ctx: click.Context, as_json: AsJson = False) -> None:
    """List the scenarios: agents on each model, the sums, and which models will answer."""
    context, table, facts = _read(ctx)
    if as_json:
        say_json(
            {
                "config": str(context.path),
                "enabled": table.enabled,
                "num_agents": table.number_of_agents,
                "main_model": table.main_model,
                "models": [_model_shape(model, facts) for model in table.models],
                "scenarios": [scenario_shape(table, one, facts) for one in table.scenarios],
            }
        )
        return
    say(styled(switch_words(table), "dim" if table.enabled else "yellow"))
    if not table.scenarios:
        say("there is no scenario yet: rsc scenario add NAME MODEL=N …")
        return
    columns = [
        TableColumn("scenario", least=16),
        *(TableColumn(visible(model), least=8, right=True) for model in table.models),
        TableColumn("sum", right=True),
        TableColumn("will answer", right=True),
    ]
    rows = [
        [
            one.name,
            *(str(one.count_of(model) or "·") for model in table.models),
            sum_words(table, one),
            _answer_words(table, one, facts),
        ]
        for one in table.scenarios
    ]
    show_table(table_lines(columns, rows, width()))
    for model in table.models:
        if model in facts and not facts[model].usable and (advice := hint(facts[model])):
            say(styled(f"{visible(model)} will not answer: {visible(advice)}", "dim"))


def scenario(ctx: click.Context) -> None:
    """List the scenarios of an experiment, change them, or assign their models to agents."""
    if ctx.invoked_subcommand is None:
        list_scenarios(ctx)


def show(ctx: click.Context, name: ScenarioName, as_json: AsJson = False) -> None:
    """Show one scenario: its models and whether they will answer, and what each agent gets."""
    context, table, facts = _read(ctx)
    scenario = scenario_named(table, name)
    if as_json:
        dealt = enumerate(deal(table, scenario))
        agents = [{"agent_id": number, "model": model} for number, model in dealt]
        shape = scenario_shape(table, scenario, facts)
        say_json({"config": str(context.path), **shape, "agents": agents})
        return
    say(styled(visible(scenario.name), "bold"))
    say(f"{sum_words(table, scenario)} agents; diversity {diversity(scenario):.3f}")
    columns = [
        TableColumn("model", least=16), TableColumn("agents", right=True), TableColumn("numbers"),
        TableColumn("will answer", least=16),
    ]  # fmt: skip
    numbers = deal(table, scenario)
    rows = [
        [model, str(count), _numbers(numbers, model), _answer(model, facts)]
        for model, count in scenario.counts
    ]
    show_table(table_lines(columns, rows, width()))
    if not table.is_complete(scenario):
        complain(f"warning: {sum_warning(table, scenario)}")
    if not table.enabled:
        say(styled(switch_words(table), "yellow"))


def assign(
    ctx: click.Context,
    name: ScenarioName,
    seed: Annotated[
        str | None,
        Option(
            "--seed", metavar="N",
            help="Shuffle who gets which model, always alike for the same number; without it models"
            " go out in the file's order.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        Option(
            "--output", "-o", metavar="FILE",
            help="Write it there, never over a file; - prints it. Without it,"
            " results/exp_DATE_TIME/model_assignments.json.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, Option("--dry-run", help="Show who gets what, and write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Assign the models of a scenario to the agents, and write the result.

    With ENABLE_MULTI_MODEL off all agents get MAIN_MODEL.
    """
    context, table, _ = _read(ctx)
    scenario = scenario_named(table, name)
    if reason := refusal_to_deal(table, scenario):
        raise OperationError(reason)
    data = assignments_data(scenario.name, deal(table, scenario, _seed_of(seed)))
    place = output or _usual_place(context)
    to_print = str(place) == "-"
    written = not (to_print or dry_run)
    if written:
        _write_new(place, json.dumps(data, indent=2) + "\n")
    if as_json or to_print:
        say_json({**data, "file": str(place) if written else None} if as_json else data)
        return
    columns = [TableColumn("agent", right=True), TableColumn("model")]
    rows = [[str(one["agent_id"]), one["model"]] for one in data["assignments"]]
    show_table(table_lines(columns, rows, width()))
    if not table.enabled:
        complain(f"note: {switch_words(table)}")
    if written:
        say(f"wrote {visible(str(place))}")


def scenario_shape(
    table: ScenarioTable, scenario: Scenario, facts: Mapping[str, Facts]
) -> dict[str, Any]:
    """A scenario for scripts; `answers` is the number of agents whose model has its key."""
    usable = [model for model, fact in facts.items() if fact.usable]
    return {
        "name": scenario.name,
        "number": scenario.index + 1,
        "description": scenario.description,
        "counts": dict(scenario.counts),
        "sum": scenario.total,
        "num_agents": table.number_of_agents,
        "complete": table.is_complete(scenario),
        "diversity": round(diversity(scenario), 3),
        "answers": answering(scenario, usable),
    }


def sum_words(table: ScenarioTable, scenario: Scenario) -> str:
    """`10 of 10`, or `9 of 10 ✗`."""
    words = f"{scenario.total} of {table.number_of_agents}"
    return words if table.is_complete(scenario) else f"{words} ✗"


def sum_warning(table: ScenarioTable, scenario: Scenario) -> str:
    """A sentence without a full stop."""
    return (
        f'"{visible(scenario.name)}": the counts add up to {scenario.total}, and there are'
        f" {table.number_of_agents} agents (NUM_AGENTS); the experiment program refuses it"
    )


def switch_words(table: ScenarioTable) -> str:
    """Whether scenarios count, for people."""
    if table.enabled:
        return f"scenarios are on; every one has {table.number_of_agents} agents"
    return (
        f"scenarios are off (ENABLE_MULTI_MODEL): all {table.number_of_agents} agents run on"
        f" {visible(table.main_model)}; rsc scenario enable"
    )


def _read(ctx: click.Context) -> tuple[CliContext, ScenarioTable, dict[str, Facts]]:
    context = cli_context_of(ctx)
    session = context.open()
    table = table_of(session.dialect, session.roster)
    return context, table, context.facts(session.roster)


def _model_shape(model: str, facts: Mapping[str, Facts]) -> dict[str, Any]:
    fact = facts.get(model)
    return {
        "name": model,
        "key": fact.key if fact else None,
        "api_key_env": (key_variable(fact) or None) if fact else None,
        "answers": bool(fact and fact.usable),
    }


def _answer_words(table: ScenarioTable, scenario: Scenario, facts: Mapping[str, Facts]) -> str:
    usable = [model for model, fact in facts.items() if fact.usable]
    number = answering(scenario, usable)
    return f"{number} of {table.number_of_agents}{'' if number >= scenario.total else ' ✗'}"


def _answer(model: str, facts: Mapping[str, Facts]) -> str:
    fact = facts.get(model)
    if fact is None or fact.usable:
        return "✓"
    return f"✗ {key_variable(fact)} is not set: the program makes up its results"


def _numbers(dealt: tuple[str, ...], model: str) -> str:
    """`0-4`, or `0, 3` where they are not in a row; as without a seed."""
    numbers = [number for number, one in enumerate(dealt) if one == model]
    if not numbers:
        return ""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}-{numbers[-1]}"
    return ", ".join(map(str, numbers))


def _seed_of(text: str | None) -> int | None:
    """Raises BadParameter for what is no whole number."""
    if text is None:
        return None
    if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        raise click.BadParameter(f'--seed takes a whole number, not "{text}"')
    return int(text)


def _usual_place(context: CliContext) -> Path:
    return Path("results") / f"exp_{context.now:%Y%m%d_%H%M%S}" / "model_assignments.json"


def _write_new(path: Path, text: str) -> None:
    """Raises FileExistsError where there is a file, or a link, and OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
