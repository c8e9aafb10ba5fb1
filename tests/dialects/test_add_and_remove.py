"""An agent, a provider or a strategy that is added and removed again leaves every byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rscrew_console.dialects import detect
from rscrew_console.dialects.operations import (
    AddAgent,
    AddProvider,
    AddStrategy,
    Operation,
    Remove,
)
from rscrew_console.document import Document
from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.model import Strategy, StrategyRule
from tests.dialects.crews import CREW
from tests.rows import each_row

CORPUS = Path(__file__).parent.parent / "corpus"
STARTER = Path(__file__).parents[2] / "config" / "model_config.yaml"
PARTED = CREW.replace("\n  openai", "\n\n  openai").replace("\n  gemini:\n", "\n\n  gemini:\n")
PARTED = PARTED.replace("\n  spare", "\n\n  # not used\n  spare").replace(
    "\n  writer", "\n\n  writer"
)
PARTED = PARTED.replace("\n  twice", "\n\n  # twice the same\n  twice")
KEPT = "strategies:\n  kept:\n    description: x\n    rules: []\n\n  other:\n    rules: []\n"
TEXTS = {
    "crew": CREW,
    "parted": PARTED,
    "agents last": CREW[: CREW.index("load_balancing")],
    "agents last, parted": PARTED[: PARTED.index("load_balancing")],
    "with strategies": CREW + KEPT,
    "parted, with strategies": PARTED + "\n" + KEPT + "\n# the end\n",
    "starter": STARTER.read_text(encoding="utf-8"),
    **{
        name: (CORPUS / name).read_text(encoding="utf-8")
        for name in ("rscrew-block.yaml", "rscrew-flow.yaml")
    },
}
ENDINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "no line break at the end": lambda text: text.rstrip("\n"),
    "blank lines at the end": lambda text: text + "\n\n",
}


def read(document: Document) -> Roster:
    roster = detect(document).read(document).roster
    assert roster is not None
    return roster


def after(document: Document, operation: Operation) -> Document:
    return document.apply(operation.edits(detect(document), document, read(document)))


def added_and_removed(document: Document, operation: AddAgent | AddProvider) -> Document:
    kind = "agent" if isinstance(operation, AddAgent) else "provider"
    added = after(document, operation)
    assert added.text != document.text
    return after(added, Remove(kind, operation.name))


@each_row("ending", ENDINGS)
@each_row("name", TEXTS)
def test_every_byte_is_as_before(name: str, ending: str) -> None:
    document = Document.parse(ENDINGS[ending](TEXTS[name]))
    roster = read(document)
    scheme = detect(document).scheme
    first = roster.providers[0].name
    both = {scheme.first: first}
    operations: list[AddAgent | AddProvider] = [
        AddAgent("new_agent", both),
        AddAgent("new_agent", both, "why", "coding"),
        AddProvider("new_provider", {"model": "openai/gpt-6.1-sol"}),
        AddProvider(
            "new_provider", {"model": "x/y", "api_key_env": "X_KEY", "cost_tier": "budget"}
        ),
    ]
    for operation in operations:
        assert added_and_removed(document, operation).text == document.text, operation
    rule = StrategyRule((first,), agents=(roster.agents[0].name,)) if roster.agents else None
    strategy = Strategy("new_strategy", (rule,) if rule else (), "what it is for")
    edits = AddStrategy(strategy).edits(detect(document), document, roster)
    kept = document.apply(edits)
    assert kept.text != document.text
    assert kept.apply([edit.inverse for edit in reversed(edits)]).text == document.text


@settings(max_examples=40)
@given(st.data())
def test_whatever_the_crew_is_written_like(data: st.DataObject) -> None:
    """Entries on one line or several, parted by blank lines or not, with comments anywhere."""
    flip = st.booleans()
    lines: list[str] = []
    for section, fields in (("providers", "model: x/y"), ("agent_assignments", "primary: p0")):
        lines += ["# head", ""] if data.draw(flip) else []
        lines.append(f"{section}:")
        parted = data.draw(flip)
        for index in range(data.draw(st.integers(1, 3))):
            name = f"{section[0]}{index}"
            lines += [""] if parted and index else []
            lines += [f"  # about {name}"] if data.draw(flip) else []
            if data.draw(flip):
                lines += [f"  {name}:", f"    {fields}", "    reasoning: why  # so"]
                lines += ["    # more of it"] if data.draw(flip) else []
            else:
                lines.append(f"  {name}: {{{fields}}}")
        lines += data.draw(st.sampled_from([[], [""], ["", "# end", ""], ["  # end"]]))
    text = "\n".join(lines) + data.draw(st.sampled_from(["", "\n", "\n\n"]))
    document = Document.parse(text.replace("    reasoning: why  # so\n", "", text.count("model:")))
    for operation in (
        AddAgent("new", {"primary": "p0"}, data.draw(st.sampled_from(["", "why"]))),
        AddProvider("new", {"model": "x/z"}),
    ):
        assert added_and_removed(document, operation).text == document.text
