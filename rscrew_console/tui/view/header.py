"""The line on top: which file, what is not saved, what the crew looks like as a whole."""

from __future__ import annotations

from rscrew_console.plans.costs import month_in_words
from rscrew_console.roster.secret import shown_variable
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view import limits
from rscrew_console.tui.view.merged_warnings import NO_KEY
from rscrew_console.tui.view.text import ELLIPSIS, Line, TextRun, count, line, width
from rscrew_console.tui.view.view_state import ViewState, short_title

GAP = TextRun("   ")
OWN_TITLE = "RSCrew"
LEAST_PATH = 24
"""Letters of the path that stay as long as there is another part to leave out."""


def header(view_state: ViewState, available: int) -> Line:
    """The parts that fit into `available` cells, the most important first to stay.

    What is wrong with the file, and a pin, stay whatever the width.
    """
    path = visible(view_state.path)
    least = min(len(path), LEAST_PATH)
    lasting = [part for part in (_file_trouble(view_state), pinned(view_state)) if part]
    unsaved = _unsaved(view_state)
    if width(_joined(path[:least], [*lasting, unsaved])) > available:
        unsaved = _unsaved(view_state, short=True)
    others = (
        _demo(view_state),
        unsaved,
        _read_only(view_state),
        _stranded(view_state),
    )
    first = [*lasting, *filter(None, others)]
    remaining = available - width(_joined(path[:least], first)) - width((GAP,))
    is_own = not view_state.format.title
    format_ = _format(view_state)
    details = [
        limits.headline(view_state.standings, remaining), *([] if is_own else [format_]),
        _warnings(view_state), _checked(view_state), _strategy(view_state), month(view_state),
        _without_key(view_state), *([format_] if is_own else []),
    ]  # fmt: skip
    parts = [*first, *filter(None, details)]
    if width(_joined(path, parts)) > available:
        parts = [_format(view_state, short=True) if part is format_ else part for part in parts]
    text = _joined(path, parts)
    while len(parts) > len(lasting) and width(text) > available and len(path) > 0:
        spare = width(text) - available
        if len(path) - spare >= least:
            return _joined(ELLIPSIS + path[spare + 1 :], parts)
        parts.pop()
        text = _joined(path, parts)
    if (spare := width(text) - available) > 0:
        text = _joined(ELLIPSIS + path[spare + 1 :], parts)
    return text


def _joined(path: str, parts: list[Line]) -> Line:
    spans: list[TextRun] = [TextRun(path, "strong")]
    for part in parts:
        spans += [GAP, *part]
    return line(*spans)


def pinned(view_state: ViewState) -> Line:
    """That all run on one provider for the time being; nothing where each has its own chain."""
    pin = view_state.roster.settings.pin
    return line((f"▲ pinned: all run on {visible(pin)}", "bad")) if pin else ()


def month(view_state: ViewState) -> Line:
    """What the crew costs a month as it runs, and as planned where that is something else;
    nothing as long as no price is known."""
    if not view_state.priced:
        return ()
    alone = " as planned" if view_state.keyless else ""
    return line((month_in_words(view_state.cost) + alone, "dim"))


def banner(view_state: ViewState) -> Line:
    """What to do where no provider has a key; nothing where any has one."""
    if not view_state.keyless or not view_state.roster.providers:
        return ()
    variables = (fact.key_variables for fact in view_state.facts.values() if fact.key_variables)
    variable = next((shown_variable(names[0]) for names in variables), "")
    example = f", such as {variable}=…," if variable else ""
    return line(
        ("No key found. ", "strong"), f"Put one into ./.env{example} and press ",
        ("r", "key"), ", or press ", ("D", "key"), " for a demo.",
    )  # fmt: skip


def _demo(view_state: ViewState) -> Line:
    return line(("demo: simulated providers", "accent")) if view_state.demo else ()


def _format(view_state: ViewState, *, short: bool = False) -> Line:
    """Which format is open, and whether its program goes on to fallbacks."""
    rule = view_state.roster.settings.fallback
    words = {"never": "no fallbacks", "off": "fallbacks are off", "on": "with fallbacks"}
    says = words[rule.fires]
    if rule.fires == "on" and rule.on and view_state.format.title and not short:
        says = f"fallbacks on {', '.join(rule.on)}"
    title = view_state.format.title or OWN_TITLE
    name = short_title(title) if short else title
    return line((visible(f"{name}, {says}"), "warn" if rule.fires == "off" else "dim"))


def _unsaved(view_state: ViewState, *, short: bool = False) -> Line:
    """Whether anything is unsaved, and what a crash would do to it; `short` leaves out why."""
    why = f": {view_state.unsafe}" if not short else ""
    risk = f" (lost in a crash{why})" if view_state.unsafe else ""
    if not view_state.unsaved:
        safe = f" (changes would be lost in a crash{why})" if view_state.unsafe else ""
        return line((view_state.last_save or "saved", "dim"), (safe, "warn"))
    last = f" ({view_state.last_save})" if view_state.last_save else ""
    return line((f"● {view_state.unsaved} unsaved", "edited"), (last, "dim"), (risk, "warn"))


def _file_trouble(view_state: ViewState) -> Line:
    """That the file is not what was opened any more, as long as that is so."""
    if view_state.missing:
        return line(
            ("✗ the file is gone", "bad"), (": ", "dim"), ("S", "key"), (" writes it", "dim")
        )
    if view_state.unusable:
        return line(("✗ the file has errors now", "bad"))
    return ()


def _without_key(view_state: ViewState) -> Line:
    """How many providers lack a key; nothing where a banner says that all do."""
    number = len(view_state.without_key)
    if not number or view_state.keyless:
        return ()
    return line((f"{count(number, 'provider')} {'lacks' if number == 1 else 'lack'} a key", "dim"))


def _read_only(view_state: ViewState) -> Line:
    return line(("read-only", "bad")) if view_state.read_only else ()


def _stranded(view_state: ViewState) -> Line:
    if not view_state.stranded or view_state.keyless:
        return ()  # without any key the banner tells why nothing runs
    return line((f"✗ {count(len(view_state.stranded), 'agent')} without a provider", "bad"))


def _checked(view_state: ViewState) -> Line:
    if view_state.keyless:
        return ()  # there was nobody to ask
    age, asking = view_state.healths.age_of_all, view_state.healths.asking
    if asking and not age:
        return line(("checking…", "dim"))
    return line((f"checked {age}", "dim")) if age else ()


def _warnings(view_state: ViewState) -> Line:
    told = [one for one in view_state.problems if not view_state.keyless or one.code != NO_KEY]
    return line((f"! {count(len(told), 'warning')}", "warn")) if told else ()


def _strategy(view_state: ViewState) -> Line:
    return line((visible(str(view_state.strategy or "")), "dim"))
