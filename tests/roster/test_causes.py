"""One cause is told once, with how many it concerns."""

from rscrew_console.roster.causes import by_cause
from rscrew_console.roster.problem import Problem
from tests.rows import each_row


def without_key(agent: str, place: int, *variables: str) -> Problem:
    return Problem(
        "warning", "agent-without-key", f"{agent} cannot run: {agent} has no key",
        ("model_list", place), of_several="agents cannot run: none of their providers has a key",
        variables=variables,
    )  # fmt: skip


@each_row(("problems", "told"), [
    ([without_key("fast", 0, "A")], ["fast cannot run: fast has no key"]),
    ([without_key("fast", 0, "A"), without_key("slow", 1, "A")],
     ["2 agents cannot run: none of their providers has a key; set A"]),
    ([without_key("fast", 0, "A"), without_key("slow", 1, "B", "A"), without_key("x", 2, "C")],
     ["3 agents cannot run: none of their providers has a key; set A, B or C"]),
    ([without_key("fast", 0), without_key("slow", 1)],
     ["2 agents cannot run: none of their providers has a key"]),
    ([Problem("warning", "a", "fast: x", ("m", 0), of_several="agents have x"),
      Problem("warning", "a", "slow: y", ("m", 1), of_several="agents have y")],
     ["fast: x", "slow: y"]),
])  # fmt: skip
def test_findings_that_many_agents_have_are_one_line(
    problems: list[Problem], told: list[str]
) -> None:
    assert [cause.message for cause in by_cause(problems)] == told
