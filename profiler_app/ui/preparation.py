"""What one sees while the sample data is made: what is being done, how far, and a way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _
from profiler_app.ui import theme
from profiler_app.ui.sign import paint_sign
from profiler_app.ui.task_card import ProgressBar
from profiler_app.ui.tasks import Job
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label

_WIDTH = 440
_SIGN = 56


class _Sign(QWidget):
    """The sign of the product, large."""

    def __init__(self) -> None:
        super().__init__()
        side = theme.current().px(_SIGN)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_sign(painter, self.rect(), "display")


class Preparation(QWidget):
    """The first screen of the first start."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # no ring around Cancel from the start
        self._title = Label(_("Welcome to Zhike"), "title")
        text = _(
            "A fictional shop and a fictional bank are being set up, so that you can look "
            "around at once. Everything stays on this computer."
        )
        self._text = Label(text, "body", "text.secondary", wrap=True)
        self._doing = Label(" ", "caption", "text.tertiary")
        self._bar = ProgressBar()
        self._cancel = Button(_("Cancel and close"), kind="ghost")
        self._cancel.clicked.connect(self.cancelled)
        for label in (self._title, self._text, self._doing):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        width = theme.current().px(_WIDTH)
        self._text.setFixedWidth(width)
        self._bar.setFixedWidth(width)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.addStretch(2)
        for widget, gap in (
            (_Sign(), 20),
            (self._title, 8),
            (self._text, 28),
            (self._bar, 10),
            (self._doing, 20),
            (self._cancel, 0),
        ):
            column.addLayout(_centred(widget))
            column.addSpacing(gap)
        column.addStretch(3)

    def show_job(self, job: Job) -> None:
        """Show how far the work is."""
        self._bar.set_fraction(job.fraction)
        self._doing.setText(f"{_(job.doing)} · {job.fraction:.0%}")

    def show_failure(self, error: Exception) -> None:
        """Say why there is no sample data."""
        self.refuse(_("The sample data could not be made"), error)

    def refuse(self, title: str, error: Exception) -> None:
        """Say what could not be done, and why; what is left is to close."""
        known = isinstance(error, UserProblem)
        self._title.setText(title)
        self._text.setText(str(error) if known else _("Something went wrong inside Zhike."))
        self._bar.hide()
        self._doing.hide()
        self._cancel.setText(_("Close"))
        self._cancel.set_kind("secondary")


def _centred(widget: QWidget) -> QHBoxLayout:
    """Between two stretches a wrapped text learns its real width, hence its height."""
    row = QHBoxLayout()
    row.addStretch()
    row.addWidget(widget)
    row.addStretch()
    return row
