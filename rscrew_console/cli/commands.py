"""All commands by name, each loaded when it is asked for: none waits for what another one needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

import click

from rscrew_console.cli.declared import command_of, program_options, summary_of

TASKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Look": (
            "status.status", "listing.providers", "listing.agents", "models.models",
            "detect.detect", "preflight.preflight",
    "recommend.recommend", "workspace.files", "workspace.where",
        ),
        "Find what is wrong": ("check.check", "doctor.doctor", "what_if.what_if"),
        "Change who runs on what": (
            "assign.assign", "bulk.bulk", "bulk.save_strategy", "pin.pin", "pin.unpin",
            "companion.expect", "companion.alias",
    "checklist.checklist",
    "migrate.migrate", "scenario_view.scenario", "workspace.replace",
            "entries.add_provider", "entries.remove_provider", "entries.add_agent",
            "entries.remove_agent", "entries.rename", "entries.set_agent", "entries.set_provider",
            "patch.patch",
        ),
        "Route prompts by their kind of task": ("task_routing.classify", "task_routing.route"),
        "Count calls and cost": ("cost.cost", "usage.usage", "budget.budget", "budget.alert"),
        "Go back": ("history.history", "history.undo", "history.redo", "history.rollback"),
        "Begin, convert, serve": (
            "init.init", "demo.demo", "convert.convert", "export.export", "serve.serve",
            "keys.keys",
        ),
    }
)  # fmt: skip
"""By task: `module.function` below `rscrew_console.cli`, in the order of `rsc --help`."""

OTHER_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "list": "agents", "ls": "files", "show": "agents", "crew": "agents", "fallbacks": "agents",
        "health": "status", "ping": "status", "test": "status", "keys-test": "keys --test",
        "validate": "check", "lint": "check", "verify": "check", "diagnose": "doctor",
        "set": "assign", "use": "assign", "switch": "assign", "swap": "replace",
        "strategy": "bulk", "strategies": "bulk", "apply": "bulk", "simulate": "what-if",
        "add": "add-agent", "new": "add-agent", "remove": "remove-agent", "rm": "remove-agent",
        "delete": "remove-agent", "logs": "usage", "log": "history", "calls": "usage",
        "price": "cost", "prices": "models", "limit": "budget", "revert": "undo",
        "restore": "rollback", "import": "convert", "find": "where", "web": "serve",
        "edit": "set-agent", "help": "--help", "version": "--version", "diff": "assign --dry-run",
    }
)  # fmt: skip
"""What people type who do not know our word for it yet, and our word."""


def named(functions: tuple[str, ...]) -> Mapping[str, str]:
    """Where each command is, by its name: `add-agent` is the function `add_agent`."""
    return MappingProxyType({one.partition(".")[2].replace("_", "-"): one for one in functions})


class LazyGroup(click.Group):
    """Commands that are imported when they are run, completed, or described."""

    def __init__(self, *args: Any, places: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands and cmd_name in self._places:
            self.add_command(_loaded(cmd_name, self._places[cmd_name]))
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by task, where they are known by task."""
        if self._places is not COMMANDS:
            super().format_commands(ctx, formatter)
            return
        width = max(map(len, self._places))
        for title, places in TASKS.items():
            known = {name: self.get_command(ctx, name) for name in named(places)}
            rows = [
                (f"{name:{width}}", one.get_short_help_str()) for name, one in known.items() if one
            ]
            with formatter.section(title):
                formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self._places and not name.startswith("-") and not ctx.resilient_parsing:
            from rscrew_console.roster.nearest import did_you_mean

            asked = OTHER_WORDS.get(name) if self._places is COMMANDS else None
            hint = f'; did you mean "{asked}"?' if asked else did_you_mean(name, self._places)
            is_path = self._places is COMMANDS and ("." in name or "/" in name)
            ctx.fail(f'there is no {"file" if is_path else "command"} "{name}"{hint}')
        return super().resolve_command(ctx, args)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first paragraph of the help, uncut; see `DeclaredCommand`."""
        return summary_of(self.help)


COMMANDS = named(tuple(place for places in TASKS.values() for place in places))
_PARTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "export.export": named(("export.litellm",)),
        "scenario_view.scenario": MappingProxyType(
            {
                "list": "scenario_view.list_scenarios", "show": "scenario_view.show",
                "set": "scenario.set_counts", "preset": "scenario.preset",
                "assign": "scenario_view.assign",
                "enable": "scenario.enable", "disable": "scenario.disable",
                "add": "scenario.add", "copy": "scenario.copy", "rename": "scenario.rename",
                "remove": "scenario.remove",
            }
        ),
    }
)  # fmt: skip
"""The commands of a command that is a group of its own."""


def _loaded(name: str, place: str) -> click.Command:
    module, _, function_name = place.partition(".")
    function: Callable[..., object] = getattr(
        import_module(f"rscrew_console.cli.{module}"), function_name
    )
    if place not in _PARTS:
        return command_of(name, function)
    group = LazyGroup(
        name, places=_PARTS[place], params=program_options(),
        invoke_without_command=True, help=function.__doc__,
    )  # fmt: skip
    group.callback = lambda: function(click.get_current_context())
    return group
