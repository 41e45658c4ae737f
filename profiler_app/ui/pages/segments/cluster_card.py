"""One group as a card: shape, name, size, the fields that set it apart most."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.fields import fields
from profiler_app.domain.models import Cluster
from profiler_app.domain.rules.showing import number
from profiler_app.domain.segmentation import ClusterView
from profiler_app.domain.text import _
from profiler_app.ui.pages.segments.wording import percent, whole_money
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip
from profiler_app.ui.widgets.painting import fill_round

_SHOWN = 3
_SHAPES: tuple[tuple[tuple[float, float], ...], ...] = (
    (),
    ((0.08, 0.08), (0.92, 0.08), (0.92, 0.92), (0.08, 0.92)),
    ((0.5, 0.05), (0.97, 0.92), (0.03, 0.92)),
    ((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)),
    ((0.03, 0.08), (0.97, 0.08), (0.5, 0.95)),
    ((0.35, 0), (0.65, 0), (0.65, 0.35), (1, 0.35), (1, 0.65), (0.65, 0.65), (0.65, 1),
     (0.35, 1), (0.35, 0.65), (0, 0.65), (0, 0.35), (0.35, 0.35)),
    ((0.15, 0), (0.5, 0.35), (0.85, 0), (1, 0.15), (0.65, 0.5), (1, 0.85), (0.85, 1),
     (0.5, 0.65), (0.15, 1), (0, 0.85), (0.35, 0.5), (0, 0.15)),
    ((0.25, 0.07), (0.75, 0.07), (1, 0.5), (0.75, 0.93), (0.25, 0.93), (0, 0.5)),
)  # fmt: skip
"""The shapes of the map in a box of 1 by 1; the first is a circle."""


def paint_shape(painter: QPainter, box: QRectF, group: int) -> None:
    """Paint the shape of a group in its colour."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current().chart_color(group))
    corners = _SHAPES[group % len(_SHAPES)]
    if not corners:
        painter.drawEllipse(box)
        return
    points = [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in corners]
    painter.drawPolygon(QPolygonF(points))


class Shape(QWidget):
    """The shape of a group."""

    def __init__(self, group: int) -> None:
        super().__init__()
        self._group = group

    def sizeHint(self) -> QSize:
        """Return the size of a small sign."""
        return QSize(current().px(12), current().px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shape."""
        side = current().px(11)
        top = (self.height() - side) / 2
        paint_shape(QPainter(self), QRectF(0, top, side, side), self._group)


class ClusterCard(QFrame):
    """``lit`` says that mouse or focus came (True) or went; a group opens by its rule."""

    lit = Signal(int, bool)
    opened = Signal(int)
    kept = Signal(int)

    def __init__(
        self, view: ClusterView, at: int, *, name: str, in_force: bool, currency: str
    ) -> None:
        super().__init__()
        self._at = at
        self._on = False
        group = view.groups[at]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Shape(at))
        head.addWidget(ElidedLabel(name, "heading"), 1)
        size = QHBoxLayout()
        size.setSpacing(6)
        size.addWidget(Label(f"{group.customers:,}", "metric"))
        size.addWidget(Label(percent(group.share), "caption", "text.secondary"))
        size.addStretch(1)
        if group.sales_share is not None:
            text = _("{share} of sales").format(share=percent(group.sales_share))
            size.addWidget(Label(text, "caption", "text.secondary"))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(size)
        column.addLayout(self._traits(view, group, currency))
        column.addStretch(1)
        if view.rules and not in_force:
            text = _("rule right about {share}").format(share=percent(view.rules[at].accuracy))
            told = Label(text, "caption", "text.tertiary")
            told.setToolTip(as_tooltip(view.rules[at].rule))
            column.addWidget(told)
        if in_force or view.rules:
            column.addLayout(self._buttons(name))
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"{group.customers:,} · {percent(group.share)}")

    def _traits(self, view: ClusterView, group: Cluster, currency: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        strongest = sorted(range(len(group.centre)), key=lambda i: -abs(group.centre[i]))[:_SHOWN]
        for row, i in enumerate(strongest):
            arrow = "↑" if group.centre[i] > 0 else "↓"
            field = fields()[view.fields[i]]
            grid.addWidget(
                ElidedLabel(f"{arrow} {field.label}", "caption", "text.secondary"), row, 0
            )
            own = typical_text(view.fields[i], group.typical[i], currency)
            every = typical_text(view.fields[i], view.overall[i], currency)
            grid.addWidget(Label(own, "caption.strong"), row, 1, Qt.AlignmentFlag.AlignRight)
            overall = Label(every, "caption", "text.tertiary")
            overall.setToolTip(_("median of everybody"))
            grid.addWidget(overall, row, 2, Qt.AlignmentFlag.AlignRight)
        return grid

    def _buttons(self, name: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        keep = Button(_("Save as segment"), icon="bookmark", small=True)
        keep.clicked.connect(lambda: self.kept.emit(self._at))
        people = IconButton("users", _("View customers"), kind="secondary", small=True)
        people.clicked.connect(lambda: self.opened.emit(self._at))
        row.addWidget(keep)
        row.addWidget(people)
        row.addStretch(1)
        return row

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, stronger while the card is lit."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = theme.color("border.focus" if self._on or self.hasFocus() else "border.subtle")
        fill_round(painter, QRectF(self.rect()), theme.px(8), theme.color("bg.surface"), line)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light the group on the map."""
        self._light(on=True)

    def leaveEvent(self, event: QEvent) -> None:
        """Show all groups again."""
        self._light(on=False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Light the group on the map."""
        self._light(on=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show all groups again."""
        self._light(on=False)

    def _light(self, *, on: bool) -> None:
        self._on = on
        self.update()
        self.lit.emit(self._at, on)


def typical_text(name: str, value: float | None, currency: str) -> str:
    """Return a median for reading, without its unit: the room is small."""
    if value is None:
        return "—"
    field = fields()[name]
    if field.kind == "money":
        return whole_money(round(value), currency)
    if field.kind == "ratio" or field.unit == "ratio":
        return percent(value)
    return number(round(value, 1))
