"""The same for CrewAI's agents: `Agent(llm=…)` takes a `crewai.BaseLLM`. Loads CrewAI."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Iterator
from typing import Any

from crewai import BaseLLM
from pydantic import Field, PrivateAttr

from rscrew_console.runtime.llm import RoutedLLM
from rscrew_console.runtime.loop.route import Route
from rscrew_console.runtime.messages import as_text, result_of, tell
from rscrew_console.runtime.requests import Reply

_USABLE_SHARE = 0.85
"""The share of a context window that CrewAI lets a conversation fill."""


def _without_retries(method: Any) -> Any:
    """Marked so that CrewAI does not call again after what it takes for a rate limit: the chain
    is done with those.
    """
    setattr(method, "_crewai_rate_limit_wrapped", True)  # noqa: B010 -- CrewAI's own mark
    return method


class CrewLLM(BaseLLM):  # type: ignore[misc]  # CrewAI is installed where it is wanted, not here
    """See `llm.RoutedLLM`, whose calls these are."""

    llm_type: str = "rscrew_console"
    agent_name: str
    stream: Any = Field(default=None, exclude=True, repr=False)
    """`RoutedLLM.stream`; CrewAI has a setting of that name, and may still set it."""
    _routed: RoutedLLM = PrivateAttr()

    def __init__(
        self, *, manager: Any, agent_name: str, model: str, require_complete: bool = False,
        **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(model=model, agent_name=agent_name, **more)
        self._routed = RoutedLLM(
            manager=manager, agent_name=agent_name, model=model, require_complete=require_complete
        )
        self.stream = self._stream

    def __repr__(self) -> str:
        return repr(self._routed)

    __str__ = __repr__

    @property
    def last(self) -> Reply | None:
        """See `RoutedLLM.last`."""
        return self._routed.last

    @_without_retries
    def call(
        self,
        messages: Any,
        tools: Any = None,
        callbacks: Any = None,
        available_functions: Any = None,
        response_model: Any = None,
        **more: Any,
    ) -> Any:
        """See `RoutedLLM.call`."""
        arguments = self._arguments(response_model, more)
        reply, plan, times = self._routed.ask(messages, tools, **arguments)
        tell(callbacks, plan.messages, reply, times)
        return self._finished(reply, result_of(reply, available_functions), response_model)

    @_without_retries
    async def acall(
        self,
        messages: Any,
        tools: Any = None,
        callbacks: Any = None,
        available_functions: Any = None,
        response_model: Any = None,
        **more: Any,
    ) -> Any:
        """See `RoutedLLM.acall`."""
        arguments = self._arguments(response_model, more)
        reply, plan, times = await self._routed.aask(messages, tools, **arguments)
        tell(callbacks, plan.messages, reply, times)
        result = result_of(reply, available_functions)
        result = await result if inspect.isawaitable(result) else result
        return self._finished(reply, result, response_model)

    def _stream(self, messages: Any, **more: Any) -> Iterator[str]:
        return self._routed.stream(messages, **self._arguments(None, more))

    def astream(self, messages: Any, **more: Any) -> AsyncIterator[str]:
        """See `RoutedLLM.astream`."""
        return self._routed.astream(messages, **self._arguments(None, more))

    def route(self) -> Route:
        """See `ModelManager.route`."""
        return self._routed.route()

    def supports_function_calling(self) -> bool:
        """Tools are handed to the model as they are."""
        return True

    def supports_stop_words(self) -> bool:
        """They are handed to the model, and what it writes after one is cut off."""
        return True

    def get_context_window_size(self) -> int:
        """Tokens that a conversation may have: of the model that would be asked now."""
        window = self._routed.window()
        return int(window * _USABLE_SHARE) if window else int(super().get_context_window_size())

    def _arguments(self, response_model: Any, more: dict[str, Any]) -> dict[str, Any]:
        own = {
            "stop": self.stop_sequences or None,
            "temperature": self.temperature,
            "top_p": self.top_p,
            "max_tokens": self.max_tokens,
            "response_model": response_model,
        }
        return {**own, **more}

    def _finished(self, reply: Reply, result: Any, response_model: Any) -> Any:
        read, written = reply.tokens.input, reply.tokens.output
        if read is not None and written is not None:
            self._track_token_usage_internal(
                {
                    "prompt_tokens": read,
                    "completion_tokens": written,
                    "total_tokens": read + written,
                }
            )
        if reply.tool_calls:
            return as_text(result)
        if response_model is not None:
            return self._validate_structured_output(result, response_model)
        return self._apply_stop_words(result)
