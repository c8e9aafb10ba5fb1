"""Writes prompts of the six kinds from the sentence patterns in `prompts/`, to train on.

`prompts/LANGUAGE.txt` has sections. `[pro]`, `[eva]`, `[con]`, `[res]`, `[cod]` and `[mat]` hold
patterns of a kind, one a line: `(a|b)` is one of several texts, `{topic}` a text of that section.
The other sections hold such texts, one a line or with `|` between them; an indented line goes on.
`[pre]`, `[post]` and `[ctx]` hold what may stand before, behind and long before a request.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

TASK_OF_SECTION = {
    "pro": "problem_generation",
    "eva": "evaluation_grading",
    "con": "content_variation",
    "res": "research_documentation",
    "cod": "code_generation",
    "mat": "mathematical_reasoning",
}
PROMPTS = Path(__file__).parent / "prompts"
NUMBERS = ("2", "3", "4", "5", "6", "7", "8", "10", "12", "15", "20", "three", "five", "ten")
QUOTATION_MARKS = {"en": '""', "de": "„“", "fr": "«»", "ru": "«»", "zh": "“”", "ja": "「」"}

Sections = dict[str, list[str]]


def read_sections(path: Path) -> Sections:
    """Section name → its entries. Raises KeyError where a line stands before the first section."""
    sections: Sections = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            name = line[1:-1]
            sections[name] = []
        elif line.startswith("    ") and sections[name]:
            sections[name][-1] += "\n" + line
        elif name in TASK_OF_SECTION:
            sections[name].append(line)
        elif line:
            sections[name] += line.split("|")
    return sections


class PromptWriter:
    """Writes prompts in one language."""

    def __init__(self, language: str, shared: Sections, chance: random.Random) -> None:
        self.language = language
        self.own = read_sections(PROMPTS / f"{language}.txt")
        self.sections = {**shared, **self.own}
        self.chance = chance

    def write(self, section: str, pattern: str) -> str:
        """A prompt of a pattern, with what people put around their requests."""
        chance = self.chance
        text = self.fill(pattern)
        if chance.random() < 0.5 and text[:1].isalpha():
            text = text[0].upper() + text[1:]
        if not text.startswith("{"):
            if chance.random() < 0.3:
                text = chance.choice(self.sections["pre"]) + text
            if chance.random() < 0.2:
                text += ("" if text[-1] in ".?!。？！" else ".") + chance.choice(
                    self.sections["post"]
                )
            text = self._longer(section, text)
        if section != "mat" and chance.random() < 0.1:
            text = text.rstrip(".?!")
        return text if chance.random() < 0.9 else text.lower()

    def _longer(self, section: str, text: str) -> str:
        """The request between sentences about it, as in letters: sometimes many of them."""
        chance = self.chance
        before = chance.choice((0, 0, 0, 0, 0, 1, 1, 2, 3, 4))
        for sentence in chance.sample(self.sections["ctx"], min(before, len(self.sections["ctx"]))):
            text = f"{sentence} {text}"
        after = self.sections.get(f"more_{section}", [])
        for sentence in chance.sample(after, min(chance.choice((0, 0, 0, 0, 1, 2, 3)), len(after))):
            text += ("" if text[-1] in ".?!\n" else ".") + " " + sentence
        return text

    def fill(self, pattern: str) -> str:
        while (choice := re.search(r"\(([^()]*\|[^()]*)\)", pattern)) is not None:
            start, end = choice.span()
            pattern = pattern[:start] + self.chance.choice(choice[1].split("|")) + pattern[end:]
        text = re.sub(r"\{(\w+)\}", self._slot, pattern)
        return re.sub(r" {2,}(?=\S)(?<!\n {2})", " ", text).strip() if "\n" not in text else text

    def _slot(self, match: re.Match[str]) -> str:
        name, chance = match[1], self.chance
        if name == "n":
            return chance.choice(NUMBERS if self.language == "en" else NUMBERS[:11])
        value = chance.choice(self.sections[name])
        if name == "quote":
            if chance.random() < 0.25:
                value = self.other_request()
            return self._set_off(value, match)
        if name == "code" and chance.random() < 0.4:
            return chance.choice((f"\n\n```\n{value}\n```", f"\n{value}\n", f"`{value}`"))
        return value

    def _set_off(self, value: str, match: re.Match[str]) -> str:
        """A quotation in the marks of the language, in a paragraph of its own, or bare."""
        before = match.string[: match.start()].rstrip()[-1:]
        if before in ('"', "«", "„", "“", "「"):
            return value
        roll = self.chance.random()
        if roll < 0.45:
            left, right = QUOTATION_MARKS.get(self.language, '""')
            return f"{left}{value}{right}"
        if roll < 0.65 and before in ":?.":
            return f"\n\n{value}\n"
        return value

    def other_request(self) -> str:
        """A request of any kind, to stand as text that is worked on."""
        section = self.chance.choice(tuple(TASK_OF_SECTION))
        pattern = self.chance.choice(self.sections[section])
        return self.fill(re.sub(r"\{quote\}|\{code\}", "…", pattern))


def write_prompts(per_pattern: int, seed: int) -> list[tuple[str, str, str]]:
    """(task type, language, prompt) of every pattern of every language, without doubles."""
    chance = random.Random(seed)  # noqa: S311 - examples are no secrets
    shared = {
        name: entries
        for name, entries in read_sections(PROMPTS / "en.txt").items()
        if name in ("pl", "code", "math")
    }
    found: dict[str, tuple[str, str, str]] = {}
    for path in sorted(PROMPTS.glob("*.txt")):
        writer = PromptWriter(path.stem, shared, chance)
        for section, task in TASK_OF_SECTION.items():
            for pattern in filter(None, writer.sections[section]):
                for _ in range(per_pattern):
                    prompt = writer.write(section, pattern)
                    found.setdefault(prompt, (task, path.stem, prompt))
    return list(found.values())
