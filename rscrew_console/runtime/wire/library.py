"""LiteLLM, loaded late and told to be quiet."""

from __future__ import annotations

import logging
import os
import warnings
from typing import Any

from rscrew_console.runtime.wire.aim import RequestTarget

_QUIET = ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy")
_ITS_OWN_AFFAIR = (
    r"Item '.*' on TypedDict class '.*' is using the `ReadOnly` qualifier",
    r"Accessing the 'model_(computed_)?fields' attribute on the instance",
    r"coroutine '(\w+ChatCompletion|VertexLLM|BaseLLMHTTPHandler)\.",
)
"""What Pydantic and Python have to say of LiteLLM's code, which applications may have made errors
of. The last one is of calls that were cancelled before they were sent."""


class RuntimeMissing(Exception):
    """What calls need is not installed."""

    def __init__(self) -> None:
        super().__init__(
            'calling models needs the extra "runtime": pip install "rscrew-console[runtime]"'
        )


def load() -> Any:
    """The module `litellm`. Raises RuntimeMissing. The first time takes some two seconds."""
    # Otherwise it fetches its price map from GitHub when it is imported.
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    try:
        import litellm  # noqa: PLC0415 -- only who calls models waits for it
    except ImportError:
        raise RuntimeMissing from None
    if not litellm.suppress_debug_info:
        litellm.suppress_debug_info = True
        litellm.telemetry = False
        # It warns of what is its own affair, such as tasks that go on in another event loop.
        for name in _QUIET:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        for message in _ITS_OWN_AFFAIR:
            warnings.filterwarnings("ignore", message=message)
    return litellm


def knows(litellm: Any, model: str) -> bool:
    """Whether LiteLLM can tell whose the model is."""
    try:
        litellm.get_llm_provider(model)
    except litellm.BadRequestError:
        return False
    return True


def prepare(litellm: Any, aim: RequestTarget) -> None:
    """Keep LiteLLM from asking around for the price of a model of one's own.

    It asks Ollama for it, at an address from the environment, and everybody waits meanwhile.
    """
    if aim.route == "ollama_chat":
        price = {"input_cost_per_token": 0.0, "output_cost_per_token": 0.0}
        entry = {"litellm_provider": aim.route, "mode": "chat", **price}
        litellm.model_cost.setdefault(aim.model, entry)
