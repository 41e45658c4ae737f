"""Why records may be one customer: how likely, and what speaks for and against it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from profiler_app.domain.matching import Evidence
from profiler_app.domain.text import _
from profiler_app.jobs.merging.reviewing import Group
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.table import paint_text

_ROW, _BAR, _NUMBER = 26, 150, 52
_MOST = 7
_RIGHT = Qt.AlignmentFlag.AlignRight


class EvidencePanel(QWidget):
    """Shows a group; ``blind`` hides how likely it is and how much each sign weighs."""

    def __init__(self) -> None:
        super().__init__()
        self._caption = Label("", "caption", "text.secondary")
        self.likely = Label("", "metric")
        self.told = Label("", "caption", "text.secondary", wrap=True)
        self.signs = _Signs()
        left = QWidget()
        left.setFixedWidth(current().px(216))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(4)
        for widget in (self._caption, self.likely, self.told):
            column.addWidget(widget)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(16)
        row.addWidget(left)
        row.addWidget(self.signs, 1)

    def show_group(self, group: Group, *, blind: bool) -> None:
        """Show why these records may be one."""
        self._caption.setText(_("Probability of being the same"))
        self.likely.setText("—" if blind else chance(group.probability))
        speaking = sum(each.bits > 0 for each in group.evidence)
        against = sum(each.bits < 0 for each in group.evidence)
        text = _("{n} signs for it, {m} against.").format(n=speaking, m=against)
        if blind:
            text = _("Hidden, so that it does not sway you.")
        if group.household:
            text += " " + _("They share a way of contact: they may be one household. A family is "
                            "kept by relations, not by merging.")  # fmt: skip
        self.told.setText(text)
        self.signs.show_signs(group.evidence[:_MOST], blind=blind)


def chance(probability: float) -> str:
    """Return a probability in percent; nothing is ever quite sure."""
    return f"{min(round(100 * probability), 99)}%"


class _Signs(QWidget):
    """One line a sign: its sentence, a bar and its weight in bits."""

    def __init__(self) -> None:
        super().__init__()
        self._signs: tuple[Evidence, ...] = ()
        self._blind = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.update)

    def show_signs(self, signs: tuple[Evidence, ...], *, blind: bool) -> None:
        """Show what speaks for and against."""
        self._signs, self._blind = signs, blind
        told = "; ".join(each.sentence for each in signs)
        self.setAccessibleName(told)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room all lines take."""
        return QSize(320, current().px(_ROW) * max(len(self._signs), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        height, number, bar = theme.px(_ROW), theme.px(_NUMBER), theme.px(_BAR)
        most = max((abs(each.bits) for each in self._signs), default=1.0) or 1.0
        for at, each in enumerate(self._signs):
            room = self.rect().adjusted(0, at * height, 0, 0)
            room.setHeight(height)
            paint_text(painter, room.adjusted(0, 0, -number - bar - 12, 0), each.sentence)
            if self._blind:
                continue
            color = theme.color("accent" if each.bits >= 0 else "warning")
            width = max(2.0, (bar - 12) * abs(each.bits) / most)
            left = room.right() - number - bar
            fill_round(painter, QRectF(left, room.center().y() - 3, width, 8), 2, color)
            paint_text(
                painter,
                room.adjusted(room.width() - number, 0, 0, 0),
                f"{each.bits:+.1f}".replace("-", "−"),
                color="text.primary" if each.bits >= 0 else "warning",
                align=_RIGHT,
            )
