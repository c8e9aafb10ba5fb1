"""The doctor's screen: the findings of `rsc doctor`, and the safe fixes as one step."""

from typing import Any

from rscrew_console.doctor.finding import Finding, told_once
from rscrew_console.tui.screens.confirm import Confirm
from rscrew_console.tui.screens.doctor import DoctorScreen
from rscrew_console.tui.view import doctor as view
from rscrew_console.tui.view.text import plain
from tests.tui.console import CONFIG, SMALL, console, cursor, main, session, until

WRONG = SMALL.replace("claude: 1", "claude: 7").replace("OPENAI_API_KEY", "$OPENAI_API_KEY")


def finding(name: str, told: str = "", **more: Any) -> Finding:
    return Finding("keys", "warning", "no-key", f"{name}: no key", "a.yaml", told=told, **more)


def test_findings_of_one_cause_are_told_once() -> None:
    told = told_once(
        [finding("a", "2 agents: no key"), finding("x"), finding("b", "2 agents: no key")]
    )
    assert [(each.message, len(each.findings)) for each in told] == [
        ("2 agents: no key", 2), ("x: no key", 1),
    ]  # fmt: skip
    (alone,) = told_once([finding("a", "2 agents: no key")])
    assert alone.message == "a: no key"


def test_rows_stand_below_the_title_of_their_area() -> None:
    findings = [
        finding("a", line=3),
        Finding("files", "error", "broken", "it is broken", "b.yaml", 7),
        Finding("proxies", "note", "proxy", "a proxy is used"),
    ]
    shown = [
        (plain(one.row.cells["what"]), plain(one.row.cells.get("place", ())), one.told is not None)
        for one in view.rows(findings, "a.yaml")
    ]
    assert shown == [
        ("What the files say", "", False),
        ("it is broken", "b.yaml:7", True),
        ("Keys", "", False),
        ("a: no key", "line 3", True),
        ("Proxies", "", False),
        ("a proxy is used", "", True),
    ]
    assert view.title(findings, 2) == "Doctor: 1 error, 1 warning in 2 files"
    assert view.title(findings[2:], 1) == "Doctor: nothing wrong in 1 file"


def test_what_is_told_below_names_the_key_that_mends_it() -> None:
    (told,) = told_once([finding("a", fix="count", mend="rsc doctor --fix counts again")])
    assert [plain(each) for each in view.whole(told, here=True)] == [
        "a: no key", "→ F fixes it safely",
    ]  # fmt: skip
    (told,) = told_once([finding("a", mend="rsc --config a.yaml, then ! and Enter there")])
    assert len([*view.whole(told, here=True)]) == 1
    assert len([*view.whole(told, here=False)]) == 2


async def test_safe_fixes_are_one_step_and_enter_goes_to_a_finding() -> None:
    app = console(session(WRONG))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, DoctorScreen))
        first = app.screen
        await pilot.press("F")
        await until(pilot, lambda: isinstance(app.screen, DoctorScreen) and app.screen is not first)
        state = main(app).state.session
        assert [change.label for change in state.changes] == ["fix what rsc doctor found"]
        assert state.document.text == SMALL
        assert CONFIG.read_text() == WRONG
        again = app.screen
        assert isinstance(again, DoctorScreen)
        while not again.is_here:
            await pilot.press("down")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is main(app))
        assert cursor(app)[0] in {*state.roster.agent_by_name, *state.roster.provider_by_name}
        await pilot.press("u")
        assert state.document.text == WRONG


async def test_what_is_written_at_once_is_asked_about() -> None:
    opened = session(SMALL)
    CONFIG.chmod(0o666)
    app = console(opened)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, DoctorScreen))
        await pilot.press("F")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DoctorScreen))
        assert CONFIG.stat().st_mode & 0o777 == 0o666
