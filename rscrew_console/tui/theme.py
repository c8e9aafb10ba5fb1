"""Two calm themes, one accent each, and which of them the terminal wants."""

from __future__ import annotations

from collections.abc import Mapping

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

_LIGHT_BACKGROUNDS = {"7", "15"}


def wants_light(environ: Mapping[str, str]) -> bool:
    """Whether the terminal says of itself that its background is light.

    $RSC_THEME (`light` or `dark`) decides; else $COLORFGBG, which many terminals set.
    """
    match environ.get("RSC_THEME", "").lower():
        case "light":
            return True
        case "dark":
            return False
        case _:
            return environ.get("COLORFGBG", "").rpartition(";")[2] in _LIGHT_BACKGROUNDS


def other_theme(name: str) -> str:
    """The name of the light theme for the dark one, and of the dark one for any other."""
    return LIGHT.name if name == DARK.name else DARK.name
