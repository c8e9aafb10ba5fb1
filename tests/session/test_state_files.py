"""Whatever stands in the state folder is passed over: never a fault of the program's own."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rscrew_console.session import SavedStates, Session, SessionError
from rscrew_console.session.history import History
from tests.session.place import CREW, MemoryDisk, Place, assign, ticking

DEEP = "[" * 50_000
WRONG: list[Any] = [
    None, True, 0, -1, 10**400, 1.5, "", "x", "s1", "\ud800", "\x1b]0;x\x07", "9999-12-31T23:59:59",
    "0001-01-01T00:00:00+00:00", "../../../etc/passwd", "save", [], [[]], {}, {"$set": [[1]]},
    {"$map": [[[], 1]]}, {"$time": "x"}, "s" + "9" * 5000,
]  # fmt: skip

wrong = st.sampled_from(WRONG)


def written(tmp_path: Path) -> Place:
    """A file with three saves, one of them undone, and the journal of a session that died."""
    tmp_path.mkdir()
    place = Place.make(tmp_path)
    for slot in ("gemini", "claude", "gemini"):
        session = place.open()
        assign(session, "planner", tertiary=None, secondary="openai")
        assign(session, "reader", secondary=slot)
        session.save("test")
    place.states().undo()
    dead = place.open(journal=True)
    assign(dead, "writer", secondary="gemini")
    return place


def nested(data: Any) -> list[tuple[Any, Any]]:
    """Every place in the data, as its holder and key."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    found = []
    for key, value in pairs:
        found.append((data, key))
        if isinstance(value, dict | list):
            found += nested(value)
    return found


@st.composite
def mutations(draw: st.DrawFn) -> Any:
    """A change to the bytes of a state file."""
    kind = draw(st.sampled_from(["field", "field", "field", "line", "cut", "byte", "deep", "swap"]))
    number, value = draw(st.integers(0, 10**6)), draw(wrong)

    def mutate(data: bytes) -> bytes:
        lines = data.split(b"\n")
        at = number % len(lines)
        if kind == "cut":
            return data[: number % (len(data) + 1)]
        if kind == "byte" and data:
            where = number % len(data)
            return data[:where] + bytes([number % 251]) + data[where + 1 :]
        if kind == "deep":
            lines[at] = DEEP.encode()
        if kind == "swap":
            lines.append(lines[at])
        if kind == "line":
            lines[at] = json.dumps(value).encode()
        if kind == "field":
            try:
                record = json.loads(lines[at])
            except (ValueError, RecursionError):
                return data
            places = nested(record) if isinstance(record, dict | list) else []
            if places:
                holder, key = places[number // len(lines) % len(places)]
                holder[key] = value
                lines[at] = json.dumps(record).encode()
        return b"\n".join(lines)

    return mutate


def use_everything(place: Place) -> None:
    """All that reads the state folder; only errors in the user's words may come of it."""
    states = place.states()
    ways: list[Any] = [
        states.entries, states.passed_over, place.states(dry_run=True).undo,
        place.states(dry_run=True).redo, lambda: place.states(dry_run=True).rollback("2"),
        states.undo, states.redo, states.rollback,
    ]  # fmt: skip
    for way in ways:
        try:
            way()
        except SessionError as error:
            error.message.encode()
    for entry in states.entries():
        f"{entry.time.astimezone():%Y-%m-%d} {entry.by} {entry.summary}".encode()
    session = place.open(journal=True)
    for left in session.pending():
        left.diff("x").encode()
        try:
            session.restore(left)
        except SessionError as error:
            error.message.encode()
    if not assign(session, "planner", primary="gemini"):
        assign(session, "planner", primary="openai")
    session.save("test")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return written(tmp_path_factory.mktemp("state") / "model")


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=st.lists(mutations(), min_size=1, max_size=3), which=st.integers(0, 7))
def test_state_files_may_hold_anything(
    model: Place, tmp_path: Path, changes: Any, which: int
) -> None:
    """The copy has another path, and so another state folder: its name is changed with it."""
    shutil.rmtree(tmp_path / "copy", ignore_errors=True)
    (tmp_path / "copy").mkdir()
    place = Place.make(tmp_path / "copy", model.text)
    old = next((model.state / "files").iterdir())
    new = Session.open(place.path, state=place.state)._state
    shutil.copytree(old, new)
    files = sorted(new.glob("journal-*")) + sorted(new.glob("history.*")) * 2
    files += sorted((new / "blobs").iterdir())
    target = files[which % len(files)]
    for change in changes:
        target.write_bytes(change(target.read_bytes()))
    use_everything(place)


