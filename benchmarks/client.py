"""One client in a process of its own, as an application would use it; prints its figures as JSON.

    python benchmarks/client.py ours|litellm|openai BASE_URL FOLDER

`runtime.py` starts it. Nothing is imported before the clock runs that the client would load itself.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

LATER, AT_ONCE = 200, 200
MODEL = "gpt-5-mini"
KEY = "sk-0123456789abcdefgh"
HI: list[Any] = [{"role": "user", "content": "Hi"}]
Call = Callable[[], Awaitable[object]]


def memory_mb() -> float:
    """What this process holds in memory, in megabytes of 1,000,000 bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def ours(base_url: str, folder: Path) -> Callable[[], Call]:
    """The whole chain: configuration, keys, pace, ledger."""
    (folder / "model_config.yaml").write_text(
        f"providers:\n  openai: {{model: {MODEL}, api_key_env: OPENAI_API_KEY,"
        f" base_url: '{base_url}'}}\nagent_assignments:\n  coder: {{primary: openai}}\n",
        encoding="utf-8",
    )
    os.environ.update(OPENAI_API_KEY=KEY, XDG_STATE_HOME=str(folder / "state"))
    os.chdir(folder)
    from rscrew_console import get_model_manager

    def made() -> Call:
        llm = get_model_manager().get_llm_for_agent("coder")
        return lambda: llm.acall("Hi")

    return made


def litellm(base_url: str, _folder: Path) -> Callable[[], Call]:
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else it asks the network for prices
    from litellm import acompletion

    return lambda: (
        lambda: acompletion(
            model=f"openai/{MODEL}", messages=HI, api_key=KEY, base_url=base_url, timeout=60
        )
    )


def openai(base_url: str, _folder: Path) -> Callable[[], Call]:
    from openai import AsyncOpenAI

    def made() -> Call:
        client = AsyncOpenAI(api_key=KEY, base_url=base_url, timeout=60)
        return lambda: client.chat.completions.create(model=MODEL, messages=HI)

    return made


CLIENTS: dict[str, Callable[[str, Path], Callable[[], Call]]] = {
    "ours": ours, "litellm": litellm, "openai": openai,
}  # fmt: skip


async def timed(call: Call) -> float:
    began = perf_counter()
    await call()
    return perf_counter() - began


async def measure(made: Callable[[], Call], before_mb: float) -> dict[str, float]:
    """Seconds and megabytes. The first call counts from the end of the import."""
    imported = perf_counter()
    call = made()
    await call()
    figures = {"first_s": perf_counter() - imported, "first_mb": memory_mb() - before_mb}
    figures["later_s"] = median([await timed(call) for _ in range(LATER)])
    for _ in range(3):  # connections are opened by the first time; the last one counts
        began = perf_counter()
        await asyncio.gather(*(call() for _ in range(AT_ONCE)))
        figures["at_once_s"] = perf_counter() - began
    return {**figures, "all_mb": memory_mb() - before_mb}


def main() -> None:
    name, base_url, folder = sys.argv[1:]
    before_mb, began = memory_mb(), perf_counter()
    made = CLIENTS[name](base_url, Path(folder))
    import_s = perf_counter() - began
    figures = asyncio.run(measure(made, before_mb))
    sys.stdout.write(json.dumps({"import_s": import_s, **figures}) + "\n")


if __name__ == "__main__":
    main()
