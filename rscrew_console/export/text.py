"""The text of an exported configuration: YAML under a head that tells where it comes from."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import yaml

from rscrew_console.export.litellm import ProxyConfig
from rscrew_console.roster.visible import visible

MARK = "# LiteLLM proxy configuration, made by rscrew-console"
_WIDTH = 96


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, _data: Any) -> bool:
        return True  # anchors save lines, and cost whoever reads them

    def increase_indent(self, flow: bool = False, *_indentless: bool, **_as_well: bool) -> None:
        super().increase_indent(flow, indentless=False)


def proxy_text(config: ProxyConfig, source: str) -> str:
    """The same for the same file: it tells no time. `source` is the file as the user calls it."""
    head = [
        f"{MARK} from {visible(source)}.",
        "# Change that file and export again, rather than this one.",
        "#",
        "# Run it: litellm --config THIS_FILE",
        *_comment(f"In its environment: {', '.join(config.variables)}."),
    ]
    remarks = [*config.notes, *(f"Warning: {text}." for text in config.warnings)]
    if remarks:
        head.append("#")
    for remark in remarks:
        head += _comment(remark)
    return "\n".join([*head, "", _body(config.data)])


def _body(data: Mapping[str, Any]) -> str:
    """Letters as they are, unless one of them could mislead who reads them: then all escaped."""
    plain, escaped = (
        yaml.dump(dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=as_is, width=_WIDTH)
        for as_is in (True, False)
    )
    return plain if all(line == visible(line) for line in plain.split("\n")) else escaped


def _comment(text: str) -> list[str]:
    """Lines of a comment; a name in the text cannot end one."""
    return textwrap.wrap(
        visible(text), _WIDTH, initial_indent="# ", subsequent_indent="#   ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