@pytest.mark.parametrize(
    "name", ["history.jsonl", "holder.json", "blobs", "lock", "journal-1-a.jsonl"]
)
@pytest.mark.parametrize("kind", ["folder", "pipe", "link", "deep", "numbers"])
def test_state_files_may_be_anything(tmp_path: Path, name: str, kind: str) -> None:
    place = written(tmp_path / "place")
    folder = next((place.state / "files").iterdir())
    target = folder / name
    if target.is_dir():
        shutil.rmtree(target)
    target.unlink(missing_ok=True)
    if kind == "folder":
        target.mkdir()
    elif kind == "pipe":
        os.mkfifo(target)
    elif kind == "link":
        target.symlink_to("/dev/null")
    else:
        target.write_text(DEEP + "\n" if kind == "deep" else "1\n" * 1000)
    states = place.states()
    for way in (states.entries, states.undo, states.redo, states.rollback):
        try:
            way()
        except SessionError as error:
            assert error.message
    session = place.open(journal=True)
    session.pending()
    assign(session, "planner", primary="gemini")
    session.save("test", wait=0)
    assert "primary: gemini" in place.text


def seeded(folder: Path, count: int) -> list[bytes]:
    texts = [f"state {number}\n".encode() for number in range(count + 1)]
    history, now = History(folder, MemoryDisk()), ticking()
    for number in range(count):
        entry = history.begin(texts[number], texts[number + 1], now(), "test", "x", 1)
        history.confirm(entry)
    return texts


def test_undoing_does_not_push_out_what_is_to_be_undone_next(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rscrew_console.session.history.MOST_ENTRIES", 6)
    for number in range(9):
        session = place.open()
        assign(session, "planner", secondary=("gemini", "openai")[number % 2])
        session.save("test")
    undone = 0
    while True:
        try:
            place.states().undo()
        except SessionError:
            break
        undone += 1
    assert undone == 6


def test_undone_and_redone_for_ever_is_bounded(tmp_path: Path) -> None:
    history, now = History(tmp_path, MemoryDisk(), most_entries=4), ticking()
    history.confirm(history.begin(b"a", b"b", now(), "test", "x", 1))
    for _ in range(20):
        history.confirm(history.begin(b"b", b"a", now(), "test", "x", 1, "undo", "s1"))
        history.confirm(history.begin(b"a", b"b", now(), "test", "x", 1, "redo", "s1"))
    assert len(history.entries("")) <= 4 * 5


@pytest.mark.parametrize("damage", [b"", b"rubbish"])
def test_a_damaged_text_is_written_anew_by_the_next_save(tmp_path: Path, damage: bytes) -> None:
    texts = seeded(tmp_path, 2)
    history = History(tmp_path)
    for blob in (tmp_path / "blobs").iterdir():
        blob.write_bytes(damage)
    entry = history.begin(texts[2], texts[1], ticking()(), "test", "back", 1)
    history.confirm(entry)
    assert [history.content(each) for each in (entry.before, entry.after)] == [texts[2], texts[1]]


@pytest.mark.parametrize("lines", ["junk", "open", "void", "one long line"])
def test_a_history_of_any_size_is_read_within_bounds_and_tidied(tmp_path: Path, lines: str) -> None:
    texts = seeded(tmp_path, 3)
    path = tmp_path / "history.jsonl"
    whole = path.read_bytes()
    entry = json.loads(whole.splitlines()[0])["entry"]
    filler = {
        "junk": lambda number: {"entry": number},
        "open": lambda number: {"entry": {**entry, "id": f"s{number + 10}"}},
        "void": lambda number: {"void": f"s{number + 10}"},
        "one long line": lambda number: {"entry": {**entry, "summary": "x" * 100}},
    }[lines]
    made = b"".join(json.dumps(filler(number)).encode() + b"\n" for number in range(60_000))
    path.write_bytes((made if lines != "one long line" else b"x" * 9_000_000 + b"\n") + whole)

    class Counting(MemoryDisk):
        taken = 0

        def read(self, handle: int, limit: int) -> bytes:
            data = super().read(handle, limit)
            self.taken += len(data)
            return data

    disk = Counting()
    history = History(tmp_path, disk)
    saved = history.begin(texts[3], b"next", ticking()(), "test", "after all that", 1)
    history.confirm(saved)
    assert disk.taken < 3 * 9 * 2**20
    assert path.stat().st_size < 2**20
    assert history.entries("")[0].summary == "after all that"
    assert CREW


def test_lines_that_are_passed_over_are_counted(tmp_path: Path) -> None:
    place = written(tmp_path / "place")
    path = next((place.state / "files").iterdir()) / "history.jsonl"
    assert place.states().passed_over() == 0
    path.write_bytes(path.read_bytes() + b'[]\n{"entry": {"id": "s1", "summary": {}}}\n')
    assert SavedStates(place.path, state=place.state).passed_over() == 2
