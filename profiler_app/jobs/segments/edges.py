"""The borders between RFM scores that a user chose: read, tried, saved, given up."""

from __future__ import annotations

from datetime import date

import numpy as np

from profiler_app.analysis.rfm import Edges, Purchases, mean_scores, score_by_edges, score_m1
from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.models import RFM_GROUPS, RfmParameters
from profiler_app.domain.progress import Progress
from profiler_app.domain.segmentation import Migration, Move, RfmEdges
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store import runs
from profiler_app.store.connect import Connection
from profiler_app.store.segments import give_up_choice, read_choice, write_choice
from profiler_app.store.workspace import Workspace

KIND = "rfm_edges"


def saved_edges(connection: Connection) -> Edges | None:
    """Return the borders a user chose; None: the quantiles of each run."""
    stored = read_choice(connection, KIND)
    return None if stored is None else Edges(*(tuple(stored[name]) for name in Edges._fields))


def save_edges(progress: Progress, workspace: Workspace, edges: RfmEdges) -> int:
    """Freeze borders of the user with the means of today, as one operation; return it.

    Raises TooLittleData when there is no run to take the means from.
    """
    progress.step(0.0, N_("Saving"))
    frozen = _frozen(workspace.connection)
    source = ColumnSource(workspace)
    chosen = _with_means(_purchases(source), edges, frozen)
    return write_choice(workspace, KIND, chosen._asdict())


def _frozen(connection: Connection) -> RfmParameters:
    """Return what the last run froze."""
    run = runs.last_run(connection)
    if run is None or run.context["rfm"] is None:
        raise TooLittleData(what=_("RFM"), needed=1, found=0)
    return RfmParameters.from_json(run.context["rfm"])


def _with_means(purchases: Purchases, edges: RfmEdges, frozen: RfmParameters) -> Edges:
    """Add the mean scores: where the borders stay, the mean stays as it is frozen."""
    new = (edges.recency, edges.frequency, edges.monetary)
    old = (frozen.recency_edges, frozen.frequency_edges, frozen.monetary_edges)
    kept = (frozen.mean_recency, frozen.mean_frequency, frozen.mean_monetary)
    fresh = mean_scores(purchases, new)
    recency, frequency, monetary = (
        keep if n == o else mean for n, o, keep, mean in zip(new, old, kept, fresh, strict=True)
    )
    return Edges(*new, (recency, frequency, monetary))


def _purchases(source: ColumnSource) -> Purchases:
    """Return recency, frequency and money of all who are scored."""
    columns = source.columns(("recency_days", "freq_12m", "monetary_12m", "rfm_r"))
    positions = np.flatnonzero(columns["rfm_r"].known)
    recency, frequency, money = (
        columns[name].values[positions] for name in ("recency_days", "freq_12m", "monetary_12m")
    )
    return Purchases(positions, recency, frequency, money)


def give_up_edges(progress: Progress, workspace: Workspace) -> int:
    """Return to the quantiles of each run; return the operation."""
    progress.step(0.0, N_("Saving"))
    return give_up_choice(workspace, KIND)


def preview_edges(workspace: Workspace, source: ColumnSource, edges: RfmEdges | None) -> Migration:
    """Return who would change group under other borders; the moves sum to everybody scored.

    None are the quantiles, taken here over those who are scored; a refresh also counts those who
    did not allow profiling.
    """
    frozen = _frozen(workspace.connection)
    day = date.fromisoformat(frozen.as_of)
    purchases = _purchases(source)
    if edges is None:
        run = score_m1(purchases, as_of=day)
    else:
        run = score_by_edges(purchases, _with_means(purchases, edges, frozen), as_of=day)
    columns = source.columns(("r_high", "f_high", "m_high"))
    r, f, m = (column.values[purchases.positions].astype(np.int64) for column in columns.values())
    place = (4 * r + 2 * f + m) * 8 + run.groups
    cells = np.bincount(place, minlength=64)
    sales = np.bincount(place, weights=purchases.monetary, minlength=64)
    moves = tuple(
        Move(RFM_GROUPS[at // 8], RFM_GROUPS[at % 8], int(cells[at]), round(float(sales[at])))
        for at in np.flatnonzero(cells).tolist()
    )
    return Migration(frozen.as_of, frozen.as_of, len(purchases.positions), moves)
