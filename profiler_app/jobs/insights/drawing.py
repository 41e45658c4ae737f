"""Painting charts: the window and the exports use the same code."""

from __future__ import annotations

from profiler_app.reports.insight_charts import Hit, Lit, Look, paint_chart
from profiler_app.reports.insight_charts.bars import bars_height
from profiler_app.reports.insight_charts.heat import heat_height

__all__ = ["Hit", "Lit", "Look", "bars_height", "heat_height", "paint_chart"]
