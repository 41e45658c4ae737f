"""Effort against value by tier, and what the team can do in a year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from profiler_app.domain.effort import (
    IN_LINE,
    TOO_MUCH,
    Capacity,
    EffortMatrix,
    TierEffort,
    owner_label,
    verdict_label,
)
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.segments.effort import effort_matrix, save_capacity, saved_capacity
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.pages.segments.wording import percent, whole_money
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.inputs import NumberBox
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel

_MOST = 999
_TONES = {IN_LINE: "text.secondary", TOO_MUCH: "warning"}
Answer = tuple[EffortMatrix, Capacity | None]


class EffortTab(QWidget):
    """The proposal follows the typed capacity at once; it is kept by its button."""

    loaded = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.matrix: EffortMatrix | None = None
        self.saved: Capacity | None = None
        self.people, self.a_month = NumberBox(), NumberBox()
        self._words = (Label("", "body"), Label("", "body"))
        self.save = Button(kind="primary", small=True)
        self.forget = Button(icon="rotate-ccw", small=True)
        self.open = Button(icon="users")
        self._total = Label("", "strong", wrap=True)
        self._note = Label("", "caption", "text.secondary", wrap=True)
        self.table = FiguresTable(self._columns())
        self._box = Panel("·")
        self._empty = EmptyState("layers", "")
        self._build()
        self.table.opened.connect(lambda _index: self._open())
        self.open.clicked.connect(self._open)
        for box in (self.people, self.a_month):
            box.setRange(0, _MOST)
            box.valueChanged.connect(lambda _value: self._ask(self.typed()))
        self.save.clicked.connect(lambda: self._keep(self.typed()))
        self.forget.clicked.connect(lambda: self._keep(None))
        self.retranslate()

    def _build(self) -> None:
        asked = QHBoxLayout()
        asked.setSpacing(8)
        for word, box in zip(self._words, (self.people, self.a_month), strict=True):
            asked.addWidget(word)
            asked.addWidget(box)
            asked.addSpacing(8)
        asked.addWidget(self.save)
        asked.addWidget(self.forget)
        asked.addStretch(1)
        self._box.head.add(self.open)
        self._box.body.addLayout(asked)
        self._box.body.addWidget(self._total)
        self._box.body.addWidget(self.table)
        self._box.body.addWidget(self._note)
        self._box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._whole = QWidget()
        inner = QVBoxLayout(self._whole)
        inner.setContentsMargins(20, 14, 20, 14)
        inner.addWidget(self._box)
        inner.addStretch(1)
        self._area = scrolled(self._whole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area, 1)
        column.addWidget(self._empty, 1)

    def _columns(self) -> list[Figure]:
        currency = self._desk.settings.currency
        return [
            Figure(lambda: _("Tier"), lambda row: row.label, 0, right=False),
            Figure(lambda: pgettext("figures", "Customers"), lambda row: f"{row.customers:,}", 84,
                   sort=lambda row: row.customers, raw=lambda row: row.customers),
            Figure(lambda: pgettext("effort", "Average value"),
                   lambda row: whole_money(round(row.value_each), currency), 100,
                   sort=lambda row: row.value_each, raw=lambda row: round(row.value_each / 100, 2)),
            Figure(lambda: pgettext("effort", "Value share"),
                   lambda row: percent(self._value(row)), 140, sort=self._value,
                   raw=lambda row: round(self._value(row), 4),
                   bar=lambda row: (self._part(self._value, row), current().chart_color(0))),
            Figure(lambda: pgettext("effort", "Effort share"),
                   lambda row: percent(self._effort(row)), 140, sort=self._effort,
                   raw=lambda row: round(self._effort(row), 4),
                   bar=lambda row: (self._part(self._effort, row), current().chart_color(1))),
            Figure(lambda: "", lambda row: verdict_label(self._verdict(row)), 112, right=False,
                   tone=lambda row: _TONES.get(self._verdict(row), "text.primary")),
            Figure(lambda: pgettext("effort", "Contacts a year"),
                   lambda row: f"{row.contacts_each:.1f}", 84, sort=lambda row: row.contacts_each,
                   raw=lambda row: round(row.contacts_each, 2)),
            Figure(lambda: pgettext("effort", "Proposed"), lambda row: f"{row.proposed}", 84,
                   sort=lambda row: row.proposed, raw=lambda row: row.proposed),
            Figure(lambda: pgettext("effort", "Looked after by"),
                   lambda row: owner_label(row.owner), 120, right=False, drop=1),
        ]  # fmt: skip

    def _value(self, row: TierEffort) -> float:
        return 0.0 if self.matrix is None else self.matrix.value_share(row)

    def _effort(self, row: TierEffort) -> float:
        return 0.0 if self.matrix is None else self.matrix.effort_share(row)

    def _part(self, share: Callable[[TierEffort], float], row: TierEffort) -> float:
        """Return how long the bar of a share is beside the longest one."""
        longest = max([share(each) for each in self.matrix.tiers], default=0) if self.matrix else 0
        return share(row) / longest if longest else 0.0

    def _verdict(self, row: TierEffort) -> str:
        return IN_LINE if self.matrix is None else self.matrix.verdict(row)

    # -- reading

    def typed(self) -> Capacity | None:
        """Return the capacity in the two boxes; None while one of them is empty."""
        people, a_month = self.people.value(), self.a_month.value()
        return Capacity(people, a_month) if people and a_month else None

    def reload(self) -> None:
        """Count anew, with the capacity that is kept."""
        self._ask(None)

    def _ask(self, typed: Capacity | None) -> None:
        done = self._receive if typed is None else self._preview
        self._desk.reads.ask(
            "segments.effort",
            _matrix,
            typed,
            done=done,
            failed=self._desk.show_problem,
            owner=self,
        )

    def _receive(self, answer: Answer) -> None:
        self.saved = answer[1]
        for box, value in (
            (self.people, self.saved.people if self.saved else 0),
            (self.a_month, self.saved.a_month if self.saved else 0),
        ):
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)
        self._preview(answer)

    def _preview(self, answer: Answer) -> None:
        self.matrix, self.saved = answer
        self.table.show_rows(self.matrix.tiers)
        self.table.setFixedHeight(self.table.height_of(max(len(self.matrix.tiers), 1)))
        if self.matrix.tiers and self.table.row() is None:
            self.table.selectRow(0)
        self._show()
        self.loaded.emit(self.matrix)

    # -- keeping

    def _keep(self, capacity: Capacity | None) -> None:
        def tell(operation: int) -> None:
            said = _("Capacity saved.") if capacity else _("Capacity removed.")
            self._desk.toast(said, operation)
            self._desk.data_changed.emit()

        self._desk.jobs.start(
            save_capacity,
            capacity,
            title=_("Saving"),
            owner=self._desk,
            done=tell,
            failed=self._desk.show_problem,
        )

    # -- showing

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._box.head.set_title(_("Effort against value"))
        self._box.head.set_note(_("by value tier, within the last year"))
        for word, box, text in zip(
            self._words,
            (self.people, self.a_month),
            (_("People in the team"), _("Contacts a month, each")),
            strict=True,
        ):
            word.setText(text)
            box.setAccessibleName(text)
        self.save.setText(_("Save capacity"))
        self.forget.setText(_("Remove capacity"))
        self.open.setText(_("View customers"))
        self._empty.set_message(
            _("No value tiers yet"),
            _("They follow from contribution and assets once tags are computed."),
        )
        self.table.setAccessibleName(_("Effort against value"))
        self.table.retranslate()
        self._note.setText(
            _("Value is the contribution of 12 months, effort the contacts of 12 months. Proposed "
              "are 12, 6, 4 or 2 contacts a year by the place of the tier; where that is more than "
              "the team can do, every tier gives a step, the one with the least valuable "
              "customers first.")
        )  # fmt: skip
        self._show()

    def _show(self) -> None:
        matrix = self.matrix
        there = matrix is None or bool(matrix.tiers)
        self._area.setVisible(there)
        self._empty.setVisible(not there)
        self.forget.setVisible(self.saved is not None)
        typed = self.typed()
        self.save.setEnabled(typed is not None and typed != self.saved)
        if matrix is None:
            return
        n = matrix.planned
        said = ngettext("{n} contact a year is proposed.", "{n} contacts a year are proposed.", n)
        said = said.format(n=f"{n:,}")
        if matrix.capacity is None:
            more = _("Enter people and contacts to fit them to the team.")
        else:
            text = _("The team can make {most}, {left} are left.")
            most = matrix.capacity.a_year
            more = text.format(most=f"{most:,}", left=f"{most - n:,}")
        self._total.setText(_("{first} {second}").format(first=said, second=more))

    def _open(self) -> None:
        row = self.table.row()
        if row is not None:
            self._desk.open_list(row.rule, row.label)

    def escape(self) -> bool:
        """There is nothing to let go."""
        return False

    def exported(self) -> tuple[str, list[str], list[list[Any]]]:
        """Return a name, headers and rows."""
        return (_("effort"), *self.table.figures())


def _matrix(reader: Reader, typed: Capacity | None) -> Answer:
    kept = saved_capacity(reader.workspace.connection)
    return effort_matrix(reader.source, typed), kept
