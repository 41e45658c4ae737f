"""The charts of a campaign as widgets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from profiler_app.domain.campaign_pages import CampaignView
from profiler_app.domain.campaign_wording import points
from profiler_app.domain.text import _
from profiler_app.jobs.campaign_drawing import (
    SplitRow,
    forest_height,
    paint_course,
    paint_forest,
    paint_split,
    split_height,
)
from profiler_app.ui.theme import current

_LEAST = 150


class SplitChart(QWidget):
    """How the list was split: audience, who was left out and why, and the two groups."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[SplitRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        current().changed.connect(self.updateGeometry)

    def show_rows(self, rows: Sequence[SplitRow]) -> None:
        """Show another split."""
        self.rows = tuple(rows)
        self.setAccessibleName("; ".join(f"{row.label} {row.count:,}" for row in rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all rows."""
        return QSize(current().px(300), split_height(self.rows, current()))

    def minimumSizeHint(self) -> QSize:
        """Return room for narrower rows."""
        return QSize(current().px(220), current().px(18 * len(self.rows) + 10))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars."""
        paint_split(QPainter(self), QRectF(self.rect()), self.rows, current())


class _OfView(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.view: CampaignView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        current().changed.connect(self.updateGeometry)

    def show_view(self, view: CampaignView) -> None:
        """Show another campaign."""
        self.view = view
        self.setAccessibleName(self._said(view))
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which the chart can be read."""
        return QSize(current().px(240), current().px(_LEAST))

    def _said(self, view: CampaignView) -> str:
        raise NotImplementedError


class CourseChart(_OfView):
    """The rates of both groups from day to day."""

    def _said(self, view: CampaignView) -> str:
        if not view.curves[0]:
            return ""
        rates = [f"{curve[-1].rate:.1%}" for curve in view.curves]
        text = _("Target group {treated}, control group {control} on day {day}")
        return text.format(treated=rates[0], control=rates[1], day=view.curves[0][-1].day)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint both lines."""
        view = self.view
        if view is not None and view.curves[0]:
            box = QRectF(self.rect())
            paint_course(QPainter(self), box, view.curves, view.line.window_days, current())


class ForestChart(_OfView):
    """The difference in every group of the draw."""

    def sizeHint(self) -> QSize:
        """Return what suits the number of groups."""
        groups = 0 if self.view is None else len(self.view.groups)
        return QSize(current().px(300), forest_height(groups, current()))

    def _said(self, view: CampaignView) -> str:
        told = (f"{each.group} {points(each.effect.difference)}" for each in view.groups)
        return "; ".join(told)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the differences with their intervals."""
        view = self.view
        if view is not None and view.result is not None and view.groups:
            whole = view.result.conversion
            paint_forest(QPainter(self), QRectF(self.rect()), whole, view.groups, current())
