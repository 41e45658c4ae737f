"""What a new customer allows: has to be answered before a person can be saved."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from profiler_app.domain.fields import option_label
from profiler_app.domain.text import _
from profiler_app.jobs.consenting import State
from profiler_app.jobs.entries import LIST_MARK
from profiler_app.ui.widgets.labels import Label

_PURPOSES = ("profiling", "marketing", "phone_marketing")
_NOT_ASKED = "not_asked"
_ASKED = "asked"


class ConsentEditor(QWidget):
    """Asked or not yet; when asked, what is not ticked was refused."""

    edited = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._asked = QRadioButton(_("Asked today; what is not ticked was refused"))
        self._later = QRadioButton(_("Not asked yet"))
        self._boxes = {each: QCheckBox(option_label("purpose", each)) for each in _PURPOSES}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        note = _("Without a tick nothing is inferred, suggested or sent.")
        column.addWidget(Label(note, "caption", "text.secondary", wrap=True))
        column.addWidget(self._asked)
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 0, 0)
        row.setSpacing(20)
        for box in self._boxes.values():
            row.addWidget(box)
            box.toggled.connect(lambda _on: self._changed())
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._later)
        self.setFocusProxy(self._asked)
        for button in (self._asked, self._later):
            button.toggled.connect(lambda _on: self._changed())
        self._suit()

    def entry(self) -> str:
        """Return ``asked`` with the purposes allowed, ``not_asked``, or nothing."""
        if self._later.isChecked():
            return _NOT_ASKED
        ticked = [name for name, box in self._boxes.items() if box.isChecked()]
        return LIST_MARK.join([_ASKED, *ticked]) if self._asked.isChecked() else ""

    def put(self, text: str) -> None:
        """Show an answer."""
        parts = text.split(LIST_MARK)
        self.blockSignals(True)
        self._asked.setChecked(_ASKED in parts)
        self._later.setChecked(_NOT_ASKED in parts)
        for name, box in self._boxes.items():
            box.setChecked(name in parts)
        self.blockSignals(False)
        self._suit()

    def _changed(self) -> None:
        self._suit()
        self.edited.emit()

    def _suit(self) -> None:
        for box in self._boxes.values():
            box.setEnabled(self._asked.isChecked())


def consents_of(text: str) -> dict[str, State]:
    """Return the state by purpose an answer means; nothing where nobody was asked."""
    parts = text.split(LIST_MARK)
    if _ASKED not in parts:
        return {}
    return {name: "granted" if name in parts else "refused" for name in _PURPOSES}
