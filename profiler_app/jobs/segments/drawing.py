"""The pictures of the clusters, drawn off the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from profiler_app.domain.models import KChoice
from profiler_app.domain.segmentation import ClusterView
from profiler_app.reports.chart_style import ChartImage

__all__ = ["ChartImage", "draw_curves", "draw_map", "draw_radar"]


def draw_curves(curve: Sequence[KChoice], **how: Any) -> ChartImage:
    """Draw how good each number of groups is; see ``reports.cluster_charts``."""
    from profiler_app.reports import cluster_charts

    return cluster_charts.draw_curves(curve, **how)


def draw_map(view: ClusterView, names: Sequence[str], **how: Any) -> ChartImage:
    """Draw the map of a sample; see ``reports.cluster_charts``."""
    from profiler_app.reports import cluster_charts

    return cluster_charts.draw_map(view, names, **how)


def draw_radar(view: ClusterView, names: Sequence[str], **how: Any) -> ChartImage:
    """Draw the centres on one axis per field; see ``reports.cluster_charts``."""
    from profiler_app.reports import cluster_charts

    return cluster_charts.draw_radar(view, names, **how)
