"""What many agents have in common is one warning in the console; what one agent has is its own."""

from rscrew_console.roster.chain import SlotScheme
from rscrew_console.roster.model import Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.tui.view.merged_warnings import merged_warnings

ROSTER = Roster("litellm", SlotScheme(), (), ())


def alone(agent: str, line: int) -> Problem:
    return Problem(
        "warning", "single-vendor-chain", f"{agent}: alone", ("model_list", line), line,
        of_several="agents have nothing to fall back to",
    )  # fmt: skip


def test_a_common_cause_is_told_once_where_it_first_stands() -> None:
    other = Problem("warning", "twice", "a: x is primary and secondary", ("agents", "a"), 2)
    same_elsewhere = Problem(
        "warning", "twice", "b: x is primary and secondary", ("agents", "b"), 4
    )
    shown = merged_warnings([alone("a", 1), other, alone("b", 3), same_elsewhere], ROSTER, {})
    assert [(problem.line, problem.message) for problem in shown] == [
        (1, "2 agents have nothing to fall back to"),
        (2, other.message),
        (4, same_elsewhere.message),
    ]


def test_one_alone_keeps_its_own_words() -> None:
    assert merged_warnings([alone("a", 1)], ROSTER, {}) == (alone("a", 1),)
