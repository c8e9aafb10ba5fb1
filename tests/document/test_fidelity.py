"""The benchmark that the README quotes: what it counts, and that it counts nothing for us."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fidelity import Tally, cases, changed, main, measure, ours, ruamels
from tests.rows import each_row

CORPUS = Path(__file__).parent.parent / "corpus"


@each_row("seed", range(8))
def test_no_byte_changes_apart_from_the_value(seed: int) -> None:
    tally = Tally()
    for name, *case in cases(CORPUS, seed):
        measure(tally, ours, name, *case)
    assert not tally.refused
    assert tally.edited == tally.returned == tally.alone > 60
    assert tally.lines == tally.characters == 0


@each_row(
    ("old", "new", "counts"),
    [
        ("a\nb\n", "a\nb\n", (0, 0)),
        ("a\nb\n", "a\nc\n", (1, 1)),
        ("a: [ 1 ]\n", "a: [1]\n", (1, 3)),
        ("a\n", "a\nbcd\n", (1, 4)),
        ("a\nb\nc\n", "a\nc\n", (1, 2)),
        ("a\r\n", "a\n", (1, 1)),
    ],
)
def test_what_differs_is_counted(old: str, new: str, counts: tuple[int, int]) -> None:
    assert changed(old, new) == counts


@each_row(
    ("old", "new", "alone", "characters", "padding"),
    [
        ("a: x\nb: 1\n", "a: longer\nb: 1\n", 1, 0, 0),
        ("a: x     # c\n", "a: long  # c\n", 1, 0, 3),
        ("a: x # c\n", "a: long # d\n", 0, 1, 0),
        ("a: x\nb:  1\n", "a: long\nb: 1\n", 0, 1, 0),
        ("a: |\n  x\n\nb: 1\n", "a: |\n  y\n\nb: 1\n", 1, 0, 0),
        ("a: |\n  x\n\nb: 1\n", "a: y\nb: 1\n", 0, 1, 0),
    ],
)
def test_the_value_itself_is_not_counted(
    old: str, new: str, alone: int, characters: int, padding: int
) -> None:
    tally = Tally()
    tally.count(old, new, ("a",))
    assert (tally.alone, tally.characters, tally.padding) == (alone, characters, padding)


def test_the_other_tool_is_given_its_best_settings() -> None:
    text = "a:\n    b: 1\n    c:\n        - 'x'\n        - y\n"
    unedited, edited, _ = ruamels(text, ("a", "c", 0), "z")
    assert unedited == text
    assert edited == text.replace("x", "z")


def test_a_table_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.yaml").write_text("a:   [ 1,2 ]   # c\n", encoding="utf-8")
    (tmp_path / "two.yml").write_text("just text\n", encoding="utf-8")
    (tmp_path / "three.yml").write_bytes(b"\xff")
    monkeypatch.setattr("sys.argv", ["fidelity.py", str(tmp_path)])
    main()
    printed = capsys.readouterr().out
    assert "one value changed in each of 1 YAML files" in printed
    rows = dict(line.rsplit(maxsplit=2)[::2] for line in printed.splitlines()[3:])
    assert rows["files it could not edit"] == "0"
    assert rows["edits that changed their value only"] == "0"
