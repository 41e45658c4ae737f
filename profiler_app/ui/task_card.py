"""What runs in the background: one card at the foot, a row for each job, each with cancel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from profiler_app.domain.text import _, ngettext
from profiler_app.ui import theme
from profiler_app.ui.floating import SHADOW, FloatingSheet
from profiler_app.ui.tasks import Job, Jobs
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label

_WIDTH = 340
_BESIDE_TIME = 96  # the sign stands left of the query time of a status bar


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
        self._percent = Label("", "caption", "text.tertiary")
        self._doing = ElidedLabel("", "caption", "text.secondary")
        self._bar = ProgressBar()
        self._cancel = Button(_("Cancel"), kind="ghost", small=True)
        self._cancel.clicked.connect(self._stop)
        self.fold = IconButton("chevron-down", _("Collapse"), small=True)
        kept = self.fold.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.fold.setSizePolicy(kept)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(ElidedLabel(job.title, "strong"), 0, 0)
        grid.addWidget(self._percent, 0, 1)
        grid.addWidget(self.fold, 0, 2)
        grid.addWidget(self._bar, 1, 0, 1, 3)
        grid.addWidget(self._doing, 2, 0)
        grid.addWidget(self._cancel, 2, 1, 1, 2, Qt.AlignmentFlag.AlignRight)

    def show_progress(self) -> None:
        """Show how far the job is."""
        self._bar.set_fraction(self._job.fraction)
        self._percent.setText(f"{self._job.fraction:.0%}")
        if not self._job.stop.is_set():
            self._doing.setText(_(self._job.doing) if self._job.doing else _("Waiting…"))

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._doing.setText(_("Taking it back…"))
        self._jobs.cancel(self._job)


class TaskSign(Button):
    """The folded card: how many tasks run and how far the first is, in the status bar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(kind="ghost", icon="chevron-up", small=True, parent=parent)
        self._page = parent
        parent.installEventFilter(self)
        self.hide()

    def show_jobs(self, jobs: list[Job]) -> None:
        """Show how many there are and how far the first is."""
        text = ngettext("{n} task {percent}", "{n} tasks {percent}", len(jobs))
        self.setText(text.format(n=len(jobs), percent=f"{jobs[0].fraction:.0%}"))
        self.resize(self.sizeHint())
        self.place()

    def place(self) -> None:
        """Stand in the status bar of the page."""
        area = self._page.rect()
        left = area.width() - self.width() - theme.current().px(_BESIDE_TIME)
        self.move(left, area.height() - self.height() - 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the page."""
        if event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)


class TaskCard(FloatingSheet):
    """The card at the bottom right; it appears when work takes longer than a moment."""

    def __init__(self, parent: QWidget, jobs: Jobs) -> None:
        right = Qt.AlignmentFlag.AlignRight
        super().__init__(parent, fill="bg.raised", border="border.strong", side=right)
        self._jobs = jobs
        self._rows: dict[Job, _Row] = {}
        self._folded = False
        self._sign = TaskSign(parent)
        self._sign.clicked.connect(lambda: self._fold(folded=False))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 8, 12, 8)
        self._layout.setSpacing(12)
        jobs.started.connect(self._started)
        jobs.progressed.connect(self._progressed)
        jobs.ended.connect(self._ended)
        self.fit()

    def _started(self, job: Job) -> None:
        delay = theme.motion_ms("progress_show_after_ms")
        QTimer.singleShot(delay, self, lambda: self._appear(job))

    def _appear(self, job: Job) -> None:
        if job not in self._jobs.running:
            return
        if _shown_by_its_page(job):
            self._started(job)  # until one leaves that page
            return
        row = self._rows[job] = _Row(job, self._jobs)
        row.fold.clicked.connect(lambda: self._fold(folded=True))
        self._layout.addWidget(row)
        row.show()  # else it does not count yet in the size of the card
        row.show_progress()
        self.fit()

    def _progressed(self, job: Job) -> None:
        row = self._rows.get(job)
        if row is not None:
            row.show_progress()
            self._sign.show_jobs(list(self._rows))

    def _ended(self, job: Job) -> None:
        row = self._rows.pop(job, None)
        if row is not None:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
            self.fit()

    def _fold(self, *, folded: bool) -> None:
        self._folded = folded
        self.fit()

    def fit(self) -> None:
        """Show the rows, or the sign in the status bar when it is folded."""
        for at, row in enumerate(self._rows.values()):
            row.fold.setVisible(at == 0)
        self.setFixedWidth(theme.current().px(_WIDTH) + 2 * SHADOW)
        self.setVisible(bool(self._rows) and not self._folded)
        self._sign.setVisible(bool(self._rows) and self._folded)
        if self._rows:
            self._sign.show_jobs(list(self._rows))
        self._layout.activate()
        super().fit()
        self.raise_()
        self._sign.raise_()


def _shown_by_its_page(job: Job) -> bool:
    """Return whether the page that started a job is in sight and shows its progress itself."""
    page = job.owner
    return isinstance(page, QWidget) and page.isVisible() and bool(page.property("shows_jobs"))
