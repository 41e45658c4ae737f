"""The page of the data: tabs over one measurement, made in the reader's thread."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.quality import Problem, Quality
from profiler_app.domain.text import _
from profiler_app.jobs.doctor import copies_at_fault
from profiler_app.jobs.history import history
from profiler_app.jobs.quality import measuring, recording
from profiler_app.jobs.quality.fixing import problem_title
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.figures_export import ask_export
from profiler_app.ui.pages.data.browse_tab import BrowseTab
from profiler_app.ui.pages.data.lists_tabs import FieldsTab, ImportsTab, RulesTab
from profiler_app.ui.pages.data.overview_tab import OverviewTab
from profiler_app.ui.pages.data.problem_sheet import ProblemSheet
from profiler_app.ui.pages.data.recipes_tab import RecipesTab
from profiler_app.ui.pages.data.spellings_tab import SpellingsTab
from profiler_app.ui.pages.data.surveys_tab import SurveysTab
from profiler_app.ui.pages.data.wording import field_name
from profiler_app.ui.pages.duplicates.tab import DuplicatesTab
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.surface import Bar

_MOMENT = 0.1
"""So long (seconds) the measurement goes on before other questions are answered."""


class DataPage(QWidget):
    """Measures when it is shown and the data changed since."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._stale = True
        self.found: Quality | None = None
        self.sheet: ProblemSheet | None = None
        self.bar = _TitleBar()
        self.overview, self.imports = OverviewTab(), ImportsTab()
        self.rules, self.fields = RulesTab(), FieldsTab()
        self.browse = BrowseTab(desk)
        self.spellings, self.recipes = SpellingsTab(desk), RecipesTab(desk)
        self.duplicates, self.surveys = DuplicatesTab(desk), SurveysTab(desk)
        self._tabs: dict[str, Any] = {
            "overview": self.overview,
            "browse": self.browse,
            "duplicates": self.duplicates,
            "spellings": self.spellings,
            "recipes": self.recipes,
            "surveys": self.surveys,
            "imports": self.imports,
            "rules": self.rules,
            "fields": self.fields,
        }
        self._empty = EmptyState("database", "")
        self._import = self._empty.add_button("", lambda: desk.open_import(), kind="primary")
        self.stack = QStackedWidget()
        for tab in (*self._tabs.values(), self._empty):
            self.stack.addWidget(tab)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        desk = self._desk
        self.bar.tabs.chosen.connect(self.show_tab)
        self.bar.open_import.clicked.connect(lambda _on=False: desk.open_import())
        self.bar.check.clicked.connect(lambda _on=False: self.check())
        self.bar.export.clicked.connect(lambda _on=False: self._ask_export())
        self.bar.matching.clicked.connect(lambda _on=False: self.duplicates.open_rules())
        self.overview.check_asked.connect(self.check)
        self.overview.copies_asked.connect(lambda: desk.open_place("settings", "privacy"))
        self.overview.all_imports_asked.connect(lambda: self.show_tab("imports"))
        for tab in (self.overview, self.rules):
            tab.mend.connect(self.mend)
        for listed in (self.overview, self.imports):
            listed.undo_asked.connect(desk.edits.undo)
        self.spellings.recorded.connect(self.recipes.activate)
        self.rules.card_asked.connect(desk.open_customer)
        self.fields.opened.connect(self._list_missing)
        self.duplicates.counted.connect(self._recount)
        desk.data_changed.connect(self._data_changed)

    # -- what the window asks for

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.bar.retranslate()
        self._empty.set_message(
            _("No customers yet"),
            _("Import a file, then this page says how good its data is and what to mend."),
        )
        self._import.setText(_("Import a file"))
        for tab in self._tabs.values():
            tab.retranslate()
        if self.found is not None:
            self._show(self.found)

    def activated(self) -> None:
        """Measure what changed, and give the focus to the tab."""
        self._read()
        self._look_at_copies()
        tab = self._tabs[self.tab]
        (tab.focusWidget() or self.bar.tabs).setFocus()

    def search_focus(self) -> None:
        """There is nothing to search for here."""

    def escape(self) -> bool:
        """There is nothing to let go."""
        return False

    def tab_regions(self) -> list[QWidget]:
        """Return the parts F6 goes through."""
        return [self.bar, self.stack]

    # -- reading

    def _look_at_copies(self) -> None:
        today = self._desk.today()
        if not self._desk.is_sample:
            self._desk.reads.ask(
                "data.copies",
                lambda reader: copies_at_fault(reader.workspace, today=today),
                done=lambda found: self.overview.show_copies(found.sentence if found else ""),
                owner=self,
            )

    def _data_changed(self) -> None:
        self._stale = True
        for tab in (self.browse, self.spellings, self.duplicates, self.surveys):
            tab.data_changed()
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        if not self._stale:
            return
        self._stale = False
        self._measure()
        self._desk.reads.ask("quality.imports", _imports, done=self._show_imports, owner=self)

    def _measure(self) -> None:
        desk = self._desk
        desk.reads.ask(
            "quality",
            _measure,
            desk.today(),
            done=self._measured,
            failed=desk.show_problem,
            owner=self,
        )

    def _measured(self, found: float | Quality) -> None:
        """Show the result, or go on measuring while the page is in sight."""
        if isinstance(found, Quality):
            self._show(found)
            return
        if self.found is None:
            self.overview.score.show_progress(found)
        if self.isVisible():
            self._measure()
        else:
            self._stale = True

    def _show(self, found: Quality) -> None:
        found = self._agreeing(found)
        self.found = found
        due = recording.is_due(found.history, self._desk.today())
        self.overview.show_quality(found, due=due)
        for tab in (self.rules, self.fields):
            tab.show_quality(found)
        self._show_tab()

    def _agreeing(self, found: Quality) -> Quality:
        """Let the overview count as many duplicates as their tab lists, once it has looked."""
        count = self.duplicates.count()
        if count is None:
            return found
        problems = (
            replace(each, count=count) if each.key == "duplicate" else each
            for each in found.problems
        )
        return replace(found, problems=tuple(each for each in problems if each.count))

    def _recount(self) -> None:
        if self.found is not None:
            self._show(self.found)

    def _show_imports(self, entries: Sequence[HistoryEntry]) -> None:
        self.overview.show_imports(entries)
        self.imports.show_imports(entries)

    # -- tabs

    @property
    def tab(self) -> str:
        """The key of the tab that is shown."""
        return self.bar.tabs.key()

    def show_tab(self, key: str) -> None:
        """Show a tab."""
        self.bar.tabs.choose(key)
        self._show_tab()

    def _show_tab(self) -> None:
        nobody = self.found is not None and not self.found.book.customers
        empty = nobody and self.tab != "imports"
        tab = self._tabs[self.tab]
        self.stack.setCurrentWidget(self._empty if empty else tab)
        own = (self.duplicates, self.spellings, self.recipes, self.surveys)
        own_button = tab in own and not empty
        self.bar.open_import.set_kind("secondary" if own_button else "primary")
        if tab in (self.browse, *own) and not empty:
            tab.activate()
        self.bar.matching.setVisible(tab is self.duplicates and not empty)
        self.bar.export.setVisible(self.tab in ("overview", "rules", "fields") and not empty)
        offered = self.tab == "overview" and self.overview.is_due
        self.bar.check.setVisible(self.tab in ("overview", "rules") and not empty and not offered)

    # -- doing something

    def check(self) -> None:
        """Check everything now and record the result as that of the month."""
        desk = self._desk
        desk.jobs.start(
            recording.check_and_record,
            today=desk.today(),
            title=_("Checking the data"),
            owner=self,
            done=self._checked,
            failed=desk.show_problem,
        )

    def _checked(self, found: Quality) -> None:
        self._desk.toast(
            _("Checked and recorded: {score} of 100.").format(score=f"{found.book.score:.0f}")
        )
        self._desk.data_changed.emit()

    def open_place(self, problem: Problem) -> None:
        """Come from elsewhere with a problem: start its fix."""
        self.mend(problem)

    def mend(self, problem: Problem) -> None:
        """Start the fix of a problem: the list of those customers, or a preview."""
        if problem.remedy == "review":
            self.show_tab("duplicates")
        elif problem.remedy == "list" and problem.where:
            self._desk.open_list(problem.where, problem_title(problem.key))
        else:
            self.sheet = ProblemSheet(self._desk, problem, self.window())

    def _list_missing(self, name: str) -> None:
        where = measuring.missing(name)
        self._desk.open_list(where, _("{field} missing").format(field=field_name(name)))

    def _ask_export(self) -> None:
        if self.found is None:
            return
        tables = {"rules": self.rules.table, "fields": self.fields.table}
        headers, rows = (tables.get(self.tab) or self.rules.table).figures()
        name = _("data quality {day}").format(day=self.found.as_of)
        ask_export(self, self._desk, name, headers, rows)


