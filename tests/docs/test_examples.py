"""The YAML of the pages is read without a complaint."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from rscrew_console.console_settings import read_settings
from rscrew_console.dialects.registry import detect
from rscrew_console.document import Document
from rscrew_console.starter import starter_text
from rscrew_console.tui.user_keys import check_keys
from tests.rows import each_row

ROOT = Path(__file__).parents[2]


def yaml_blocks(page: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_settings_can_be_had_all() -> None:
    (example,) = yaml_blocks("settings.md")
    settings = read_settings(example)
    assert settings.problems == ()
    keys, problems = check_keys(settings.keys)
    assert problems == []
    assert {*keys} == {"save", "undo"}
    assert (settings.theme, settings.start, settings.check_interval) == ("dark", "providers", 30)


def merged(old: Any, new: Any) -> Any:
    """The old data with the new on top, mapping by mapping."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return {**old, **{key: merged(old.get(key), value) for key, value in new.items()}}


@each_row("page", ["strategies.md", "usage.md", "calls.md", "file.md", "health.md"])
def test_what_a_page_puts_into_the_file_is_right(page: str) -> None:
    examples = yaml_blocks(page)
    assert examples
    for example in examples:
        whole = merged(yaml.safe_load(starter_text()), yaml.safe_load(example))
        document = Document.parse(yaml.safe_dump(whole, sort_keys=False))
        result = detect(document, "model_config.yaml").read(document)
        problems = [*result.errors, *result.problems]
        # Some alerts are about models that the starter does not have.
        assert [one for one in problems if one.code != "unknown-model"] == [], example
