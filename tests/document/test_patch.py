"""Unified diffs, exact to the byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.document.diff import unified_diff
from rscrew_console.document.patch import PatchError, exact_patch, patched, read_patch

texts = st.lists(
    st.sampled_from(["a\n", "b\n", "b\r\n", "c\r", "--- d\n", "+++ e\n", "\\ f\n", "é", "\n"]),
    max_size=9,
).map("".join)


@given(old=texts, new=texts)
def test_a_diff_gives_the_very_bytes(old: str, new: str) -> None:
    patch = exact_patch(old, new, "x")
    assert (patch == "") is (old == new)
    if patch:
        (file,) = read_patch(patch)
        assert (file.old_name, file.new_name) == ("x", "x")
        assert patched(old, file.hunks) == new


LINES = "".join(f"{number}\n" for number in range(20))
CHANGED = LINES.replace("12\n", "twelve\n").replace("3\n", "three\n", 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LINES, CHANGED),
        ("new\n" + LINES, "new\n" + CHANGED),
        (LINES.replace("\n", "\r\n"), CHANGED.replace("\n", "\r\n")),
    ],
)
def test_what_dry_run_prints_fits_where_lines_moved_and_where_they_end_otherwise(
    before: str, after: str
) -> None:
    (file,) = read_patch("some words before\n" + unified_diff(LINES, CHANGED, "x"))
    assert patched(before, file.hunks) == after


@pytest.mark.parametrize(
    ("patch", "says"),
    [
        ("", "not a unified diff"),
        ("--- a/x\n", "a line with +++ is missing"),
        ("--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-nothing\n+b\n", "does not fit: line 1"),
    ],
)
def test_what_is_no_diff_or_does_not_fit_is_refused(patch: str, says: str) -> None:
    with pytest.raises(PatchError) as caught:
        [patched("a\n", file.hunks) for file in read_patch(patch)]
    assert says in str(caught.value)
