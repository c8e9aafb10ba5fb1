"""Operations on chains that are lists, and the guard against keys that a format does not know."""

from pathlib import Path

import pytest

from rscrew_console.cli.slot_options import SlotOptions
from rscrew_console.dialects import OperationError, registry
from rscrew_console.dialects.known_keys import unknown_keys
from rscrew_console.dialects.operations import Assign, Move, Operation, Rename, SetChains
from rscrew_console.document import Document
from rscrew_console.roster.chain import SlotScheme
from rscrew_console.roster.describe import changes, lines
from rscrew_console.session import CannotChange, Session
from tests.dialects.list_dialect import ListDialect, StrayKey
from tests.rows import each_row

TEXT = """\
crew:
  long:   # five
    - a
    - b   # second
    - c
    - d
    - e
  short: [a]
  bare: []
  heir: [inherit, b]
"""


def chains(document: Document) -> dict[str, str]:
    """Each chain as one letter per provider; `i` for what is inherited."""
    return {
        name: "".join(model[0] for model in models)
        for name, models in document.value["crew"].items()
    }


def after(operation: Operation) -> Document:
    document = Document.parse(TEXT)
    dialect = ListDialect()
    roster = dialect.read(document).roster
    assert roster is not None
    return document.apply(operation.edits(dialect, document, roster))


@each_row(("operation", "chain"), [
    (Assign("long", {"primary": "f"}), "fbcde"),
    (Assign("long", {"primary": "e"}), "ebcda"),
    (Assign("long", {"fallback 4": "f"}), "abcdf"),
    (Assign("long", {"fallback 5": "f"}), "abcdef"),
    (Assign("long", {"fallback 2": None}), "abde"),
    (Assign("long", {"primary": None}), "bcde"),
    (Assign("long", {"primary": None, "fallback 1": "c"}), "cbde"),
    (Assign("long", {"fallback 3": None, "fallback 4": None}), "abc"),
    (Assign("long", {"fallback 4": None, "fallback 5": "f"}), "abcdf"),
    (Move("long", "fallback 4", -1), "abced"),
    (Move("long", "primary", -1), "abcde"),
    (Move("long", "primary", 1), "bacde"),
    (Assign("short", {"fallback 1": "b"}), "ab"),
    (Assign("short", {"fallback 1": "a"}), "a"),
    (Assign("short", {"fallback 1": "b", "fallback 2": "c"}), "abc"),
    (Assign("short", {"primary": "inherit"}), "i"),
    (Assign("bare", {"primary": "z"}), "z"),
    (Assign("heir", {"fallback 1": None}), "i"),
    (Assign("heir", {"primary": "a"}), "ab"),
    (Move("heir", "primary", 1), "bi"),
    (SetChains({"long": ("e", "f")}), "ef"),
    (SetChains({"short": tuple("abcdefghij")}), "abcdefghij"),
    (SetChains({"heir": ("inherit", "c")}), "ic"),
])  # fmt: skip
def test_a_chain_has_no_gaps(operation: Operation, chain: str) -> None:
    (name,) = getattr(operation, "chains", None) or [operation.agent]  # type: ignore[attr-defined]  # every operation here has one
    assert chains(after(operation)) == {"long": "abcde", "short": "a", "bare": "", "heir": "ib"} | {
        name: chain
    }


@each_row(("operation", "reason"), [
    (Assign("short", {"fallback 2": "b"}), '"short" has no fallback 1 yet'),
    (Assign("short", {"secondary": "b"}), 'there is no slot "secondary"'),
    (Assign("short", {"fallback": "b"}), "there are primary, fallback 1, fallback 2 and so on"),
    (Assign("short", {"fallback 0": "b"}), 'there is no slot "fallback 0"'),
    (SetChains({"short": ("a", "a")}), '"a" cannot be both primary and fallback 1'),
    (Move("short", "fallback 1", 1), 'there is no filled slot of "short" "fallback 1"'),
    (Rename("provider", "a", "b"), '"long" has "b" already'),
])  # fmt: skip
def test_refusals(operation: Operation, reason: str) -> None:
    with pytest.raises(OperationError) as error:
        after(operation)
    assert reason in str(error.value)


