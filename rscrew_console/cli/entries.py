"""Commands that add, remove and rename agents and providers."""

from collections.abc import Sequence
from typing import Annotated

import click

from rscrew_console.cli.completion import complete_either, complete_providers
from rscrew_console.cli.crew import cli_context_of
from rscrew_console.cli.declared import Argument, Option
from rscrew_console.cli.options import (
    AgentName,
    DryRun,
    Fallbacks,
    ProviderName,
    Reasoning,
    Secondary,
    Slot,
    Tertiary,
)
from rscrew_console.cli.saving import make
from rscrew_console.cli.slot_options import SlotOptions
from rscrew_console.dialects import OperationError
from rscrew_console.dialects.chains import known_agent, known_provider
from rscrew_console.dialects.operations import (
    AddAgent,
    AddProvider,
    Remove,
    Rename,
    SetAgent,
    SetProvider,
)
from rscrew_console.dialects.operations.typed import typed
from rscrew_console.providers.kinds import KINDS, kind_of
from rscrew_console.roster.model import Provider
from rscrew_console.roster.nearest import nearest
from rscrew_console.roster.visible import visible

Text = Annotated[str | None, Option()]


def add_agent(
    ctx: click.Context,
    name: Annotated[str, Argument(metavar="NAME")],
    primary: Annotated[
        str,
        Argument(
            metavar="PRIMARY", complete=complete_providers,
            help="The provider of the primary slot.",
        ),
    ],
    secondary: Secondary = None,
    tertiary: Tertiary = None,
    fallback: Fallbacks = None,
    slot: Slot = None,
    reasoning: Reasoning = None,
    capability: Annotated[
        str | None,
        Option(
            help="coding, reasoning, analysis or communication; otherwise by the agent's name."
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:  # fmt: skip
    """Add an agent."""
    context = cli_context_of(ctx)
    session = context.open_to_change(dry_run=dry_run)
    options = SlotOptions(primary, secondary, tertiary, tuple(fallback or ()), slot)
    slots = options.slots(session.roster.scheme)
    operation = AddAgent(name, slots, reasoning or "", capability or "")
    make(context, session, [operation], dry_run=dry_run)


def remove_agent(ctx: click.Context, agent: AgentName, dry_run: DryRun = False) -> None:
    """Remove an agent."""
    context = cli_context_of(ctx)
    session = context.open_to_change(dry_run=dry_run)
    make(context, session, [Remove("agent", agent)], dry_run=dry_run)


def add_provider(
    ctx: click.Context,
    name: Annotated[str, Argument(metavar="NAME")],
    model: Annotated[str, Argument(metavar="MODEL")],
    api_key_env: Annotated[
        str | None,
        Option(
            metavar="VARIABLE",
            help="The variable that holds the key; by default the vendor's usual one.",
        ),
    ] = None,
    description: Text = None,
    cost_tier: Annotated[str | None, Option(help="premium, standard or budget.")] = None,
    base_url: Annotated[str | None, Option(metavar="URL")] = None,
    kind: Annotated[str | None, Option(help="The vendor, where the model does not tell.")] = None,
    temperature: Text = None,
    top_p: Text = None,
    max_tokens: Text = None,
    rate_limit: Annotated[str | None, Option(help="Requests a minute.")] = None,
    timeout: Annotated[str | None, Option(help="Seconds.")] = None,
    dry_run: DryRun = False,
) -> None:
    """Add a provider: a model under a name of your own."""
    if kind and kind not in KINDS:
        raise OperationError(f'there is no kind "{kind}"', nearest=nearest(kind, KINDS))
    if api_key_env is None:
        vendor = kind_of(Provider(name, model, kind=kind, base_url=base_url))
        # The usual key of a vendor goes to the vendor's own address, not to any other.
        api_key_env = (
            vendor.key_variables[0] if vendor and vendor.key_variables and not base_url else ""
        )
    context = cli_context_of(ctx)
    session = context.open_to_change(dry_run=dry_run)
    fields = {
        "model": model, "api_key_env": api_key_env, "description": description,
        "cost_tier": cost_tier, "base_url": base_url, "kind": kind, "temperature": temperature,
        "top_p": top_p, "max_tokens": max_tokens, "rate_limit": rate_limit, "timeout": timeout,
    }  # fmt: skip
    make(context, session, [AddProvider(name, fields)], dry_run=dry_run)


def remove_provider(ctx: click.Context, provider: ProviderName, dry_run: DryRun = False) -> None:
    """Remove a provider that no agent uses."""
    context = cli_context_of(ctx)
    session = context.open_to_change(dry_run=dry_run)
    try:
        make(context, session, [Remove("provider", provider)], dry_run=dry_run)
    except OperationError as error:
        others = [one.name for one in session.roster.providers if one.name != provider]
        declared = session.dialect.capabilities.declared_providers
        if not declared or not session.roster.users_of(provider) or not others:
            raise
        raise OperationError(
            f"{error}\nor put another one into its place everywhere, as in:"
            f" rsc replace {visible(provider)} {visible(others[0])} --dry-run"
        ) from error


def set_agent(
    ctx: click.Context,
    agent: AgentName,
    field: Annotated[
        str,
        Argument(metavar="FIELD", help="Such as reasoning or capability; depends on the format."),
    ],
    value: Annotated[str, Argument(metavar="[VALUE]", help="Without it, it is removed.")] = "",
    dry_run: DryRun = False,
) -> None:
    """Set a field of an agent other than its chain."""
    context = cli_context_of(ctx)
    session = context.open_to_change(dry_run=dry_run)
    known_agent(session.roster, agent)
    _check_field(field, session.dialect.agent_fields, session.dialect.title)
    make(context, session, [SetAgent(agent, field, value)], dry_run=dry_run)


def set_provider(
    ctx: click.Context,
    provider: ProviderName,
    field: Annotated[str, Argument(metavar="FIELD", help="Such as model, cost_tier or timeout.")],
    value: Annotated[
        str,
        Argument(
            metavar="[VALUE]",
            help="Without it the field is removed. A price: $ per million tokens, as in 3 15.",
        ),
    ] = "",
    dry_run: DryRun = False,
) -> None:
    """Set a field of a provider."""
    context = cli_context_of(ctx)
    session = context.open_to_change(dry_run=dry_run)
    known_provider(session.roster, provider)
    _check_field(field, session.dialect.provider_fields, session.dialect.title)
    if field == "kind" and value and value not in KINDS:
        raise OperationError(f'there is no kind "{value}"', nearest=nearest(value, KINDS))
    operation = SetProvider(provider, field, typed(field, value))
    make(context, session, [operation], dry_run=dry_run)


def _check_field(field: str, fields: Sequence[str], title: str) -> None:
    """Raises OperationError where the format has no such field."""
    if not fields:
        raise OperationError(f"{title} has no place for fields like that")
    if field not in fields:
        raise OperationError.unknown("field", field, fields)


def rename(
    ctx: click.Context,
    old: Annotated[str, Argument(metavar="OLD", complete=complete_either)],
    new: Annotated[str, Argument(metavar="NEW")],
    agent: Annotated[bool, Option("--agent", help="OLD is an agent.")] = False,
    provider: Annotated[bool, Option("--provider", help="OLD is a provider.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Rename an agent, or a provider and every place where a chain names it."""
    context = cli_context_of(ctx)
    session = context.open_to_change(dry_run=dry_run)
    agents, providers = session.roster.agent_by_name, session.roster.provider_by_name
    if agent == provider:
        agent, provider = old in agents, old in providers
        if agent and provider:
            raise click.BadParameter(
                f'"{old}" is an agent and a provider: say --agent or --provider'
            )
        if not agent and not provider:
            raise OperationError.unknown("agent or provider", old, (*agents, *providers))
    operation = Rename("agent" if agent else "provider", old, new)
    make(context, session, [operation], dry_run=dry_run)
