"""`bulk`: a strategy for the whole crew, shown before it is applied; and one made from the crew."""

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated

import click

from rscrew_console.cli.companion import keep_beside
from rscrew_console.cli.completion import complete_agents, complete_strategies
from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Argument, Option
from rscrew_console.cli.options import DryRun
from rscrew_console.cli.output import complain, is_terminal, say, styled, width
from rscrew_console.cli.saving import hide_keys, make, show_diff
from rscrew_console.cli.table import TableColumn, table
from rscrew_console.dialects import OperationError
from rscrew_console.dialects.names import new_name
from rscrew_console.dialects.operations import AddStrategy
from rscrew_console.dialects.sections.names import STRATEGIES
from rscrew_console.dialects.strategies import as_data
from rscrew_console.plans.carry_out import diff_of, operation_of, strategy_from
from rscrew_console.plans.costs import change_of_cost
from rscrew_console.plans.preview import Preview, preview
from rscrew_console.plans.shipped import strategies_of, strategy_named
from rscrew_console.roster.model import Roster
from rscrew_console.roster.money import from_to
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.roster.strategies.names import canonical
from rscrew_console.roster.visible import visible
from rscrew_console.session.companion_file import companion_entries

StrategyName = Annotated[
    str | None,
    Argument(
        metavar="[STRATEGY]", complete=complete_strategies,
        help="Its name or number; without it, you are asked.",
    ),
]  # fmt: skip


def bulk(
    ctx: click.Context,
    strategy: StrategyName = None,
    agents: Annotated[
        str | None,
        Option(metavar="A,B", help="Only these agents; the others keep their chains."),
    ] = None,
    left_out: Annotated[
        list[str] | None,
        Option(
            "--except",
            metavar="AGENT[:SLOT]",
            complete=complete_agents,
            help="An agent, or a single slot of one, that stays as it is; repeat it for more.",
        ),
    ] = None,
    dry_run: DryRun = False,
    yes: Annotated[bool, Option("--yes", "-y", help="Apply it without asking.")] = False,
) -> None:
    """Give every agent the chain of a strategy; shows the changes before it saves them.

    Reasonings stay. One undo takes everything back.
    """
    context = cli_context_of(ctx)
    if not dry_run:
        context.refuse_read_only()
    asks = not (yes or dry_run)
    if (asks or strategy is None) and not is_terminal(sys.stdin):
        _refuse_to_ask(context.open().roster, strategy)
    # Nobody is locked out while a person thinks; what is saved meanwhile is merged.
    session = (
        context.open() if asks or strategy is None else context.open_to_change(dry_run=dry_run)
    )
    plan = preview(
        session.roster,
        strategy or _chosen(session.roster),
        context.plan_facts(session.roster),
        *_chosen_agents(session.roster, agents, left_out or ()),
    )
    operation = operation_of(plan)
    if not session.edits_for(operation):
        say("nothing to change: all agents have these chains")
        return
    for line in summary_lines(plan):
        complain(line) if dry_run else say(line)
    if asks:
        show_diff(hide_keys(diff_of(session, plan)))
        if not click.confirm("apply and save?"):
            say("nothing was changed")
            return
    make(context, session, [operation], dry_run=dry_run, listed=False)


