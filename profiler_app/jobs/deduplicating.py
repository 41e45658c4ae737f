"""Customers who may be the same: the whole base compared, strong keys told from the grey zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
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
from profiler_app.store.merging import never_pairs
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
    credit codes are a veto, and so is somebody having said that they are different.
    """
    from profiler_app.analysis.matching.stated import EVEN, SURE, match
    from profiler_app.analysis.matching.telling import pairs_told, probability

    columns = source or ColumnSource(workspace)
    ids = columns.ids()
    traits = customer_traits(Part(progress, 0.0, 0.3), columns)
    part = Part(progress, 0.3, 0.95)
    never = _places(never_pairs(workspace.connection), ids)
    found = match(traits, len(ids), step=lambda done: part.step(done, _COMPARING), never=never)
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


def _places(pairs: Iterable[tuple[int, int]], ids: NDArray[Any]) -> NDArray[Any]:
    """Return pairs of customers (the smaller id first) as pairs of places, packed, in order."""
    told = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    places = np.minimum(np.searchsorted(ids, told), max(len(ids) - 1, 0))
    there = (ids[places] == told).all(axis=1) if len(told) else np.empty(0, np.bool_)
    return np.sort(places[there, 0] * max(len(ids), 1) + places[there, 1])


def customer_traits(
    progress: Progress, source: ColumnSource, more: Sequence[Mapping[str, Any]] = ()
) -> list[Trait]:
    """Return the fields customers are compared by, of everybody, then of ``more`` (by field)."""
    from profiler_app.analysis.matching.stated import ROLES

    kind, name = (source.read_once(each) for each in ("kind", "name"))
    size, found = len(source.ids()), []
    for at, field in enumerate(ROLES):
        progress.step(at / len(ROLES), N_("Reading customers"))
        is_name = field in ("name", "company")
        column = name if is_name else source.read_once(field)
        part = Part(progress, (at + 0.5) / len(ROLES), (at + 1) / len(ROLES))
        whose = _of_kind(field, kind, size) if is_name else None
        trait = _trait(field, column, size, whose, [_told(field, row) for row in more], part)
        if trait.known:
            found.append(trait)
    return found


def _of_kind(field: str, kind: Column | None, size: int) -> BoolArray:
    """Mark persons, or companies."""
    companies = np.zeros(size, np.bool_)
    if kind is not None and "company" in kind.labels:
        companies = kind.known & (kind.values == list(kind.labels).index("company"))
    return companies if field == "company" else ~companies


def _told(field: str, row: Mapping[str, Any]) -> str:
    """Return what a row says of a field; the name of a company is compared as such."""
    if field in ("name", "company"):
        is_company = row.get("kind") == "company"
        return str(row.get("name") or "") if is_company == (field == "company") else ""
    value = str(row.get(field) or "")
    return value.replace("-", "") if field == "birth_date" else value


def _trait(
    field: str,
    column: Column | None,
    size: int,
    of: BoolArray | None,
    more: Sequence[str],
    progress: Progress,
) -> Trait:
    from profiler_app.analysis.matching.stated import ROLES
    from profiler_app.analysis.matching.traits import trait_of_codes
    from profiler_app.analysis.quality.texts import plain

    labels: list[str] = []
    step = partial(progress.step, doing=N_("Reading customers"))
    step(0.0)
    codes = np.full(size, -1, np.int64)
    if column is not None:
        known = column.known if of is None else column.known & of
        if column.kind == "date":
            days, places = np.unique(column.values[known], return_inverse=True)
            labels = [from_day(day).strftime("%Y%m%d") for day in days.tolist()]
            codes[known] = places
        else:
            labels, codes = _used(plain(column.labels), np.where(known, column.values, -1))
    if more:
        later = np.arange(len(labels), len(labels) + len(more))
        labels, codes = [*labels, *more], np.append(codes, later)
    step(0.5)
    halfway = Part(progress, 0.5, 1.0)
    return trait_of_codes(
        field, labels, codes, ROLES[field], partial(halfway.step, doing=N_("Reading customers"))
    )


def _used(labels: Any, codes: NDArray[Any]) -> tuple[list[str], NDArray[Any]]:
    """Return only the labels somebody has."""
    marks = np.zeros(len(labels) + 1, np.bool_)  # the last one: nothing
    marks[codes] = True
    used = np.flatnonzero(marks[:-1])
    places = np.full(len(labels) + 1, -1, np.int64)
    places[used] = np.arange(len(used))
    return [labels[code] for code in used.tolist()], places[codes]


def _customers(pair: MatchPair, ids: NDArray[Any]) -> MatchPair:
    """Return a pair of places as one of customers, its fields with their names for people."""
    evidence = tuple(labelled(each) for each in pair.evidence)
    return MatchPair(
        int(ids[pair.a]), int(ids[pair.b]), pair.probability, pair.bits, pair.decision, evidence
    )


def labelled(each: Evidence) -> Evidence:
    """Return the evidence of a field with its name for people."""
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
