"""Two calm themes, one accent each, and which of them the terminal wants."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from textual.theme import Theme

DARK = Theme(
    name="crew-dark",
    dark=True,
    primary="#7aa2f7",
    secondary="#bb9af7",
    accent="#7aa2f7",
    success="#8cc98f",
    warning="#e0b06c",
    error="#ef7d8b",
    foreground="#d7dae3",
    background="#16181e",
    surface="#1c1f27",
    panel="#262a35",
    variables={"text-muted": "#8a91a3", "block-cursor-text-style": "none"},
)
LIGHT = Theme(
    name="crew-light",
    dark=False,
    primary="#2757b8",
    secondary="#7a2fa8",
    accent="#2757b8",
    success="#1f7a35",
    warning="#8f5600",
    error="#b3202c",
    foreground="#23262d",
    background="#fbfbfa",
    surface="#f1f1ef",
    panel="#dcdcd8",
    variables={"text-muted": "#666b76", "block-cursor-text-style": "none"},
)

ThemeName = Literal["light", "dark"]

_LIGHT_BACKGROUNDS = {"7", "15"}


def wants_light(
    environ: Mapping[str, str], chosen: ThemeName | None = None, remembered: str = ""
) -> bool:
    """Whether to begin with the light theme.

    What was `chosen` on the command line decides; else $RSC_THEME (`light` or `dark`), the theme
    that was `remembered`, and $COLORFGBG, by which many terminals tell their background.
    """
    for name in (chosen or "", environ.get("RSC_THEME", "").lower(), remembered):
        if name in ("light", "dark"):
            return name == "light"
    return environ.get("COLORFGBG", "").rpartition(";")[2] in _LIGHT_BACKGROUNDS


class ThemeMemory:
    """A file with the theme that was chosen last. A file that cannot be read holds none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> str:
        """`light`, `dark`, or "" where none was chosen yet."""
        try:
            return self._path.read_text(encoding="utf-8").strip()[:8]
        except (OSError, ValueError):
            return ""  # then the terminal decides, as before the first choice

    def save(self, name: str) -> str:
        """Keeps the theme of that name. Returns why it could not be kept, or ""."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._path.write_text("light" if name == LIGHT.name else "dark", encoding="utf-8")
        except OSError as error:
            return f"the theme is not remembered: {error.strerror or error}"
        return ""


def other_theme(name: str) -> str:
    """The name of the light theme for the dark one, and of the dark one for any other."""
    return LIGHT.name if name == DARK.name else DARK.name
