"""Which capability an agent's name tells."""

import pytest

from rscrew_console.roster.capability import GUIDE_CAPABILITY, derive
from rscrew_console.roster.model import CAPABILITIES
from tests.rows import each_row

GUIDE = {
    "coding": "code_implementer database_architecture_specialist infrastructure_specialist",
    "reasoning": "project_orchestrator solution_architect security_architecture_specialist"
    " plan_update_coordinator",
    "analysis": "research_analyst feature_analyst operator_intent_interpreter",
    "communication": "technical_writer quality_assurance frontend_architecture_specialist",
}


def test_the_guide_s_thirteen_are_the_guide_s() -> None:
    expected = {name: kind for kind, names in GUIDE.items() for name in names.split()}
    assert dict(GUIDE_CAPABILITY) == expected
    assert len(expected) == 13
    assert {name: derive(name) for name in expected} == expected


@each_row(("name", "capability"), [
    ("coder", "coding"),
    ("python_developer", "coding"),
    ("security_engineer", "coding"),
    ("backendDeveloper", "coding"),
    ("devops", "coding"),
    ("sql-expert-coder", "coding"),
    ("planner", "reasoning"),
    ("software_architect", "reasoning"),
    ("ProjectManager", "reasoning"),
    ("data_analyst", "analysis"),
    ("web_researcher", "analysis"),
    ("code_reviewer", "analysis"),
    ("DATA_SCIENTIST", "analysis"),
    ("report_writer", "communication"),
    ("customer_support", "communication"),
    ("qa_tester", "communication"),
    ("bob", "communication"),
    ("", "communication"),
    ("42", "communication"),
    ("作家", "communication"),
])  # fmt: skip
def test_other_names_by_their_words(name: str, capability: str) -> None:
    assert derive(name) == capability


@pytest.mark.parametrize("name", ["uistiti", "devotion", "sqlalchemist"])
def test_a_short_stem_is_a_whole_word_only(name: str) -> None:
    assert derive(name) == "communication"


def test_every_result_is_a_capability() -> None:
    assert set(map(derive, ("a", "coder", "planner", "analyst", "writer"))) <= set(CAPABILITIES)
