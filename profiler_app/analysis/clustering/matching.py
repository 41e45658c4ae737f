"""Groups keep their identity from month to month: new centres are matched to the earlier ones.

The new centres are put on the scale of the earlier run and paired so that the sum of distances is
smallest (Kuhn, 1955). A pair counts only when the new centre is nearer than half the way to the
next earlier one: a group that drifted further is a new group.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from profiler_app.analysis.rows import FloatArray
from profiler_app.domain.models import ClusterParameters


def known_again(old: ClusterParameters, new: ClusterParameters) -> tuple[int | None, ...]:
    """Return for each new group the place of the earlier group it continues, or None.

    Nothing continues when the two runs do not use the same fields in the same way.
    """
    from scipy.optimize import linear_sum_assignment

    if not old.centres or not new.centres or not _comparable(old, new):
        return (None,) * len(new.centres)
    before, after = np.array(old.centres), _on_the_scale_of(old, new)
    distance = np.sqrt(((after[:, None, :] - before[None, :, :]) ** 2).sum(axis=2))
    apart = np.sqrt(((before[:, None, :] - before[None, :, :]) ** 2).sum(axis=2))
    np.fill_diagonal(apart, np.inf)
    pairs: list[int | None] = [None] * len(after)
    for place, earlier in zip(*linear_sum_assignment(distance), strict=True):
        if distance[place, earlier] < apart[earlier].min() / 2:
            pairs[int(place)] = int(earlier)
    return tuple(pairs)


def _comparable(old: ClusterParameters, new: ClusterParameters) -> bool:
    return (
        set(old.fields) == set(new.fields)
        and old.raw == new.raw
        and {r.field: r.logarithm for r in old.scaling}
        == {r.field: r.logarithm for r in new.scaling}
    )


def _on_the_scale_of(old: ClusterParameters, new: ClusterParameters) -> FloatArray:
    """Return the new centres in the coordinates of the earlier run."""
    by_name = _coordinates(new)
    columns = [by_name.get(name, np.zeros(len(new.centres))) for name in _names(old)]
    scale = {rule.field: rule for rule in old.scaling}
    for at, name in enumerate(_names(old)):
        if name[0] == "number":
            rule = scale[name[1]]
            columns[at] = (columns[at] - rule.mean) / rule.deviation
    return np.column_stack(columns)


def _coordinates(frozen: ClusterParameters) -> Mapping[tuple[str, ...], FloatArray]:
    """Return the centres by coordinate; numbers without the scale of the run."""
    found = dict(zip(_names(frozen), np.array(frozen.centres).T, strict=True))
    for rule in frozen.scaling:
        key = ("number", rule.field)
        found[key] = found[key] * rule.deviation + rule.mean
    return found


def _names(frozen: ClusterParameters) -> list[tuple[str, ...]]:
    return [
        *(("number", rule.field) for rule in frozen.scaling),
        *(("unknown", name) for name in frozen.missing_flags),
        *(("label", each.field, label) for each in frozen.categories for label in each.labels),
    ]
