"""Wishes about agents and providers as a whole, and about their fields."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from rscrew_console.dialects import OperationError, detect
from rscrew_console.dialects.operations import (
    AddAgent,
    AddProvider,
    Operation,
    Remove,
    Rename,
    SetAgent,
    SetProvider,
)
from rscrew_console.document import Document, Edit
from rscrew_console.roster.model import Roster
from tests.dialects.crews import CREW, chain_of, crew
from tests.rows import each_row

OPERATIONS: dict[str, Callable[..., Operation]] = {
    "set_agent": SetAgent, "set_provider": SetProvider, "add_agent": AddAgent,
    "add_provider": AddProvider, "remove_agent": partial(Remove, "agent"),
    "remove_provider": partial(Remove, "provider"), "rename_agent": partial(Rename, "agent"),
    "rename_provider": partial(Rename, "provider"),
}  # fmt: skip


def edits_of(wish: str, doc: Document, roster: Roster, *args: Any) -> list[Edit]:
    return OPERATIONS[wish](*args).edits(detect(doc), doc, roster)


def wished(wish: str, *args: Any, text: str = CREW) -> tuple[Document, Roster]:
    """The document and roster after one wish."""
    doc, roster = crew(text)
    return crew(doc.apply(edits_of(wish, doc, roster, *args)).text)


def value(doc: Document, dotted: str) -> Any:
    return doc.get(tuple(dotted.split(".")), "nothing")


@each_row(("wish", "args", "place", "becomes"), [
    ("set_agent", ("writer", "reasoning", "new"), "agent_assignments.writer.reasoning", "new"),
    ("set_agent", ("planner", "reasoning", "new"), "agent_assignments.planner.reasoning", "new"),
    ("set_agent", ("writer", "reasoning", ""), "agent_assignments.writer.reasoning", "nothing"),
    ("set_agent", ("writer", "reasoning", None), "agent_assignments.writer.reasoning", "nothing"),
    ("set_agent", ("writer", "capability", "coding"), "agent_assignments.writer.capability",
     "coding"),
    ("set_provider", ("claude", "model", "m2"), "providers.claude.model", "m2"),
    ("set_provider", ("claude", "model", "  m2 "), "providers.claude.model", "m2"),
    ("set_provider", ("claude", "cost_tier", "budget"), "providers.claude.cost_tier", "budget"),
    ("set_provider", ("gemini", "cost_tier", ""), "providers.gemini.cost_tier", "nothing"),
    ("set_provider", ("gemini", "cost_tier", None), "providers.gemini.cost_tier", "nothing"),
    ("set_provider", ("gemini", "temperature", "0.5"), "providers.gemini.temperature", 0.5),
    ("set_provider", ("gemini", "max_tokens", "4096"), "providers.gemini.max_tokens", 4096),
    ("set_provider", ("gemini", "timeout", 30), "providers.gemini.timeout", 30),
    ("set_provider", ("gemini", "allow_insecure", "true"), "providers.gemini.allow_insecure", True),
    ("set_provider", ("gemini", "strengths", ["coding"]), "providers.gemini.strengths", ["coding"]),
    ("set_provider", ("claude", "api_key_env", "OTHER_KEY"), "providers.claude.api_key_env",
     "OTHER_KEY"),
])  # fmt: skip
def test_fields_are_set_and_removed(
    wish: str, args: tuple[Any, ...], place: str, becomes: Any
) -> None:
    doc, _ = wished(wish, *args)
    assert value(doc, place) == becomes


@each_row(("wish", "args"), [
    ("set_agent", ("writer", "reasoning", "Clear prose")),
    ("set_agent", ("planner", "reasoning", "")),
    ("set_provider", ("claude", "model", "claude-sonnet-5")),
    ("set_provider", ("claude", "base_url", None)),
    ("rename_agent", ("writer", "writer")),
    ("rename_provider", ("claude", " claude ")),
])  # fmt: skip
def test_what_is_so_already_needs_no_edits(wish: str, args: tuple[Any, ...]) -> None:
    doc, roster = crew()
    assert edits_of(wish, doc, roster, *args) == []


@each_row(("wish", "args", "reason"), [
    ("set_agent", ("nobody", "reasoning", "x"), 'there is no agent "nobody"'),
    ("set_agent", ("writer", "reason", "x"), 'no field of an agent "reason"; did you mean "reas'),
    ("set_agent", ("writer", "capability", "codign"), 'no capability "codign"; did you mean "cod'),
    ("set_provider", ("claud", "model", "x"), 'no provider "claud"; did you mean "claude"?'),
    ("set_provider", ("claude", "modle", "x"), 'no field of a provider "modle"; did you mean "mod'),
    ("set_provider", ("claude", "model", ""), '"claude" needs a model'),
    ("set_provider", ("claude", "model", None), '"claude" needs a model'),
    ("set_provider", ("claude", "allow_insecure", "maybe"), "allow_insecure is a text"),
    ("set_provider", ("claude", "timeout", "soon"), 'timeout takes a number, not "soon"'),
    ("set_provider", ("claude", "timeout", "0"), "timeout is zero"),
    ("set_provider", ("claude", "temperature", "-1"), "temperature is less than zero"),
    ("set_provider", ("claude", "temperature", "nan"), "not a finite number"),
    ("set_provider", ("claude", "strengths", "coding"), "strengths is a text where a list"),
    ("set_provider", ("claude", "api_key_env", "sk-proj-a1b2c3d4"), "looks like the key itself"),
    ("add_agent", ("writer", {"primary": "claude"}), "is already the name of another agent"),
    ("add_agent", ("", {"primary": "claude"}), "the agent needs a name"),
    ("add_agent", ("a\nb", {"primary": "claude"}), "cannot be shown"),
    ("add_agent", ("new", {}), '"new" needs a primary'),
    ("add_agent", ("new", {"secondary": "claude"}), '"new" needs a primary'),
    ("add_agent", ("new", {"primary": "claud"}), 'did you mean "claude"?'),
    ("add_agent", ("new", {"primary": "claude"}, "", "codign"), 'did you mean "coding"?'),
    ("add_provider", ("claude", {"model": "m"}), "is already the name of another provider"),
    ("add_provider", ("new", {}), '"new" needs a model'),
    ("add_provider", ("new", {"model": "m", "api_key_env": "sk-a1b2"}), "looks like the key"),
    ("add_provider", ("new", {"model": "m", "colour": "red"}), 'no field of a provider "colour"'),
    ("remove_agent", ("writr",), 'there is no agent "writr"; did you mean "writer"?'),
    ("remove_provider", ("spar",), 'there is no provider "spar"; did you mean "spare"?'),
    ("rename_agent", ("writr", "x"), 'did you mean "writer"?'),
    ("rename_agent", ("writer", "planner"), "is already the name of another agent"),
    ("rename_agent", ("writer", " "), "the agent needs a name"),
    ("rename_provider", ("claud", "x"), 'did you mean "claude"?'),
    ("rename_provider", ("claude", "openai"), "is already the name of another provider"),
])  # fmt: skip
def test_what_cannot_be_is_refused(wish: str, args: tuple[Any, ...], reason: str) -> None:
    doc, roster = crew()
    with pytest.raises(OperationError) as caught:
        edits_of(wish, doc, roster, *args)
    assert reason in str(caught.value)
    assert "sk-" not in str(caught.value)


def test_a_provider_in_use_is_not_removed_and_its_users_are_named() -> None:
    with pytest.raises(OperationError) as caught:
        wished("remove_provider", "openai")
    assert str(caught.value).splitlines() == [
        '"openai" is in use, give these agents another provider first:',
        "  planner (secondary)",
        "  writer (primary)",
        "  twice (primary, tertiary)",
    ]


def test_a_provider_in_no_chain_is_removed_with_its_count() -> None:
    text = CREW + "    spare: 0\n"
    doc, roster = wished("remove_provider", "spare", text=text)
    assert "spare" not in doc.text
    assert "spare" not in roster.provider_by_name


def test_renaming_a_provider_follows_it_through_every_chain_and_the_distribution() -> None:
    doc, roster = wished("rename_provider", "openai", "gpt")
    assert [provider.name for provider in roster.providers] == ["claude", "gpt", "gemini", "spare"]
    assert chain_of(roster, "twice") == {
        "primary": "gpt", "secondary": "claude", "tertiary": "gpt", "fallback": "gemini",
    }  # fmt: skip
    assert dict(roster.distribution or ()) == {"claude": 1, "gpt": 2, "gemini": 0}
    assert doc.text == CREW.replace("  openai:", "  gpt:").replace(": openai", ": gpt")


def test_renaming_an_agent_changes_its_key_and_nothing_else() -> None:
    doc, _ = wished("rename_agent", "writer", "author")
    assert doc.text == CREW.replace("  writer:", "  author:")


def test_an_agent_is_added_with_its_fields_in_order_and_counted() -> None:
    doc, roster = wished(
        "add_agent", "new", {"fallback": "claude", "primary": "gemini"}, "because", "coding"
    )
    assert list(doc.get(("agent_assignments", "new")).items()) == [
        ("primary", "gemini"), ("fallback", "claude"),
        ("reasoning", "because"), ("capability", "coding"),
    ]  # fmt: skip
    assert roster.agents[-1].name == "new"
    assert dict(roster.distribution or ())["gemini"] == 1


def test_an_agent_is_removed_and_no_longer_counted() -> None:
    _, roster = wished("remove_agent", "writer")
    assert [agent.name for agent in roster.agents] == ["planner", "twice"]
    assert dict(roster.distribution or ()) == {"claude": 1, "openai": 1, "gemini": 0}


def test_a_provider_is_added_with_its_fields_in_order() -> None:
    fields = {"timeout": "30", "model": "m", "cost_tier": "", "api_key_env": "KEY"}
    doc, _ = wished("add_provider", "new", fields)
    assert list(doc.get(("providers", "new")).items()) == [
        ("model", "m"), ("api_key_env", "KEY"), ("timeout", 30),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [
    "providers:\nagent_assignments:\n",
    "providers: {}\nagent_assignments: {}\n",
    "providers: ~\nagent_assignments: ~\n",
])  # fmt: skip
def test_the_first_entries_of_blank_sections(text: str) -> None:
    doc, _ = wished("add_provider", "p", {"model": "m"}, text=text)
    _, roster = wished("add_agent", "a", {"primary": "p"}, text=doc.text)
    assert [agent.name for agent in roster.agents] == ["a"]


def test_the_last_entries_can_go() -> None:
    text = "providers:\n  p:\n    model: m\nagent_assignments:\n  a:\n    primary: p\n"
    doc, _ = wished("remove_agent", "a", text=text)
    _, roster = wished("remove_provider", "p", text=doc.text)
    assert roster.agents == roster.providers == ()
