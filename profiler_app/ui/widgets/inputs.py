"""Drop-down, number and date fields that leave the wheel to the page until they have the focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QComboBox, QDateEdit, QSpinBox, QWidget

from profiler_app.ui.theme import current


class _WheelGuard(QObject):
    """Keeps a turn of the wheel from changing a field the mouse happens to be over."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Wheel
            and isinstance(watched, QWidget)
            and not watched.hasFocus()
        ):
            event.ignore()
            return True
        return False


class DropDown(QComboBox):
    """A choice of one among named options."""

    def __init__(
        self, options: Sequence[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        _guard(self)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other (key, label) pairs, without a signal; the choice stays if it can."""
        before = self.key()
        self.blockSignals(True)
        self.clear()
        for key, label in options:
            self.addItem(label, key)
        self.choose(before)
        self.blockSignals(False)

    def key(self) -> str:
        """Return the key of the option that is on; empty without options."""
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        """Turn an option on; the first one if there is none with this key."""
        self.setCurrentIndex(max(0, self.findData(key)))


class NumberBox(QSpinBox):
    """A whole number with small steps."""

    def __init__(
        self, least: int = 0, most: int = 99, *, unit: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        _guard(self)
        self.setRange(least, most)
        self.setSuffix(f" {unit}" if unit else "")
        self.lineEdit().setTextMargins(current().px(7), 0, 0, 0)  # the sheet cannot move it


class DateBox(QDateEdit):
    """A date, typed or chosen in a calendar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _guard(self)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):  # red by default
            self.calendarWidget().setWeekdayTextFormat(day, QTextCharFormat())


def _guard(field: QWidget) -> None:
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_WheelGuard(field))
