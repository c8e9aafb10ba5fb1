"""How a value is written: in the quotes of the place, and in quotes only where it needs them."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import pytest
import ruamel.yaml
import yaml

from rscrew_console.document import Document, DocumentError, readers
from tests.document.table import text_after_set
from tests.rows import each_row


def words(text: str) -> list[str]:
    return text.split()


PLAIN_EVERYWHERE = words("""
    claude gpt-5-mini anthropic/claude-opus-4-1 a.b_c 1.2.3 -x x:y x#y it's say"hi" a,b C:\\path
    ${VAR:-x} true_story nullable yes_ 0x 1e 12:ab +a é 名前 😀 :x ?x a&b a*b a!b a|b a>b <x> (x)
    x=y ~x 1_a --- ... 2026-1-2 -- a- a? <<x
""")
QUOTED_EVERYWHERE = words("""
    yes no on off y n Yes NO On OFF Y N true false True FALSE null Null NULL ~ 012 0o7 0x1F 0b1 1e3
    1_000 1:30 1:59:59 1.5 .5 -7 +7 .inf -.INF .nan 2026-11-20 = << * & ! | > @x `x` %x - ? :
    [x {x} *x &x !x #x x: 'x "x 685_230.15 190:20:30 0. 1. +.inf 12e03 0o14 ] } ,
""")


@each_row("text", PLAIN_EVERYWHERE)
def test_text_that_needs_no_quotes_gets_none(text: str) -> None:
    assert text_after_set("a: old\n", "a", text) == f"a: {text}\n"


@each_row("text", QUOTED_EVERYWHERE)
@each_row("before", ["a: old\n", "[{a: old}]\n", '{"a": 1}\n', "a: 'old'\n"])
def test_text_that_reads_as_something_else_is_quoted(text: str, before: str) -> None:
    path = "0.a" if before.startswith("[") else "a"
    after = text_after_set(before, path, text)
    assert f"'{text}'" in after or f'"{text}"' in after or '"\\"x"' in after or "'''x'" in after
    for reading in (yaml.safe_load(after), ruamel.yaml.YAML(typ="safe", pure=True).load(after)):
        assert (reading[0] if path == "0.a" else reading)["a"] == text


@each_row(
    ("before", "value", "after"),
    [
        # Its own quotes stay.
        ("a: 'x'\n", "y", "a: 'y'\n"),
        ('a: "x"\n', "y", 'a: "y"\n'),
        ("a: 'x'\n", "it's", "a: 'it''s'\n"),
        ('a: "x"\n', 'say "hi"', 'a: "say \\"hi\\""\n'),
        ('a: "x"\n', "back\\slash", 'a: "back\\\\slash"\n'),
        # What single quotes cannot carry goes into double ones.
        ("a: 'x'\n", "two\nlines", 'a: "two\\nlines"\n'),
        ("a: x\n", "tab\there", 'a: "tab\\there"\n'),
        ("a: x\n", "\x1b[31m", 'a: "\\e[31m"\n'),
        ("a: x\n", "\x00", 'a: "\\0"\n'),
        ("a: x\n", "a\x85b", 'a: "a\\Nb"\n'),
        ("a: x\n", "a\u2028b", 'a: "a\\Lb"\n'),
        ("a: x\n", "\ufeffx", 'a: "\\uFEFFx"\n'),
        # Blanks at the ends, colons and comment signs.
        ("a: x\n", "", 'a: ""\n'),
        ("a: x\n", " x", 'a: " x"\n'),
        ("a: x\n", "x ", 'a: "x "\n'),
        ("a: x\n", "a: b", 'a: "a: b"\n'),
        ("a: x\n", "a #b", 'a: "a #b"\n'),
        ("a: x\n", "a#b", "a: a#b\n"),
        # In a flow collection its signs need quotes, too.
        ("{a: x}\n", "b, c", '{a: "b, c"}\n'),
        ("a: x\n", "b, c", "a: b, c\n"),
        ("{a: x}\n", "b]", '{a: "b]"}\n'),
        ("{a: x}\n", "http://x.test", "{a: http://x.test}\n"),
        # Other types lose the quotes, and find them again in JSON.
        ("a: 'x'\n", 5, "a: 5\n"),
        ('a: "x"\n', True, "a: true\n"),
        ('{"a": 1}\n', "x", '{"a": "x"}\n'),
        ('{"a": null}\n', "x", '{"a": "x"}\n'),
        ('{"a":1}', "x", '{"a":"x"}'),
        ("a: 5\n", "x", "a: x\n"),
        # Long text stays on its line.
        ("a: x\n", "word " * 60 + "end", "a: " + "word " * 60 + "end\n"),
        ("a: 'x'\n", "word " * 60 + "end", "a: '" + "word " * 60 + "end'\n"),
        # Many lines give way to one.
        ("a: one\n  two\nb: 1\n", "x", "a: x\nb: 1\n"),
        ('a: "one\n  two"   # c\n', "x", 'a: "x"   # c\n'),
    ],
)
def test_text_keeps_the_quotes_of_its_place(before: str, value: Any, after: str) -> None:
    assert Document.parse(before).set(("a",), value).text == after


@each_row(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-12, "-12"),
        (10**30, str(10**30)),
        (1.0, "1.0"),
        (0.1, "0.1"),
        (1e16, "1.0e+16"),
        (1e-07, "1.0e-07"),
        (1.5e300, "1.5e+300"),
        (math.inf, ".inf"),
        (-math.inf, "-.inf"),
        (math.nan, ".nan"),
        (date(2026, 11, 20), "2026-11-20"),
        (datetime(2026, 11, 20, 10, 30), "2026-11-20 10:30:00"),  # noqa: DTZ001 # YAML's has none
    ],
)
def test_other_types_are_written_in_the_spelling_that_all_share(value: Any, text: str) -> None:
    assert text_after_set("a: old\n", "a", value) == f"a: {text}\n"


@each_row("value", [b"x", object(), {"a", "b"}, 1j, "\ud800", "a\udfff", {1: b"x"}])
def test_what_yaml_cannot_carry_is_refused(value: Any) -> None:
    with pytest.raises(DocumentError, match="cannot be"):
        Document.parse("b: 1\na: old\n").set(("a",), value)


@each_row(
    ("before", "value", "after"),
    [
        ("a: !!str 12\n", "13", 'a: !!str "13"\n'),
        ("a: !!str 12\n", 13, "a: 13\n"),
        ("a: !!int '7'   # c\n", 8, "a: !!int 8     # c\n"),
        ("a: !!int 7   # c\n", "x", "a: x         # c\n"),
        ("a: &x !!int 7\nb: 1\n", "x", "a: &x x\nb: 1\n"),
        ("a: !!int &x 7\nb: 1\n", "x", "a: &x x\nb: 1\n"),
        ("a: !!str\n", 5, "a: 5\n"),
        ("[!!int 7]\n", "x", "[x]\n"),
        ("a: !!float 3\n", 4.5, "a: !!float 4.5\n"),
        ("a: !!omap\n- b: 1\n", "x", "a: x\n"),
    ],
)
def test_a_tag_stays_where_it_suits(before: str, value: Any, after: str) -> None:
    path = (0,) if before.startswith("[") else ("a",)
    assert Document.parse(before).set(path, value).text == after


@each_row(
    ("before", "new", "after"),
    [
        ("a: 1\n", "b", "b: 1\n"),
        ("'a': 1\n", "b", "'b': 1\n"),
        ('{"a":1}', "b", '{"b":1}'),
        ("a: 1\n", "yes", '"yes": 1\n'),
        ("a: 1\n", "x: y", '"x: y": 1\n'),
        ("? a\n: 1\n", "b", "? b\n: 1\n"),
        ("a:    1   # c\n", "longer", "longer:    1   # c\n"),
        ("&x a: 1\nb: *x\n", "c", "&x c: 1\nb: a\n"),
        ("{a}\n", "b", "{b}\n"),
    ],
)
def test_a_key_is_renamed_in_its_quotes(before: str, new: str, after: str) -> None:
    assert Document.parse(before).rename(("a",), new).text == after


WORDS = words("claude gpt-5-mini e1 E10 x0 inf nan Infinity O7 b1 T f nil no-way off_1 null-x A1b")


@each_row("text", WORDS)
def test_what_is_taken_for_a_plain_word_is_one_to_both_readers(text: str) -> None:
    assert readers._is_plain_word(text)
    assert readers.both_read(f"k: {text}\n") == {"k": text}
    assert readers.both_read(f"{{k: {text}, l: m}}") == {"k": text, "l": "m"}
    assert list(readers.both_read(f"{text}: v\nl: m\n")) == [text, "l"]


@each_row("text", QUOTED_EVERYWHERE)
def test_what_reads_as_something_else_is_no_plain_word(text: str) -> None:
    assert not readers._is_plain_word(text)
