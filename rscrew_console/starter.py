"""The starter configuration that ships with the program."""

from __future__ import annotations

from pathlib import Path

STARTER_NAME = "model_config.yaml"
MOST_BLANK = 1024
"""Bytes up to which a file is looked at for having nothing in it."""


def config_folder() -> Path:
    """The shipped `config/`: inside the package when installed, beside it in a checkout.

    Raises FileNotFoundError where neither is there.
    """
    package = Path(__file__).parent
    for folder in (package / "config", package.parent / "config"):
        if (folder / STARTER_NAME).is_file():
            return folder
    raise FileNotFoundError(f"{STARTER_NAME} is missing from this installation of rscrew-console")


def starter_text() -> str:
    """The starter `model_config.yaml`, comments and all, with `\\n` line ends."""
    return (config_folder() / STARTER_NAME).read_text(encoding="utf-8")


def is_blank(path: Path) -> bool:
    """Whether there is a file in which nothing stands, not even a comment. Raises OSError."""
    return path.is_file() and path.stat().st_size <= MOST_BLANK and not path.read_bytes().strip()


def create_starter(path: Path) -> None:
    """Write the starter to a path where nothing is yet, with the folders that lead there.

    Raises OSError, FileExistsError among them.
    """
    text = starter_text()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w" if is_blank(path) else "x", encoding="utf-8", newline="") as file:
        file.write(text)
