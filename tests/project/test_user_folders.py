"""The user's folders beside those that platformdirs names."""

from typing import Literal

import platformdirs
import pytest

from rscrew_console.user_folders import user_folder

VARIABLES = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")


@pytest.mark.parametrize("given", [
    {"HOME": "/home/somebody"},
    {"HOME": "/"},
    {"HOME": "/home/somebody/", "XDG_CONFIG_HOME": "/etc/c", "XDG_STATE_HOME": "/var/s/"},
    {"HOME": "/home/somebody", "XDG_CACHE_HOME": "/var/c", "XDG_STATE_HOME": ""},
    {"HOME": "/home/somebody", "XDG_CONFIG_HOME": "relative"},
    {"XDG_CONFIG_HOME": "/etc/c", "XDG_STATE_HOME": "/var/s", "XDG_CACHE_HOME": "/var/c"},
    {},
])  # fmt: skip
@pytest.mark.parametrize("kind", ["config", "state", "cache"])
def test_they_are_where_platformdirs_says(
    monkeypatch: pytest.MonkeyPatch,
    given: dict[str, str],
    kind: Literal["config", "state", "cache"],
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert user_folder(kind) == getattr(platformdirs, f"user_{kind}_path")("rscrew-console")
