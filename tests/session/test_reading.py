"""What is read, what is refused, and that refusing is quick and changes nothing."""

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.session import BadConfig, CannotRead, problems_of
from rscrew_console.session.reading import MAX_BYTES
from tests.session.place import CREW, MemoryDisk, Place, assign


@pytest.mark.parametrize(
    "text",
    [
        CREW,
        "\ufeff" + CREW,
        CREW.replace("\n", "\r\n"),
        CREW.rstrip("\n"),
        CREW + "# end 🤖\n\n",
        CREW.replace("# plans\n", "# mixed\r\n"),
    ],
    ids=["plain", "mark", "crlf", "no final newline", "comment behind", "mixed"],
)
def test_bytes_outside_an_edit_survive(place: Place, text: str) -> None:
    place.text = text
    session = place.open()
    assert assign(session, "reader", primary="claude")
    session.undo()
    assert session.document.text == text
    session.redo()
    session.save()
    expected = text.replace("primary: gemini", "primary: claude")
    expected = expected.replace("claude: 1", "claude: 2").replace("gemini: 1", "gemini: 0")
    assert place.text == expected


def special(kind: str, folder: Path) -> Path:
    path = folder / "special.yaml"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
    elif kind == "device":
        return Path("/dev/zero")
    elif kind == "circle":
        path.symlink_to(path.name)
    elif kind == "beneath a file":
        path.write_text("")
        return path / "config.yaml"
    return path


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("pipe", "this is a named pipe, not a file"),
        ("folder", "this is a folder, not a file, and has no crew of many files"),
        ("socket", "this is a socket, not a file"),
        ("device", "this is a device, not a file"),
        ("circle", "its symbolic links go round in a circle"),
        ("missing", "there is no such file"),
        ("beneath a file", "there is no such file: a part of the path is not a folder"),
    ],
)
def test_what_is_no_file_is_refused(place: Place, kind: str, said: str) -> None:
    path = special(kind, place.folder)
    with pytest.raises(CannotRead) as caught:
        place.open(path=path)
    # Of a folder the patterns of the formats that could be in it follow.
    assert caught.value.message.partition(": **/")[0] == f"{path}: {said}"
    assert caught.value.exit_code == 2


def test_a_file_that_is_too_large_is_refused_before_it_is_read(place: Place) -> None:
    os.truncate(place.path, MAX_BYTES + 1)
    with pytest.raises(CannotRead, match="larger than 64 MiB"):
        place.open()


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"a: 1\nb: \xff\n", 2, "the byte 0xff is not UTF-8; save the file as UTF-8"),
        ("a: 1\n".encode("utf-16"), 1, "the file is in UTF-16; save it as UTF-8"),
        (b"\n\n\xe4\n", 3, "the byte 0xe4 is not UTF-8; save the file as UTF-8"),
    ],
)
def test_what_is_not_utf8_is_refused_with_its_line(
    place: Place, data: bytes, line: int, said: str
) -> None:
    place.path.write_bytes(data)
    with pytest.raises(CannotRead) as caught:
        place.open()
    assert caught.value.message == f"{place.path}:{line}: {said}"
    problem = problems_of(place.path)[0]
    assert (problem.severity, problem.line, problem.message) == ("error", line, said)


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "a: [\n", "just words\n"])
def test_what_is_no_crew_is_refused_with_its_problems(place: Place, text: str) -> None:
    place.text = text
    with pytest.raises(BadConfig) as caught:
        place.open()
    assert caught.value.problems == problems_of(place.path)
    assert caught.value.message.startswith(f"{place.path}:")
    assert place.text == text


def test_what_takes_the_file_s_place_while_it_is_opened_is_not_waited_for(place: Place) -> None:
    """Looking first is not enough: a pipe that comes in between must not block the opening."""
    flags = []

    class Watching(MemoryDisk):
        def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
            if function is os.open:
                flags.append(args[1])
            return super().call(function, *args, **kwargs)

    place.open(disk=Watching())
    assert flags[0] & os.O_NONBLOCK
    assert flags[0] & os.O_NOFOLLOW
    assert flags[0] & os.O_NOCTTY


def test_opening_writes_nothing(place: Place) -> None:
    session = place.open(journal=True)
    assert session.pending() == ()
    assert [path.name for path in place.folder.iterdir()] == [place.path.name]
