"""How long it takes to check many providers, beside what httpx alone would take.

    python benchmarks/health.py [PROVIDERS] [SECONDS]

Every provider is a server of its own in another process, and answers after so many seconds. The
floor is that delay; a bare `asyncio.gather` of httpx GETs is what there is to gain by less care.
"""

from __future__ import annotations

import asyncio
import sys
from multiprocessing import Event, Pipe, Process
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event as EventType
from statistics import median
from time import perf_counter

import httpx

from rscrew_console.providers.health.check import check_all
from rscrew_console.roster.model import HealthSettings, Provider
from rscrew_console.simulator import Behaviour, Simulator

TIMES = 5


def serve(count: int, delay: float, urls: Connection, done: EventType) -> None:
    """Many servers, until `done`."""
    with Simulator() as simulator:
        sites = [simulator.site("openai_compatible", Behaviour(delay=delay)) for _ in range(count)]
        urls.send([site.base_url for site in sites])
        done.wait()


async def ours(urls: list[str]) -> None:
    crew = [Provider(f"p{number}", "local-model", base_url=url) for number, url in enumerate(urls)]
    healths = await check_all(crew, {}, HealthSettings(timeout=30, degraded_ms=30_000))
    if any(health.status != "ok" for health in healths):
        raise SystemExit(f"not all are well: { ({health.status for health in healths}) }")


async def bare(urls: list[str]) -> None:
    async with httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_connections=None)) as client:
        await asyncio.gather(*(client.get(f"{url}/models") for url in urls))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    delay = float(sys.argv[2]) if len(sys.argv) > 2 else 0.3
    here, there = Pipe()
    done = Event()
    server = Process(target=serve, args=(count, delay, there, done))
    server.start()
    urls: list[str] = here.recv()
    taken: dict[str, list[float]] = {"check_all": [], "bare httpx": []}
    for _ in range(TIMES):
        for name, work in (("check_all", ours), ("bare httpx", bare)):
            start = perf_counter()
            asyncio.run(work(urls))
            taken[name].append(perf_counter() - start)
    done.set()
    server.join()
    print(f"{count} providers that answer in {delay:g} s each, median of {TIMES}:")
    for name, seconds in taken.items():
        print(f"  {name:<12}{median(seconds):>8.3f} s")


if __name__ == "__main__":
    main()
