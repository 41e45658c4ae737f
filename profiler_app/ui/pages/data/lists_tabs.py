"""Three tabs that are tables: all imports, all rules, all fields with where data came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.fields import dimensions, fields
from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.quality import RULES, ColumnQuality, Problem, Quality, SourceQuality
from profiler_app.domain.text import _
from profiler_app.jobs.quality.fixing import problem_title
from profiler_app.ui.imports_table import HistoryTable
from profiler_app.ui.pages.data.wording import (
    aspect_name,
    counted,
    field_name,
    gain,
    share,
    source_name,
)
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.panel import Panel

_POOR = 60
"""A record below this score is shown in red."""


class ImportsTab(QWidget):
    """Everything that was imported, each with its way back."""

    undo_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.table = HistoryTable()
        self._empty = EmptyState("history", "")
        self._panel = Panel("·")
        self._panel.body.addWidget(self._empty, 1)
        self._panel.body.addWidget(self.table, 1)
        _fill(self, self._panel)
        self.table.undo_asked.connect(self.undo_asked)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._panel.head.set_title(_("Imports"))
        self.table.setAccessibleName(_("Imports"))
        self._empty.set_message(
            _("Nothing imported yet"),
            _("Drop a file on the window. Every import can be undone from here, at any time."),
        )

    def show_imports(self, entries: Sequence[HistoryEntry]) -> None:
        """Show imports, the newest first."""
        self.table.show_entries(entries)
        self.table.setVisible(bool(entries))
        self._empty.setVisible(not entries)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule, and what it found (None: nothing)."""

    rule: str
    problem: Problem | None


class RulesTab(QWidget):
    """Every check with what it says and what it found, and the records with the lowest scores."""

    mend = Signal(object)
    card_asked = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.table = FiguresTable(
            [
                Figure(lambda: _("Rule"), _rule_title, 220, right=False, sort=_rule_title),
                Figure(lambda: _("Aspect"), lambda row: aspect_name(RULES[row.rule][0]), 84,
                       right=False, sort=lambda row: RULES[row.rule][0]),
                Figure(lambda: _("What it says"), lambda row: _(RULES[row.rule][2]), 0,
                       right=False, tone=lambda _row: "text.secondary"),
                Figure(lambda: _("Found"), _found, 128, sort=_count,
                       tone=lambda row: "text.primary" if row.problem else "success"),
                Figure(lambda: _("Gain"), lambda row: gain(row.problem.gain) if row.problem else "",
                       84, sort=lambda row: row.problem.gain if row.problem else 0.0),
            ]
        )  # fmt: skip
        self.worst = FiguresTable(
            [
                Figure(lambda: _("Customer"), lambda record: record.name, 0, right=False),
                Figure(lambda: _("Score"), lambda record: f"{record.score:.0f}", 64,
                       tone=lambda record: "danger" if record.score < _POOR else "text.primary"),
            ]
        )  # fmt: skip
        self._panel, self._lowest = Panel("·"), Panel("·")
        self._panel.body.addWidget(self.table, 1)
        self._lowest.body.addWidget(self.worst, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 20, 20)
        row.setSpacing(12)
        row.addWidget(self._panel, 7)
        row.addWidget(self._lowest, 2)
        self.table.opened.connect(lambda _index: self._open())
        self.worst.opened.connect(lambda _index: self._open_card())

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._panel.head.set_title(_("Quality rules"))
        self._panel.head.set_note(_("Enter opens what a rule found"))
        self._lowest.head.set_title(_("Lowest scores"))
        self.table.setAccessibleName(_("Quality rules"))
        self.worst.setAccessibleName(_("Lowest scores"))
        for table in (self.table, self.worst):
            table.retranslate()

    def show_quality(self, found: Quality) -> None:
        """Show every rule: those that found something as often as they did."""
        rows = []
        for rule in RULES:
            hits = [each for each in found.problems if each.key.partition(":")[0] == rule]
            rows += [_Rule(rule, each) for each in hits] or [_Rule(rule, None)]
        self.table.show_rows(rows)
        self.worst.show_rows(found.worst)

    def _open(self) -> None:
        row = self.table.row()
        if row is not None and row.problem is not None:
            self.mend.emit(row.problem)

    def _open_card(self) -> None:
        record = self.worst.row()
        if record is not None:
            ids = [each.customer for each in self.worst.rows()]
            self.card_asked.emit(record.customer, ids)


