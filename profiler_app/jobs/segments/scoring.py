"""RFM scores of everybody by any scheme, as a report that changes nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from itertools import compress
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from profiler_app.analysis.rfm import YEAR, RfmRun, rfm_m1, rfm_quantile
from profiler_app.domain.errors import RfmProblem
from profiler_app.domain.models import RFM_GROUPS
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.segmentation import RfmEdges
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import N_, _
from profiler_app.jobs.facts import facts_by_block
from profiler_app.jobs.unprofiled import not_profiled
from profiler_app.store.customers import customer_ids, file_keys
from profiler_app.store.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from profiler_app.analysis.facts import Facts
    from profiler_app.analysis.rfm_schemes import WeightedScores

Scheme = Literal["m1", "quantile", "fixed", "weighted"]
Names = Literal[8, 11]
Three = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class RfmRow:
    """One buyer: the key his file used, raw values (money in minor units), scores, group."""

    customer: str
    recency_days: int
    frequency: int
    monetary: int
    recency_score: int
    frequency_score: int
    monetary_score: int
    segment: str


@dataclass(frozen=True, slots=True)
class RfmReport:
    """The scores of all buyers and the edges between scores (money in minor units).

    ``ties`` says where a value on an edge belongs: to the range ``below`` or ``above`` it.
    ``merged`` counts edges that fell together because many values are equal. With the scheme
    ``weighted``, ``points[i]`` and ``tiers[i]`` (1 is the best) are those of ``rows[i]``.
    """

    rows: tuple[RfmRow, ...]
    edges: dict[str, tuple[float, ...]]
    parameters: dict[str, Any]
    ties: Literal["below", "above"] = "below"
    merged: dict[str, int] | None = None
    weights: Three | None = None
    bounds: tuple[float, ...] = ()
    points: tuple[float, ...] = ()
    tiers: tuple[int, ...] = ()


def rfm(
    progress: Progress,
    workspace: Workspace,
    *,
    as_of: date,
    scheme: Scheme = "m1",
    window: int | None = None,
    bins: int = 5,
    gross: bool = False,
    names: Names | None = None,
    edges: RfmEdges | None = None,
    weights: Three = (1.0, 1.0, 1.0),
    bounds: tuple[float, ...] = (),
) -> RfmReport:
    """Score all buyers as of a business day; rows of who may not be profiled are left out.

    ``window`` in days; None is the whole history. ``gross`` leaves returns out of the money.
    ``names`` gives the eight groups or the eleven bands (default: those of the scheme). ``edges``
    are needed by ``fixed`` and taken by ``weighted``, whose points are cut at ``bounds``.
    Raises TooLittleData when nobody bought anything, RfmProblem for edges or weights that are no
    good.
    """
    facts = facts_by_block(workspace.connection, Part(progress, 0.0, 0.8), ("order_line",))
    run = _run(facts, scheme, edges, as_of=as_of, window=window, gross=gross, bins=bins)
    progress.step(0.8, N_("Scoring customers"))
    points = _points(run, weights, bounds) if scheme == "weighted" else None
    ids = customer_ids(workspace.connection)[run.purchases.positions].tolist()
    kept = ~np.isin(ids, not_profiled(workspace))
    keys = file_keys(workspace.connection)
    labels = _tier_names(points) if points else _groups(run, names or _usual(scheme))
    frozen = run.parameters
    found = {
        "recency": frozen.recency_edges,
        "frequency": frozen.frequency_edges,
        "monetary": frozen.monetary_edges,
    }
    return RfmReport(
        tuple(
            RfmRow(keys[number], *values)
            for number, *values in compress(zip(ids, *_values(run), labels, strict=True), kept)
        ),
        found,
        asdict(frozen),
        "above" if scheme == "quantile" else "below",
        {name: frozen.bins - 1 - len(set(each)) for name, each in found.items()},
        weights if points else None,
        points.bounds if points else (),
        tuple(points.points[kept].tolist()) if points else (),
        tuple((points.tiers[kept] + 1).tolist()) if points else (),
    )


def usual_window(scheme: Scheme) -> int | None:
    """Return the days a scheme looks back when nothing else is asked."""
    return None if scheme == "quantile" else YEAR


def _usual(scheme: Scheme) -> Names:
    return 11 if scheme == "quantile" else 8


def _run(facts: Iterable[Facts], scheme: Scheme, edges: RfmEdges | None, **how: Any) -> RfmRun:
    if scheme == "quantile":
        return rfm_quantile(facts, **how)
    if edges is None and scheme == "fixed":
        raise RfmProblem(
            reason=_(
                "the scheme fixed needs edges: --recency-edges, --frequency-edges and --money-edges"
            )
        )
    if edges is None:
        return rfm_m1(facts, **how)
    from profiler_app.analysis.rfm_schemes import rfm_fixed

    try:
        del how["bins"]
        return rfm_fixed(facts, edges=edges, **how)
    except ValueError as error:
        reason = _("the edges of R, F and M must rise, and be as many for each of the three")
        raise RfmProblem(reason=reason) from error


def _points(run: RfmRun, weights: Three, bounds: tuple[float, ...]) -> WeightedScores:
    from profiler_app.analysis.rfm_schemes import weighted

    try:
        return weighted(run, weights, bounds)
    except ValueError as error:
        reason = _("weights must not be negative nor all 0, and the points of tiers must fall")
        raise RfmProblem(reason=reason) from error


def _tier_names(points: WeightedScores) -> list[str]:
    return [_("Tier {n}").format(n=tier + 1) for tier in points.tiers.tolist()]


def _values(run: RfmRun) -> list[list[int]]:
    bought = run.purchases
    columns = (bought.recency, bought.frequency, bought.monetary)
    return [each.tolist() for each in (*columns, run.recency, run.frequency, run.monetary)]


def _groups(run: RfmRun, names: Names) -> list[str]:
    if names == 11:
        return [str(name) for name in np.asarray(run.bands)]
    labels = [known_tags()[f"rfm_{group}"].label for group in RFM_GROUPS]
    return [labels[group] for group in run.groups]
