"""The texts of several files as one text, and back: what a `DocumentSet` has for a text."""

from __future__ import annotations

from collections.abc import Mapping

from rscrew_console.document.errors import DocumentError

_MARK = "\x1c"
"""ASCII's file separator begins every line of the archive that is not a line of a file."""
_HEAD = f"{_MARK}files 1\n"


def is_archive(text: str) -> bool:
    """Whether a text is that of a DocumentSet: no file of a known syntax begins like one."""
    return text.startswith(_HEAD)


def join_archive(texts: Mapping[str, str]) -> str:
    """All the texts in one, so that its lines are the lines of the files.

    Raises DocumentError for a name that cannot stand on one line.
    """
    parts = [_HEAD]
    for name in sorted(texts):
        if not is_file_name(name):
            raise DocumentError(f"{name!r} cannot be the name of a file here")
        text = f"\n{texts[name]}".replace(f"\n{_MARK}", f"\n{_MARK}{_MARK}")[1:]
        parts.append(f"{_MARK}={name}\n{text}\n")
    return "".join(parts)


def split_archive(text: str) -> dict[str, str]:
    """File name → text. Raises DocumentError for what `join_archive` has not made."""
    if not is_archive(text):
        raise DocumentError("this is not a set of files")
    texts: dict[str, str] = {}
    entries = f"\n{text[len(_HEAD) :]}".split(f"\n{_MARK}=")
    if entries[0] not in ("", "\n"):
        raise DocumentError("this is not a set of files")
    for number, entry in enumerate(entries[1:], 2):
        name, _, content = entry.partition("\n")
        if number == len(entries):
            if not content.endswith("\n"):
                raise DocumentError("the set of files is cut off")
            content = content[:-1]
        if name in texts or not is_file_name(name):
            raise DocumentError(f"{name!r} is no name of a file here, or is there twice")
        texts[name] = f"\n{content}".replace(f"\n{_MARK}{_MARK}", f"\n{_MARK}")[1:]
    return texts


def is_file_name(name: str) -> bool:
    """Whether a file of a set may have this name: relative, inside the folder, on one line."""
    parts = name.split("/")
    return all(part not in ("", ".", "..") for part in parts) and not any(
        letter in name for letter in "\n\r\0\x1c\\"
    )
