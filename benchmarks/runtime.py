"""What a call costs, beside LiteLLM bare and the `openai` SDK bare; how fast a chain falls back.

    python benchmarks/runtime.py [TIMES]

All in one run against the same local server, which has a process of its own. Each client is started
in a fresh process so many times, in turn; medians are told. The ratios are what counts: another
machine has other milliseconds.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from multiprocessing import Event, Pipe, Process
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event as EventType
from pathlib import Path
from statistics import median
from time import monotonic, perf_counter

from rscrew_console.runtime.dependencies import RuntimeDependencies
from rscrew_console.runtime.limits.local_store import LocalLimitStore
from rscrew_console.runtime.manager import ModelManager
from rscrew_console.runtime.requests import ModelRequest, Reply, Tokens
from rscrew_console.runtime.wire import Wire
from rscrew_console.session.clock import local_now
from rscrew_console.simulator import Behaviour, Simulator
from rscrew_console.simulator.server import closed_port

CLIENT = Path(__file__).with_name("client.py")
CLIENTS = {"ours": "rscrew-console", "litellm": "litellm", "openai": "openai"}
FIGURES = (
    ("import_s", "import", 1000, "ms"),
    ("first_s", "first call after the import", 1000, "ms"),
    ("later_s", "a later call", 1000, "ms"),
    ("at_once_s", "200 calls at once, all of them", 1000, "ms"),
    ("first_mb", "memory added by import and first call", 1, "MB"),
    ("all_mb", "memory added in the end", 1, "MB"),
)
KEYS = {"OPENAI_API_KEY": "sk-0123456789abcdefgh", "ANTHROPIC_API_KEY": "sk-ant-0123456789abcd"}
TIMEOUT = 1.0
"""Seconds, of the provider that hangs."""
FAULTS = {
    "nobody listens": None,
    f"hangs, with a time-out of {TIMEOUT:g} s": Behaviour("hanging"),
    "HTTP 500": Behaviour("server_error"),
    "HTTP 529 with Retry-After: 30": Behaviour("overloaded", retry_after="30"),
}


def serve(urls: Connection, done: EventType) -> None:
    """A healthy vendor and each of the others, until `done`."""
    with Simulator() as simulator:
        healthy = simulator.site("openai", models=["gpt-5-mini"]).base_url
        others = {
            name: simulator.site("anthropic", behaviour).base_url
            if behaviour
            else f"http://127.0.0.1:{closed_port()}"
            for name, behaviour in FAULTS.items()
        }
        urls.send((healthy, others))
        done.wait()


@contextmanager
def served() -> Iterator[tuple[str, dict[str, str]]]:
    """The healthy server's address, and those of the others by name."""
    here, there = Pipe()
    done = Event()
    server = Process(target=serve, args=(there, done))
    server.start()
    try:
        yield here.recv()
    finally:
        done.set()
        server.join()


def client(name: str, base_url: str) -> dict[str, float]:
    """The figures of one process."""
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            [sys.executable, str(CLIENT), name, base_url, folder],
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


class AtOnce(Wire):
    """Answers at once: what is left is the routing's own time, ledger and all."""

    def ask(self, _order: ModelRequest) -> Reply:
        return Reply("Hello", tokens=Tokens(7, 5))


def manager_of(folder: Path, first: str, second: str, wire: Wire) -> ModelManager:
    """One that knows of no provider that rests."""
    limits = LocalLimitStore(monotonic)
    (folder / "model_config.yaml").write_text(
        "providers:\n"
        "  claude: {model: claude-sonnet-4-5, api_key_env: ANTHROPIC_API_KEY,"
        f" base_url: '{first}'}}\n"
        f"  openai: {{model: gpt-5-mini, api_key_env: OPENAI_API_KEY, base_url: '{second}'}}\n"
        "agent_assignments:\n"
        "  faulty: {primary: claude, secondary: openai}\n  healthy: {primary: openai}\n"
        f"global_settings: {{request_timeout: {TIMEOUT:g}}}\n",
        encoding="utf-8",
    )
    return ModelManager(
        dependencies=RuntimeDependencies(
            environ=lambda: KEYS,
            cwd=lambda: folder,
            home=lambda: folder,
            state=lambda: folder,
            wire=lambda: wire,
            limit_store=lambda _: limits,
        )
    )


def seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def fall_back(first: str, second: str) -> float:
    """Seconds of the first call whose first provider is at fault; the connections are open."""
    with tempfile.TemporaryDirectory() as folder:
        manager = manager_of(Path(folder), first, second, Wire(clock=local_now))
        manager.get_llm_for_agent("healthy").call("Hi")
        faulty = manager.get_llm_for_agent("faulty")
        return seconds(lambda: faulty.call("Hi"))


def routing() -> float:
    """Median seconds of a call whose answer takes no time."""
    with tempfile.TemporaryDirectory() as folder:
        own = manager_of(Path(folder), "", "", AtOnce(clock=local_now))
        llm = own.get_llm_for_agent("healthy")
        return median([seconds(lambda: llm.call("Hi")) for _ in range(300)])


def machine() -> str:
    model = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.is_file():
        lines = cpus.read_text(encoding="utf-8").splitlines()
        model = next(
            (line.split(": ")[1] for line in lines if line.startswith("model name")), model
        )
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores of {model}, {platform.system()}, Python"
        f" {platform.python_version()}, load {load:.1f}"
    )


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(machine())
    with served() as (healthy, others):
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in CLIENTS}
        for _ in range(times):
            for name, found in runs.items():
                found.append(client(name, healthy))
        named = [f"{package} {version(package)}" for package in CLIENTS.values()]
        print(f"{'':40}" + "".join(f"{one:>22}" for one in named))
        for key, title, factor, unit in FIGURES:
            medians = [median([run[key] for run in found]) * factor for found in runs.values()]
            print(f"{title:40}" + "".join(f"{figure:>19.1f} {unit}" for figure in medians))
        print(f"{'the routing alone, with its ledger':40}{routing() * 1000:>19.1f} ms")
        print("falls back to a healthy provider where the first one …")
        for name, url in others.items():
            taken = median([fall_back(url, healthy) for _ in range(times)])
            print(f"  {name:38}{taken * 1000:>19.1f} ms")


if __name__ == "__main__":
    main()
