"""Whether Redis is to be asked, from what has come of asking it."""

from __future__ import annotations

from rscrew_console.runtime.limits.availability import RETRY_AFTER, RedisAvailability
from tests.rows import each_row

LATER = RETRY_AFTER
SOON = RETRY_AFTER / 2


@each_row(
    ("events", "asked"),
    [
        ([], True),
        (["found"], True),
        (["lost"], False),
        (["lost", SOON], False),
        (["lost", LATER], True),
        # one tries for all, however long it takes
        (["lost", LATER, "open"], False),
        (["lost", LATER, "open", SOON], False),
        (["lost", LATER, "open", LATER], True),
        (["lost", LATER, "open", "lost", SOON], False),
        (["lost", LATER, "open", "found"], True),
        # those who were under way when it was lost find out later
        (["lost", SOON, "lost", SOON], False),
        (["lost", "found"], True),
        (["lost", "renew"], True),
    ],
)
def test_open(events: list[str | float], asked: bool) -> None:
    now = [100.0]
    link = RedisAvailability("redis://localhost", lambda: now[0])
    for event in events:
        match event:
            case float():
                now[0] += event
            case "lost":
                link.lost(OSError("gone"))
            case "found":
                link.available()
            case "open":
                link.open()
            case _:
                link.renew()
    assert link.open() is asked
