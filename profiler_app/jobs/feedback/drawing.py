"""Drawing the chart of the months, for the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from profiler_app.domain.feedback import MonthVoice
from profiler_app.reports.chart_style import ChartImage

__all__ = ["ChartImage", "draw_months"]


def draw_months(months: Sequence[MonthVoice], **how: Any) -> ChartImage:
    """Draw recommendation and satisfaction; see ``reports.feedback_chart.draw_months``."""
    from profiler_app.reports.feedback_chart import draw_months

    return draw_months(months, **how)
