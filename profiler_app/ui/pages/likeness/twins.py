"""Customers like one customer, the most alike first, each with why and what differs."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.likeness import Likened, Twin, Twins
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.avatar import Avatar
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.surface import Surface

_NAME, _BAR = 200, 64


class TwinsView(Surface):
    """One row a customer: likeness, why, what differs most; compare with him or open him."""

    def __init__(self, desk: Desk, asked: Likened, found: Twins) -> None:
        super().__init__()
        self._desk, self._asked, self._found = desk, asked, found
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 24)
        column.setSpacing(0)
        head = QHBoxLayout()
        fields = _(", ").join(found.compared)
        told = _("Compared in: {fields}").format(fields=fields)
        head.addWidget(ElidedLabel(told, "caption", "text.tertiary"), 1)
        self.as_list = Button(_("Open as a list"), icon="users", small=True)
        self.as_list.clicked.connect(self._open_list)
        self.as_list.setEnabled(bool(found.twins))
        head.addWidget(self.as_list)
        column.addLayout(head)
        column.addSpacing(8)
        for twin in found.twins:
            column.addWidget(Hairline())
            column.addWidget(self._row(twin))
        if not found.twins:
            nothing = _("Nobody else of this kind is known well enough.")
            column.addWidget(Label(nothing, "body", "text.secondary"))
        column.addStretch(1)

    def _open_list(self) -> None:
        numbers = ", ".join(f"'{twin.number}'" for twin in self._found.twins)
        title = _("Customers like {name}").format(name=self._found.name)
        self._desk.open_list(f"number in [{numbers}]", title)

    def _row(self, twin: Twin) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        avatar = Avatar(32)
        avatar.set_customer(twin.name[:1], twin.number, "person")
        row.addWidget(avatar)
        row.addLayout(self._who(twin))
        bar = LikenessBar(twin.likeness)
        row.addWidget(bar)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(" · ".join(each.sentence for each in twin.why) or "—"))
        if twin.but is not None:
            but = _("but {difference}").format(difference=twin.but.sentence)
            words.addWidget(ElidedLabel(but, "caption", "text.tertiary"))
        row.addLayout(words, 1)
        compare = Button(_("Compare"), small=True)
        compare.setAccessibleName(_("Compare with {name}").format(name=twin.name))
        pair = (self._asked.customers[0], twin.customer)
        compare.clicked.connect(lambda _on=False: self._desk.compare(pair))
        row.addWidget(compare)
        return box

    def _who(self, twin: Twin) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        name = Button(twin.name or twin.number, kind="link", small=True)
        name.setMaximumWidth(current().px(_NAME))
        name.clicked.connect(
            lambda _on=False: self._desk.open_customer(
                twin.customer, [each.customer for each in self._found.twins]
            )
        )
        number = Label(twin.number, "caption", "text.tertiary")
        number.setContentsMargins(current().px(9), 0, 0, 0)
        number.setFixedWidth(current().px(_NAME))
        column.addWidget(name)
        column.addWidget(number)
        return column


class LikenessBar(QWidget):
    """How alike, as a bar and a number."""

    def __init__(self, likeness: float) -> None:
        super().__init__()
        self._likeness = likeness
        self.setAccessibleName(_("{share:.0%} alike").format(share=likeness))
        self.setToolTip(as_tooltip(self.accessibleName()))

    def sizeHint(self) -> QSize:
        """Return room for the bar and the number."""
        return QSize(current().px(_BAR + 44), current().px(20))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar, and the number behind it."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high, wide = theme.px(8), theme.px(_BAR)
        top = (self.height() - high) / 2
        fill_round(painter, QRectF(0, top, wide, high), 2, theme.color("neutral.soft"))
        full = QRectF(0, top, wide * self._likeness, high)
        fill_round(painter, full, 2, theme.chart_color(0))
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.color("text.primary"))
        text = f"{self._likeness:.0%}"
        painter.drawText(QRectF(wide + 8, 0, theme.px(40), self.height()), 0x80, text)
