"""The README's Python example for somebody who has just installed the wheel: `make test-newest`."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rscrew_console.simulator import Simulator

ROOT = Path(__file__).parents[2]
VENDORS = {"claude": "anthropic", "openai": "openai", "gemini": "gemini", "deepseek": "deepseek"}
KEYS = {
    "ANTHROPIC_API_KEY": "sk-ant-0123456789abcdef", "OPENAI_API_KEY": "sk-0123456789abcdef",
    "GEMINI_API_KEY": "AIza-0123456789abcdef", "DEEPSEEK_API_KEY": "sk-0123456789abcdee",
}  # fmt: skip


def example() -> str:
    """The README's Python example of a call, with its answer printed."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.+?)^```$", readme, re.MULTILINE | re.DOTALL)
    (code,) = (block for block in blocks if "llm.call(" in block)
    *before, call = code.strip().splitlines()
    return "\n".join([*before, f"print({call})"])


@pytest.mark.parametrize("extras", ["", "[runtime]"], ids=["plain", "runtime"])
def test_the_example_gets_its_answer(tmp_path: Path, extras: str) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONPATH", "PYTHONSAFEPATH"}
    }
    uv, python = Path(sys.prefix) / "bin" / "uv", tmp_path / "fresh" / "bin" / "python"
    for command in (
        [uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "fresh"],
        [uv, "pip", "install", "--python", python, os.environ["RSC_TESTED_WHEEL"] + extras],
    ):
        made = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr

    text = (ROOT / "config" / "model_config.yaml").read_text(encoding="utf-8")
    with Simulator() as simulator:
        sites = {name: simulator.site(vendor) for name, vendor in VENDORS.items()}
        for name, site in sites.items():
            text = text.replace(
                f"\n  {name}:\n", f"\n  {name}:\n    base_url: {site.base_url}\n", 1
            )
        (tmp_path / "model_config.yaml").write_text(text, encoding="utf-8")
        ran = subprocess.run(
            [python, "-c", example()],
            cwd=tmp_path,
            env={**environment, **KEYS, "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.strip()
