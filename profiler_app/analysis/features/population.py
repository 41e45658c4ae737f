"""What is learned about the whole population before anybody is placed in it.

A population may be too large to be in memory at once: every part of it gives a ``Sample``, and all
samples together the ``Context``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.facts import Facts
from profiler_app.analysis.features.bank import bank
from profiler_app.analysis.features.holdings import Holdings
from profiler_app.analysis.features.orders import purchase_figures
from profiler_app.analysis.features.scores import purchases_of
from profiler_app.analysis.features.value import spending, value
from profiler_app.analysis.features.view import GROUPS, Context, Found, View
from profiler_app.analysis.ranks import knots
from profiler_app.analysis.rfm import Edges, Purchases, score_by_edges, score_m1
from profiler_app.analysis.rows import FloatArray
from profiler_app.domain.models import RfmParameters

SOURCES = ("product", "order_line", "account", "balance", "facility")
"""The tables that are needed to learn about the population."""

_ByGroup = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """What a part of the population adds to the picture.

    ``intervals`` are the median gaps of customers of the trade line that have one, ``purchases``
    those of its buyers; ``contribution`` and ``spend`` are known values by group.
    """

    intervals: FloatArray
    contribution: _ByGroup
    spend: _ByGroup
    purchases: Purchases


def sample(facts: Facts, *, as_of: date) -> Sample:
    """Look at a part of the population (``SOURCES`` of its facts)."""
    view = View(facts, as_of)
    held = Holdings(view)
    found = purchase_figures(view) | bank(view, held) | value(view, held)
    medians, known = view.median_gaps
    return Sample(
        medians[known & view.in_groups("person:trade", "company:trade")],
        _by_group(view, found["contribution_12m"]),
        _by_group(view, spending(view, found)),
        purchases_of(view, found),
    )


def _by_group(view: View, found: Found) -> _ByGroup:
    members = {name: found.known & (view.group == position) for position, name in enumerate(GROUPS)}
    return {name: found.values[mask] for name, mask in members.items() if mask.any()}


def learn(samples: Sequence[Sample], *, as_of: date, rfm_edges: Edges | None = None) -> Context:
    """Freeze the usual interval, the edges of RFM and how contribution and spend are spread.

    ``rfm_edges`` are borders between scores that a user chose.
    """
    if not samples:
        return Context()
    intervals = np.concatenate([each.intervals for each in samples])
    return Context(
        interval=float(np.median(intervals)) if len(intervals) else None,
        contribution=_knots([each.contribution for each in samples]),
        spend=_knots([each.spend for each in samples]),
        rfm=_rfm(Purchases.joined([each.purchases for each in samples]), as_of, rfm_edges),
    )


def _rfm(purchases: Purchases, as_of: date, edges: Edges | None) -> RfmParameters | None:
    if not len(purchases.recency):
        return None
    if edges is not None:
        return score_by_edges(purchases, edges, as_of=as_of).parameters
    return score_m1(purchases, as_of=as_of).parameters


def _knots(parts: Sequence[_ByGroup]) -> dict[str, tuple[float, ...]]:
    found = {name: [each[name] for each in parts if name in each] for name in GROUPS}
    return {name: knots(np.concatenate(values)) for name, values in found.items() if values}
