"""`TaskRouter`: a prompt is classified, and answered by the models of its kind of task."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.visible import visible
from rscrew_console.routing.cache import AnswerCache, cache_key, open_cache
from rscrew_console.routing.chosen_models import ChosenModels
from rscrew_console.routing.cost_summary import CostSummary, cost_summary
from rscrew_console.routing.decision import Decision, RoutedAnswer, RoutingError
from rscrew_console.routing.places import routing_file
from rscrew_console.routing.planning import decide, settings_of
from rscrew_console.runtime.cost import cost_of
from rscrew_console.runtime.dependencies import RuntimeDependencies, redis_url_of
from rscrew_console.runtime.llm import RoutedLLM
from rscrew_console.runtime.manager import ModelManager
from rscrew_console.runtime.requests import Reply
from rscrew_console.tasks.classify import classify
from rscrew_console.tasks.context import task_context
from rscrew_console.tasks.kinds import PROBLEM_GENERATION, Classification, TaskContext
from rscrew_console.tasks.settings import RoutingSettings

Context = TaskContext | Mapping[str, Any] | None
CONTENT_VARIATION_PROMPT = (
    "Write variation {number} of {total} of this problem: keep the idea and the difficulty, change"
    " numbers, names and setting.\n\n{problem}"
)


class TaskRouter:
    """Routes prompts by `orchestration_config.yaml`, see docs/formats/orchestration.md.

    `path` is the file; without it `$ORCHESTRATION_CONFIG_PATH` or the file in this folder or in
    `config/`; where there is none, the built-in models serve. Raises `session.SessionError` for a
    file that cannot be read.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        dependencies: RuntimeDependencies | None = None,
        cache: AnswerCache | None = None,
    ) -> None:
        self._needs = dependencies or RuntimeDependencies()
        file = routing_file(path, self._needs.environ(), self._needs.cwd())
        self.manager = ModelManager(file, dependencies=self._needs)
        """The calls go through it."""
        self._cache = cache
        self._too_weak: dict[str, str] = {}
        """Task → the model whose answer was scored below the threshold."""
        self._answered_by: dict[str, str] = {}

    # ------------------------------------------------------------------------ without a call

    def classify(self, prompt: str, context: Context = None) -> Classification:
        """The kind of task, how sure that is (0 to 1), and the words that decided."""
        return classify(prompt, task_context(context))

    def explain(
        self, prompt: str, context: Context = None, *, task_type: str | None = None
    ) -> Decision:
        """What `route_task` would do, and why; nobody is asked.

        Raises RoutingError where no model may be asked, ValueError for a wrong context.
        """
        checked = task_context(context)
        task, classification = self._task_of(prompt, checked, task_type)
        return decide(
            self.manager, task, classification, prompt, checked, self._settings(),
            self._needs.clock().date(), self._too_weak.get(task),
        )  # fmt: skip

    def report_score(self, task_type: str, score: float) -> bool:
        """Tell how good the last answer of a kind of task was, from 0 to 1.

        Below the threshold (`quality_threshold`) the next prompts of the kind go to a stronger
        model than the one that has answered; a score above it ends that. Returns whether it moves.
        """
        if not 0 <= score <= 1:
            raise ValueError(f"a score is a number from 0 to 1, not {score!r}")
        model = self._answered_by.get(task_type)
        if model is None or score >= self._settings().quality_threshold:
            self._too_weak.pop(task_type, None)
            return False
        self._too_weak[task_type] = model
        return True

    def get_cost_summary(self) -> CostSummary:
        """What the ledger tells of this file's calls; see `cost_summary`."""
        return cost_summary(self.manager, self._settings(), self._needs.clock())

    # ------------------------------------------------------------------------ calls

    def route_task(
        self, prompt: str, context: Context = None, *, task_type: str | None = None,
        score: float | None = None, tools: Sequence[Mapping[str, Any]] | None = None,
        **parameters: Any,
    ) -> RoutedAnswer:  # fmt: skip
        """The answer of the best model for the prompt.

        `task_type` says the kind, where it is known; `score` is `report_score` of the answer
        before. `tools` and `parameters` are those of `RoutedLLM.call`. Raises `RoutingError`,
        ValueError for a wrong context, and what calls raise: `NoAnswer`, `BudgetSpent` …
        """
        decision, sent, key = self._prepared(prompt, context, task_type, score, tools, parameters)
        if (kept := self._kept(key)) is not None:
            return kept
        reply, _, _ = self._llm(decision).ask(prompt, tools, **sent)
        return self._answer(decision, reply, key)

    async def aroute_task(
        self, prompt: str, context: Context = None, *, task_type: str | None = None,
        score: float | None = None, tools: Sequence[Mapping[str, Any]] | None = None,
        **parameters: Any,
    ) -> RoutedAnswer:  # fmt: skip
        """As `route_task`, in a task whose event loop goes on meanwhile."""
        decision, sent, key = self._prepared(prompt, context, task_type, score, tools, parameters)
        if (kept := self._kept(key)) is not None:
            return kept
        reply, _, _ = await self._llm(decision).aask(prompt, tools, **sent)
        return self._answer(decision, reply, key)

    def generate_with_variations(
        self, domain: str, difficulty: int, n: int = 3, context: Context = None
    ) -> dict[str, Any]:
        """A problem of the domain (difficulty 1 to 10) and `n` variations of it, in parallel.

        Returns `problem` and `variations` (texts), `answers` (all `RoutedAnswer`s, the problem's
        first) and `total_cost` (US dollars of those whose price is known).
        """
        checked = replace(task_context(context), domain=domain, difficulty_level=difficulty)
        subject = visible(domain).replace("_", " ")
        first = self.route_task(
            f"Generate a problem in {subject} with difficulty {difficulty} of 10.",
            checked, task_type=PROBLEM_GENERATION,
        )  # fmt: skip
        prompts = [
            CONTENT_VARIATION_PROMPT.format(number=number, total=n, problem=first.text)
            for number in range(1, n + 1)
        ]
        easy = TaskContext(domain=domain)
        with ThreadPoolExecutor(max(1, min(n, self._settings().parallel_requests))) as pool:
            others = list(
                pool.map(
                    lambda prompt: self.route_task(prompt, easy, task_type="content_variation"),
                    prompts,
                )
            )
        answers = [first, *others]
        return {
            "problem": first.text,
            "variations": [answer.text for answer in others],
            "answers": answers,
            "total_cost": sum(answer.cost_usd or 0.0 for answer in answers),
        }

    def close(self) -> None:
        """See `ModelManager.close`."""
        self.manager.close()

    # ------------------------------------------------------------------------ inside

    def _settings(self) -> RoutingSettings:
        return settings_of(self.manager)

    def _task_of(
        self, prompt: str, context: TaskContext, task_type: str | None
    ) -> tuple[str, Classification]:
        if task_type is None:
            classification = classify(prompt, context)
            return classification.task_type, classification
        known = self.manager.roster.agent_by_name
        if task_type not in known and "default" not in known:
            hint = did_you_mean(task_type, known) or f"; there are {', '.join(known)}"
            raise RoutingError(f'there is no task "{visible(task_type)}"{hint}')
        return task_type, Classification(task_type, 1.0, ())

    def _prepared(
        self, prompt: str, context: Context, task_type: str | None, score: float | None,
        tools: Sequence[Mapping[str, Any]] | None, parameters: Mapping[str, Any],
    ) -> tuple[Decision, dict[str, Any], str]:  # fmt: skip
        checked = task_context(context)
        if score is not None:
            task, _ = self._task_of(prompt, checked, task_type)
            self.report_score(task, score)
        decision = self.explain(prompt, checked, task_type=task_type)
        own = {"temperature": decision.temperature, "max_tokens": decision.max_tokens}
        sent = {**{name: one for name, one in own.items() if one is not None}, **parameters}
        if decision.max_tokens is not None and isinstance(sent.get("max_tokens"), int):
            sent["max_tokens"] = min(sent["max_tokens"], decision.max_tokens)
        if tools or not self._settings().enable_caching:
            return decision, sent, ""
        message = {"role": "user", "content": prompt}
        return decision, sent, cache_key([message], decision.models[:1], sent)

    def _llm(self, decision: Decision) -> RoutedLLM:
        calls = ChosenModels(self.manager, decision.models)
        return RoutedLLM(
            manager=calls, agent_name=decision.task_type, model=decision.model or "none"
        )

    def _kept(self, key: str) -> RoutedAnswer | None:
        kept = self._answers().get(key) if key else None
        return RoutedAnswer(**kept, cost_usd=0.0, cached=True) if kept else None

    def _answer(self, decision: Decision, reply: Reply, key: str) -> RoutedAnswer:
        provider = self.manager.roster.provider_by_name.get(reply.provider)
        now = self._needs.clock()
        cost = cost_of(provider, reply.tokens, reply.cost_usd, now) if provider else None
        self._answered_by[decision.task_type] = reply.provider
        lasting: dict[str, Any] = {
            "text": reply.text,
            "task_type": decision.task_type,
            "model": reply.provider,
            "input_tokens": reply.tokens.input,
            "output_tokens": reply.tokens.output,
        }
        if key and not reply.tool_calls:
            self._answers().set(key, lasting, self._settings().cache_ttl_seconds)
        return RoutedAnswer(**lasting, cost_usd=cost, tool_calls=reply.tool_calls)

    def _answers(self) -> AnswerCache:
        if self._cache is None:
            folder = Path(self._needs.state()) / "answers"
            calling = self.manager.roster.settings.calling
            url = redis_url_of(self._needs.environ(), calling)
            self._cache = open_cache(folder, self._needs.monotonic, url)
        return self._cache
