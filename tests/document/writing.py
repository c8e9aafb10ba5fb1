"""Random YAML texts, written in the many ways in which people write the same data."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

RESERVED = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
KEYS = st.sampled_from(
    [
        "a",
        "b",
        "c",
        "primary",
        "secondary",
        "reasoning",
        "with space",
        "é",
        "yes",
        "1",
        "名前",
        "x-y",
    ]
)
_ORDINARY = ["claude", "openai", "", " x", "x ", "a: b", "x, y", "x:", "it's", 'say "hi"', "a\\b"]
_AMBIGUOUS = ["yes", "no", "012", "1e3", "0o7", "1:30", "null", "~", "=", "<<", "y", "N", "off"]
_NUMBERS = ["2026-11-20", "0x1F", "---", "...", "|", ">", "key: |\n  x\n"]
_SIGNS = ["# c", "x # y", "- x", "? x", "*x", "&x", "!x", "[x", "{x}", "%x", "@x", "`x`", "'", '"']
_RARE = ["é名😀", "tab\there", "\x1b[31m", "\x00", "\x85", "\u2028", "\ufeff", "\u200b"]
_LONG = ["line\nbreak", "line\nbreak\n", "\n", "${VAR:-x}", "{{ x }}", "long " * 30]
WORDS = st.sampled_from([*_ORDINARY, *_AMBIGUOUS, *_NUMBERS, *_SIGNS, *_RARE, *_LONG])
TEXTS = WORDS | st.text(max_size=30).filter(lambda text: text < "\ud800" or text.isprintable())
SCALARS = (
    TEXTS
    | st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.sampled_from([0.5, -1.25, 1e15, 0.0001])
)


@dataclass
class Writer:
    """Writes data as YAML text with drawn spacing, quotes, comments and line breaks."""

    draw: Any
    newline: str
    comments: list[str] = field(default_factory=list)
    ends_in_block: bool = False
    """The last scalar is a block one, which needs its line break."""

    def chance(self, share: float) -> bool:
        return bool(self.draw(st.integers(0, 99)) < share * 100)

    def comment(self) -> str:
        text = f"# {len(self.comments)}:c-{self.draw(st.sampled_from(['x', 'é 😀', 'a: b', '[']))}"
        self.comments.append(text)
        return text

    def scalar(self, value: Any, in_flow: bool) -> str:
        if not isinstance(value, str):
            return json.dumps(value) if value is None or isinstance(value, bool) else str(value)
        plain = value.isascii() and value.isalpha() and value.lower() not in RESERVED
        style = self.draw(st.sampled_from(["plain", "plain", '"', "'"]))
        if style == "plain" and plain:
            return value
        if style == "'" and value.isprintable():
            return "'" + value.replace("'", "''") + "'"
        return double_quoted(value)

    def tail(self, tab: str = " ") -> str:
        """What follows on a line: nothing, blanks, or a comment."""
        gap = self.draw(st.sampled_from([" ", "   ", "          ", tab]))
        return (
            gap + self.comment() if self.chance(0.3) else self.draw(st.sampled_from(["", "", " "]))
        )

    def between(self, margin: str) -> str:
        lines = []
        if self.chance(0.15):
            lines.append("")
        if self.chance(0.2):
            lines.append(margin + self.comment())
        return "".join(line + self.newline for line in lines)

    def block(self, value: Any, margin: str) -> str:
        """The lines of a collection, each with its line break."""
        step = " " * self.draw(st.sampled_from([1, 2, 2, 4]))
        items = value.items() if isinstance(value, dict) else enumerate(value)
        lines = ""
        for key, item in items:
            self.ends_in_block = False
            lines += self.between(margin)
            head = self.scalar(key, False) + ":" if isinstance(value, dict) else "-"
            if isinstance(value, dict) and self.chance(0.05):
                head = f"? {self.scalar(key, False)}{self.newline}{margin}:"
            if isinstance(item, dict | list) and item and self.chance(0.7):
                lines += margin + head + self.tail() + self.newline
                lines += self.block(item, margin + step)
            elif isinstance(item, str) and self.chance(0.3) and is_block_text(item):
                lines += margin + head + " |" + self.chomping(item) + self.newline
                body = item.removesuffix("\n").split("\n")
                lines += "".join(margin + step + line + self.newline for line in body)
                self.ends_in_block = True
            else:
                gap = self.draw(st.sampled_from([" ", " ", "   "]))
                lines += margin + head + gap + self.flow(item) + self.tail("\t") + self.newline
        return lines

    @staticmethod
    def chomping(text: str) -> str:
        return "" if text.endswith("\n") else "-"

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            inner = [f"{self.scalar(key, True)}: {self.flow(item)}" for key, item in value.items()]
            return "{" + self.commas(inner) + "}"
        if isinstance(value, list):
            return "[" + self.commas([self.flow(item) for item in value]) + "]"
        return self.scalar(value, True)

    def commas(self, parts: list[str]) -> str:
        gap = self.draw(st.sampled_from(["", " "]))
        trailing = "," if parts and self.chance(0.1) else ""
        return gap + self.draw(st.sampled_from([", ", ", ", " , "])).join(parts) + trailing + gap


def double_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if " " <= c <= "~" or c.isalnum() else _escape(c) for c in escaped) + '"'


def _escape(character: str) -> str:
    return f"\\U{ord(character):08x}"


def is_block_text(text: str) -> bool:
    body = text.removesuffix("\n")
    return bool(body.strip()) and all(
        line and line[0] != " " and line.isprintable() for line in body.split("\n")
    )


DATA = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.dictionaries(KEYS, inner, max_size=4) | st.lists(inner, max_size=3),
        max_leaves=10,
    ),
    min_size=1,
    max_size=5,
)


@st.composite
def written(draw: Any) -> tuple[str, Any, list[str]]:
    """A text, the data that it holds, and the comments in it."""
    value = draw(DATA)
    writer = Writer(draw, draw(st.sampled_from(["\n", "\n", "\n", "\r\n"])))
    text = writer.block(value, draw(st.sampled_from(["", "", "  "])))
    text = draw(st.sampled_from(["", "", "\ufeff", "---\n", "# head\n\n"])) + text
    if writer.chance(0.2):
        text += writer.comment() + writer.newline
    if writer.chance(0.2) and not writer.ends_in_block:
        text = text.removesuffix(writer.newline)
    return text, value, writer.comments


@st.composite
def sharing(draw: Any) -> str:
    """A crew in which agents share links through anchors, aliases and merge keys."""
    slot = st.sampled_from(["claude", "openai", "'gemini'", '"deepseek"'])
    draw_tail = st.sampled_from(["", "  # why", " # why"])
    lines = ["shared:"]
    names = []
    for index in range(draw(st.integers(1, 3))):
        names.append(f"s{index}")
        bases = draw(st.lists(st.sampled_from(names[:-1]), unique=True)) if names[:-1] else []
        if draw(st.booleans()):
            merge = f"<<: [{', '.join('*' + name for name in bases)}], " if bases else ""
            pairs = f"{merge}primary: &p{index} {draw(slot)}, secondary: {draw(slot)}"
            lines.append(f"  {names[-1]}: &{names[-1]} {{{pairs}}}{draw(draw_tail)}")
        else:
            lines.append(f"  {names[-1]}: &{names[-1]}{draw(draw_tail)}")
            lines += [f"    <<: *{name}" for name in bases[:1]]
            lines.append(f"    primary: &p{index} {draw(slot)}{draw(draw_tail)}")
            lines.append(f"    deep: {{links: [*p{index}, {draw(slot)}]}}")
    lines.append("agents:")
    for index in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(names))
        kind = draw(st.sampled_from(["alias", "merge", "flow merge", "value"]))
        tail = draw(draw_tail)
        lines += {
            "alias": [f"  a{index}: *{name}{tail}"],
            "merge": [f"  a{index}:{tail}", f"    <<: *{name}{tail}", "    tertiary: grok"],
            "flow merge": [f"  a{index}: {{<<: *{name}, tertiary: grok}}{tail}"],
            "value": [f"  a{index}:", f"    primary: *p{name[1:]}{tail}"],
        }[kind]
    return "\n".join(lines) + "\n"