def save_strategy(
    ctx: click.Context,
    name: Annotated[str, Argument(metavar="NAME")],
    description: Annotated[str, Option(help="One line on what it is for.")] = "",
    replace: Annotated[
        bool, Option("--replace", help="Overwrite a strategy of that name.")
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Save the present chains as a strategy: in the file, or else in rscrew.yaml beside it."""
    context = cli_context_of(ctx)
    session = context.open_to_change(dry_run=dry_run)
    strategy = strategy_from(session.roster, name, description)
    if not session.dialect.capabilities.strategies:
        _save_beside(context, session.roster, strategy, replace=replace, dry_run=dry_run)
        return
    operation = AddStrategy(strategy, replace)
    try:
        make(context, session, [operation], dry_run=dry_run)
    except OperationError as error:
        if replace or "replaced" not in error.reason:
            raise
        raise OperationError(f"{error.reason} with --replace") from error


def _save_beside(
    context: CliContext, roster: Roster, strategy: Strategy, *, replace: bool, dry_run: bool
) -> None:
    """Raises OperationError for a name that cannot be one, or that another strategy has."""
    name = new_name("strategy", strategy.name, ())
    same = [one.name for one in roster.strategies if canonical(one.name) == canonical(name)]
    if same and not replace:
        raise OperationError(
            f'rscrew.yaml has a strategy "{same[0]}" already; it can be replaced with --replace'
        )
    entries = {same[0] if same else name: as_data(strategy)}
    edits = companion_entries(context.path, STRATEGIES, entries)
    keep_beside(context, edits, f"keep strategy {name}", dry_run=dry_run)


def _refuse_to_ask(roster: Roster, strategy: str | None) -> None:
    """Raise the error for a script: an unknown strategy, or the option that is missing."""
    if strategy is not None:
        strategy_named(roster, strategy)
    raise click.BadParameter(
        "there is no terminal to ask in: name a strategy, with --yes to apply it or --dry-run to"
        " see what it would change"
    )


def _chosen(roster: Roster) -> str:
    """Ask for a strategy; return the number that the user typed."""
    strategies = strategies_of(roster)
    for strategy in strategies:
        say(f"  {strategy.number}  {visible(strategy.name)}")
        if strategy.description:
            say(styled(f"     {visible(strategy.description)}", "dim"))
    return str(click.prompt("which one"))


def _chosen_agents(
    roster: Roster, agents: str | None, left_out: Sequence[str]
) -> tuple[tuple[str, ...] | None, Mapping[str, Collection[str]]]:
    """The agents that `--agents` and `--except` leave, None for all; and the slots that stay."""
    out: set[str] = set()
    kept: dict[str, list[str]] = {}
    for text in left_out:
        agent, _, slot = text.rpartition(":")
        if text in roster.agent_by_name:
            out.add(text)
            continue
        if not agent or agent not in roster.agent_by_name:
            raise OperationError.unknown("agent", agent or text, roster.agent_by_name)
        if roster.scheme.index(slot) is None:
            raise OperationError.unknown("slot", slot, roster.slots)
        kept.setdefault(agent, []).append(slot)
    named = _named(roster, agents)
    if out:
        named = tuple(name for name in named or roster.agent_by_name if name not in out)
    return named, kept


def _named(roster: Roster, agents: str | None) -> tuple[str, ...] | None:
    if agents is None:
        return None
    names = tuple(name.strip() for name in agents.split(",") if name.strip())
    for name in names:
        if name not in roster.agent_by_name:
            raise OperationError.unknown("agent", name, roster.agent_by_name)
    if not names:
        raise click.BadParameter("--agents takes names of agents, with commas between them")
    return names


def summary_lines(plan: Preview) -> Iterator[str]:
    """Yield the changed agents, the shares, the cost, and the agents with nothing to run on."""
    columns = [
        TableColumn("agent"),
        TableColumn("now"),
        TableColumn("then"),
        TableColumn("$/1k", right=True),
    ]
    rows = [
        [
            agent.name,
            "→".join(agent.old),
            "→".join(agent.new),
            from_to(agent.old_usd, agent.new_usd),
        ]
        for agent in plan.agents
        if agent.changed
    ]
    head, *lines = table(columns, rows, width())
    yield styled(head, "bold")
    yield from lines
    yield ""
    if plan.last:
        yield f"without a key, and so last: {visible(', '.join(plan.last))}"
    shares = (
        f"{visible(name)} {_from_to(count, plan.after.distribution[name])}"
        for name, count in plan.before.distribution.items()
    )
    yield f"{len(rows)} of {len(plan.agents)} agents change; primaries: {', '.join(shares)}"
    yield f"cost: {_cost(plan)}"
    if plan.after.stranded:
        yield styled(f"left with nothing: {visible(', '.join(plan.after.stranded))}", "red")


def _cost(plan: Preview) -> str:
    before, after = plan.before.cost, plan.after.cost
    calls = from_to(before.running.usd_per_1k_calls, after.running.usd_per_1k_calls)
    unknown = len(after.running.unpriced)
    missing = f"; of {unknown} agents the price is not known" if unknown else ""
    month = change_of_cost(before, after)
    unpinned = " once unpinned" if plan.pin else ""
    return f"{month}{unpinned}; {calls} for 1,000 calls of every agent{missing}"


def _from_to(before: int, after: int) -> str:
    return str(before) if before == after else f"{before} → {after}"
