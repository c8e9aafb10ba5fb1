"""Threads beside those of the application."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest

from rscrew_console.runtime.executor import ExecutorThreads, run_in_executor


def test_what_it_returns_and_raises_comes_back() -> None:
    async def work() -> tuple[int, str]:
        with pytest.raises(ZeroDivisionError):
            await run_in_executor(lambda: 1 // 0)
        return await run_in_executor(lambda: 7), await run_in_executor(
            lambda: threading.current_thread().name
        )

    number, name = asyncio.run(work())
    assert number == 7
    assert name.startswith("rscrew-executor")


def test_many_share_a_few_threads() -> None:
    threads = ExecutorThreads()
    futures = [threads.submit(lambda: threading.current_thread().name) for _ in range(500)]
    assert 1 <= len({future.result() for future in futures}) <= 32


def test_as_many_as_are_needed_work_at_once() -> None:
    threads, together = ExecutorThreads(), threading.Barrier(8)
    futures = [threads.submit(lambda: together.wait(timeout=30)) for _ in range(8)]
    assert sorted(future.result() for future in futures) == list(range(8))


def test_a_thread_that_outlives_the_main_one_is_served() -> None:
    code = (
        "import asyncio, threading\n"
        "from rscrew_console.runtime.executor import run_in_executor\n"
        "main = threading.main_thread()\n"
        "def late():\n"
        "    main.join()\n"
        "    print(asyncio.run(run_in_executor(lambda: 'served')))\n"
        "threading.Thread(target=late).start()\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "served", ran.stderr
