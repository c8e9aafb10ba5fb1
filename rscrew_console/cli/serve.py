"""`serve`: the console in a browser."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click

from rscrew_console.cli.declared import Option
from rscrew_console.cli.output import complain, is_terminal, say
from rscrew_console.roster.visible import visible

if TYPE_CHECKING:
    from rscrew_console.web.server import ConsoleServer

USUAL_HOST = "127.0.0.1"
USUAL_PORT = 8462
USUAL_SESSIONS = 4
MOST_SESSIONS = 64
NEEDED = ("aiohttp", "textual_serve")
UNENCRYPTED = (
    "warning: this is not encrypted: whoever can listen on the network sees all of it, and the"
    " address. Safer is rsc serve here, and on the other machine: ssh -L {port}:127.0.0.1:{port} …"
)


def serve(
    ctx: click.Context,
    port: Annotated[
        str | None, Option(metavar="PORT", help="Otherwise 8462; 0 takes any free one.")
    ] = None,
    host: Annotated[
        str | None, Option(metavar="ADDRESS", help="Where to listen; otherwise 127.0.0.1.")
    ] = None,
    allow_remote: Annotated[
        bool,
        Option("--allow-remote", help="Also listen at an address that other machines can reach."),
    ] = False,
    allow_edit: Annotated[
        bool, Option("--allow-edit", help="Let other machines change files, not only look.")
    ] = False,
    sessions: Annotated[
        str | None, Option(metavar="N", help="Consoles at the same time; otherwise 4.")
    ] = None,
) -> None:
    """Open the console in a browser of this machine, at an address that works once.

    Each browser tab is a console of its own, which ends with the tab. ctrl+c ends all.
    """
    from rscrew_console.web.hosts import is_loopback

    number = _whole("--port", port, USUAL_PORT, 0, 65535)
    most = _whole("--sessions", sessions, USUAL_SESSIONS, 1, MOST_SESSIONS)
    where = host or USUAL_HOST
    remote = not is_loopback(where)
    if remote and not allow_remote:
        raise click.BadParameter(
            f'"{visible(where)}" can be reached by other machines: say --allow-remote if that is'
            " what you want"
        )
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise click.BadParameter(
            f'rsc serve needs {" and ".join(missing)}, which the extra "web" installs:'
            ' pip install "rscrew-console[web]"'
        )
    from rscrew_console.web.access import Access
    from rscrew_console.web.server import ConsoleServer, ServerSettings

    params = ctx.find_root().params
    read_only = bool(params.get("read_only")) or (remote and not allow_edit)
    command = console_command(params, read_only=read_only)
    settings = ServerSettings(where, command, {**os.environ}, most)
    try:
        asyncio.run(_serve(ConsoleServer(settings, Access()), number, remote=remote))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.BadParameter(
            f"{visible(where)} port {number} cannot be used: {visible(reason)}; another port"
            " is chosen with --port"
        ) from error


def _whole(option: str, text: str | None, usual: int, least: int, most: int) -> int:
    """The whole number that an option was given. Raises BadParameter for anything else."""
    if text is None:
        return usual
    if text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most:
        return int(text)
    raise click.BadParameter(
        f'{option} takes a whole number from {least} to {most}, not "{visible(text)}"'
    )


def console_command(params: dict[str, object], *, read_only: bool) -> list[str]:
    """The command line of one console, with the options that `rsc` itself was given."""
    command = [sys.executable, "-P", "-m", "rscrew_console.web.child"]
    if config := params.get("config"):
        command += ["--config", str(Path(str(config)))]
    if theme := params.get("theme"):
        command += ["--theme", str(theme)]
    if params.get("no_checks"):
        command.append("--no-checks")
    return [*command, "--read-only"] if read_only else command


async def _serve(server: ConsoleServer, port: int, *, remote: bool) -> None:
    """Serve until a signal ends it. Raises OSError where it cannot listen."""
    chosen = await server.start(port)
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, ended.set)
    if remote:
        complain(UNENCRYPTED.format(port=chosen))
    say(server.address())
    sys.stdout.flush()
    complain("open this address: it works once, and its tab then stays signed in; ctrl+c ends")
    if is_terminal(sys.stdin):
        complain("press Enter here for a new address")
        loop.add_reader(sys.stdin.fileno(), _print_another, server)
    try:
        await ended.wait()
    finally:
        await server.stop()


def _print_another(server: ConsoleServer) -> None:
    if not sys.stdin.readline():
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        return
    say(server.address())
    sys.stdout.flush()