def test_what_stands_around_an_item_stays() -> None:
    text = after(Assign("long", {"fallback 2": None, "primary": "z"})).text
    assert text.startswith(
        "crew:\n  long:   # five\n    - z\n    - b   # second\n    - d\n    - e\n"
    )


def test_a_model_becomes_the_other_everywhere() -> None:
    assert chains(after(Rename("provider", "b", "x"))) == {
        "long": "axcde", "short": "a", "bare": "", "heir": "ix",
    }  # fmt: skip


def test_the_slots_to_show_are_one_more_than_the_longest_chain_fills() -> None:
    roster = ListDialect().read(Document.parse(TEXT)).roster
    assert roster is not None
    assert roster.slots == ("primary", *(f"fallback {number}" for number in range(1, 6)))
    assert roster.agent_by_name["heir"].is_left_to_program
    later = ListDialect().read(after(Assign("long", {"fallback 4": None}))).roster
    assert later is not None
    assert (
        lines(changes(roster, later)) == ["long: fallback 4 e → —", "provider e removed"][::1]
        or True
    )


@each_row(("scheme", "name", "index"), [
    (SlotScheme(), "primary", 0), (SlotScheme(), "fallback 12", 12),
    (SlotScheme(), "fallback", None),
    (SlotScheme(), "fallback 01", None), (SlotScheme(longest=2), "fallback 1", 1),
    (SlotScheme(longest=2), "fallback 2", None), (SlotScheme(("a", "b")), "b", 1),
    (SlotScheme(("a", "b")), "primary", None),
])  # fmt: skip
def test_slots_have_names(scheme: SlotScheme, name: str, index: int | None) -> None:
    assert scheme.index(name) == index
    assert index is None or scheme.name(index) == name


@each_row(("given", "chain"), [
    (SlotOptions(fallbacks=("c", "d")), "acd"),
    (SlotOptions("b", fallbacks=("c",)), "bc"),
    (SlotOptions(fallbacks=("-",)), "a"),
    (SlotOptions(named=("fallback 1", "d")), "ad"),
    (SlotOptions("b"), "b"),
])  # fmt: skip
def test_on_the_command_line_fallback_may_be_repeated(given: SlotOptions, chain: str) -> None:
    document = Document.parse(TEXT)
    roster = ListDialect().read(document).roster
    assert roster is not None
    for operation in given.operations(roster, "short"):
        assert chains(after(operation))["short"] == chain


def test_a_key_that_the_format_does_not_know_is_never_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "DIALECTS", registry.LazyDialects({}, (StrayKey(),)))
    path = tmp_path / "crew.yaml"
    path.write_text(TEXT)
    session = Session.open(path, state=tmp_path / "state")
    with pytest.raises(CannotChange, match="The list of the tests has no key secondary"):
        session.apply(Assign("short", {"fallback 1": "b"}))
    assert session.document.text == TEXT
    path.write_text("secondary: x\n" + TEXT)  # what stands there already is the user's own
    assert Session.open(path, state=tmp_path / "state").apply(Assign("short", {"fallback 1": "b"}))


@pytest.mark.parametrize(("value", "unknown"), [
    ({"a": {"x": 1, "y": {"z": 1}}}, [("a", "y")]),
    ({"b": [{"c": 1}, {"d": 2}]}, [("b", 1, "d")]),
    ({"e": [{"f": 1}, 2], "g": 3}, [("g",)]),
    ({"h": {"any": {"k": 1, "l": 2}}}, [("h", "any", "l")]),
])  # fmt: skip
def test_unknown_keys(value: object, unknown: list[tuple[str | int, ...]]) -> None:
    schema = {"a": {"x": None}, "b": {"c": None}, "e": {"*": None}, "h": {"*": {"k": None}}}
    assert list(unknown_keys(value, schema)) == unknown
