"""The borders between RFM scores that a user chose: read, tried, saved, given up."""

from __future__ import annotations

import json
from datetime import date

import numpy as np

from profiler_app.analysis.rfm import Edges, Purchases, score_by_edges, score_m1
from profiler_app.domain.models import RFM_GROUPS
from profiler_app.domain.progress import Progress
from profiler_app.domain.segmentation import Migration, Move, RfmEdges
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store.connect import Connection
from profiler_app.store.ledger import operation
from profiler_app.store.segments import read_segments
from profiler_app.store.workspace import Workspace

KIND = "rfm_edges"


def saved_edges(connection: Connection) -> Edges | None:
    """Return the borders a user chose; None: the quantiles of each run."""
    rows = read_segments(connection, KIND)
    if not rows:
        return None
    stored = json.loads(rows[-1].rule)
    return stored["recency"], stored["frequency"], stored["monetary"]


def save_edges(progress: Progress, workspace: Workspace, edges: RfmEdges) -> int:
    """Keep borders of the user, as an operation that can be undone; return the operation."""
    progress.step(0.0, N_("Saving"))
    text = json.dumps(
        {
            "recency": list(edges.recency),
            "frequency": list(edges.frequency),
            "monetary": list(edges.monetary),
        }
    )
    rows = read_segments(workspace.connection, KIND)
    with operation(workspace, "rfm_edges") as opened:
        if rows:
            opened.update("segment", rows[-1].id, {"rule": text})
        else:
            row = {"key": KIND, "name": KIND, "kind": KIND, "rule": text, "status": "active"}
            opened.insert_one("segment", row)
    return opened.id


def give_up_edges(progress: Progress, workspace: Workspace) -> int:
    """Return to the quantiles of each run; return the operation."""
    progress.step(0.0, N_("Saving"))
    rows = read_segments(workspace.connection, KIND)
    with operation(workspace, "rfm_edges_removed") as opened:
        opened.delete("segment", [row.id for row in rows])
    return opened.id


def preview_edges(source: ColumnSource, as_of: str, edges: RfmEdges | None) -> Migration:
    """Return who would change group under other borders (None: the quantiles); sums to n."""
    names = ("recency_days", "freq_12m", "monetary_12m", "rfm_r", "r_high", "f_high", "m_high")
    columns = source.columns(names)
    positions = np.flatnonzero(columns["rfm_r"].known)
    recency, frequency, money = (columns[name].values[positions] for name in names[:3])
    purchases = Purchases(positions, recency, frequency, money)
    day = date.fromisoformat(as_of)
    if edges is None:
        run = score_m1(purchases, as_of=day)
    else:
        run = score_by_edges(purchases, (edges.recency, edges.frequency, edges.monetary), as_of=day)
    r, f, m = (columns[name].values[positions].astype(np.int64) for name in names[4:])
    before = 4 * r + 2 * f + m
    cells = np.bincount(before * 8 + run.groups, minlength=64)
    sales = np.bincount(before * 8 + run.groups, weights=money, minlength=64)
    moves = tuple(
        Move(RFM_GROUPS[at // 8], RFM_GROUPS[at % 8], int(cells[at]), round(float(sales[at])))
        for at in range(64)
        if cells[at]
    )
    return Migration(_("now"), _("with these borders"), len(positions), moves)
