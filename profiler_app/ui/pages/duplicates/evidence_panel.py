"""Why records may be one customer: how likely, and what speaks for and against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_uppercase

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from profiler_app.domain.matching import Evidence
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _
from profiler_app.jobs.merging.reviewing import Comparison, Group
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.table import paint_text

_ROW, _BAR, _NUMBER, _SENTENCE = 26, 112, 52, 110
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
        left.setFixedWidth(current().px(176))
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

    def show_facts(self, comparison: Comparison) -> None:
        """Show beside each sign what the records say."""
        self.signs.show_facts({row.key: _facts(row.cells) for row in comparison.rows})


def _facts(cells: Sequence[str | None]) -> str:
    """Return who says what: A, B: 1990-11-06 · C: 1990-11-08."""
    said: dict[str, list[str]] = {}
    for letter, text in zip(ascii_uppercase, cells, strict=False):
        if text is not None:
            said.setdefault(text, []).append(letter)
    told = _("{who}: {value}")
    return " · ".join(told.format(who=listed(who), value=text) for text, who in said.items())


def chance(probability: float) -> str:
    """Return a probability in percent; nothing is ever quite sure."""
    return f"{min(round(100 * probability), 99)}%"


class _Signs(QWidget):
    """One line a sign: its sentence, a bar and its weight in bits."""

    def __init__(self) -> None:
        super().__init__()
        self._signs: tuple[Evidence, ...] = ()
        self._facts: Mapping[str, str] = {}
        self._blind = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.update)

    def show_signs(self, signs: tuple[Evidence, ...], *, blind: bool) -> None:
        """Show what speaks for and against."""
        self._signs, self._blind, self._facts = signs, blind, {}
        told = "; ".join(each.sentence for each in signs)
        self.setAccessibleName(told)
        self.updateGeometry()
        self.update()

    def show_facts(self, facts: Mapping[str, str]) -> None:
        """Show by field what the records say."""
        self._facts = facts
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
        metrics = self.fontMetrics()
        most = max((abs(each.bits) for each in self._signs), default=1.0) or 1.0
        widest = max((metrics.horizontalAdvance(each.sentence) for each in self._signs), default=0)
        split = min(max(theme.px(_SENTENCE), widest), theme.px(3 * _SENTENCE))
        for at, each in enumerate(self._signs):
            room = self.rect().adjusted(0, at * height, 0, 0)
            room.setHeight(height)
            words = room.adjusted(0, 0, -number - bar - 12, 0)
            facts = self._facts.get(each.field, "")
            paint_text(painter, words, each.sentence)
            if facts and split + 40 < words.width():
                beside = words.adjusted(split + 12, 0, 0, 0)
                paint_text(painter, beside, facts, color="text.secondary")
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
