"""One group: what speaks for it, its records side by side, the choices made, three answers."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.entries import read_entry
from profiler_app.jobs.merging import reviewing
from profiler_app.jobs.merging.reviewing import Comparison, Group
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.duplicates.compare_table import CompareTable
from profiler_app.ui.pages.duplicates.evidence_panel import EvidencePanel
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel
from profiler_app.ui.widgets.surface import Surface


class PairPane(Surface):
    """Shows a group and holds the choices of values until it is decided.

    ``take`` says from which customer a field comes, ``typed`` which value was written over it.
    ``gone``: the group cannot be read any more.
    """

    gone = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(edges=Qt.Edge.LeftEdge)
        self._desk = desk
        self._group: Group | None = None
        self.comparison: Comparison | None = None
        self.take: dict[str, int] = {}
        self.typed: dict[str, Any] = {}
        self.evidence, self.table = EvidencePanel(), CompareTable()
        self._kept = ElidedLabel("", "caption", "text.secondary")
        self.later, self.different = Button(icon="clock"), Button(icon="x")
        self.same = Button(kind="primary", icon="git-merge")
        self._build()
        self.table.taken.connect(self._choose)
        self.table.typed_over.connect(self._type_over)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.evidence)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 12, 20, 12)
        foot.setSpacing(8)
        foot.addWidget(self._kept, 1)
        for button in (self.later, self.different, self.same):
            foot.addWidget(button)
        column.addLayout(foot)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.later.setText(_("Later"))
        self.different.setText(_("Not the same"))
        for button, key in (
            (self.later, "look_later"),
            (self.different, "say_different"),
            (self.same, "merge_group"),
        ):
            button.setToolTip(COMMANDS[key].hint)
        self.table.setAccessibleName(_("Side by side"))

    def show_group(self, group: Group, *, blind: bool) -> None:
        """Show a group without any choice made; ``blind`` hides how likely it is."""
        self._group = group
        self.take, self.typed = {}, {}
        self.evidence.show_group(group, blind=blind)
        n = len(group.customers)
        text = ngettext("The same: merge {n} record", "The same: merge {n} records", n)
        self.same.setText(text.format(n=n))
        kept = ngettext(
            "The record is kept and can be separated again",
            "All {n} records are kept and can be separated again",
            n,
        )
        self._kept.setText(kept.format(n=n))
        self.compare()

    def compare(self) -> None:
        """Read the records side by side, with the choices made so far."""
        group = self._group
        if group is None:
            return
        self._desk.reads.ask(
            "duplicates.compare",
            partial(
                _comparison,
                customers=group.customers,
                today=self._desk.today(),
                take=dict(self.take),
                values=dict(self.typed),
            ),
            done=self._show_comparison,
            failed=lambda _problem: self.gone.emit(group),
            owner=self,
        )

    def take_all(self, at: int) -> None:
        """Take every value one record has."""
        group = self._group
        if group is None or at >= len(group.customers):
            return
        for row in self.table.rows():
            if row.kind == "choice" and row.cells[at] is not None:
                self.take[row.key] = group.customers[at]
        self.typed.clear()
        self.compare()

    def _show_comparison(self, found: Comparison) -> None:
        self.comparison = found
        self.table.show_comparison(found)
        self.evidence.show_facts(found)

    def _choose(self, field: str, at: int) -> None:
        if self._group is not None:
            self.typed.pop(field, None)
            self.take[field] = self._group.customers[at]
            self.compare()

    def _type_over(self, field: str, text: str) -> None:
        if self.comparison is None:
            return
        kind = self.comparison.plan.records[0].kind
        entry = read_entry(field, text, kind=kind, today=self._desk.today())
        if entry.problem:
            self._desk.toast(entry.problem)
            return
        self.take.pop(field, None)
        self.typed[field] = entry.value
        self.compare()


def _comparison(reader: Reader, **asked: Any) -> Comparison:
    return reviewing.compare(reader.workspace, asked.pop("customers"), **asked)
