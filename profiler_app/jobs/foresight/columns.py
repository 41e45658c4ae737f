"""What models foretold, as features of some customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.domain.fields import fields
from profiler_app.store.model_runs import Foretold


def foretold_columns(found: Mapping[str, Foretold], ids: NDArray[Any]) -> dict[str, Column]:
    """Return the figures of customers (sorted ids); unknown where a model said nothing."""
    return {name: _column(name, each, ids) for name, each in found.items() if name in fields()}


def _column(name: str, found: Foretold, ids: NDArray[Any]) -> Column:
    kind = fields()[name].kind
    if not len(found.ids):
        known = np.zeros(len(ids), np.bool_)
        values = np.zeros(len(ids))
    else:
        place = np.minimum(np.searchsorted(found.ids, ids), len(found.ids) - 1)
        known = found.ids[place] == ids
        values = np.where(known, found.values[place], 0.0)
    if kind in ("money", "int"):
        return Column(kind, np.rint(values).astype(np.int64), known)
    return Column(kind, values, known)
