"""The diff that people read before they save: the shortest, and one that `patch` understands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.document.diff import unified_diff

SAME = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n"


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param(SAME, SAME, [], id="equal"),
        pytest.param(
            "a\nb\nc\n", "a\nX\nc\n", ["@@ -1,3 +1,3 @@", " a", "-b", "+X", " c"], id="changed"
        ),
        pytest.param(
            SAME, "zero\n" + SAME, ["@@ -1,3 +1,4 @@", "+zero", " one", " two", " three"],
            id="added at the start",
        ),
        pytest.param("a\n", "", ["@@ -1 +0,0 @@", "-a"], id="emptied"),
        pytest.param("", "a\n", ["@@ -0,0 +1 @@", "+a"], id="filled"),
        pytest.param(
            "a", "a\n", ["@@ -1 +1 @@", "-a", "\\ No newline at end of file", "+a"],
            id="final newline",
        ),
        pytest.param("a\r\n", "a\n", ["@@ -1 +1 @@", "-a", "+a"], id="line end"),
        pytest.param(
            "a\u2028b\x0cc\n", "X\n", ["@@ -1 +1 @@", "-a\u2028b\x0cc", "+X"], id="odd breaks"
        ),
    ],
)  # fmt: skip
def test_a_diff_reads_as_git_shows_it(old: str, new: str, lines: list[str]) -> None:
    expected = ["--- a/f", "+++ b/f", *lines] if lines else []
    assert unified_diff(old, new, "f").split("\n")[:-1] == expected


def test_a_line_that_is_frequent_is_not_shown_as_changed() -> None:
    agent = "  primary: claude\n  secondary: openai\n  tertiary: gemini\n"
    old = "".join(f"agent_{number}:\n{agent}" for number in range(100))
    new = old.replace("agent_50:\n  primary: claude", "agent_50:\n  primary: gemini")
    changed = [line for line in unified_diff(old, new, "f").splitlines() if line[0] in "+-"]
    assert changed == ["--- a/f", "+++ b/f", "-  primary: claude", "+  primary: gemini"]


LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "  d: 1\n"]), max_size=25)


@given(old=LINES, new=LINES, cut=st.booleans())
def test_patch_makes_the_new_text_of_the_old(old: list[str], new: list[str], *, cut: bool) -> None:
    before, after = "".join(old), "".join(new)
    after = after.removesuffix("\n") if cut else after
    diff = unified_diff(before, after, "f")
    assert (diff == "") == (before == after)
    assert applied(before, diff) == after


def applied(text: str, diff: str) -> str:
    """What `patch` does, in small."""
    source = text.splitlines(keepends=True)
    result: list[str] = []
    place = 0
    removed = False
    for line in diff.split("\n")[2:-1]:
        if line.startswith("@@"):
            start, _, length = line.split()[1][1:].partition(",")
            upto = int(start) - (length != "0")
            result += source[place:upto]
            place = upto
        elif line.startswith("\\"):
            result[-1] = result[-1] if removed else result[-1].removesuffix("\n")
        elif line.startswith("+"):
            result.append(line[1:] + "\n")
        else:
            assert source[place].removesuffix("\n") == line[1:]
            if line.startswith(" "):
                result.append(source[place])
            place += 1
        removed = line.startswith("-")
    return "".join([*result, *source[place:]])
