"""What routing costs: of a call, beside LiteLLM's own time, and of an import. Times are medians.

The ratios are what counts; a machine of one's own has other milliseconds.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from rscrew_console.runtime.dependencies import RuntimeDependencies
from rscrew_console.runtime.manager import ModelManager
from rscrew_console.runtime.requests import ModelRequest, Reply, Tokens
from rscrew_console.runtime.wire import Wire
from rscrew_console.session.session import local_now
from rscrew_console.simulator import Simulator

CALLS = 300
IMPORTS = 7
KEYS = {"OPENAI_API_KEY": "sk-0123456789abcdefgh", "ANTHROPIC_API_KEY": "sk-ant-0123456789abcd"}


class AtOnce(Wire):
    """Answers at once: what is left is the routing's own time, ledger and all."""

    def ask(self, _order: ModelRequest) -> Reply:
        return Reply("Hello", tokens=Tokens(7, 5))


def median_ms(work: Callable[[], object], times: int = CALLS) -> float:
    for _ in range(10):
        work()
    taken = []
    for _ in range(times):
        began = perf_counter()
        work()
        taken.append((perf_counter() - began) * 1000)
    return statistics.median(taken)


def import_ms(code: str) -> float:
    def run() -> None:
        subprocess.run([sys.executable, "-c", code], check=True)

    taken = []
    for _ in range(IMPORTS):
        began = perf_counter()
        run()
        taken.append((perf_counter() - began) * 1000)
    return statistics.median(taken)


def manager_of(folder: Path, base_url: str, wire: Wire) -> ModelManager:
    (folder / "model_config.yaml").write_text(
        "providers:\n"
        f"  openai: {{model: gpt-5-mini, api_key_env: OPENAI_API_KEY, base_url: '{base_url}'}}\n"
        "  claude: {model: claude-sonnet-4-5, api_key_env: ANTHROPIC_API_KEY}\n"
        "agent_assignments:\n  coder: {primary: openai, secondary: claude}\n"
    )
    return ModelManager(
        dependencies=RuntimeDependencies(
            environ=lambda: KEYS,
            cwd=lambda: folder,
            home=lambda: folder,
            state=lambda: folder,
            wire=lambda: wire,
        )
    )


def main() -> None:
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # for LiteLLM bare
    start = import_ms("pass")
    print("import, beyond Python's own start:")
    for title, code in (
        ("import rscrew_console", "import rscrew_console"),
        ("from rscrew_console import ModelManager", "from rscrew_console import ModelManager"),
        ("import litellm", "import litellm"),
    ):
        print(f"  {title:42} {import_ms(code) - start:8.1f} ms")
    with Simulator() as simulator, tempfile.TemporaryDirectory() as folder:
        site = simulator.site("openai", models=["gpt-5-mini"])
        routed = manager_of(Path(folder), site.base_url, Wire(clock=local_now))
        llm = routed.get_llm_for_agent("coder")
        through = median_ms(lambda: llm.call("Hi"))
        own = manager_of(Path(folder), site.base_url, AtOnce(clock=local_now))
        instant = own.get_llm_for_agent("coder")
        alone = median_ms(lambda: instant.call("Hi"))
        import litellm

        def bare() -> object:
            return litellm.completion(
                model="openai/gpt-5-mini",
                messages=[{"role": "user", "content": "Hi"}],
                api_key=KEYS["OPENAI_API_KEY"],
                base_url=site.base_url,
            )

        direct = median_ms(bare)
    print("a call to a server on this machine:")
    print(f"  {'LiteLLM bare':42} {direct:8.2f} ms")
    print(f"  {'through the chain':42} {through:8.2f} ms, {through / direct:.2f} times that")
    print(f"  {'the routing alone, with its ledger':42} {alone:8.2f} ms, {alone / direct:.2f}")


if __name__ == "__main__":
    main()
