"""The influence of some customers as the last refresh computed it, with what it follows from."""

from __future__ import annotations

from collections.abc import Iterable

from profiler_app.domain.relation_map import Influence
from profiler_app.jobs.columns import ColumnSource

_FIELDS = ("influence_score", "referrals_24m", "degree")


def influences(source: ColumnSource, customers: Iterable[int]) -> dict[int, Influence]:
    """Return the influence of those of whom it is known and who allowed profiling."""
    import numpy as np

    columns = source.columns(_FIELDS)
    if any(name not in columns for name in _FIELDS):
        return {}
    ids, found = source.ids(), {}
    for who in customers:
        at = int(np.searchsorted(ids, who))
        if at >= len(ids) or ids[at] != who:
            continue
        score, brought, ties = (columns[name].value(at) for name in _FIELDS)
        if score is not None:
            found[who] = Influence(float(score), int(brought or 0), int(ties or 0))
    return found
