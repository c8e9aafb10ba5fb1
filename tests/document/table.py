"""Rows of "text, edit, text": what the tables of cases share."""

from __future__ import annotations

from typing import Any

from rscrew_console.document import Document


def at(dotted: str) -> tuple[str | int, ...]:
    """`a.0.b` → ("a", 0, "b")"""
    return tuple(int(part) if part.isdigit() else part for part in dotted.split("."))


def text_after_set(before: str, dotted: str, value: Any, order: tuple[str, ...] = ()) -> str:
    return Document.parse(before).set(at(dotted), value, order=order).text


def text_after_delete(before: str, dotted: str) -> str:
    return Document.parse(before).delete(at(dotted)).text
