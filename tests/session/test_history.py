"""Every saved state is kept, within bounds, and damage to the history stays harmless."""

import json
import os
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.session.entries import HistoryEntry, HistoryLog
from rscrew_console.session.history import History
from rscrew_console.session.reading import digest_of
from tests.rows import each_row
from tests.session.place import CREW, Place, assign, ticking

NOW = ticking()()


def saved(history: History, before: bytes, after: bytes, summary: str = "") -> HistoryEntry:
    entry = history.begin(before, after, NOW, "test", summary, 1)
    history.confirm(entry)
    return entry


def states(count: int) -> list[bytes]:
    return [f"state {number}\n".encode() for number in range(count)]


def blobs(folder: Path) -> int:
    return len(list((folder / "blobs").iterdir()))


def test_a_save_is_described(place: Place) -> None:
    session = place.open()
    assign(session, "planner", secondary="gemini")
    assign(session, "reader", primary="claude")
    session.save("console")
    (entry,) = place.states().entries()
    assert (entry.id, entry.by, entry.kind) == ("s1", "console", "save")
    assert entry.summary == "planner secondary → gemini; reader primary → claude"
    assert entry.lines_changed == 4
    assert entry.time.isoformat().startswith("2026-11-20T14:02:")
    assert session.history.content(entry.before) == CREW.encode()
    assert session.history.content(entry.after).decode() == place.text


def test_the_same_bytes_are_kept_once_and_compressed(tmp_path: Path) -> None:
    history = History(tmp_path)
    one, two = b"a" * 100_000, b"b" * 100_000
    for before, after in ((one, two), (two, one), (one, two)):
        saved(history, before, after)
    assert blobs(tmp_path) == 2
    assert sum(path.stat().st_size for path in (tmp_path / "blobs").iterdir()) < 1000


def test_the_oldest_go_first_when_there_are_too_many(tmp_path: Path) -> None:
    history = History(tmp_path, most_entries=5)
    texts = states(13)
    for number in range(12):
        saved(history, texts[number], texts[number + 1])
    entries = history.entries(current="")
    assert [entry.id for entry in entries] == ["s12", "s11", "s10", "s9", "s8"]
    assert [history.content(entry.before) for entry in entries] == texts[11:6:-1]
    assert blobs(tmp_path) == 6, "what nothing refers to is gone"


def test_two_hundred_are_kept(tmp_path: Path) -> None:
    assert (History(tmp_path)._most_entries, History(tmp_path)._most_bytes) == (200, 50 * 2**20)


def test_the_oldest_go_first_when_they_are_too_much(tmp_path: Path) -> None:
    history = History(tmp_path, most_bytes=5000)
    texts = [os.urandom(1500) for _ in range(10)]
    for before, after in pairwise(texts):
        saved(history, before, after)
        size = sum(path.stat().st_size for path in (tmp_path / "blobs").iterdir())
        assert size <= 5000
    assert history.entries(current="")[0].id == "s9"
    assert 0 < len(history.entries(current="")) < 9


def test_one_that_is_too_much_alone_is_not_kept_and_its_number_not_used_again(
    tmp_path: Path,
) -> None:
    history = History(tmp_path, most_bytes=3)
    saved(history, b"abc", b"def")
    assert (history.entries(current=""), blobs(tmp_path)) == ((), 0)
    assert saved(history, b"def", b"ghi").id == "s2"


@pytest.mark.parametrize(("now", "happened"), [(b"old", False), (b"new", True), (b"other", True)])
def test_a_save_that_was_cut_off_happened_if_the_file_says_so(
    tmp_path: Path, now: bytes, happened: bool
) -> None:
    history = History(tmp_path)
    history.begin(b"old", b"new", NOW, "test", "cut off", 1)
    assert [entry.summary for entry in history.entries(digest_of(now))] == ["cut off"] * happened
    saved(history, now, b"next", "next")
    expected = ["next", "cut off"] if happened else ["next"]
    assert [entry.summary for entry in history.entries(digest_of(b"old"))] == expected


def test_a_log_torn_anywhere_loses_at_most_its_last_entry(tmp_path: Path) -> None:
    history = History(tmp_path)
    texts = states(4)
    for number in range(3):
        saved(history, texts[number], texts[number + 1])
    path = tmp_path / "history.jsonl"
    whole = path.read_bytes()
    starts = [whole.index(f'"s{number}"'.encode()) for number in (2, 3)]
    for length in range(0, len(whole), 3):
        path.write_bytes(whole[:length])
        found = [entry.id for entry in history.entries(current="")]
        assert found == [f"s{number}" for number in range(len(found), 0, -1)]
        assert len(found) >= sum(start < length - 400 for start in starts)
        if length % 60 == 0:
            saved(history, texts[3], texts[0], "behind the tear")
            assert history.entries(current="")[0].summary == "behind the tear"


@each_row(
    "line",
    [b"[]", b"1", b"{}", b'{"entry": 1}', b'{"entry": {"id": "s9"}}', b'{"entry": {"id": 9}}',
     b'{"done": null}', b'{"last": "x"}', b"\xff", b'{"entry": {"id": "s7", "time": "never"}}'],
)  # fmt: skip
def test_lines_that_say_nothing_are_passed_over(line: bytes) -> None:
    log = HistoryLog(line + b"\n")
    assert (log.happened(""), log.next_id) == ((), "s1")


def test_entries_of_a_later_version_are_read_as_far_as_known(tmp_path: Path) -> None:
    history = History(tmp_path)
    saved(history, b"a", b"b", "known")
    path = tmp_path / "history.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    lines[0]["entry"]["mood"] = "good"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert [entry.summary for entry in history.entries(current="")] == ["known"]


@pytest.mark.parametrize("damage", [b"", b"rubbish", None])
def test_a_damaged_text_is_said_never_used(tmp_path: Path, damage: bytes | None) -> None:
    history = History(tmp_path)
    entry = saved(history, b"one", b"two")
    blob = tmp_path / "blobs" / entry.before
    blob.unlink() if damage is None else blob.write_bytes(damage)
    with pytest.raises(OSError, match=r"damaged|is gone"):
        history.content(entry.before)


def test_states_are_for_their_user_alone(place: Place) -> None:
    session = place.open()
    assign(session, "planner", secondary="gemini")
    session.save()
    kept: list[Any] = [place.state, *place.state.rglob("*")]
    assert {path.stat().st_mode & 0o077 for path in kept if path.is_file()} == {0}
    assert {path.stat().st_mode & 0o777 for path in kept[1:] if path.is_dir()} == {0o700}
