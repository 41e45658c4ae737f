"""The passphrase is lost: the recovery key from the paper, and a new passphrase."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.recovery_keys import GROUP, GROUPS, RecoveryKeyMistyped, read_recovery_key
from profiler_app.domain.text import _
from profiler_app.ui import theme
from profiler_app.ui.entrance.front import CardTitle, FrontCard, FrontPage, card_foot
from profiler_app.ui.entrance.new_passphrase import NewPassphrase
from profiler_app.ui.entrance.recent import title_of
from profiler_app.ui.entrance.unlock_page import ErrorLine
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label

_WIDTH, _IN_A_ROW = 440, 3


class KeyBoxes(QWidget):
    """Six boxes of four signs: a full one goes on to the next, pasting fills all of them."""

    changed = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        self.boxes = [QLineEdit() for _each in range(GROUPS)]
        for at, box in enumerate(self.boxes):
            box.setProperty("field", "lg")
            box.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.setAcceptDrops(False)
            box.setInputMethodHints(Qt.InputMethodHint.ImhUppercaseOnly)
            box.textEdited.connect(lambda _text, at=at: self._edited(at))
            box.returnPressed.connect(self.entered)
            grid.addWidget(box, at // _IN_A_ROW, at % _IN_A_ROW)

    @property
    def text(self) -> str:
        """What was typed in all boxes."""
        return "".join(box.text() for box in self.boxes)

    def set_wrong(self, *, wrong: bool) -> None:
        """Mark the boxes as not right."""
        for box in self.boxes:
            box.setProperty("invalid", wrong)
            box.style().unpolish(box)
            box.style().polish(box)

    def retranslate(self) -> None:
        """Name the boxes."""
        for at, box in enumerate(self.boxes, 1):
            box.setAccessibleName(_("Recovery key, group {n} of 6").format(n=at))

    def _edited(self, at: int) -> None:
        """Spread what does not fit into one box over those after it."""
        signs = "".join(sign for sign in self.boxes[at].text().upper() if sign.isalnum())
        while True:
            self.boxes[at].setText(signs[:GROUP])
            signs = signs[GROUP:]
            if at + 1 == GROUPS or (not signs and len(self.boxes[at].text()) < GROUP):
                break
            at += 1
            if not signs:
                break
        self.boxes[at].setFocus()
        self.changed.emit()


class RecoverPage(FrontPage):
    """``recover_asked`` carries the file, the recovery key and the new passphrase."""

    recover_asked = Signal(object, str, str)
    went_back = Signal()

    def __init__(self, path: Path) -> None:
        self._card = FrontCard(_WIDTH)
        super().__init__(self._card)
        self._path, self._busy = path, False
        self._title, self._label = CardTitle(), Label()
        self.key, self.error = KeyBoxes(), ErrorLine()
        self.both = NewPassphrase((path.stem,))
        self.back, self.button = Button(kind="link"), Button(kind="primary")
        column = QVBoxLayout(self._card)
        column.setContentsMargins(36, 36, 36, 28)
        column.setSpacing(0)
        for widget, below in (
            (self._title, 20),
            (self._label, 6),
            (self.key, 0),
            (self.error, 16),
            (self.both, 20),
        ):
            column.addWidget(widget)
            column.addSpacing(below)
        column.addLayout(card_foot(self.back, self.button))
        self.key.changed.connect(self._check)
        self.key.entered.connect(self.both.first.setFocus)
        self.both.changed.connect(self._show_button)
        self.both.entered.connect(self._ask)
        self.button.clicked.connect(self._ask)
        self.back.clicked.connect(self.went_back)
        theme.current().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def _fit(self) -> None:
        self.button.setFixedHeight(theme.current().px(40))

    def activated(self) -> None:
        """Begin with the first group."""
        self.key.boxes[0].setFocus()

    def retranslate(self) -> None:
        """Show every text in the current language; what was typed stays."""
        super().retranslate()
        self._title.say(
            _("Use the recovery key"),
            _("{name} gets a new passphrase and a new recovery key.").format(
                name=title_of(self._path)
            ),
        )
        self._label.setText(_("Recovery key"))
        self.key.retranslate()
        self.both.retranslate()
        self.back.setText(_("Back to unlocking"))
        self._show_button()

    def _check(self) -> None:
        """Tell a slip as soon as all signs are there."""
        said = ""
        if len(self.key.text) == GROUPS * GROUP:
            try:
                read_recovery_key(self.key.text)
            except RecoveryKeyMistyped as problem:
                said = problem.sentence()
        self.error.say(said)
        self.key.set_wrong(wrong=bool(said))
        self._show_button()

    def _show_button(self) -> None:
        whole = len(self.key.text) == GROUPS * GROUP and not self.error.text
        self.button.setEnabled(whole and self.both.is_ready() and not self._busy)
        self.button.setText(_("Encrypting…") if self._busy else _("Unlock and encrypt anew"))

    def _ask(self) -> None:
        if self.button.isEnabled():
            self.recover_asked.emit(self._path, self.key.text, self.both.text)

    def show_busy(self, *, busy: bool) -> None:
        """While the file is encrypted nothing can be changed."""
        self._busy = busy
        for widget in (self.key, self.both, self.back):
            widget.setEnabled(not busy)
        self._show_button()

    def show_problem(self, problem: UserProblem) -> None:
        """Say why it did not open."""
        self.show_busy(busy=False)
        self.error.say(problem.sentence())
        self.key.set_wrong(wrong=True)
        self.activated()
