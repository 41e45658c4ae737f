"""The verdict on a campaign: a sign, a sentence, and four figures."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from profiler_app.domain.campaign_pages import CampaignView
from profiler_app.domain.campaign_wording import (
    SIGNS,
    caution,
    comparison,
    figures,
    further,
    headline,
    verdict_key,
)
from profiler_app.domain.profile import Tone
from profiler_app.domain.text import _
from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Hairline, Panel
from profiler_app.ui.widgets.table import UNKNOWN

_CIRCLE, _SIGN = 38, 20


class Sign(QWidget):
    """An icon in a soft circle."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = "info"
        self._tone: Tone = "neutral"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sign(self, icon: str, tone: Tone) -> None:
        """Show another icon in another tone."""
        self._icon, self._tone = icon, tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square."""
        side = current().px(_CIRCLE)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint circle and icon."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tone(self._tone)[0])
        painter.drawEllipse(QRectF(self.rect()))
        side = theme.px(_SIGN)
        left = (self.width() - side) / 2
        icons.paint(painter, left, left, self._icon, f"{self._tone}.onSoft", size=side)


class _FigureBox(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.label, self.value = Label("", "caption", "text.secondary"), Label("", "metric")
        self.note = Label("", "caption", "text.secondary")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        for part in (self.label, self.value, self.note):
            self.column.addWidget(part)

    def say(self, label: str, value: str, note: str) -> None:
        self.label.setText(label)
        self.value.setText(value)
        self.value.set_color("text.tertiary" if value == UNKNOWN else "text.primary")
        self.note.setText(note)
        self.setAccessibleName(f"{label}: {value} ({note})")


class VerdictPanel(Panel):
    """``margin_asked`` wants the share of sales that is earned, without which there is no ROI."""

    margin_asked = Signal()

    def __init__(self, currency: str) -> None:
        super().__init__()
        self._currency = currency
        self._sign = Sign()
        self.title = Label("", "title")
        self.told = Label("", "body", "text.secondary", wrap=True)
        self.careful = Label("", "caption", "text.secondary", wrap=True)
        self.further = Label("", "caption", "text.secondary", wrap=True)
        self.figures = [_FigureBox() for _at in range(4)]
        self._line = Hairline(vertical=True)
        self.margin = Button(kind="link", small=True)
        self.margin.clicked.connect(self.margin_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._sign)
        texts = QVBoxLayout()
        texts.setSpacing(3)
        for label in (self.title, self.told, self.careful):
            texts.addWidget(label)
        row.addLayout(texts, 1)
        row.addWidget(self._line)
        row.addSpacing(8)
        for box in self.figures:
            row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
            row.addSpacing(14)
        self.figures[2].column.addWidget(self.margin, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(row)
        self.body.addWidget(self.further)

    def show_view(self, view: CampaignView) -> None:
        """Show the verdict on another campaign."""
        self._sign.show_sign(*SIGNS[verdict_key(view)])
        self.title.setText(headline(view))
        said, warns = caution(view)
        self.careful.setText(said)
        self.careful.set_color("warning" if warns else "text.secondary")
        self.told.setText("" if view.result is None else comparison(view.result))
        self.told.setVisible(view.result is not None)
        result = view.result
        more = () if result is None else further(result, self._currency)
        self.further.setText(" · ".join(more))
        self.further.setVisible(bool(more))
        self._figures(view)

    def _figures(self, view: CampaignView) -> None:
        said = figures(view, self._currency)
        for part in (self._line, *self.figures):
            part.setVisible(bool(said))
        for box, figure in zip(self.figures, said, strict=False):
            box.say(*figure)
        text = _("Enter the margin")
        if view.margin is not None:
            text = _("Margin {n}%") if view.own_margin is None else _("Own margin {n}%")
            text = text.format(n=f"{100 * view.margin:g}")
        self.margin.setText(text)
        self.margin.setVisible(view.result is not None and view.result.value is not None)
