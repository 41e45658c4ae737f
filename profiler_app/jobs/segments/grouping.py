"""Finding clusters for the page: a job that changes nothing and can be cancelled."""

from __future__ import annotations

import time
from collections.abc import Sequence

from profiler_app.analysis.clustering.finding import find_clusters, medians
from profiler_app.analysis.clustering.judging import choose
from profiler_app.analysis.clustering.matrix import NUMERIC
from profiler_app.analysis.clustering.projecting import cluster_map
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.progress import Progress
from profiler_app.domain.segmentation import ClusterView
from profiler_app.domain.text import N_
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.segments.reporting import default_fields
from profiler_app.store.workspace import Workspace

SEED = 7


def find_groups(
    progress: Progress,
    workspace: Workspace,
    *,
    names: Sequence[str] = (),
    k: int | None = None,
    seed: int = SEED,
) -> ClusterView:
    """Group customers by features of the last run (names empty: those of their business).

    Raises TooLittleData with the numbers when there are too few customers to tell groups apart.
    """
    started = time.perf_counter()
    progress.step(0.02, N_("Reading features"))
    source = ColumnSource(workspace)
    chosen = list(names) or default_fields(source)
    columns = source.columns([*chosen, "monetary_12m"])
    chosen = [name for name in chosen if name in columns]
    result = find_clusters(
        columns,
        chosen,
        k=k or "auto",
        seed=seed,
        sales=columns.get("monetary_12m"),
        report=lambda part: progress.step(0.1 + 0.85 * part, N_("Looking for groups")),
        whole_curve=True,
    )
    drawn = cluster_map(columns, result)
    return ClusterView(
        fields=tuple(chosen),
        groups=result.groups,
        curve=result.curve,
        best_k=choose(result.curve),
        overall=medians(columns, result),
        points=tuple(
            (x, y, label)
            for (x, y), label in zip(drawn.points.tolist(), drawn.labels.tolist(), strict=True)
        ),
        explained=drawn.explained,
        members=len(result.positions),
        left_out=len(source.ids()) - len(result.positions),
        parameters=result.parameters,
        seconds=time.perf_counter() - started,
    )


def offered_fields(source: ColumnSource) -> list[Field]:
    """Return the features groups can be built on: numbers, not sensitive, known of somebody."""
    wanted = [
        each
        for each in fields().values()
        if each.place == "feature"
        and each.kind in NUMERIC
        and each.sensitivity in ("S0", "S1")
        and each.id not in _DERIVED
    ]
    columns = source.columns([each.id for each in wanted])
    size = max(len(source.ids()), 1)
    enough = (name for name, column in columns.items() if column.known.sum() >= size * 0.1)
    kept = set(enough)
    return [each for each in wanted if each.id in kept]


_DERIVED = frozenset(
    {
        "rfm_r",
        "rfm_f",
        "rfm_m",
        "completeness",
        "stale_days",
        "age",
        "id_left_days",
        "birthday_in_days",
    }
)
"""Made of the others, about the record, or about the person himself: no ground for a group."""