class _TitleBar(Bar):
    """Title, tabs, and what can be done."""

    def __init__(self) -> None:
        super().__init__(52)
        self._title = Label("", "title")
        self.tabs = Segmented()
        self.check = Button(kind="ghost", icon="badge-check")
        self.export = Button(icon="download")
        self.matching = Button(icon="sliders-horizontal")
        self.open_import = Button(kind="primary", icon="upload")
        self.row.addWidget(self._title)
        self.row.addSpacing(6)
        self.row.addWidget(self.tabs)
        self.row.addStretch(1)
        for button in (self.check, self.export, self.matching, self.open_import):
            self.row.addWidget(button)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._title.setText(_("Data"))
        self.tabs.set_options(
            [
                ("overview", _("Overview")),
                ("browse", _("Browse")),
                ("duplicates", _("Duplicates")),
                ("spellings", _("Spellings")),
                ("recipes", _("Cleaning")),
                ("surveys", _("Surveys")),
                ("imports", _("Imports")),
                ("rules", _("Quality rules")),
                ("fields", _("Fields")),
            ]
        )
        self.tabs.setAccessibleName(_("What the page shows"))
        self.check.setText(_("Check now"))
        self.export.setText(_("Export"))
        self.matching.setText(_("Matching rules"))
        self.open_import.setText(_("Import a file"))


