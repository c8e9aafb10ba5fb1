"""Merging three texts line by line."""

from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.session.text_merge import hunks, lines_changed, merge_texts, patched
from tests.rows import each_row

texts = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "d", "\n"]), max_size=12).map("".join)


@each_row(
    ("yours", "theirs", "merged"),
    [
        ("1\nX\n3\n4\n5\n", "1\n2\n3\n4\nY\n", "1\nX\n3\n4\nY\n"),
        ("1\n3\n4\n5\n", "1\n2\n3\n4\n5\n6\n", "1\n3\n4\n5\n6\n"),
        ("0\n1\n2\n3\n4\n5\n", "1\n2\n3\n4\n", "0\n1\n2\n3\n4\n"),
        ("1\nX\n3\n4\n5\n", "1\nX\n3\n4\n5\n", "1\nX\n3\n4\n5\n"),
        ("1\nX\n3\n4\n5\n", "1\nY\n3\n4\n5\n", None),
        ("1\nX\n3\n4\n5\n", "1\n2\nY\n4\n5\n", None),
        ("1\n2\nX\n3\n4\n5\n", "1\n2\nY\n3\n4\n5\n", None),
        ("X\n1\n2\n3\n4\n5\n", "Y\n1\n2\n3\n4\n5\n", None),
    ],
)
def test_merge(yours: str, theirs: str, merged: str | None) -> None:
    base = "1\n2\n3\n4\n5\n"
    assert merge_texts(base, yours, theirs) == merged
    assert merge_texts(base, theirs, yours) == merged


@given(texts, texts)
def test_hunks_lead_from_one_text_to_the_other(old: str, new: str) -> None:
    assert patched(old, hunks(old, new)) == new
    assert (lines_changed(old, new) == 0) is (old == new)
    assert merge_texts(old, new, old) == new
    assert merge_texts(old, old, new) == new


@given(st.lists(st.integers(0, 400), unique=True, min_size=1, max_size=40))
def test_many_alike_lines_are_told_apart_by_the_unique_ones(places: list[int]) -> None:
    alike = [line for name in range(401) for line in (f"{name}:\n", "  primary: a\n", "  b: c\n")]
    new = [*alike]
    for place in places:
        new[3 * place + 1] = "  primary: z\n"
    assert lines_changed("".join(alike), "".join(new)) == len(places)
