"""A segment as one typical customer: what sets him apart, his ranges, what is frequent."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.likeness import Likened, PersonaCard
from profiler_app.domain.profile import Kpi
from profiler_app.domain.text import _, with_minus
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.likeness.persona_print import ask_persona_file
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.kpi import KpiStrip
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead, as_tooltip
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.surface import Surface

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_BAR, _ROW, _NAME = 96, 26, 140


class PersonaView(Surface):
    """Nobody is named: figures of a group of ten or more."""

    def __init__(self, desk: Desk, asked: Likened, found: PersonaCard) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 24)
        column.setSpacing(16)
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(found.sentence, "body", "text.secondary"), 1)
        members = Button(_("Open its customers"), icon="users", small=True)
        members.clicked.connect(lambda: desk.open_list(found.rule, found.name))
        head.addWidget(members)
        pdf = Button(_("Save as PDF"), icon="file-text", small=True)
        pdf.clicked.connect(lambda: ask_persona_file(self, desk, found))
        head.addWidget(pdf)
        column.addLayout(head)
        strip = KpiStrip()
        strip.set_kpis(_kpis(found))
        column.addWidget(strip)
        row = QHBoxLayout()
        row.setSpacing(28)
        row.addWidget(_apart(found), 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_frequent(found), 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addWidget(_ranges(found))
        told = _("Made of {n} customers; nobody is named, and groups under 10 are not drawn.")
        column.addWidget(
            Label(told.format(n=f"{found.customers:,}"), "caption", "text.tertiary", wrap=True)
        )
        column.addStretch(1)


def _kpis(found: PersonaCard) -> tuple[Kpi, ...]:
    share = _("{share:.1%} of their kind").format(share=found.share)
    kpis = [Kpi("n", _("Customers"), f"{found.customers:,}", note=share)]
    if found.sales_share is not None:
        kpis.append(Kpi("sales", _("Share of sales"), f"{found.sales_share:.0%}"))
    kpis += [Kpi(label, label, value) for label, value in found.typical[: 6 - len(kpis)]]
    return tuple(kpis)


def _apart(found: PersonaCard) -> QWidget:
    box, column = _box(_("What sets them apart"))
    for each in found.distinctions:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(ElidedLabel(each.sentence), 1)
        row.addWidget(StrengthBar(each.strength))
        column.addLayout(row)
    if not found.distinctions:
        nothing = _("Nothing sets them apart clearly from the rest.")
        column.addWidget(Label(nothing, "body", "text.tertiary"))
    return box


def _frequent(found: PersonaCard) -> QWidget:
    box, column = _box(_("Most frequent"))
    for label, value, share in found.frequent:
        row = QHBoxLayout()
        row.setSpacing(10)
        name = ElidedLabel(label, "body", "text.secondary")
        name.setFixedWidth(current().px(_NAME))
        row.addWidget(name)
        row.addWidget(ElidedLabel(value), 1)
        row.addWidget(Label(f"{share:.0%}", "strong"))
        column.addLayout(row)
    return box


def _ranges(found: PersonaCard) -> QWidget:
    box, column = _box(_("Typical ranges"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(0)
    for at in range(5):
        grid.setColumnStretch(at, 1)
    titles = ("", _("Lower quarter"), _("Middle"), _("Upper quarter"), _("Middle of the others"))
    for at, title in enumerate(titles):
        grid.addWidget(Label(title, "caption", "text.tertiary"), 0, at, _RIGHT)
    for at, each in enumerate(found.ranges, start=1):
        grid.setRowMinimumHeight(at, current().px(_ROW))
        grid.addWidget(ElidedLabel(each.label, "body", "text.secondary"), at, 0)
        grid.addWidget(Label(each.low), at, 1, _RIGHT)
        grid.addWidget(Label(each.middle, "strong"), at, 2, _RIGHT)
        grid.addWidget(Label(each.high), at, 3, _RIGHT)
        grid.addWidget(Label(each.others, "body", "text.secondary"), at, 4, _RIGHT)
    column.addLayout(grid)
    return box


class StrengthBar(QWidget):
    """How strongly they differ: more to the right, less to the left."""

    def __init__(self, strength: float) -> None:
        super().__init__()
        self._strength = strength
        self.setAccessibleName(_("strength {n}").format(n=with_minus(f"{strength:+.2f}")))
        self.setToolTip(as_tooltip(self.accessibleName()))

    def sizeHint(self) -> QSize:
        """Return the size of the bar."""
        return QSize(current().px(_BAR), current().px(16))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar from the middle."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, high = self.width() / 2, theme.px(8)
        top = (self.height() - high) / 2
        length = abs(self._strength) * middle
        left = middle if self._strength > 0 else middle - length
        colour = theme.chart_color(1 if self._strength > 0 else 2)
        fill_round(painter, QRectF(left, top, length, high), 2, colour)
        painter.fillRect(QRectF(middle, 1, 1, self.height() - 2), theme.color("border.strong"))


def _box(title: str) -> tuple[QWidget, QVBoxLayout]:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    column.addWidget(SectionHead(title, role="strong"))
    column.addWidget(Hairline())
    return box, column
