"""The conditions of the list: chips, the popover that edits them, what to do when nobody fits."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from profiler_app.domain.text import ngettext
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers.bars import ChipRow
from profiler_app.ui.pages.customers.conditions import RULE, Condition, rule_text
from profiler_app.ui.pages.customers.filter_popover import FilterPopover
from profiler_app.ui.pages.customers.rule_form import RuleForm
from profiler_app.ui.pages.customers.rule_popover import RulePopover
from profiler_app.ui.pages.customers.source import ListSource
from profiler_app.ui.pages.customers.states import ListStates
from profiler_app.ui.pages.customers.ways_out import WaysOut, find_ways_out
from profiler_app.ui.pages.segments.building import Building


class Filtering(QObject):
    """Connects chips and popover with the source; cleared filters come back with Undo."""

    def __init__(
        self, desk: Desk, source: ListSource, chips: ChipRow, states: ListStates, page: QWidget
    ) -> None:
        super().__init__(page)
        self._desk, self._source, self._chips = desk, source, chips
        self._states, self._page = states, page
        self.popover: FilterPopover | None = None
        self.rule: RulePopover | None = None
        chips.added.connect(lambda at: self.open(at))
        chips.edited.connect(lambda i, at: self.open(at, source.conditions[i].field, i))
        chips.removed.connect(self._remove)
        chips.clear.clicked.connect(self.clear)
        states.condition_dropped.connect(source.drop)
        states.all_dropped.connect(self.clear)
        action = QAction(page)
        action.setObjectName("clear_filters")
        action.setShortcuts(COMMANDS["clear_filters"].sequences)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self.clear())
        page.addAction(action)

    def open(self, at: QRect, field: str = "lifecycle", place: int = 0) -> None:
        """Open the popover at a place of the screen, at a field; a rule is only shown."""
        if field == RULE:
            self.rule = RulePopover(self._source.conditions[place], self._page)
            self.rule.dropped.connect(lambda: self._source.drop(place))
            self.rule.change_asked.connect(lambda: self.ask_rule(at, place))
            self.rule.show_at(at)
            return
        self.popover = FilterPopover(self._desk, self._source.conditions, self._page)
        self.popover.applied.connect(self._source.filter_by)
        self.popover.more_asked.connect(lambda: self.ask_rule(at))
        self.popover.closed.connect(self._forget)
        self.popover.edit(field)
        if self._source.last is not None:
            self.popover.show_count(len(self._source.last.ids))
        self.popover.show_at(at)

    def ask_rule(self, at: QRect, place: int | None = None) -> RuleForm:
        """Ask for a condition no field can say, or change the one at a place."""
        source = self._source
        text = "" if place is None else source.conditions[place].values[0]
        form = RuleForm(self._desk, text, self._page)

        def use(condition: Condition) -> None:
            kept = list(source.conditions)
            if place is None:
                kept.append(condition)
            else:
                kept[place] = condition
            source.filter_by(tuple(kept))

        form.chosen.connect(use)
        form.show_at(at)
        return form

    def build_segment(self) -> None:
        """Go on with the filters as a segment; days that move along are those of today."""
        rule = rule_text(self._source.conditions, self._desk.today())
        self._desk.open_place("segment", Building(rule=rule))

    def show_count(self, n: int) -> None:
        """Say in the popover how many match."""
        if self.popover is not None:
            self.popover.show_count(n)

    def clear(self) -> None:
        """Drop all conditions, with the offer to have them back."""
        before = self._source.conditions
        if not before:
            return
        self._source.filter_by(())
        n = len(before)
        said = ngettext("{n} filter cleared.", "{n} filters cleared.", n).format(n=n)
        self._desk.toast(said, lambda: self._source.filter_by(before))

    def show_nothing(self) -> None:
        """Say that nobody fits, then find out what each condition costs."""
        source = self._source
        asked = (source.conditions, source.search)
        self._states.show_nothing(source.search, source.conditions)

        def show(ways: WaysOut) -> None:
            still = asked == (source.conditions, source.search)
            if still and source.last is not None and not len(source.last.ids):
                self._states.show_nothing(source.search, source.conditions, ways)

        self._desk.reads.ask(
            "ways out",
            find_ways_out,
            source.conditions,
            source.search,
            self._desk.today(),
            done=show,
            failed=lambda _problem: None,
            owner=self,
        )

    def _remove(self, at: int) -> None:
        focused = self._chips.isAncestorOf(self._page.window().focusWidget() or self._page)
        self._source.drop(at)
        if focused:
            self._chips.focus_on(at)

    def _forget(self) -> None:
        self.popover = None
        if self._page.window().focusWidget() is None:  # the chip it was opened from is gone
            self._chips.add.setFocus()
