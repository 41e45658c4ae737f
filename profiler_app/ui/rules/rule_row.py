"""What every row of a rule has: the word that joins it, how many it leaves, and a way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from profiler_app.domain.rules.draft_parts import Leaf
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.histograms import Histogram
from profiler_app.jobs.rule_subjects import Subject
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import IconButton
from profiler_app.ui.widgets.labels import Label, as_tooltip

JOIN_WIDTH, COUNT_WIDTH = 40, 64


@dataclass(frozen=True, slots=True)
class Offered:
    """What rows ask for: what a condition can be about, and how the values of a field are spread.

    Without ``spread`` there is no histogram of what is compared.
    """

    subjects: Callable[[], Sequence[Subject]]
    spread: Callable[[str, Callable[[Histogram], None], QWidget], None] | None = None


class JoinHandle(Label):
    """The word that joins a row; dragged up or down it takes the row along."""

    dragged = Signal(int)

    def __init__(self) -> None:
        super().__init__("", "body", "text.secondary")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(as_tooltip(_("Drag to move this condition")))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the row."""
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say where the pointer is, as a height on the screen."""
        self.dragged.emit(round(event.globalPosition().y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the row go."""
        self.setCursor(Qt.CursorShape.OpenHandCursor)


class CountLabel(Label):
    """How many customers a row leaves or hits; takes no room where nothing is counted."""

    def __init__(self) -> None:
        super().__init__("", "caption", "text.tertiary")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_count(self, n: int | None) -> None:
        """Show another number; None: not counted yet."""
        self.setText("" if n is None else f"{n:,}")
        self.setMinimumWidth(current().px(COUNT_WIDTH))
        self.show()


class RuleRow(QWidget):
    """``changed`` follows every edit; ``removed`` asks to be taken out.

    ``replaced`` carries what is to stand here instead.
    """

    changed = Signal()
    removed = Signal()
    replaced = Signal(object)

    def __init__(self, leaf: Leaf) -> None:
        super().__init__()
        self.leaf = leaf
        self.join = JoinHandle()
        self.join.setFixedWidth(current().px(JOIN_WIDTH))
        self.count = CountLabel()
        self.remove = IconButton("x", _("Remove this condition"), small=True)
        self.remove.clicked.connect(self.removed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to what is inside."""
        event.ignore()


def days_edit(days: int | None, name: str) -> QLineEdit:
    """Return a field for a number of days."""
    edit = QLineEdit("" if days is None else str(days))
    edit.setFixedWidth(current().px(56))
    edit.setAccessibleName(name)
    return edit


def window_edit(row: QHBoxLayout, days: int | None) -> QLineEdit:
    """Add "in the last ... days" to a row and return the field."""
    edit = days_edit(days, _("In the last so many days"))
    edit.setPlaceholderText(pgettext("window", "all"))
    edit.setToolTip(_("In the last so many days; empty: of all time"))
    row.addWidget(Label(pgettext("window", "in the last"), "caption", "text.secondary"))
    row.addWidget(edit)
    row.addWidget(Label(pgettext("window", "days"), "caption", "text.secondary"))
    return edit


def days_of(text: str) -> int | None:
    """Return the number of days that was typed; None for none."""
    return int(text) if text.strip().isdecimal() and int(text) else None
