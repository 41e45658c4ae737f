"""How far figures and segments have moved since an earlier day, with an alarm."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.segments.drifting import ALARM, SHIFTED, drift_report
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.wording import month_before, signed
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel

_DAYS = {"quarter": 91, "half": 182, "year": 365}
_ICONS = {
    "stable": ("check", "success"),
    "shifted": ("trending-up", "warning"),
    "alarm": ("triangle-alert", "danger"),
}
_INKS = {"stable": "text.primary", "shifted": "text.primary", "alarm": "danger"}


class DriftView(QWidget):
    """One click computes the earlier day; nothing is saved."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.report: dict[str, Any] | None = None
        self.since = DropDown()
        self.compare = Button(icon="history", kind="primary", small=True)
        self._band = Band("warning", "")
        self._note = Label("", "body", "text.secondary", wrap=True)
        self.segments = FiguresTable(
            [
                Figure(lambda: pgettext("figures", "Segment"), lambda row: row["segment"], 0,
                       right=False, icon=lambda row: _ICONS[row["level"]]),
                Figure(lambda: _("Before"), lambda row: f"{row['before']:,}", 84,
                       raw=lambda row: row["before"]),
                Figure(lambda: _("Now"), lambda row: f"{row['now']:,}", 84,
                       raw=lambda row: row["now"]),
                Figure(lambda: pgettext("figures", "Change"),
                       lambda row: signed(row["now"] - row["before"]), 76,
                       raw=lambda row: row["now"] - row["before"]),
                *_index_columns(),
            ]
        )  # fmt: skip
        self.fields = FiguresTable(
            [
                Figure(lambda: _("Figure"), lambda row: row["label"], 0, right=False,
                       icon=lambda row: _ICONS[row["level"]]),
                *_index_columns(),
            ]
        )  # fmt: skip
        for table in (self.segments, self.fields):
            table.set_density("compact")
        self._build()
        self.compare.clicked.connect(self.ask)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._panel = Panel("·")
        head = QHBoxLayout()
        head.addWidget(self.since)
        head.addWidget(self.compare)
        head.addStretch(1)
        self._panel.body.addLayout(head)
        self._panel.body.addWidget(self._note)
        column.addWidget(self._panel)
        column.addWidget(self._band)
        both = QHBoxLayout()
        both.setSpacing(12)
        self._mine, self._all = Panel("·"), Panel("·")
        self._mine.body.addWidget(self.segments, 1)
        self._all.body.addWidget(self.fields, 1)
        both.addWidget(self._mine, 1)
        both.addWidget(self._all, 1)
        column.addLayout(both, 1)
        column.addStretch(0)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._panel.head.set_title(_("Drift"))
        self._mine.head.set_title(_("Membership of segments"))
        self._all.head.set_title(_("Figures of everybody"))
        self.since.set_options(
            [
                ("month", _("A month ago")),
                ("quarter", _("A quarter ago")),
                ("half", _("Half a year ago")),
                ("year", _("A year ago")),
            ]
        )
        self.since.setAccessibleName(_("Compare with"))
        self.compare.setText(pgettext("button", "Compare"))
        self.segments.setAccessibleName(_("Membership of segments"))
        self.fields.setAccessibleName(_("Figures of everybody"))
        self.segments.retranslate()
        self.fields.retranslate()
        self._show()

    def forget(self) -> None:
        """The data has changed: what was computed is of earlier data."""
        self.report = None
        self._show()

    def ask(self) -> None:
        """Compute the earlier day and compare."""
        today = self._desk.today()
        days = _DAYS.get(self.since.key())
        self.compare.setEnabled(False)
        self._desk.jobs.start(
            drift_report,
            since=month_before(today) if days is None else today - timedelta(days=days),
            title=_("Comparing with an earlier day"),
            owner=self,
            done=self._receive,
            failed=self._failed,
            cancelled=self._show,
            derived=True,
        )

    def _receive(self, report: dict[str, Any]) -> None:
        self.report = report
        self._show()

    def _failed(self, problem: UserProblem) -> None:
        self._show()
        self._note.setText(str(problem))

    def _show(self) -> None:
        report = self.report
        self.compare.setEnabled(True)
        for part in (self._mine, self._all):
            part.setVisible(report is not None)
        text = _("The population stability index (PSI) compares how customers are spread now and "
                 "on an earlier day: from {shifted} on something has shifted, from {alarm} on it "
                 "should be looked at.")  # fmt: skip
        if report is None:
            self._band.hide()
            self._note.setText(text.format(shifted=SHIFTED, alarm=ALARM))
            return
        days = _("{before} → {after}").format(before=report["since"], after=report["as_of"])
        self._note.setText(f"{days}. {text.format(shifted=SHIFTED, alarm=ALARM)}")
        self.segments.show_rows(report["segments"])
        self.fields.show_rows(report["fields"])
        self._alarm(report)

    def _alarm(self, report: dict[str, Any]) -> None:
        """Name what should be looked at."""
        named = [row["segment"] for row in report["segments"] if row["level"] == "alarm"]
        named += [row["label"] for row in report["fields"] if row["level"] == "alarm"]
        self._band.setVisible(bool(named))
        if named:
            n = len(named)
            text = ngettext("{n} has moved far", "{n} have moved far", n).format(n=n)
            shown = _(", ").join(named[:6])
            if n > 6:
                shown = _("{names} and more").format(names=shown)
            self._band.set_message(text, shown)


def _index_columns() -> list[Figure]:
    return [
        Figure(lambda: "PSI", lambda row: f"{row['psi']:.3f}", 76,
               sort=lambda row: row["psi"], raw=lambda row: round(row["psi"], 4),
               tone=lambda row: _INKS[row["level"]]),
        Figure(lambda: _("Verdict"), lambda row: _word(row["level"]), 84, right=False,
               tone=lambda row: _INKS[row["level"]]),
    ]  # fmt: skip


def _word(level: str) -> str:
    return {"stable": _("stable"), "shifted": _("shifted"), "alarm": _("look at it")}[level]
