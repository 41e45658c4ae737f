"""What one sees while the sample data is made: what is being done, how far, and a way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _
from profiler_app.ui import icons, theme
from profiler_app.ui.task_card import ProgressBar
from profiler_app.ui.tasks import Job
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label


class Preparation(QWidget):
    """The first screen of the first start."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        picture = QLabel()
        picture.setPixmap(icons.pixmap("users", "accent", look.px(40), self.devicePixelRatioF()))
        self._title = Label(_("Welcome to Zhike"), "title")
        text = _(
            "A fictional shop and a fictional bank are being set up, so that you can look "
            "around at once. Everything stays on this computer."
        )
        self._text = Label(text, "body", "text.secondary", wrap=True)
        self._doing = Label("", "caption", "text.secondary")
        self._bar = ProgressBar()
        self._cancel = Button(_("Cancel and close"))
        self._cancel.clicked.connect(self.cancelled)
        for label in (self._title, self._text, self._doing):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for widget in (picture, self._title, self._text, self._bar, self._doing, self._cancel):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._text.setFixedWidth(look.px(420))
        self._bar.setFixedWidth(look.px(420))

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
