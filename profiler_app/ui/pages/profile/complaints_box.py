"""Open complaints, before everything else; one is closed with what was agreed on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.care import Complaint
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.complaints import close_complaint
from profiler_app.ui.desk import Desk
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.asking_popover import ask_text
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.popover import Popover


class ComplaintsBox(QWidget):
    """One entry a complaint, the oldest first."""

    def __init__(self, desk: Desk, complaints: tuple[Complaint, ...], *, doable: bool) -> None:
        super().__init__()
        self._desk = desk
        self._popover: Popover | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        n = len(complaints)
        title = ngettext("{n} open complaint", "{n} open complaints", n).format(n=n)
        column.addWidget(Label(title, "strong", "danger"))
        for each in complaints:
            column.addLayout(self._entry(each, doable=doable))
        self.setAccessibleName(title)

    def _entry(self, complaint: Complaint, *, doable: bool) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(Label(complaint.text, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(ElidedLabel(_said(complaint), "caption", "text.secondary"), 1)
        if doable:
            close = Button(_("Close it…"), small=True)
            close.setAccessibleName(_("Close: {complaint}").format(complaint=complaint.text))
            close.clicked.connect(lambda: self._ask(complaint, close))
            row.addWidget(close)
        column.addLayout(row)
        return column

    def _ask(self, complaint: Complaint, opener: QWidget) -> None:
        self._popover = ask_text(
            self, opener, _("What was agreed on?"), _("Close the complaint"),
            partial(self._close, complaint),
        )  # fmt: skip

    def _close(self, complaint: Complaint, resolution: str) -> None:
        self._desk.jobs.start(
            close_complaint,
            complaint.row,
            resolution,
            today=self._desk.today(),
            title=_("Saving"),
            owner=self._desk,
            done=partial(self._stored, _("The complaint is closed.")),
            failed=self._desk.show_problem,
        )

    def _stored(self, text: str, operation: int) -> None:
        self._desk.toast(text, operation)
        self._desk.refresh_data()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_round(painter, QRectF(self.rect()), current().px(8), current().color("danger.soft"))


def _said(complaint: Complaint) -> str:
    parts = []
    if complaint.days is not None:
        n = complaint.days
        parts.append(ngettext("open for {n} day", "open for {n} days", n).format(n=n))
    if complaint.overdue and complaint.due is not None:
        parts.append(_("promised by {day}").format(day=complaint.due.isoformat()))
    return " · ".join(parts)
