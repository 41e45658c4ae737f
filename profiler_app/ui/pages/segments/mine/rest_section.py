"""A segment beside everybody else: every field, the most different first."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.saved_segments import SavedSegment
from profiler_app.domain.text import _
from profiler_app.jobs.segments.sets import rest_report
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label


class RestSection(QWidget):
    """One click compares; the answer stays until another segment is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._segment: SavedSegment | None = None
        self.report: dict[str, Any] | None = None
        self.compare = Button(icon="scale", small=True)
        self._note = Label("", "caption", "text.secondary", wrap=True)
        self.table = FiguresTable(
            [
                Figure(lambda: _("Field"), lambda row: row["label"], 0, right=False),
                Figure(lambda: _("These"), lambda row: row["display_inside"], 104, raw=_inside),
                Figure(lambda: _("The rest"), lambda row: row["display_outside"], 104,
                       raw=lambda row: row["outside"]),
                Figure(lambda: _("Difference"), lambda row: f"{row['distance']:.2f}", 110,
                       bar=lambda row: (row["distance"], current().chart_color(0)),
                       raw=lambda row: round(row["distance"], 4)),
            ]
        )  # fmt: skip
        self.table.set_density("compact")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._note)
        column.addWidget(self.compare)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self.compare.clicked.connect(self.ask)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.compare.setText(_("Compare with the rest"))
        self.table.setAccessibleName(_("How they differ from the rest"))
        self.table.retranslate()
        self._show()

    def show_segment(self, segment: SavedSegment) -> None:
        """Ask anew for another segment."""
        if self._segment != segment:
            self._segment, self.report = segment, None
            self._show()

    def ask(self) -> None:
        """Compare in all fields."""
        if self._segment is None or self._segment.problem:
            return
        asked = self._segment
        self.compare.setEnabled(False)
        self._desk.jobs.start(
            rest_report,
            asked.rule,
            title=_("Comparing with the rest"),
            owner=self,
            done=lambda report: self._receive(asked, report),
            failed=self._failed,
            cancelled=self._show,
            derived=True,
        )

    def _receive(self, asked: SavedSegment, report: dict[str, Any]) -> None:
        if asked == self._segment:
            self.report = report
        self._show()

    def _failed(self, problem: UserProblem) -> None:
        self._show()
        self._note.setText(str(problem))

    def _show(self) -> None:
        report = self.report
        self.compare.setEnabled(self._segment is not None and not self._segment.problem)
        self.compare.setVisible(report is None)
        self.table.setVisible(report is not None and bool(report["fields"]))
        if report is None:
            self._note.setText(
                _("All fields, the most different first: medians of numbers, shares of values.")
            )
            return
        self.table.show_rows(report["fields"])
        text = _("{n} against {rest} others; 0 is alike, 1 has nothing in common.")
        if not report["fields"]:
            text = _("Too few customers inside or outside to compare.")
        self._note.setText(text.format(n=f"{report['count']:,}", rest=f"{report['rest']:,}"))


def _inside(row: dict[str, Any]) -> Any:
    return row["inside"]
