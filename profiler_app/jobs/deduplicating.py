"""Customers who may be the same: the whole base compared, strong keys told from the grey zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.domain.dates import from_day
from profiler_app.domain.fields import fields
from profiler_app.domain.matching import Evidence, MatchPair, MatchReport
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store.customers import read_customers
from profiler_app.store.workspace import Workspace

if TYPE_CHECKING:
    from profiler_app.analysis.matching.scanning import Scan
    from profiler_app.analysis.matching.traits import Trait

_COMPARING = N_("Comparing customers")


def match_customers(
    progress: Progress, workspace: Workspace, source: ColumnSource | None = None
) -> MatchReport:
    """Return who is the same and who may be (M15); nothing is written.

    ``match`` pairs share a strong key or much that nothing contradicts; different ID numbers or
    credit codes are a veto.
    """
    from profiler_app.analysis.matching.stated import EVEN, SURE, match
    from profiler_app.analysis.matching.telling import pairs_told, probability

    columns = source or ColumnSource(workspace)
    ids = columns.ids()
    traits = customer_traits(Part(progress, 0.0, 0.3), columns)
    part = Part(progress, 0.3, 0.95)
    found = match(traits, len(ids), step=lambda done: part.step(done, _COMPARING))
    progress.step(0.97, _COMPARING)
    told = tuple(_customers(pair, ids) for pair in pairs_told(found, traits))
    return MatchReport(
        rows=len(ids),
        compared=found.compared,
        threshold=probability(SURE - EVEN),
        pairs=told,
        clusters=tuple(tuple(ids[group].tolist()) for group in found.groups),
        names=_names(workspace, found, ids),
    )


def customer_traits(progress: Progress, source: ColumnSource) -> list[Trait]:
    """Return the fields customers are compared by, of everybody."""
    from profiler_app.analysis.matching.stated import ROLES

    kind, name = (source.read_once(each) for each in ("kind", "name"))
    found = []
    for at, field in enumerate(ROLES):
        progress.step(at / len(ROLES), N_("Reading customers"))
        if field in ("name", "company"):
            trait = _name(field, kind, name)
        else:
            trait = _trait(field, source.read_once(field))
        if trait is not None and trait.known:
            found.append(trait)
    return found


def _name(field: str, kind: Column | None, name: Column | None) -> Trait | None:
    """Return names of persons, or of companies."""
    if name is None:
        return None
    companies = np.zeros(len(name), np.bool_)
    if kind is not None and "company" in kind.labels:
        companies = kind.known & (kind.values == list(kind.labels).index("company"))
    return _trait(field, name, companies if field == "company" else ~companies)


def _trait(field: str, column: Column | None, of: BoolArray | None = None) -> Trait | None:
    from profiler_app.analysis.matching.stated import ROLES
    from profiler_app.analysis.matching.traits import trait_of_codes
    from profiler_app.analysis.quality.texts import plain

    if column is None:
        return None
    known = column.known if of is None else column.known & of
    if column.kind == "date":
        days, places = np.unique(column.values[known], return_inverse=True)
        labels = [from_day(day).strftime("%Y%m%d") for day in days.tolist()]
        codes = np.full(len(column), -1, np.int64)
        codes[known] = places
    else:
        labels, codes = _used(plain(column.labels), np.where(known, column.values, -1))
    return trait_of_codes(field, labels, codes, ROLES[field])


def _used(labels: Any, codes: NDArray[Any]) -> tuple[list[str], NDArray[Any]]:
    """Return only the labels somebody has."""
    used, places = np.unique(codes, return_inverse=True)
    if len(used) and used[0] < 0:
        used, places = used[1:], places - 1
    return [labels[code] for code in used.tolist()], places


def _customers(pair: MatchPair, ids: NDArray[Any]) -> MatchPair:
    """Return a pair of places as one of customers, its fields with their names for people."""
    evidence = tuple(_labelled(each) for each in pair.evidence)
    return MatchPair(
        int(ids[pair.a]), int(ids[pair.b]), pair.probability, pair.bits, pair.decision, evidence
    )


def _labelled(each: Evidence) -> Evidence:
    if not each.field:
        return each
    field = "name" if each.field == "company" else each.field
    verdict = each.verdict
    if verdict == "same" and not each.bits:
        verdict = "shared"
    return Evidence(field, fields()[field].label, verdict, each.bits)


def _names(workspace: Workspace, found: Scan, ids: NDArray[Any]) -> dict[int, tuple[str, str]]:
    who = np.union1d(found.first, found.second)
    who = np.union1d(who, np.array([each for group in found.groups for each in group], np.int64))
    rows = read_customers(workspace.connection, ids[who].tolist(), ("number", "name"))
    return {each: (str(cells[0]), str(cells[1] or "")) for each, cells in rows.items()}
