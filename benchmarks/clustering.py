"""Groups of a million customers, with the search for their number, beside one plain k-means."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from benchmarks.measuring import Bar, Experiment, Scale, worker

_FIELDS = (
    "churn_prob",
    "discount_ratio_12m",
    "demand_share",
    "monetary_trend",
    "aum_chg_3m",
    "aum_chg_12m",
    "aum_drop_peak",
    "inflow_chg_yoy",
)


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return the search among 2 to 8 groups, and one fit of the same rows, k and threads."""
    customers = scale.customers
    return [
        Experiment(
            cases=(worker("groups", "benchmarks.clustering:search", customers=customers),),
            bars=(
                Bar(
                    f"Groups of {customers:,} x 8, k searched",
                    "groups.seconds",
                    "groups.plain",
                    3.0,
                ),
                Bar("Memory", "groups.rss", None, 1_500, "MB"),
            ),
            remark="Groups: 8 numbers with five hidden groups that overlap; scaling, the search "
            "for k (silhouette, ten bootstraps, chance), the placing of everybody and the "
            "description of the groups against one KMeans(n_init=1) fit of the scaled rows. "
            "Processor time, one thread each.",
        )
    ]


def search(customers: int) -> dict[str, float]:
    """Find the groups, then fit the same number of them plainly."""
    from sklearn.cluster import KMeans

    from profiler_app.analysis.clustering.finding import find_clusters
    from profiler_app.analysis.clustering.fitting import one_thread
    from profiler_app.analysis.clustering.matrix import matrix_of

    columns = _drawn(customers)
    with one_thread():
        pass  # libraries are found before the clock starts
    began = time.process_time()
    found = find_clusters(columns, _FIELDS, seed=7)
    seconds = time.process_time() - began
    rows = matrix_of(columns, found.parameters)
    with one_thread():
        began = time.process_time()
        KMeans(len(found.groups), n_init=1, random_state=7).fit(rows)
        plain = time.process_time() - began
    return {"seconds": seconds, "plain": plain}


def _drawn(customers: int) -> dict[str, Any]:
    import numpy as np

    from profiler_app.analysis.columns import Column

    dice = np.random.default_rng(1)
    centres = dice.normal(0, 1.5, (5, len(_FIELDS)))
    group = dice.choice(5, customers, p=[0.4, 0.25, 0.15, 0.12, 0.08])
    rows = centres[group] + dice.normal(size=(customers, len(_FIELDS)))
    known = np.ones(customers, bool)
    return {
        name: Column("num", values.copy(), known)
        for name, values in zip(_FIELDS, rows.T, strict=True)
    }
