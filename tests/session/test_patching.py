"""Diffs of a crew's files that a command line may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.document import DocumentSet
from rscrew_console.document.patch import PatchError
from rscrew_console.session.patching import apply_patch, patch_of

AGENTS = st.dictionaries(
    st.sampled_from(["a.md", "b.md", "c.md"]),
    st.sampled_from(["---\nmodel: x\n---\nHi\n", "---\nmodel: y\n---\nHi", "---\nmodel: z\n---\n"]),
)


@given(old=AGENTS, new=AGENTS)
def test_files_of_a_folder_come_go_and_change(old: dict[str, str], new: dict[str, str]) -> None:
    before, after = DocumentSet.of(old).text, DocumentSet.of(new).text
    patch = patch_of(before, after, "agents")
    assert bool(patch) is (old != new)
    if patch:
        assert apply_patch(before, patch) == after
        named = patch.replace("a/", "a/.claude/agents/").replace("b/", "b/.claude/agents/")
        assert apply_patch(before, named, "/.claude/agents") == after


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("a: 1\n", "a: sk-ant-api03-Zk81QvLx07TtRmAbCdEf\n", "crew.yaml"),
        ("OPENAI_API_KEY=old\n", "OPENAI_API_KEY=new\n", ".env"),
    ],
)
def test_what_is_hidden_is_in_no_diff(old: str, new: str, name: str) -> None:
    assert patch_of(old, new, name) == ""


def test_other_lines_of_an_env_file_are_not_in_the_diff() -> None:
    old = "OPENAI_API_KEY=secret\nMODEL=gpt-5\n"
    patch = patch_of(old, old.replace("gpt-5", "gpt-6"), ".env")
    assert "secret" not in patch
    assert apply_patch(old, patch) == old.replace("gpt-5", "gpt-6")


def test_a_file_that_is_not_there_is_told() -> None:
    before = DocumentSet.of({"a.md": "---\nmodel: x\n---\n"}).text
    with pytest.raises(PatchError, match=r"no file z\.md here: a\.md"):
        apply_patch(before, "--- a/z.md\n+++ b/z.md\n@@ -1,1 +1,1 @@\n-x\n+y\n")
    with pytest.raises(PatchError, match="several files"):
        apply_patch("a: 1\n", "--- a/x\n+++ b/x\n--- a/y\n+++ b/y\n")
