"""RFM by other schemes, from the columns rules read: every group has a rule that opens it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.rfm import Edges as FrozenEdges
from profiler_app.analysis.rfm import (
    Purchases,
    RfmRun,
    mean_scores,
    score_by_edges,
    score_quantile,
)
from profiler_app.analysis.rfm_schemes import weighted
from profiler_app.domain.errors import RfmProblem, TooLittleData
from profiler_app.domain.models import RFM_BANDS, RFM_GROUPS, RFM_OTHERS, RfmParameters
from profiler_app.domain.progress import Progress
from profiler_app.domain.rfm_schemes import SchemeAsked, SchemeGroup, SchemeView
from profiler_app.domain.rules import parse
from profiler_app.domain.segmentation import GROUP_ORDER, RfmEdges, group_label
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.judging import all_columns
from profiler_app.store import runs
from profiler_app.store.workspace import Workspace

_ORDERS = "count(purchases)"
_BUYS = "rfm_r >= 1"
Bool = NDArray[np.bool_]


def scheme_job(progress: Progress, workspace: Workspace, asked: SchemeAsked) -> SchemeView:
    """Compute a scheme as a job (``quantile`` counts orders of everybody); nothing is saved."""
    progress.step(0.1, N_("Scoring customers"))
    return scheme_view(workspace, ColumnSource(workspace), asked)


def scheme_view(workspace: Workspace, source: ColumnSource, asked: SchemeAsked) -> SchemeView:
    """Return everybody who is scored by a scheme.

    Raises TooLittleData when nobody is scored, RfmProblem for edges or weights that are no good.
    """
    run = runs.last_run(workspace.connection)
    stored = None if run is None else run.context["rfm"]
    if stored is None:
        raise TooLittleData(what=_("RFM"), needed=1, found=0)
    frozen = RfmParameters.from_json(stored)
    bought = _purchases(source, whole=asked.scheme == "quantile")
    if not len(bought.positions):
        raise TooLittleData(what=_("RFM"), needed=1, found=0)
    scored = _scored(source, bought, asked, frozen)
    points: tuple[float, ...] = ()
    if asked.scheme == "weighted":
        groups, points = _tiers(scored, asked)
    elif asked.scheme == "eleven":
        groups = _bands(scored, _score_rules)
    elif asked.scheme == "quantile" and asked.names == 11:
        groups = _bands(scored, _quantile_rules(scored.parameters))
    elif asked.scheme == "quantile":
        groups = _eight(scored, _quantile_rules(scored.parameters))
    elif asked.names == 11:
        groups = _bands(scored, _edge_rules(scored.parameters))
    else:
        groups = _eight(scored, _edge_rules(scored.parameters))
    used = scored.parameters
    three = (used.recency_edges, used.frequency_edges, used.monetary_edges)
    return SchemeView(
        asked=asked,
        as_of=frozen.as_of,
        scored=len(bought.positions),
        window_days=used.window_days,
        edges=RfmEdges(*three),
        ties="above" if asked.scheme == "quantile" else "below",
        merged=sum(used.bins - 1 - len(set(each)) for each in three),
        groups=groups,
        bounds=points,
    )


def _purchases(source: ColumnSource, *, whole: bool) -> Purchases:
    """Return recency, frequency and money of who is scored: of a year, or of the whole history."""
    names = ("rfm_r", "recency_days", "freq_12m", "monetary_12m", "monetary_all")
    columns = source.columns(names)
    places = np.flatnonzero(columns["rfm_r"].known)
    frequency = columns["freq_12m"]
    if whole:
        frequency = all_columns(source, parse(f"{_ORDERS} >= 0"))[_ORDERS]
    money = columns["monetary_all" if whole else "monetary_12m"]
    three = (columns["recency_days"], frequency, money)
    return Purchases(places, *(each.values[places].astype(np.int64) for each in three))


def _scored(
    source: ColumnSource, bought: Purchases, asked: SchemeAsked, frozen: RfmParameters
) -> RfmRun:
    day = date.fromisoformat(frozen.as_of)
    if asked.scheme == "quantile":
        return score_quantile(bought, as_of=day)
    if asked.scheme == "fixed":
        if asked.edges is None or len({len(each) for each in _three(asked.edges)}) > 1:
            reason = _("the edges of R, F and M must rise, and be as many for each of the three")
            raise RfmProblem(reason=reason)
        three = _three(asked.edges)
        bins = len(three[0]) + 1
        means = mean_scores(bought, three, bins=bins)
        edges = FrozenEdges(*three, means=means)
        return score_by_edges(bought, edges, as_of=day, method="fixed", bins=bins)
    columns = source.columns(("rfm_r", "rfm_f", "rfm_m"))
    r, f, m = (each.values[bought.positions].astype(np.int64) for each in columns.values())
    return RfmRun(bought, r, f, m, frozen)


def _three(edges: RfmEdges) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    return edges.recency, edges.frequency, edges.monetary


def _group(run: RfmRun, inside: Bool, label: str, rule: str) -> SchemeGroup:
    money, n = run.purchases.monetary, int(inside.sum())
    own, whole = float(money[inside].sum()), float(money.sum())
    share = n / len(inside) if len(inside) else 0.0
    return SchemeGroup(label, n, share, round(own), own / whole if whole else 0.0, rule)


# -- tiers by points


def _tiers(run: RfmRun, asked: SchemeAsked) -> tuple[tuple[SchemeGroup, ...], tuple[float, ...]]:
    try:
        found = weighted(run, asked.weights, asked.bounds)
    except ValueError as error:
        reason = _("weights must not be negative nor all 0, and the points of tiers must fall")
        raise RfmProblem(reason=reason) from error
    terms = [
        f"{_plain(weight)} * {name}"
        for weight, name in zip(asked.weights, ("rfm_r", "rfm_f", "rfm_m"), strict=True)
        if weight
    ]
    points, bounds = " + ".join(terms), found.bounds
    groups = []
    for tier in range(len(bounds) + 1):
        parts = [f"{points} >= {_plain(bounds[tier])}"] if tier < len(bounds) else [_BUYS]
        if tier:
            parts.append(f"{points} < {_plain(bounds[tier - 1])}")
        label = _("Tier {n}").format(n=tier + 1)
        groups.append(_group(run, found.tiers == tier, label, " and ".join(parts)))
    return tuple(groups), bounds


def _plain(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


# -- groups by ranges of scores


class _Rules:
    """The rule for a score between two bounds; an empty one: everybody, None: nobody."""

    def __init__(self, bins: int, edges: Sequence[Sequence[float]], fields: Sequence[str]) -> None:
        self.bins = bins
        self._edges, self._fields = edges, fields

    def between(self, at: int, low: int, high: int) -> str | None:
        """Return the rule for a score from ``low`` to ``high`` of R (0), F (1) or M (2)."""
        low, high = max(low, 1), min(high, self.bins)
        if low > high:
            return None
        if not at:  # a high score is a small number of days
            low, high = self.bins + 1 - high, self.bins + 1 - low
        parts = []
        if low > 1:
            parts.append(self.over(at, low - 2))
        if high < self.bins:
            parts.append(f"not ({self.over(at, high - 1)})")
        return " and ".join(parts)

    def over(self, at: int, edge: int) -> str:
        raise NotImplementedError


class _Scores(_Rules):
    """Scores in force are fields."""

    def between(self, at: int, low: int, high: int) -> str | None:
        """Return the rule for a range of a score."""
        if low > high:
            return None
        name = self._fields[at]
        parts = [f"{name} >= {low}"] if low > 1 else []
        if high < self.bins:
            parts.append(f"{name} <= {high}")
        return " and ".join(parts)


class _Edges(_Rules):
    """A value on an edge belongs below."""

    def over(self, at: int, edge: int) -> str:
        value = floor(self._edges[at][edge])
        return f"{self._fields[at]} > {_amount(value, money=at == 2)}"


class _Quantiles(_Rules):
    """A value on an edge belongs above."""

    def over(self, at: int, edge: int) -> str:
        value = ceil(self._edges[at][edge])
        return f"{self._fields[at]} >= {_amount(value, money=at == 2)}"


def _amount(value: int, *, money: bool) -> str:
    return f"{value // 100}.{value % 100:02}" if money and value >= 0 else str(value)


_score_rules = _Scores(5, (), ("rfm_r", "rfm_f", "rfm_m"))


def _edge_rules(used: RfmParameters) -> _Rules:
    edges = (used.recency_edges, used.frequency_edges, used.monetary_edges)
    return _Edges(used.bins, edges, ("recency_days", "freq_12m", "monetary_12m"))


def _quantile_rules(used: RfmParameters) -> _Rules:
    edges = (used.recency_edges, used.frequency_edges, used.monetary_edges)
    return _Quantiles(used.bins, edges, ("recency_days", _ORDERS, "monetary_all"))


def _bands(run: RfmRun, rules: _Rules) -> tuple[SchemeGroup, ...]:
    """Return the ten bands and the others; the first that matches wins."""
    found, before = [], ""
    held = np.asarray(run.bands)
    for band in RFM_BANDS:
        ranges = (band.recency, band.frequency, band.monetary)
        own = _all([_of_five(rules, at, *each) for at, each in enumerate(ranges)])
        rule = " and ".join(part for part in (own or _BUYS, before) if part)
        found.append(_group(run, held == band.name, _(band.name), rule))
        before = " and ".join(part for part in (before, f"not ({own or _BUYS})") if part)
    rule = f"{_BUYS} and {before}"
    found.append(_group(run, held == RFM_OTHERS, _(RFM_OTHERS), rule))
    return tuple(found)


def _of_five(rules: _Rules, at: int, low: int, high: int) -> str | None:
    """Project a range of five scores on the scores there are (as ``RfmRun.bands`` does)."""
    inside = [s for s in range(1, rules.bins + 1) if low <= -(-s * 5 // rules.bins) <= high]
    return rules.between(at, inside[0], inside[-1]) if inside else None


def _all(parts: Sequence[str | None]) -> str:
    if any(part is None for part in parts):
        return "rfm_r < 1"  # no score falls into this range
    return " and ".join(part for part in (_BUYS, *parts) if part)


def _eight(run: RfmRun, rules: _Rules) -> tuple[SchemeGroup, ...]:
    """Return the eight groups: each score above the mean or not."""
    used = run.parameters
    means = (used.mean_recency, used.mean_frequency, used.mean_monetary)
    groups = run.groups
    found = []
    for name in GROUP_ORDER:
        bits = RFM_GROUPS.index(name)
        parts = []
        for at, (mean, bit) in enumerate(zip(means, (4, 2, 1), strict=True)):
            need = floor(mean) + 1
            low, high = (need, rules.bins) if bits & bit else (1, need - 1)
            parts.append(rules.between(at, low, high))
        found.append(_group(run, groups == bits, group_label(name), _all(parts)))
    return tuple(found)
