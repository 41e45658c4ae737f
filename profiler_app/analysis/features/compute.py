"""All features of all customers, or of one, by the same code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.facts import Facts
from profiler_app.analysis.features.intervals import intervals
from profiler_app.analysis.features.orders import orders
from profiler_app.analysis.features.view import GROUPS, Context, Features, Found, View
from profiler_app.domain.fields import Field, fields

_GROUPS: tuple[Callable[[View], Features], ...] = (orders, intervals)

_DTYPES = {"num": np.float64, "ratio": np.float64, "bool": np.bool_}
_CODED = frozenset({"text", "enum", "code"})


@dataclass(frozen=True, slots=True, eq=False)
class FeatureRun:
    """Features by name, and what the run learned about the population."""

    columns: Mapping[str, Column]
    context: Context


def compute_features(facts: Facts, *, as_of: date, context: Context | None = None) -> FeatureRun:
    """Compute every feature that follows from facts dated on or before ``as_of``.

    With the ``context`` of an earlier full run, customers are placed in that population;
    without, the facts are taken to be the population. A feature is unknown for customers it does
    not apply to. Results of models (such as ``churn_prob``) are not computed here.
    """
    view = View(facts, as_of, context)
    found: Features = {}
    for group in _GROUPS:
        found.update(group(view))
    catalog = fields()
    columns = {name: _column(catalog[name], value, view) for name, value in found.items()}
    return FeatureRun(columns, context or Context())


def _column(field: Field, found: Found, view: View) -> Column:
    applies = [group in field.applies_to for group in GROUPS]
    known = found.known & np.array([*applies, False])[view.group]
    dtype = np.int32 if field.kind in _CODED else _DTYPES.get(field.kind, np.int64)
    values = np.where(known, found.values, 0).astype(dtype)
    return Column(field.kind, values, known, found.labels)
