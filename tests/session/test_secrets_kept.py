"""No secret of a file can be found in the state folder, in whatever form; nothing else changes."""

import base64
import json
import os
import re
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.document import ABSENT, Edit
from rscrew_console.session.codec import edit_to_json
from rscrew_console.session.entries import HistoryEntry, HistoryLog
from rscrew_console.session.history import History
from rscrew_console.session.journal_lines import head_line, step_line
from rscrew_console.session.reading import digest_of
from rscrew_console.session.state import folder_of
from tests.session.folder import FILES, Folder, use_folder_dialect
from tests.session.place import CREW, Place, ticking

SECRET, OTHER = "sk-ant-api03-PLANTED-0123456789abcdef", "correct horse battery staple"


def forms(secret: str) -> set[bytes]:
    """The secret as it could be found by a search: as it is, and in base64 at any offset."""
    found = {secret.encode()}
    for before in range(3):
        packed = base64.b64encode(b"x" * before + secret.encode())
        found.add(packed[4:-4])
        found.add(base64.urlsafe_b64encode(b"x" * before + secret.encode())[4:-4])
    return found


def readable(data: bytes) -> bytes:
    """The bytes, and what becomes of all that is compressed or in base64 in them."""
    texts = [data]
    for alphabet, decode in ((rb"+/", base64.b64decode), (rb"_-", base64.urlsafe_b64decode)):
        pieces = re.findall(rb"[A-Za-z0-9%s]{24,}" % alphabet, data)
        texts += [decode(piece[: len(piece) // 4 * 4]) for piece in pieces]
    for text in list(texts):
        try:
            texts.append(zlib.decompress(text))
        except zlib.error:
            continue
    return b"\n".join(texts)


def leaks(state: Path) -> set[str]:
    """The files of the state folder in which one of the secrets can be found."""
    return {
        path.name
        for path in state.rglob("*")
        if path.is_file()
        for text in [readable(path.read_bytes())]
        if any(form in text for secret in (SECRET, OTHER) for form in forms(secret))
    }


SYNTAXES: dict[str, tuple[str, str]] = {
    "yaml": ("model_config.yaml", CREW.replace("api_key_env: ANTHROPIC_API_KEY", "api_key: {}")),
    "json": (
        "model_config.json",
        json.dumps(
            {
                "providers": {
                    "claude": {"model": "claude-sonnet-5", "api_key": "{}"},
                    "openai": {"model": "gpt-5-mini"},
                },
                "agent_assignments": {"planner": {"primary": "claude"}},
            },
            indent=2,
        ).replace('"{}"', "{}"),
    ),
}


def with_secret(name: str, secret: str) -> str:
    return SYNTAXES[name][1].replace("{}", json.dumps(secret) if name == "json" else secret, 1)


@pytest.fixture(params=SYNTAXES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Place]:
    place = Place(tmp_path, tmp_path / SYNTAXES[request.param][0])
    place.text = with_secret(request.param, SECRET)
    return request.param, place


def test_a_search_of_the_state_folder_finds_no_secret(place: tuple[str, Place]) -> None:
    syntax, file = place
    session = file.open(journal=True)
    session.change([Edit(("providers", "claude", "api_key"), SECRET, OTHER)], f"key → {OTHER}")
    assert list(file.state.rglob("journal-*"))
    assert leaks(file.state) == set(), "the journal"
    session.save("test")
    session.change([Edit(("agent_assignments", "planner", "primary"), "claude", "openai")], SECRET)
    assert leaks(file.state) == set(), "history and journal"
    assert [path.name for path in file.state.rglob("*") if path.stat().st_mode & 0o077] == []
    session.save("test", summary=f"set {SECRET}")
    assert [entry.summary for entry in file.states().entries()] == [
        f"set {SECRET}",
        f"key → {OTHER}",
    ]
    file.states().undo()
    file.states().undo()
    assert file.text == with_secret(syntax, SECRET), "what is kept can be had back to the byte"
    file.states().redo()
    assert file.text == with_secret(syntax, OTHER)
    assert leaks(file.state) == set()


def test_what_outlives_a_crash_holds_the_secret_only_encrypted(place: tuple[str, Place]) -> None:
    _, file = place
    session = file.open(journal=True)
    session.change([Edit(("providers", "claude", "api_key"), SECRET, OTHER)], OTHER)
    assert session._journal is not None
    assert session._journal._open is not None
    os.close(session._journal._open[1])
    survivor = file.open(journal=True)
    (work,) = survivor.pending()
    assert (OTHER in work.text, work.labels) == (True, (OTHER,))
    survivor.restore(work)
    assert survivor.document.get(("providers", "claude", "api_key")) == OTHER
    assert leaks(file.state) == set()


def test_secrets_of_a_folder_are_not_kept_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_folder_dialect(monkeypatch)
    folder = Folder.make(tmp_path, FILES | {"editor.md": FILES["editor.md"] + SECRET})
    session = folder.open(journal=True)
    session.change([Edit(("sub/writer.md", "model"), "sonnet", "opus")], "opus")
    session.change([Edit(("new.md",), ABSENT, f"---\nmodel: opus\n---\n{OTHER}")], "new")
    assert leaks(folder.state) == set()
    session.save("test")
    assert leaks(folder.state) == set()
    folder.states().undo()
    assert folder.files["editor.md"].endswith(SECRET)


# ------------------------------------------------------------------------ the version before


def former_history(file: Place) -> list[bytes]:
    """What the version before kept of two saves: texts compressed, nothing encrypted."""
    folder = folder_of(file.path.resolve(), file.state)
    (folder / "blobs").mkdir(parents=True)
    texts = [file.text.replace("planner", f"planner{n or ''}").encode() for n in (2, 1, 0)]
    for text in texts:
        (folder / "blobs" / digest_of(text)).write_bytes(zlib.compress(text))
    log = HistoryLog(b"")
    for number, (old, new) in enumerate(pairwise(texts), 1):
        digests = digest_of(old), digest_of(new)
        entry = HistoryEntry(f"s{number}", ticking()(), "test", f"set {SECRET}", 1, *digests)
        with (folder / "history.jsonl").open("ab") as file_log:
            file_log.write(log.to_append(entry) + log.confirmation(entry))
    return texts


def test_a_history_of_the_version_before_is_read_and_then_encrypted(
    place: tuple[str, Place],
) -> None:
    _, file = place
    texts = former_history(file)
    assert leaks(file.state) != set(), "the search finds what is not encrypted"
    assert [entry.id for entry in file.states().entries()] == ["s2", "s1"]
    assert file.states(dry_run=True).undo().diff
    session = file.open()
    session.change([Edit(("agent_assignments", "planner", "primary"), "claude", "openai")], "x")
    session.save("test")
    assert leaks(file.state) == set(), "the first save encrypts what is there"
    file.states().rollback("s1")
    assert file.text.encode() == texts[0]
    assert [e.summary for e in file.states().entries()][-2:] == [f"set {SECRET}"] * 2


def test_a_journal_of_the_version_before_is_restored_and_then_encrypted(
    place: tuple[str, Place],
) -> None:
    _, file = place
    session = file.open(journal=True)
    edit = Edit(("providers", "claude", "api_key"), SECRET, OTHER)
    session.change([edit], "key")
    folder = folder_of(file.path.resolve(), file.state)
    (path,) = folder.glob("journal-*")
    head = head_line(file.text.encode(), ticking()())
    path.write_bytes(head + b"".join(step_line(step) for step in session.unsaved_steps()))
    assert edit_to_json(edit)["new"] == OTHER
    assert leaks(file.state) == {path.name}
    assert session._journal is not None
    assert session._journal._open is not None
    os.close(session._journal._open[1])
    survivor = file.open(journal=True)
    survivor.restore(survivor.pending()[0])
    assert survivor.document.get(("providers", "claude", "api_key")) == OTHER
    survivor.change([Edit(("agent_assignments", "planner", "primary"), "claude", "openai")], "x")
    assert leaks(file.state) == set()


# ------------------------------------------------------------------------ the key


def lose(key: Path) -> None:
    key.unlink()


def damage(key: Path) -> None:
    key.write_bytes(b"rubbish")


def exchange(key: Path) -> None:
    other = key.parent.parent / "other"
    History(other).begin(b"a", b"b", ticking()(), "test", "other", 1)
    key.write_bytes((other / "key").read_bytes())


@pytest.mark.parametrize("harm", [lose, damage, exchange])
def test_without_its_key_what_is_kept_is_lost_and_that_is_said(
    tmp_path: Path, harm: Callable[[Path], Any]
) -> None:
    history = History(tmp_path / "state")
    entry = history.begin(b"one", b"two", ticking()(), "test", "summary", 1)
    history.confirm(entry)
    harm(tmp_path / "state" / "key")
    history = History(tmp_path / "state")
    with pytest.raises(OSError, match=r"cannot be read: it (is encrypted, and its key|is damaged)"):
        history.content(entry.before)
    assert history.entries("")[0].summary == "(encrypted; its key is gone)"
    newer = history.begin(b"two", b"one", ticking()(), "test", "next", 1)
    history.confirm(newer)
    assert History(tmp_path / "state").content(newer.after) == b"one", "a new key, a new start"
