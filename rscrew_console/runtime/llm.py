"""What an agent calls its model with: CrewAI's interface, and the file's chain behind it."""

from __future__ import annotations

import inspect
import logging
import weakref
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing, closing
from contextvars import ContextVar
from functools import partial
from typing import Any, Protocol

from rscrew_console.runtime.executor import run_in_executor
from rscrew_console.runtime.loop.answers import tell_if_cut_off
from rscrew_console.runtime.loop.calling import steps
from rscrew_console.runtime.loop.driving import CallServices, aasking, adrive, asking, drive
from rscrew_console.runtime.loop.route import Route
from rscrew_console.runtime.loop.steps import CallPlan
from rscrew_console.runtime.messages import (
    Messages,
    as_messages,
    as_seconds,
    as_text,
    as_tools,
    of_stream,
    result_of,
    tell,
)
from rscrew_console.runtime.requests import Reply

_ReplyRefs = tuple[tuple[weakref.ref[object], Reply], ...]


class LastReplies:
    """One for the process. Tasks and threads have answers of their own, as of a `ContextVar`: a
    task begins with those of whoever has started it.
    """

    def __init__(self) -> None:
        self._replies: ContextVar[_ReplyRefs] = ContextVar("rscrew-last", default=())

    def of(self, owner: object) -> Reply | None:
        return next((reply for ref, reply in self._replies.get() if ref() is owner), None)

    def keep(self, owner: object, reply: Reply) -> None:
        self._replies.set((*self._others(owner), (weakref.ref(owner), reply)))

    def forget(self, owner: object) -> None:
        if self._replies.get():
            self._replies.set(self._others(owner))

    def _others(self, owner: object) -> _ReplyRefs:
        """Return the last answers of the other models that still exist."""
        return tuple(one for one in self._replies.get() if one[0]() not in (None, owner))


LAST = LastReplies()


log = logging.getLogger("rscrew_console")


Functions = Mapping[str, Callable[..., Any]]
_CREWS_OWN = ("from_task", "from_agent")


class AgentCalls(Protocol):
    """What a model asks of its `ModelManager`."""

    def plan(
        self, agent_name: str, messages: Sequence[Mapping[str, Any]], parameters: Mapping[str, Any],
        user: str = "", *, deadline: float | None = None, require_complete: bool = False,
    ) -> CallPlan: ...  # fmt: skip
    def services(self) -> CallServices: ...
    def route(self, agent_name: str) -> Route: ...
    def window_of_agent(self, agent_name: str) -> int | None: ...


