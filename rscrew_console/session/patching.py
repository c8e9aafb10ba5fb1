"""Diffs of a crew's files: written so that they give the very bytes, and made in a crew. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from rscrew_console.document import is_archive, split_archive
from rscrew_console.document.archive import join_archive
from rscrew_console.document.patch import (
    FilePatch,
    PatchError,
    exact_patch,
    patched,
    read_patch,
)
from rscrew_console.roster.stray_keys import without_keys
from rscrew_console.session.difference import shown_text


def patch_of(old: str, new: str, name: str) -> str:
    """The diff that `apply_patch` makes `new` of `old` with; "" where there is none that may be
    shown, because a changed line holds a key, or values that are hidden.

    `name` is the name of the file; files of a folder have their names in it.
    """
    if not (is_archive(old) and is_archive(new)):
        return _shown(exact_patch(old, new, name), name)
    before, after = split_archive(old), split_archive(new)
    patches = [
        _shown(exact_patch(before.get(file), after.get(file), file), file)
        for file in sorted(before.keys() | after.keys())
        if before.get(file) != after.get(file)
    ]
    return "".join(patches) if all(patches) else ""


def _shown(patch: str, name: str) -> str:
    """The patch, or "" where it holds what may not be shown."""
    for line in patch.splitlines():
        text = line[1:]
        if without_keys(text) != text:
            return ""
        is_value = line[:1] in ("-", "+") and not line.startswith(("---", "+++"))
        if is_value and shown_text(f"{text}\n", name) != f"{text}\n":
            return ""
    return patch


def apply_patch(text: str, patch: str, folder: str = "") -> str:
    """The text of the file, or of the files of the folder, with the diff made in it.

    `folder` is the path of the folder, which the diff's names may begin with. Raises PatchError.
    """
    files = read_patch(patch)
    if not is_archive(text):
        if len(files) > 1:
            raise PatchError("the diff changes several files, and this is one file")
        return patched(text, files[0].hunks)
    texts = split_archive(text)
    for one in files:
        _apply(texts, one, folder.strip("/") + "/")
    return join_archive(dict(sorted(texts.items())))


def _apply(texts: dict[str, str], patch: FilePatch, folder: str) -> None:
    old, new = (
        name.removeprefix(folder) if name is not None else None
        for name in (patch.old_name, patch.new_name)
    )
    if old is not None and old not in texts:
        if any(hunk.old for hunk in patch.hunks):
            raise PatchError(f"there is no file {old} here{_known(texts)}")
        old = None
    text = patched(texts.get(old, "") if old is not None else "", patch.hunks)
    if old is not None and old != new:
        del texts[old]
    if new is not None:
        texts[new] = text


def _known(texts: Mapping[str, str]) -> str:
    return f": {', '.join(texts)}" if texts else ""
