"""The bars above and below the steps of an import."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.pages.importing.draft import Step
from profiler_app.ui.pages.importing.stepper import Stepper
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label


class Bar(QWidget):
    """A row of things with a line above or below it."""

    def __init__(
        self, height: int, *, surface: str = "bg.surface", line_above: bool = False
    ) -> None:
        super().__init__()
        self._height = height
        self._surface = surface
        self._line_above = line_above
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(20, 0, 20, 0)
        self.row.setSpacing(8)
        self._dress()
        current().changed.connect(self._dress)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the line."""
        theme = current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(self._surface))
        top = 0 if self._line_above else self.height() - 1
        painter.fillRect(0, top, self.width(), 1, theme.color("border.subtle"))

    def _dress(self) -> None:
        self.setFixedHeight(current().px(self._height))


class TopBar(Bar):
    """Title, the steps in the middle, and the way out."""

    step_chosen = Signal(int)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__(52)
        self._title = Label("", "title")
        self._stepper = Stepper(len(Step))
        self._cancel = Button(kind="ghost")
        policy = self._cancel.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the steps stay in their place
        self._cancel.setSizePolicy(policy)
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(self._title, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignRight)
        self.row.addLayout(left, 1)
        self.row.addWidget(self._stepper)
        self.row.addLayout(right, 1)
        self._stepper.chosen.connect(self.step_chosen)
        self._cancel.clicked.connect(lambda _on=False: self.cancelled.emit())

    def retranslate(self) -> None:
        """Name everything in the current language."""
        self._title.setText(_("Import data"))
        self._stepper.set_names([_("File"), _("Mapping"), _("Check"), _("Result")])
        self._cancel.setText(_("Cancel the import"))

    def show_step(self, step: Step, *, under_way: bool, free: bool) -> None:
        """Show where one is; ``free`` says that one may go back to a done step."""
        self._stepper.show_step(step, open_to_clicks=free)
        self._cancel.setVisible(under_way)


class Footer(Bar):
    """What there is to know, one step back, and the one thing to do."""

    went_back = Signal()
    went_on = Signal()
    remembered = Signal(bool)

    def __init__(self) -> None:
        super().__init__(60, surface="bg.sunken", line_above=True)
        self._remember = QCheckBox()
        self.row.addWidget(self._remember)
        self._status = ElidedLabel("", "body", "text.secondary")
        self._back = Button()
        self._primary = Button(kind="primary")
        self.row.addWidget(self._status, 1)
        self.row.addWidget(self._back)
        self.row.addWidget(self._primary)
        self._remember.hide()
        self._remember.clicked.connect(self.remembered)
        self._back.clicked.connect(lambda _on=False: self.went_back.emit())
        self._primary.clicked.connect(lambda _on=False: self.went_on.emit())

    def say(self, status: str, *, warning: bool = False) -> None:
        """Show a sentence at the left."""
        self._status.set_color("warning" if warning else "text.secondary")
        self._status.setText(status)

    def offer_remembering(self, words: str, *, on: bool = True) -> None:
        """Offer to keep the mapping for the next file; an empty text offers nothing."""
        self._remember.setText(words)
        self._remember.setVisible(bool(words))
        self._remember.setChecked(on)

    def offer(self, primary: str, *, enabled: bool = True, back: bool = False) -> None:
        """Offer what to do next; an empty text offers nothing."""
        self._back.setText(_("Previous step"))
        self._back.setVisible(back)
        self._primary.setText(primary)
        self._primary.setToolTip(COMMANDS["go_on"].hint)
        self._primary.setVisible(bool(primary))
        self._primary.setEnabled(enabled)

    def press(self) -> None:
        """Do the one thing, if it can be done now."""
        if self._primary.isVisible() and self._primary.isEnabled():
            self._primary.click()
