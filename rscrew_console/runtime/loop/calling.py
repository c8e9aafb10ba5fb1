"""One call as steps: a generator yields what to do next, and is sent the result.

It does no input or output itself: the same steps serve threads, tasks, streams and tests.
"""

from __future__ import annotations

from collections.abc import Mapping

from rscrew_console.runtime.errors import BudgetSpent
from rscrew_console.runtime.limits import Cooldown
from rscrew_console.runtime.loop.progress import CallProgress
from rscrew_console.runtime.loop.route import route_of
from rscrew_console.runtime.loop.steps import CallPlan, CheckCooldowns, Sleep, Steps


def steps(plan: CallPlan) -> Steps:
    """One call along the chain: yields what has to be done, and returns the answer.

    What it yields (send a request, look up cooldowns, sleep) is done by whoever drives it, in a
    thread or in a task. It sleeps only when every provider has failed: until the first cooldown
    ends.

    Raises NoAnswer, CallRefused or BudgetSpent.
    """
    run = CallProgress()
    while True:
        if plan.ruling.blocked:
            raise BudgetSpent(f"{plan.name} is not called: {plan.ruling.blocked}")
        every = tuple(dict.fromkeys(name for one in plan.candidates.values() for name in one.names))
        resting: Mapping[str, Cooldown] = yield CheckCooldowns(every)
        hops = route_of(
            plan.agent, plan.roster, plan.candidates, resting, plan.ruling, fallback=plan.fallback
        )
        run.take(plan, resting, hops)
        for place, hop in enumerate(hops):
            candidates_after = [plan.candidates[one.provider] for one in hops[place + 1 :]]
            answer = yield from run.ask_provider(plan.candidates[hop.provider], candidates_after)
            if isinstance(answer, CallPlan):
                plan = answer
                break
            if answer is not None:
                return answer
        else:
            resting = yield CheckCooldowns(every)
            seconds = run.until_first_is_back(resting)
            if seconds is None:
                raise run.attempts.error(plan, resting)
            yield Sleep(seconds)
