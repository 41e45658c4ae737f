"""Finding clusters for the page: a job that changes nothing and can be cancelled."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from profiler_app.analysis.clustering.finding import ClusterResult, find_clusters, medians
from profiler_app.analysis.clustering.judging import choose
from profiler_app.analysis.clustering.matrix import NUMERIC
from profiler_app.analysis.clustering.projecting import cluster_map
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.models import Algorithm
from profiler_app.domain.progress import Progress
from profiler_app.domain.segmentation import ClusterView, Prepared
from profiler_app.domain.text import N_
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.segments.reporting import default_fields, group_rules, known_names
from profiler_app.jobs.unprofiled import not_profiled
from profiler_app.store.workspace import Workspace

SEED = 7


def find_groups(
    progress: Progress,
    workspace: Workspace,
    *,
    names: Sequence[str] = (),
    k: int | None = None,
    seed: int = SEED,
    algorithm: Algorithm = "kmeans",
) -> ClusterView:
    """Group customers by features of the last run (names empty: those of their business).

    Raises TooLittleData with the numbers when there are too few customers to tell groups apart,
    and NoGroups with the numbers when nothing stands out.
    """
    started = time.perf_counter()
    progress.step(0.02, N_("Reading features"))
    source = ColumnSource(workspace)
    chosen = list(names) or usual_fields(source, algorithm)
    if algorithm != "mixed":
        chosen = [name for name in chosen if fields()[name].kind in NUMERIC]
    closed = np.isin(source.ids(), not_profiled(workspace))
    read = source.columns([*chosen, "monetary_12m"])
    columns = {name: column.without(closed) for name, column in read.items()}
    chosen = [name for name in chosen if name in columns]
    result = find_clusters(
        columns,
        chosen,
        k=k or "auto",
        seed=seed,
        algorithm=algorithm,
        sales=columns.get("monetary_12m"),
        report=lambda part: progress.step(0.1 + 0.7 * part, N_("Looking for groups")),
        whole_curve=True,
    )
    progress.step(0.8, N_("Describing groups"))
    drawn = cluster_map(columns, result)
    frozen = result.parameters
    known = known_names(workspace.connection, frozen)
    return ClusterView(
        fields=tuple(rule.field for rule in frozen.scaling),
        groups=result.groups,
        curve=result.curve,
        best_k=len(result.groups) if algorithm == "density" else choose(result.curve),
        overall=medians(columns, result),
        points=tuple(
            (x, y, label)
            for (x, y), label in zip(drawn.points.tolist(), drawn.labels.tolist(), strict=True)
        ),
        explained=drawn.explained,
        members=len(result.positions),
        left_out=len(source.ids()) - len(result.positions),
        parameters=frozen,
        choices=tuple(each.field for each in frozen.categories),
        rules=group_rules(source, columns, result),
        known_as=known,
        moved=_moved(source, result, known),
        outside=int((result.labels < 0).sum()),
        prepared=tuple(
            Prepared(
                rule.field,
                rule.logarithm,
                int((~columns[rule.field].known[result.positions]).sum()),
            )
            for rule in frozen.scaling
        ),
        seconds=time.perf_counter() - started,
    )


def _moved(source: ColumnSource, result: ClusterResult, known: Sequence[str]) -> float | None:
    """Return the share of members whose group is not the one in force."""
    now = source.columns(["cluster"]).get("cluster") if any(known) else None
    if now is None:
        return None
    places = {name: at for at, name in enumerate(now.labels)}
    expected = np.array([*(places.get(name, -2) for name in known), -2])[result.labels]
    held = np.where(now.known, now.values, -1)[result.positions]
    return float((expected != held).mean())


def usual_fields(source: ColumnSource, algorithm: Algorithm) -> list[str]:
    """Return the fields to begin with; for ``mixed`` two choices people differ in as well."""
    numbers = default_fields(source)
    if algorithm != "mixed":
        return numbers
    offered = {field.id for field in offered_choices(source)}
    return [*numbers, *[name for name in _CHOICES if name in offered][:2]]


def offered_choices(source: ColumnSource) -> list[Field]:
    """Return the choices mixed groups can be built on: not about the person himself."""
    columns = source.columns(_CHOICES)
    size = max(len(source.ids()), 1)
    return [
        fields()[name]
        for name in _CHOICES
        if name in columns and columns[name].known.sum() >= size * 0.1
    ]


_CHOICES = ("main_channel", "kind", "first_source", "lifecycle", "size_class", "risk_level")


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
