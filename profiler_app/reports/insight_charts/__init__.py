"""The charts of the insights, painted: on the screen, in a picture and on paper by the same code.

Only QtGui is needed. A ``Look`` gives colours, fonts and lengths; every painter returns where the
marks of the chart are, so that a click finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from profiler_app.domain.insights import Chart, Form
from profiler_app.reports.insight_charts.bars import paint_bars
from profiler_app.reports.insight_charts.columns import paint_columns
from profiler_app.reports.insight_charts.curve import paint_curve
from profiler_app.reports.insight_charts.heat import paint_heat
from profiler_app.reports.insight_charts.look import Hit, Lit, Look

__all__ = ["Hit", "Lit", "Look", "paint_chart"]

_PAINTERS: Mapping[Form, Callable[[QPainter, QRectF, Chart, Look, Lit], list[Hit]]] = {
    "bars": paint_bars,
    "columns": paint_columns,
    "spread": paint_columns,
    "curve": paint_curve,
    "heat": paint_heat,
}


def paint_chart(
    painter: QPainter,
    box: QRectF,
    chart: Chart,
    look: Look,
    lit: Lit = Lit(),  # noqa: B008
) -> list[Hit]:
    """Paint a chart into a box and return the places of its marks."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    hits = _PAINTERS[chart.form](painter, box, chart, look, lit)
    painter.restore()
    return hits