class RoutedLLM:
    """One agent's model: each call goes to the first provider of its chain that can serve, and to
    the next one where that fails.

    `manager` and `agent_name` say whose; `model` is the one that it had when it was made. Calls
    raise `errors.CallError`: NoAnswer with every attempt, CallRefused where the call itself is at
    fault, BudgetSpent; never is there an answer that no model has given.
    """

    manager: AgentCalls
    agent_name: str
    model: str
    require_complete: bool
    """Whether an answer that was cut off by its limit of tokens is a failure, unless a call says
    otherwise."""

    def __init__(
        self, *, manager: AgentCalls, agent_name: str, model: str, require_complete: bool = False
    ) -> None:
        self.manager, self.agent_name, self.model = manager, agent_name, model
        self.require_complete = require_complete

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.agent_name}: {self.model}>"

    @property
    def last(self) -> Reply | None:
        """The answer that this thread or task was given last by this model: its `text`,
        `tool_calls`, `tokens`, `finish_reason`, `reasoning`, `provider` and `model`.

        None before there is one, and after a call that has failed. A stream counts when it has come
        to its end. A task that was started by another one has an answer of its own.
        """
        return LAST.of(self)

    def call(
        self,
        messages: Messages,
        tools: Sequence[Mapping[str, Any]] | None = None,
        callbacks: Sequence[Any] | None = None,
        available_functions: Functions | None = None,
        **more: Any,
    ) -> Any:
        """The answer's text.

        `tools` are OpenAI's; where the model calls one, its function of `available_functions` is
        run and its result returned, and without one the list of calls. `callbacks` are LiteLLM's.
        `response_model` asks for JSON of a pydantic model, `user` goes into the ledger, `deadline`
        is the seconds that the call may take with all that it waits for, `require_complete` makes
        an answer that was cut off a failure, and all else that models take (`temperature`,
        `max_tokens`, `stop`) is handed to them. Raises ValueError for what is no message or tool.
        """
        reply, plan, times = self.ask(messages, tools, **more)
        tell(callbacks, plan.messages, reply, times)
        return as_text(result_of(reply, available_functions))

    async def acall(
        self,
        messages: Messages,
        tools: Sequence[Mapping[str, Any]] | None = None,
        callbacks: Sequence[Any] | None = None,
        available_functions: Functions | None = None,
        **more: Any,
    ) -> Any:
        """As `call`, in a task whose event loop goes on meanwhile."""
        reply, plan, times = await self.aask(messages, tools, **more)
        tell(callbacks, plan.messages, reply, times)
        result = result_of(reply, available_functions)
        return as_text(await result if inspect.isawaitable(result) else result)

    def stream(
        self, messages: Messages, tools: Sequence[Mapping[str, Any]] | None = None, **more: Any
    ) -> Iterator[str]:
        """The answer's text in pieces, as they come; calls of tools are in `last.tool_calls` when
        it has come to its end, and nobody runs them.

        Another provider is asked only as long as nothing has come. Raises as `call`, and
        StreamBroken where an answer breaks off or cannot be used as a whole.
        """
        LAST.forget(self)
        plan, services = self._prepared(messages, tools, of_stream(more))
        from rscrew_console.runtime.loop.streaming import flowing, opening

        opened = drive(steps(plan), services, opening(services))
        with closing(flowing(opened, services, partial(self._keep, plan))) as pieces:
            for piece in pieces:
                if piece.text:
                    yield piece.text

    async def astream(
        self, messages: Messages, tools: Sequence[Mapping[str, Any]] | None = None, **more: Any
    ) -> AsyncIterator[str]:
        """As `stream`, in a task."""
        LAST.forget(self)
        plan, services = await run_in_executor(self._prepared, messages, tools, of_stream(more))
        from rscrew_console.runtime.loop.streaming import aflowing, aopening

        opened = await adrive(steps(plan), services, aopening(services))
        async with aclosing(aflowing(opened, services, partial(self._keep, plan))) as pieces:
            async for piece in pieces:
                if piece.text:
                    yield piece.text

    def route(self) -> Route:
        """Whom a call would ask now; see `ModelManager.route`."""
        return self.manager.route(self.agent_name)

    def window(self) -> int | None:
        """The tokens that fit into the model that would be asked now, where they are known."""
        return self.manager.window_of_agent(self.agent_name)

    def supports_function_calling(self) -> bool:
        """Tools are handed to the model as they are."""
        return True

    def supports_stop_words(self) -> bool:
        """They are handed to the model, which may know none."""
        return True

    # ------------------------------------------------------------------------ shared

    def ask(self, messages: Messages, tools: Any, **more: Any) -> tuple[Reply, CallPlan, Any]:
        """The whole answer, the call, and when it began and ended."""
        LAST.forget(self)
        plan, services = self._prepared(messages, tools, more)
        began = plan.clock()
        reply: Reply = drive(steps(plan), services, asking(services))
        self._keep(plan, reply)
        return reply, plan, (began, plan.clock())

    async def aask(
        self, messages: Messages, tools: Any, **more: Any
    ) -> tuple[Reply, CallPlan, Any]:
        """As `ask`, in a task."""
        LAST.forget(self)
        plan, services = await run_in_executor(self._prepared, messages, tools, more)
        began = plan.clock()
        reply: Reply = await adrive(steps(plan), services, aasking(services))
        self._keep(plan, reply)
        return reply, plan, (began, plan.clock())

    def plan_of(self, messages: Messages, tools: Any, **more: Any) -> CallPlan:
        """The call that these arguments ask for."""
        parameters = {name: value for name, value in more.items() if name not in _CREWS_OWN}
        user = str(parameters.pop("user", "") or "")
        deadline = as_seconds(parameters.pop("deadline", None))
        complete = parameters.pop("require_complete", None)
        if (model := parameters.pop("response_model", None)) is not None:
            parameters["response_format"] = model
        if tools:
            parameters["tools"] = as_tools(tools)
        present = {name: value for name, value in parameters.items() if value is not None}
        return self.manager.plan(
            self.agent_name, as_messages(messages), present, user, deadline=deadline,
            require_complete=self.require_complete if complete is None else bool(complete),
        )  # fmt: skip

    def _keep(self, plan: CallPlan, reply: Reply) -> None:
        tell_if_cut_off(plan.name, reply)
        LAST.keep(self, reply)

    def _prepared(self, messages: Messages, tools: Any, more: Mapping[str, Any]) -> Any:
        return self.plan_of(messages, tools, **more), self.manager.services()
