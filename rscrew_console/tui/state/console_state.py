"""The open session and how the user looks at it: all state of the console, and no widget.

Screens draw `view_state()`; commands change the session through `apply`. The pictures are rebuilt
from the session alone, so nothing shown can differ from what will be saved.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from rscrew_console.providers.health.evidence import failing_by
from rscrew_console.roster.problem import owner_of
from rscrew_console.session.read_only import ReadOnly
from rscrew_console.tui.frecency import Frecency
from rscrew_console.tui.health.log import HealthLog
from rscrew_console.tui.prices import PriceBook
from rscrew_console.tui.state.assessment import CrewAssessment
from rscrew_console.tui.state.done_commands import DoneCommands, is_plan_of_command_line
from rscrew_console.tui.state.layers import StrategyInputs
from rscrew_console.tui.state.places import ShownProblems
from rscrew_console.tui.state.renames import net_renames, unsaved_since, with_renames
from rscrew_console.tui.state.steps_beside import StepsBeside
from rscrew_console.tui.view.derived_facts import DerivedFacts
from rscrew_console.tui.view.health import down
from rscrew_console.tui.view.table import TableState
from rscrew_console.tui.view.usage_report import UsageSummary
from rscrew_console.tui.view.view_state import Kind, ViewState, format_view

if TYPE_CHECKING:
    from rscrew_console.dialects.operations import Operation
    from rscrew_console.document import Document
    from rscrew_console.plans.facts import PlanFacts
    from rscrew_console.plans.preview import Preview
    from rscrew_console.roster.model import Settings
    from rscrew_console.roster.problem import Path, Problem
    from rscrew_console.roster.strategies.match import StrategyMatch
    from rscrew_console.session import SaveResult, Session
    from rscrew_console.session.parts import DiffPart
    from rscrew_console.tui.state.key_states import KeyStates
    from rscrew_console.tui.state.layers import CrewFindings, FindingsQuestion


class ConsoleState:
    """Mutable; everything that it shows of the crew comes from the session."""

    def __init__(
        self, session: Session, keys: KeyStates, *, named: str = "", demo: bool = False
    ) -> None:
        """`named` is the path as the user gave it, empty where the file was found; in a `demo`
        all providers are simulated."""
        self._demo = demo
        self.session = session
        self.keys = keys
        self._named = named
        self.tables: dict[Kind, TableState] = {"agent": TableState(), "provider": TableState()}
        self.commands = DoneCommands(session, named)
        self.health = HealthLog()
        self.prices = PriceBook()
        self.usage = UsageSummary()
        """What was found in the ledger last."""
        self.last_save = ""
        """What was saved last from here, in words."""
        self._saved_at: Document | None = None
        """The document as it was then."""
        self.settings_problems: tuple[str, ...] = ()
        """What does not hold of the user's own `console.yaml`."""
        self.beside = StepsBeside(session)
        self.frecency = Frecency(None)
        """What is taken often in the palette."""
        self.checks = False
        """Whether the providers are checked without being asked to."""
        self._drawn_view: tuple[Document, Document, ViewState] | None = None
        self._time: datetime | None = None
        self.derived = DerivedFacts()
        self.assessment = CrewAssessment(session)
        self._shown_problems = ShownProblems()
        self._drawn_with_health: tuple[ViewState, object, ViewState] | None = None

    def view_state(self) -> ViewState:
        """What is to be shown now; made once per state of the session and of the health."""
        base, state = self._base_view(), (self.health.version, self._time)
        if (
            self._drawn_with_health is None
            or self._drawn_with_health[0] is not base
            or self._drawn_with_health[1] != state
        ):
            self._drawn_with_health = (base, state, self._with_health(base))
        return self._drawn_with_health[2]

    def take(self, question: FindingsQuestion, found: CrewFindings | None) -> None:
        """What was found out of a large crew after it was painted; None: that state is gone."""
        if found is not None and self.assessment.take(question, found):
            self.refresh()

    @property
    def settings(self) -> Settings:
        """The file's own, with what is said of budgets elsewhere."""
        settings = self.session.roster.settings
        return replace(settings, budgets=self.keys.budgets(settings.budgets)[0])

    @property
    def startup_warnings(self) -> list[str]:
        """What is wrong beside the file, a sentence each."""
        wrong = self.keys.budgets(self.session.roster.settings.budgets)[1]
        read_only = self.view_state().read_only
        if self.session.started_read_only:
            read_only = ""  # the user has asked for it, and the header says so
        sentences = (wrong, read_only and f"This cannot be saved here: {read_only}")
        return [*self.keys.problems, *filter(None, sentences)]

    def set_time(self, time: datetime) -> bool:
        """Set the clock. Returns whether any shown age changes."""
        before = self.view_state().healths
        self._time = time
        after = self.view_state().healths
        names = [*after.past]
        ages = [(each.age_of_all, *map(each.age, names)) for each in (before, after)]
        return ages[0] != ages[1]

    def _with_health(self, base: ViewState) -> ViewState:
        if self._time is None:
            return replace(base, strategy=self._strategy(base, frozenset()))
        settings = base.roster.settings.health
        healths = self.health.healths(
            base.roster.providers, self._time,
            checks=self.checks, degraded_ms=settings.degraded_ms,
        )  # fmt: skip
        healths = healths.with_evidence(base.roster.providers, self.usage.evidence)
        failing = failing_by(base.roster.providers, self.usage.evidence, self._time)
        unchecked = frozenset(name for name in failing if healths.last(name) is None)
        strategy = self._strategy(base, down(healths))
        return replace(base, healths=healths, failing=unchecked, strategy=strategy)

    def _strategy(self, base: ViewState, out: frozenset[str]) -> StrategyMatch | None:
        """What the crew follows while the providers in `out` are down."""
        unpriced = bool(self.prices.unknown(base.roster))
        inputs = StrategyInputs(base.roster, base.facts, base.quotes, out, unpriced)
        return self.assessment.strategy_of(inputs)

    @property
    def not_known_yet(self) -> str:
        """What plans still wait for, in words; empty when costs and outages are known."""
        if self.prices.loading:
            return "prices are still being looked up"
        healths = self.view_state().healths
        if any(healths.last(name) is None for name in healths.asking):
            return "providers are still being checked"
        return ""

    def _base_view(self) -> ViewState:
        """Return the view without the health, which changes more often and costs less to find
        out.
        """
        session = self.session
        if self._drawn_view is not None:
            document, saved, view_state = self._drawn_view
            if document is session.document and saved is session.saved:
                return view_state
        view_state = self._draw()
        self._drawn_view = (session.document, session.saved, view_state)
        return view_state

    def refresh(self) -> None:
        """Forgets what was drawn: something outside the session has changed."""
        self._drawn_view = None

    def apply(
        self, operations: Sequence[Operation], *, label: str = "", commands: Sequence[str] = ()
    ) -> int:
        """Does the operations as one step of undo. Returns how many changed anything.

        `label` and `commands` (command lines without `--config`) say of several operations what
        they are together. Raises OperationError and SessionError; then nothing has changed.
        """
        if self.session.started_read_only:
            raise ReadOnly
        before, text = self.session.roster, self.session.document.text
        if effective := self.session.apply(*operations, label=label):
            self.beside.forget_undone()
            own = [*commands] or [each.command_line(before) for each in effective]
            config = str(self.session.path) if commands else self._named
            self.commands.remember(text, own, config)
        return len(effective)

    def save(self, left_out: Collection[DiffPart] = ()) -> SaveResult:
        """Saves all unsaved changes but these. Raises SessionError."""
        from rscrew_console.tui.state.beside import save_both  # what a save needs loads with it
        from rscrew_console.tui.view.review import saved_in_words

        saved = save_both(self.session, left_out)
        self.beside = StepsBeside(self.session)
        self.last_save = saved_in_words(saved, self.session.roster.slots)
        self._saved_at = self.session.document
        self.refresh()
        return saved

    def plan_facts(self) -> PlanFacts:
        """What is known of the providers now, for strategies and what-ifs."""
        from rscrew_console.plans.facts import PlanFacts  # what plans need loads with the first

        view_state = self.view_state()
        out = down(view_state.healths)
        return PlanFacts(
            view_state.facts, view_state.quotes, out, view_state.averages, view_state.failing
        )

    def apply_preview(self, preview: Preview) -> bool:
        """Makes it true, as one step. False where there is nothing to change. Raises as `apply`."""
        from rscrew_console.plans.carry_out import operation_of  # loads with the first plan

        # The command line asks no provider, so it would not know who is down, for one thing.
        same = is_plan_of_command_line(preview, self.view_state(), self._time)
        commands = [] if same else [""]
        return bool(self.apply([operation_of(preview)], commands=commands))

    @property
    def last_command(self) -> str:
        """The command line that makes the last change that was not undone; empty if none does."""
        return self.commands.last

    def follow(self, kind: Kind, old: str, new: str) -> None:
        """A mark goes over to the new name; the old one keeps it for when that is undone."""
        if kind == "provider" and (provider := self.session.roster.provider_by_name.get(new)):
            self.health.rename(replace(provider, name=old), provider)
        state = self.tables[kind]
        if old in state.marks:
            self.tables[kind] = replace(state, marks=state.marks | {new})

    def marked(self, kind: Kind) -> list[str]:
        """The marked names that there are, in file order."""
        names = self.view_state().names(kind)
        marks = self.tables[kind].marks & names.keys()
        return [*marks] if len(marks) < 2 else [name for name in names if name in marks]

    def targets(self, kind: Kind, name: str, visible_names: Collection[str]) -> list[str]:
        """Whom an edit goes to: all that are marked and `shown`, else the one named."""
        marked = [each for each in self.marked(kind) if each in visible_names]
        return marked or ([name] if name else [])

    def set_table(self, kind: Kind, state: TableState) -> None:
        """How the user wants to see that table from now on."""
        self.tables[kind] = state

    def line_of(self, kind: Kind, name: str, field: str = "") -> int:
        """The line of the file that the editor is to open at, 1-based."""
        dialect = self.session.dialect
        places = dialect.places(self.view_state().saved)
        path = places.agent_path if kind == "agent" else places.provider_path
        fields = (*self.session.roster.slots, *dialect.agent_fields)
        own_field = (
            field if field in (fields if kind == "agent" else dialect.provider_fields) else None
        )
        return self.session.saved.line_of(path(name, own_field))

    def _draw(self) -> ViewState:
        session = self.session
        facts = self.keys.facts(session.roster)
        problems = self.assessment.problems_of(facts)
        listed, concerns = self._shown_problems.of(problems, session, facts)
        quotes = self.prices.quotes(session.roster)
        renamed = net_renames(session)
        baseline = with_renames(session.dialect, session.saved, renamed)
        if baseline is None:
            baseline, renamed = session.saved, {}
        saved = session.saved_roster if baseline is session.saved else session.roster_of(baseline)
        return ViewState(
            roster=session.roster,
            saved=saved or session.roster,
            renamed=renamed,
            demo=self._demo,
            facts=facts,
            problems=listed,
            concerns=concerns,
            read_only=session.read_only,
            unusable=session.unusable,
            missing=bool(session.unusable) and not session.path.exists(),
            unsafe=session.journal_trouble,
            path=str(session.path),
            format=format_view(session.dialect),
            unsaved=unsaved_since(session, baseline, len(renamed)),
            last_save=self.last_save if self._saved_at is session.document else "",
            quotes=quotes,
            prices_awaited=self.prices.awaited,
            averages=self.usage.averages,
            standings=self.usage.standings,
            derived=self.derived,
        )

    def place_of(self, problem: Problem) -> tuple[Kind, str, str] | None:
        """The table, row and column of what the problem is about, if it is in a table."""
        return self.place_at(problem.path)

    def place_at(self, path: Path) -> tuple[Kind, str, str] | None:
        """The same for any path into the data."""
        if (owner := owner_of(path, self._shown_problems.places(self.session))) is None:
            return None
        return (*owner, str(path[-1]))
