"""What the browser, this server and the console's process say to each other. Pure.

The page sends JSON lists, such as `["stdin", "q"]`; the process takes and gives packets of one byte
that tells the kind, four bytes of length, and that many bytes. This is the protocol of Textual's
web driver (`textual.drivers.web_driver`).
"""

from __future__ import annotations

import json
from typing import Any, Literal

from rscrew_console.records import dataclass

READY = b"__GANGLION__\n"
"""The line with which the process says that packets follow."""
SCREEN = b"D"
META = b"M"
LONGEST = 64 * 1024 * 1024
"""Bytes of a packet at most."""
SMALLEST, LARGEST = 1, 1000
"""Columns or lines of a screen."""


@dataclass(frozen=True)
class FromPage:
    """What a message of the page comes to: bytes for the process, or an answer to the page."""

    packet: bytes = b""
    answer: str = ""


def packet(kind: bytes, payload: bytes) -> bytes:
    """A packet of that kind."""
    return kind + len(payload).to_bytes(4, "big") + payload


def meta(kind: Literal["resize", "focus", "blur", "quit"], **values: int) -> bytes:
    """A packet that tells the process of the terminal."""
    return packet(META, json.dumps({"type": kind, **values}).encode())


def read_message(text: str) -> FromPage:
    """What a message of the page comes to; nothing where it is none that a page of ours sends."""
    try:
        message = json.loads(text)
    except ValueError:
        return FromPage()
    match message:
        case ["stdin", str(typed)]:
            return FromPage(packet(SCREEN, typed.encode("utf-8", "replace")))
        case ["resize", {"width": int(width), "height": int(height)}]:
            return FromPage(meta("resize", width=clamp(width), height=clamp(height)))
        case ["focus" | "blur" as kind, *_]:
            return FromPage(meta(kind))
        case ["ping", str(sent)]:
            return FromPage(answer=json.dumps(["pong", sent]))
        case _:
            return FromPage()


def clamp(cells: int) -> int:
    """A number of columns or lines that a screen can have."""
    return min(max(cells, SMALLEST), LARGEST)


def size_asked_for(text: str, default: int) -> int:
    """The number of columns or lines in an address."""
    return clamp(int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else default


def is_exit(payload: bytes) -> bool:
    """Whether the process says that it ends."""
    try:
        told: Any = json.loads(payload)
    except ValueError:
        return False
    return isinstance(told, dict) and told.get("type") == "exit"
