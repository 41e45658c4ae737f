"""What runs in the background: one card at the foot, a row for each job, each with cancel."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.ui import theme
from profiler_app.ui.floating import FloatingSheet
from profiler_app.ui.tasks import Job, Jobs
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel

_SHOW_AFTER = 300


class ProgressBar(QWidget):
    """A thin bar that shows a fraction."""

    def __init__(self) -> None:
        super().__init__()
        self._fraction = 0.0
        self.setFixedHeight(6)

    def set_fraction(self, fraction: float) -> None:
        """Show another fraction, 0 to 1."""
        self._fraction = fraction
        self.setAccessibleDescription(f"{fraction:.0%}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track and the part that is done."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("neutral.soft"))
        painter.drawRoundedRect(self.rect(), 3, 3)
        done = self.rect()
        done.setWidth(max(6, round(done.width() * self._fraction)))
        painter.setBrush(look.color("accent"))
        painter.drawRoundedRect(done, 3, 3)


class _Row(QWidget):
    """One job: what it is, how far it is, cancel."""

    def __init__(self, job: Job, jobs: Jobs) -> None:
        super().__init__()
        self._job = job
        self._jobs = jobs
        self._title = ElidedLabel(job.title, "strong")
        self._doing = ElidedLabel("", "caption", "text.secondary")
        self._bar = ProgressBar()
        self._cancel = Button(_("Cancel"), small=True)
        self._cancel.clicked.connect(self._stop)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._title, 0, 0)
        grid.addWidget(self._cancel, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._doing, 1, 0)
        grid.addWidget(self._bar, 2, 0, 1, 2)

    def show_progress(self) -> None:
        """Show how far the job is."""
        self._bar.set_fraction(self._job.fraction)
        self._doing.setText(f"{_(self._job.doing)} · {self._job.fraction:.0%}")

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._doing.setText(_("Taking it back…"))
        self._jobs.cancel(self._job)


class TaskCard(FloatingSheet):
    """The card at the bottom right; it appears when work takes longer than a moment."""

    def __init__(self, parent: QWidget, jobs: Jobs) -> None:
        super().__init__(parent, fill="bg.raised", border="border.strong")
        self._jobs = jobs
        self._rows: dict[int, _Row] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 12, 14, 14)
        self._layout.setSpacing(12)
        self.setFixedWidth(theme.current().px(340))
        jobs.started.connect(self._started)
        jobs.progressed.connect(self._progressed)
        jobs.ended.connect(self._ended)
        self.hide()

    def _started(self, job: Job) -> None:
        QTimer.singleShot(_SHOW_AFTER, self, lambda: self._appear(job))

    def _appear(self, job: Job) -> None:
        if job not in self._jobs.running:
            return
        if _shown_by_its_page(job):
            self._started(job)  # until one leaves that page
            return
        row = _Row(job, self._jobs)
        self._rows[id(job)] = row
        self._layout.addWidget(row)
        row.show_progress()
        self._fit()

    def _progressed(self, job: Job) -> None:
        row = self._rows.get(id(job))
        if row is not None:
            row.show_progress()

    def _ended(self, job: Job) -> None:
        row = self._rows.pop(id(job), None)
        if row is not None:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
            self._fit()

    def _fit(self) -> None:
        self.setVisible(bool(self._rows))
        self.adjustSize()
        self.place()
        self.raise_()

    def place(self) -> None:
        """Stand 16 from the right edge, above the status bar."""
        area = self.parentWidget().rect()
        right, bottom = area.width() - self.width() - 16, area.height() - self.height() - 44
        self.move(QPoint(right, bottom))


def _shown_by_its_page(job: Job) -> bool:
    """Return whether the page that started a job is in sight and shows its progress itself."""
    page = job.owner
    return isinstance(page, QWidget) and page.isVisible() and bool(page.property("shows_jobs"))
