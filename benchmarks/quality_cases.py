"""Measuring the quality of the data, and facets beside a table."""

from __future__ import annotations

import time

from benchmarks.drawing import AS_OF
from benchmarks.timing import opened, p50, times

_CHOSEN = 3
"""Facets with a choice while all eight are counted."""


def measure_quality(path: str) -> dict[str, float]:
    """Measure the whole book; then filter by three facets and count eight, again and again."""
    from profiler_app.jobs.columns import ColumnSource
    from profiler_app.jobs.quality.browsing import USUAL, browse
    from profiler_app.jobs.quality.measuring import measure

    with opened(path) as workspace:
        source = ColumnSource(workspace)
        source.ids()
        began = time.perf_counter()
        measure(workspace, source, today=AS_OF)
        figures = {"seconds": time.perf_counter() - began}
        began = time.perf_counter()
        found = browse(source, USUAL, {})
        figures["first"] = (time.perf_counter() - began) * 1e3
        choices = {
            each.field: frozenset(value.rule for value in each.values[:2])
            for each in found.facets[:_CHOSEN]
        }
        figures["facets"] = p50(times(lambda chosen: browse(source, USUAL, chosen), [choices] * 9))
    return figures