class _Work:
    """A measurement under way in the reader's thread, until the data changes."""

    def __init__(self, reader: Reader, today: date) -> None:
        self._begin = partial(
            measuring.measuring_steps, reader.workspace, reader.source, today=today
        )
        self._steps: Iterator[float | Quality] = self._begin()
        self.found: Quality | None = None

    def go_on(self) -> float | Quality:
        """Measure for a moment; return how far it is, or the result."""
        until = time.perf_counter() + _MOMENT
        share: float | Quality = self.found or 0.0
        while self.found is None and time.perf_counter() < until:
            try:
                share = next(self._steps)
            except BaseException:  # a read that was broken off has no next step: from the start
                self._steps = self._begin()
                raise
            if isinstance(share, Quality):
                self.found, self._steps = share, iter(())  # what was counted is not needed now
        return share


def _measure(reader: Reader, today: date) -> float | Quality:
    """Measure a little more, so that lists and searches are answered in between."""
    work = reader.source.kept(("quality", today.isoformat()), lambda: _Work(reader, today))
    found = work.go_on()
    if isinstance(found, Quality):
        return replace(found, history=measuring.history(reader.workspace))
    return float(found)


def _imports(reader: Reader) -> tuple[HistoryEntry, ...]:
    return tuple(entry for entry in history(reader.workspace) if entry.kind == "import")
