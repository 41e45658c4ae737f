"""How far the check or the writing is, in the middle of the page, with its way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.ui.task_card import ProgressBar
from profiler_app.ui.tasks import Job
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel

_WIDTH = 520


class ProgressPanel(QWidget):
    """Shows one job; ``cancelled`` says that the user wants it back."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", "heading")
        self._percent = Label("", "heading")
        self._bar = ProgressBar()
        self._doing = Label("", "body", "text.secondary")
        self._promise = Label("", "caption", "text.secondary", wrap=True)
        self._cancel = Button()
        self._panel = Panel()
        self._lay_out()
        self._cancel.clicked.connect(lambda _on=False: self._stop())
        self._dress()
        current().changed.connect(self._dress)

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._percent)
        foot.addWidget(self._promise, 1)
        foot.addSpacing(16)
        foot.addWidget(self._cancel)
        body = self._panel.body
        body.setContentsMargins(8, 8, 8, 4)
        body.setSpacing(12)
        body.addLayout(head)
        body.addWidget(self._bar)
        body.addWidget(self._doing)
        body.addSpacing(8)
        body.addLayout(foot)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._panel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def begin(self, title: str, promise: str, cancel: str, *, waiting: bool = False) -> None:
        """Show a job that was just started, or waits for those before it."""
        self._title.setText(title)
        self._promise.setText(promise)
        self._cancel.setText(cancel)
        self._cancel.setEnabled(True)
        self._show(0.0, _("Waiting for what runs now") if waiting else "")

    def show_job(self, job: Job) -> None:
        """Show how far the job is."""
        if self._cancel.isEnabled():
            self._show(job.fraction, _(job.doing) if job.doing else "")

    def _show(self, fraction: float, doing: str) -> None:
        self._bar.set_fraction(fraction)
        self._percent.setText(f"{fraction:.0%}")
        self._doing.setText(doing)

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._doing.setText(_("Taking it back…"))
        self.cancelled.emit()

    def _dress(self) -> None:
        self._panel.setFixedWidth(current().px(_WIDTH))
