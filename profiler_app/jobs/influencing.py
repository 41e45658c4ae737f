"""Whose influence reaches how far: computed over the whole network, kept beside the models."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from profiler_app.analysis.columns import NULL_INT
from profiler_app.analysis.features.relations import TWO_YEARS
from profiler_app.analysis.influence import influence, pagerank
from profiler_app.domain.dates import to_day
from profiler_app.domain.merging import NEVER_MERGE
from profiler_app.store import activity, model_runs, network
from profiler_app.store.connect import Connection
from profiler_app.store.customers import customer_ids
from profiler_app.store.workspace import Workspace

FIELD = "influence_score"


def keep_influence(workspace: Workspace, *, as_of: date, everybody: bool) -> None:
    """Compute the influence of everybody when a day or the relations are new, and keep it.

    Where only a few customers changed otherwise, the ranks of the last run still stand.
    """
    connection = workspace.connection
    mark = network.last_change(connection, "relation")
    last = model_runs.last_report(connection, model_runs.NETWORK)
    if last is None and not activity.has_rows(connection, "relation"):
        return
    if not everybody and last is not None and last[1]["mark"] == mark:
        return
    ids, scores = influence_of(connection, as_of=as_of)
    known = ~np.isnan(scores)
    model_runs.save_model_run(
        workspace,
        model_runs.NETWORK,
        as_of=as_of.isoformat(),
        report={"mark": mark, "customers": int(known.sum())},
        columns={FIELD: model_runs.Foretold(ids[known], scores[known])},
    )


def influence_of(connection: Connection, *, as_of: date) -> tuple[Any, Any]:
    """Return all ids and the influence of each; nan for who has neither ties nor followers."""
    ids = customer_ids(connection)
    today, iso = to_day(as_of.isoformat()), as_of.isoformat()
    first, second, since, referred = _ties(connection, ids, today)
    recent = referred & (since > today - TWO_YEARS)
    bought = network.dealt(connection, ids[first[recent]].tolist(), on=iso, day=today)
    counted = recent & np.isin(ids[first], np.array(sorted(bought), np.int64))
    referrals = np.bincount(second[counted], minlength=len(ids)).astype(np.float64)
    ranks = pagerank(len(ids), first, second)
    told = network.followers(connection, on=iso)
    audience = np.array([told.get(number, np.nan) for number in ids.tolist()], np.float64)
    scores = influence(referrals, ranks, audience)
    return ids, np.where((ranks > 0) | ~np.isnan(audience), scores, np.nan)


def _ties(connection: Connection, ids: Any, today: int) -> tuple[Any, Any, Any, Any]:
    """Return the places of both ends of each live tie, its first day, and who was referred."""
    columns: Any = activity.read_columns(
        connection, "relation", ("customer_id", "other_id", "kind", "since", "until")
    )
    ends = []
    there = np.ones(len(columns["since"]), np.bool_)
    for name in ("customer_id", "other_id"):
        place = np.minimum(np.searchsorted(ids, columns[name]), max(len(ids) - 1, 0))
        there &= ids[place] == columns[name] if len(ids) else False
        ends.append(place)
    since, until = columns["since"], columns["until"]
    codes, labels = columns["kind"]
    never = codes == labels.index(NEVER_MERGE) if NEVER_MERGE in labels else np.False_
    live = there & (since <= today) & ((until == NULL_INT) | (until > today)) & ~never
    referred = codes == labels.index("referrer") if "referrer" in labels else ~there & False
    return ends[0][live], ends[1][live], since[live], referred[live]