def _rule_title(row: _Rule) -> str:
    if row.problem is not None:
        return problem_title(row.problem.key)
    return _(RULES[row.rule][1]).format(field=_("A field"))


def _found(row: _Rule) -> str:
    return _("Passed") if row.problem is None else counted(row.problem)


def _count(row: _Rule) -> int:
    return 0 if row.problem is None else row.problem.count


class FieldsTab(QWidget):
    """Every field with how complete, valid and fresh it is, and the sources of the customers."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        named = {each.id: each for each in dimensions()}

        def dimension(row: ColumnQuality) -> str:
            found = named.get(fields()[row.field].dimension or "")
            return found.label if found else "—"

        self.table = FiguresTable(
            [
                Figure(lambda: _("Field"), lambda row: field_name(row.field), 0, right=False,
                       sort=lambda row: field_name(row.field)),
                Figure(lambda: _("Dimension"), dimension, 150, right=False, sort=dimension, drop=2),
                Figure(lambda: _("Applies to"), lambda row: f"{row.applies:,}", 104,
                       sort=lambda row: row.applies, raw=lambda row: row.applies, drop=1),
                Figure(lambda: _("Filled and valid"), lambda row: share(row.completeness), 220,
                       sort=lambda row: row.completeness, raw=lambda row: row.completeness,
                       bar=lambda row: (row.completeness, current().chart_color(0))),
                Figure(lambda: _("Not valid"), lambda row: f"{row.filled - row.valid:,}", 96,
                       sort=lambda row: row.filled - row.valid,
                       tone=lambda row: "danger" if row.filled > row.valid else "text.tertiary"),
                Figure(lambda: _("Fresh"), lambda row: share(row.fresh), 84,
                       sort=lambda row: -1 if row.fresh is None else row.fresh),
            ]
        )  # fmt: skip
        self.sources = FiguresTable(
            [
                Figure(lambda: _("Source"), source_name, 0, right=False, sort=source_name),
                Figure(lambda: _("Customers"), lambda row: f"{row.score.customers:,}", 104,
                       sort=lambda row: row.score.customers),
                Figure(lambda: _("Score"), lambda row: f"{row.score.score:.1f}", 150,
                       sort=lambda row: row.score.score,
                       bar=lambda row: (row.score.score / 100, current().chart_color(0))),
                *(_aspect(name) for name in ("completeness", "validity", "consistency",
                                             "uniqueness", "timeliness")),
            ]
        )  # fmt: skip
        self._fields, self._sources = Panel("·"), Panel("·")
        self._fields.body.addWidget(self.table, 1)
        self._sources.body.addWidget(self.sources)
        column = _fill(self, self._fields)
        column.addWidget(self._sources)
        self.table.opened.connect(lambda _index: self._open())

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._fields.head.set_title(_("Fields"))
        self._fields.head.set_note(_("Enter lists the customers without a value"))
        self._sources.head.set_title(_("By source"))
        self.table.setAccessibleName(_("Fields"))
        self.sources.setAccessibleName(_("By source"))
        for table in (self.table, self.sources):
            table.retranslate()

    def show_quality(self, found: Quality) -> None:
        """Show the fields and the sources."""
        self.table.show_rows(found.columns)
        self.sources.show_rows(found.sources)
        self.sources.setFixedHeight(self.sources.height_of(min(max(len(found.sources), 1), 4)))

    def _open(self) -> None:
        row = self.table.row()
        if row is not None and row.filled < row.applies:
            self.opened.emit(row.field)


def _aspect(name: Any) -> Figure:
    def part(row: SourceQuality) -> float:
        found = row.score.aspects.get(name)
        return -1.0 if found is None else found

    return Figure(lambda: aspect_name(name), lambda row: share(row.score.aspects.get(name)), 96,
                  sort=part, drop=1)  # fmt: skip


def _fill(tab: QWidget, panel: Panel) -> QVBoxLayout:
    column = QVBoxLayout(tab)
    column.setContentsMargins(20, 16, 20, 20)
    column.setSpacing(12)
    column.addWidget(panel, 1)
    return column
