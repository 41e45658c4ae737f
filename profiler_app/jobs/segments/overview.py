"""The RFM page: everybody scored by the last run, and who moved since an earlier day."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.rfm import apply_m1, purchases_m1, scores_of_edges
from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.models import RFM_GROUPS, RfmParameters
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.segmentation import (
    GROUP_ORDER,
    NOT_SCORED,
    Migration,
    Move,
    RfmCell,
    RfmEdges,
    RfmGroup,
    RfmOverview,
    ScoreRange,
)
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.facts import facts_by_block
from profiler_app.store import runs
from profiler_app.store.connect import Connection
from profiler_app.store.workspace import Workspace

_SCORES = 5
_NONE = len(RFM_GROUPS)
_FLAGS = ("r_high", "f_high", "m_high")


def rfm_overview(workspace: Workspace, source: ColumnSource) -> RfmOverview:
    """Count cells and groups of the last run.

    Raises TooLittleData when there is no run or nobody has bought anything.
    """
    started = time.perf_counter()
    run = runs.last_run(workspace.connection)
    stored = None if run is None else run.context["rfm"]
    if run is None or stored is None:
        raise TooLittleData(what=_("RFM"), needed=1, found=0)
    frozen = RfmParameters.from_json(stored)
    columns = source.columns(("rfm_r", "rfm_f", *_FLAGS, "monetary_12m", "freq_12m", "line"))
    scored = columns["rfm_r"].known
    group = _groups(columns)
    sales = np.where(scored, columns["monetary_12m"].values, 0).astype(np.float64)
    return RfmOverview(
        as_of=run.as_of,
        customers=len(scored),
        scored=int(scored.sum()),
        cells=_cells(columns, group, sales),
        groups=_group_rows(group, sales),
        recency_ranges=tuple(reversed(_ranges(frozen.recency_edges, frozen.bins, inverted=True))),
        frequency_ranges=tuple(_ranges(frozen.frequency_edges, frozen.bins)),
        edges=RfmEdges(frozen.recency_edges, frozen.frequency_edges, frozen.monetary_edges),
        means=(frozen.mean_recency, frozen.mean_frequency, frozen.mean_monetary),
        by_hand=frozen.by_hand,
        window_days=frozen.window_days,
        money_high_minor=_money_high(frozen),
        not_scored=_not_scored(columns, scored),
        earlier_day=earlier_day(workspace.connection, run.as_of),
        seconds=time.perf_counter() - started,
    )


def earlier_day(connection: Connection, as_of: str) -> str | None:
    """Return the business day of the last run of an earlier day."""
    days = runs.run_days(connection, since="", before=as_of)
    return days[-1][1] if days else None


def _groups(columns: Mapping[str, Column]) -> NDArray[np.int64]:
    """Return the index into RFM_GROUPS of everybody; 8 where not scored."""
    r, f, m = (columns[name].values.astype(np.int64) for name in _FLAGS)
    return np.where(columns["rfm_r"].known, 4 * r + 2 * f + m, _NONE)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _cells(
    columns: Mapping[str, Column], group: NDArray[Any], sales: NDArray[Any]
) -> tuple[RfmCell, ...]:
    scored = group != _NONE
    r, f = (columns[name].values[scored].astype(np.int64) for name in ("rfm_r", "rfm_f"))
    place = (r - 1) * _SCORES + f - 1
    size = _SCORES * _SCORES
    counts = np.bincount(place * _NONE + group[scored], minlength=size * _NONE)
    by_group = counts.reshape(size, _NONE)
    amounts = np.bincount(place, weights=sales[scored], minlength=size)
    total = float(amounts.sum())
    return tuple(
        RfmCell(
            at // _SCORES + 1,
            at % _SCORES + 1,
            int(by_group[at].sum()),
            round(float(amounts[at])),
            _share(float(amounts[at]), total),
            {RFM_GROUPS[i]: int(n) for i, n in enumerate(by_group[at]) if n},
        )
        for at in range(size)
    )


def _group_rows(group: NDArray[Any], sales: NDArray[Any]) -> tuple[RfmGroup, ...]:
    counts = np.bincount(group, minlength=_NONE + 1)[:_NONE]
    amounts = np.bincount(group, weights=sales, minlength=_NONE + 1)[:_NONE]
    people, money = int(counts.sum()), float(amounts.sum())
    places = [RFM_GROUPS.index(name) for name in GROUP_ORDER]
    return tuple(
        RfmGroup(
            RFM_GROUPS[at],
            int(counts[at]),
            _share(int(counts[at]), people),
            round(float(amounts[at])),
            _share(float(amounts[at]), money),
        )
        for at in places
    )


def _ranges(edges: tuple[float, ...], bins: int, *, inverted: bool = False) -> list[ScoreRange]:
    """Return the whole numbers each score stands for, in the order of the scores."""
    spans: dict[int, tuple[int | None, int | None]] = {}
    for at, score in enumerate(scores_of_edges(edges, bins=bins)):
        low = int(edges[at - 1] // 1) + 1 if at else None
        high = int(edges[at] // 1) if at < len(edges) else None
        spans[bins + 1 - score if inverted else score] = (low, high)
    order = range(bins, 0, -1) if inverted else range(1, bins + 1)
    return [ScoreRange(s, *spans.get(s, (None, None)), s in spans) for s in order]


def _money_high(frozen: RfmParameters) -> int | None:
    """Return the amount from which money counts as high: what lies above the mean score."""
    scores = scores_of_edges(frozen.monetary_edges, bins=frozen.bins)
    for at, score in enumerate(scores):
        if score > frozen.mean_monetary:
            return round(frozen.monetary_edges[at - 1]) if at else None
    return None


def _not_scored(columns: Mapping[str, Column], scored: NDArray[Any]) -> dict[str, int]:
    line = columns["line"]
    trade = line.known & np.isin(
        line.values, [i for i, v in enumerate(line.labels) if v == "trade"]
    )
    withheld = trade & ~columns["freq_12m"].known
    return {
        "no_purchase": int((trade & ~scored & ~withheld).sum()),
        "banking": int((~trade & ~scored).sum()),
        "withheld": int(withheld.sum()),
    }


def migration_between_runs(
    workspace: Workspace, source: ColumnSource, *, day: str = ""
) -> Migration | None:
    """Return who moved between the last run of an earlier day and the last run; None without.

    ``day`` (ISO) names the earlier day; without it, it is the one before.
    """
    connection = workspace.connection
    run = runs.last_run(connection)
    if run is None:
        return None
    days = runs.run_days(connection, since="", before=run.as_of)
    if not days:
        return None
    earlier, day = next((each for each in days if each[1] == day), days[-1])
    ids = source.ids()
    columns = source.columns(("rfm_r", *_FLAGS, "monetary_12m"))
    before = np.full(len(ids), _NONE)
    for at, name in enumerate(RFM_GROUPS):
        before[runs.read_tag(connection, f"rfm_{name}", ids, run=earlier)[0]] = at
    return _migration(before, columns, (day, run.as_of))


def migration_since(progress: Progress, workspace: Workspace, *, day: date) -> Migration:
    """Score everybody as of an earlier day by the borders of the last run and compare.

    It changes nothing. Raises TooLittleData when nobody had bought anything by then.
    """
    run = runs.last_run(workspace.connection)
    if run is None or run.context["rfm"] is None:
        raise TooLittleData(what=_("RFM"), needed=1, found=0)
    facts = facts_by_block(workspace.connection, Part(progress, 0.0, 0.8), ("order_line",))
    purchases = purchases_m1(facts, as_of=day)
    progress.step(0.8, N_("Scoring customers"))
    earlier = apply_m1(purchases, RfmParameters.from_json(run.context["rfm"]))
    source = ColumnSource(workspace)
    columns = source.columns(("rfm_r", *_FLAGS, "monetary_12m", "freq_12m", "line"))
    before = np.full(len(source.ids()), _NONE)
    before[purchases.positions] = earlier.groups
    line = columns["line"]
    others = [at for at, name in enumerate(line.labels) if name != "trade"]
    withheld = ~columns["freq_12m"].known
    before[withheld | np.isin(line.values, others)] = _NONE
    progress.step(0.95, N_("Comparing"))
    return _migration(before, columns, (day.isoformat(), run.as_of))


def _migration(
    before: NDArray[Any], columns: Mapping[str, Column], days: tuple[str, str]
) -> Migration:
    after = _groups(columns)
    names = (*RFM_GROUPS, NOT_SCORED)
    size = len(names)
    money = columns["monetary_12m"]
    place = before * size + after
    counts = np.bincount(place, minlength=size * size)
    sales = np.bincount(
        place, weights=np.where(money.known, money.values, 0), minlength=size * size
    )
    moves = tuple(
        Move(names[at // size], names[at % size], int(counts[at]), round(float(sales[at])))
        for at in np.flatnonzero(counts).tolist()
    )
    return Migration(*days, len(before), moves)
