"""Whatever stands in the file: problems with lines, never a traceback."""

from datetime import date
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.dialects import detect, located
from rscrew_console.document import Document
from rscrew_console.providers.facts import KIND_NAMES, facts_of
from rscrew_console.roster.lint import lint
from tests.thorough import examples

NAMES = st.sampled_from(["claude", "openai", "", " ", "[/]", "a.b", "ü"])
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.just(10**400), st.dates(),
    st.just(date(1, 1, 1)), st.text(max_size=5), st.binary(max_size=3), NAMES,
)  # fmt: skip
KEYS = st.one_of(NAMES, st.integers(), st.booleans(), st.none(), st.dates(), st.floats())
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEYS, inner, max_size=3),
        st.sets(st.integers(), max_size=2),
    ),
    max_leaves=5,
)


def entries(*fields: str) -> st.SearchStrategy[Any]:
    """A section whose entries have some of the fields, with anything in them."""
    entry = st.dictionaries(st.one_of(st.sampled_from(fields), KEYS), ANYTHING, max_size=5)
    return st.one_of(ANYTHING, st.dictionaries(KEYS, st.one_of(entry, ANYTHING), max_size=4))


LIMITS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("daily_usd", "alert_at", "on_exceed", "providers", "enabled", "fallback_to_budget",
         "max_premium_calls_per_hour"),
        ANYTHING,
    ),
)  # fmt: skip
ALERT = st.fixed_dictionaries(
    {"metric": st.one_of(st.sampled_from(["cost", "Opus calls (weekly)"]), ANYTHING)},
    optional=dict.fromkeys(("per", "provider", "model", "agent", "target", "threshold"), ANYTHING),
)
FILES = st.fixed_dictionaries(
    {
        "providers": entries(
            "model", "api_key_env", "kind", "base_url", "timeout", "price", "strengths"
        ),
        "agent_assignments": entries(
            "primary", "secondary", "tertiary", "fallback", "reasoning", "capability"
        ),
    },
    optional={
        "global_settings": entries("fallback_enabled"),
        "budgets": st.one_of(entries("daily_usd"), LIMITS),
        "alerts": st.one_of(ANYTHING, st.lists(ALERT, max_size=3)),
        "cost_optimization": st.one_of(ANYTHING, LIMITS),
        "load_balancing": st.one_of(ANYTHING, st.fixed_dictionaries({"distribution": ANYTHING})),
    },
)


@examples(50)
@given(value=st.one_of(FILES, ANYTHING))
def test_any_file_is_read_or_its_problems_are_told(value: Any) -> None:
    doc = Document.parse(yaml.safe_dump(value, allow_unicode=True))
    dialect = detect(doc)
    reading = dialect.read(doc)
    assert reading.roster is not None or reading.errors
    lines = [problem.line for problem in reading.problems]
    assert lines == sorted(lines)
    assert all(1 <= line <= doc.text.count("\n") + 1 for line in lines)
    if reading.roster is not None:
        facts = facts_of(reading.roster, {})
        warnings = lint(reading.roster, facts, dialect.places(reading.roster), KIND_NAMES)
        assert all(problem.line for problem in located(doc, warnings))
