"""What `global_settings` and agents say of calls."""

from __future__ import annotations

import pytest

from rscrew_console.dialects import detect
from rscrew_console.document import Document
from rscrew_console.roster.calling import Calling
from tests.rows import each_row

CREW = "providers: {p: {model: m}}\nagent_assignments: {a: {primary: p%s}}\nglobal_settings: %s\n"


@each_row(("settings", "expected"), [
    ("", Calling()),
    ("{rate_limiting: {min_interval: 0.5}}", Calling(min_interval=0.5)),
    ("{rate_limiting: {enabled: true, min_interval: 2}}", Calling(min_interval=2)),
    ("{rate_limiting: {enabled: false, min_interval: 2}}", Calling(min_interval=0)),
    ("{rate_limiting: {enabled: true}}", Calling()),
    ("{rate_limiting: false}", Calling(min_interval=0)),
    ("{rate_limiting: true}", Calling()),
    ("{request_timeout: 5}", Calling(request_timeout=5)),
    ("{deadline: 90}", Calling(deadline=90)),
    ("{fallback_on: []}", Calling(fallback_on=())),
    ("{fallback_on: [content_policy]}", Calling(fallback_on=("content_policy",))),
    ("{fallback_on: [context_window]}", Calling(fallback_on=("context_window",))),
    ("{redis_url: 'redis://cache', usage_db: u.db, debug_mode: true}",
     Calling(redis_url="redis://cache", usage_db="u.db", debug=True)),
])  # fmt: skip
def test_calls_are_made_as_the_file_says(settings: str, expected: Calling) -> None:
    doc = Document.parse(CREW % ("", settings))
    reading = detect(doc).read(doc)
    assert reading.problems == ()
    assert reading.roster is not None
    assert reading.roster.settings.calling == expected


@pytest.mark.parametrize(("entry", "expected"), [
    ("", None),
    (", fallback_on: ", None),
    (", fallback_on: []", ()),
    (", fallback_on: [content_policy, context_window]", ("content_policy", "context_window")),
])  # fmt: skip
def test_an_agent_may_have_faults_of_its_own(entry: str, expected: object) -> None:
    doc = Document.parse(CREW % (entry, "{fallback_on: [context_window]}"))
    roster = detect(doc).read(doc).roster
    assert roster is not None
    assert roster.agent_by_name["a"].fallback_on == expected


@each_row(("settings", "code", "message"), [
    ("{rate_limiting: 7}", "not-a-mapping", "global_settings.rate_limiting is a number"),
    ("{rate_limiting: {min_interval: soon}}", "wrong-type", "min_interval is a text"),
    ("{request_timeout: 0}", "wrong-type", "global_settings.request_timeout is zero"),
    ("{deadline: 0}", "wrong-type", "global_settings.deadline is zero"),
    ("{fallback_on: context_window}", "wrong-type", "a text where a list belongs"),
    ("{fallback_on: [context_windw]}", "unknown-fault", 'did you mean "context_window"?'),
    ("{fallback_on: [rain]}", "unknown-fault", "one of context_window, content_policy"),
    ("{request_timout: 5}", "misspelt-key", "request_timeout"),
])  # fmt: skip
def test_what_is_wrong_there_is_told(settings: str, code: str, message: str) -> None:
    doc = Document.parse(CREW % ("", settings))
    (problem,) = detect(doc).read(doc).problems
    assert problem.code == code
    assert message in problem.message
    assert problem.line == 3
