"""The crew that strategies and what-ifs are tried on: priced, with a strategy of its own."""

from __future__ import annotations

from rscrew_console.providers.keys import Env
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.state.console_state import ConsoleState
from tests.tui.console import CONFIG, KEYS, SMALL, session

PRICED = SMALL.replace(
    "cost_tier: premium\n", "cost_tier: premium\n    price: {input: 3, output: 15}\n"
).replace(
    "api_key_env: OPENAI_API_KEY\n",
    "api_key_env: OPENAI_API_KEY\n    price: {input: 0.25, output: 2}\n",
)
RSC = f"rsc --config {CONFIG}"
STRATEGY = """
strategies:
  all-openai:
    description: Everybody on openai
    rules: [{prefer: [openai]}]
  gone:
    description: Everybody on a provider without a key
    rules: [{prefer: [gemini]}]
    then: none
"""


def state(text: str = PRICED + STRATEGY) -> ConsoleState:
    return ConsoleState(session(text), OpeningKeys(Env(KEYS)))
