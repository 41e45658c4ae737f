"""How far the check or the writing is, in the middle of the page, with its way out."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.text import N_, _
from profiler_app.jobs.automatic_copies import BACKING_UP
from profiler_app.ui import icons
from profiler_app.ui.task_card import ProgressBar
from profiler_app.ui.tasks import Job
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel

_WIDTH = 560
_TOLD = 0.05
"""The rest is not guessed before so much is done."""
_ICON = 16
_READING = N_("Reading the file")
_SAVING = N_("Saving")
PHASES = {
    False: (_READING, N_("Checking the rows")),
    True: (BACKING_UP, _READING, N_("Writing records"), _SAVING),
}
"""What a check, and what writing goes through, as the job names it."""


class _Phase(QWidget):
    """One phase: done with its time, running with the rest, or waiting."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self._sign, self._time = QLabel(), Label("", "caption", "text.secondary")
        self._waiting, self._running = Label("", "body", "text.secondary"), Label("", "strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for part in (self._sign, self._waiting, self._running):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._time)
        self.setFixedHeight(current().px(30))

    def show_state(self, state: str, time: str) -> None:
        """Show a state (``done``, ``running``, ``waiting``) and a time in words."""
        icon, color = _SIGNS[state]
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap(icon, color, _ICON, ratio))
        for label in (self._waiting, self._running):
            label.setText(_(self.name))
        self._running.setVisible(state == "running")
        self._waiting.setVisible(state != "running")
        self._time.setText(time)


_SIGNS = {
    "done": ("circle-check", "success"),
    "running": ("loader", "accent"),
    "waiting": ("circle", "text.tertiary"),
}


class ProgressPanel(QWidget):
    """Shows one job; ``cancelled`` says that the user wants it back."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", "heading")
        self._percent = Label("", "heading")
        self._bar = ProgressBar()
        self._doing = Label("", "body", "text.secondary")
        self._phases: list[_Phase] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._begun = 0.0
        self._ends: list[float] = []
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
        body.addLayout(self._rows)
        body.addSpacing(8)
        body.addLayout(foot)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._panel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def begin(
        self,
        title: str,
        promise: str,
        cancel: str,
        *,
        writing: bool,
        copying: bool = False,
        waiting: bool = False,
    ) -> None:
        """Show a job that was just started (with a copy made first), or waits for those before."""
        self._title.setText(title)
        self._promise.setText(promise)
        self._cancel.setText(cancel)
        self._cancel.setEnabled(True)
        self._doing.setVisible(waiting)
        self._doing.setText(_("Waiting for what runs now"))
        for phase in self._phases:
            self._rows.removeWidget(phase)
            phase.deleteLater()
        self._phases = [_Phase(name) for name in PHASES[writing] if copying or name != BACKING_UP]
        for phase in self._phases:
            self._rows.addWidget(phase)
        self._begun, self._ends = monotonic(), []
        self._show(0.0, "")

    def show_job(self, job: Job) -> None:
        """Show how far the job is."""
        if self._cancel.isEnabled():
            self._doing.hide()
            self._show(job.fraction, job.doing)

    def _show(self, fraction: float, doing: str) -> None:
        self._bar.set_fraction(fraction)
        self._percent.setText(f"{fraction:.0%}")
        names = [phase.name for phase in self._phases]
        at = names.index(doing) if doing in names else 0
        spent = monotonic() - self._begun
        while len(self._ends) < at:
            self._ends.append(spent)
        for place, phase in enumerate(self._phases):
            if place < at:
                first = self._ends[place - 1] if place else 0.0
                phase.show_state("done", _seconds(self._ends[place] - first))
            elif place == at:
                rest = spent * (1 - fraction) / fraction if fraction > _TOLD else 0.0
                words = _("about {time} left").format(time=_seconds(rest)) if rest > 1 else ""
                phase.show_state("running", words)
            else:
                phase.show_state("waiting", "")

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._doing.show()
        self._doing.setText(_("Taking it back…"))
        self.cancelled.emit()

    def _dress(self) -> None:
        self._panel.setFixedWidth(current().px(_WIDTH))


def _seconds(time: float) -> str:
    """Return a time in words: tenths under ten seconds."""
    if time < 10:
        return _("{n} s").format(n=f"{time:.1f}")
    if time < 90:
        return _("{n} s").format(n=round(time))
    return _("{n} min").format(n=round(time / 60))
