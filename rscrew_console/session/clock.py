"""The clock of this machine."""

from datetime import datetime


def local_now() -> datetime:
    """The local time, with its zone."""
    return datetime.now().astimezone()
