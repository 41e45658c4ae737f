"""The second tab of the insights: any field, what goes with it, needs and complaints."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.differences import Difference, difference
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.insights import Chart, FilterPart, Insights, Mark, both
from profiler_app.domain.rules.showing import show, yes_or_no
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.text import _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.histograms import edges_of
from profiler_app.jobs.insights.crowd import Bought, Crowd, crowd_of
from profiler_app.jobs.insights.groups import grouped
from profiler_app.jobs.insights.voices import voices
from profiler_app.jobs.insights.words import percent
from profiler_app.store.workspace import Workspace

NUMBERS = ("int", "num", "ratio", "money")
CODED = ("enum", "code", "text")
_MOST_SAMPLED = 20_000
_MOST_DRIVERS = 9
_SAME = 0.9
_LEAST = 0.05
_MOST_LABELS = 60
_TOP = 0.8
_YEAR = 365

_NO_USE = ("kind", "line", "churn_prob_cut_red", "dup_candidates", "under_14")


def chosen_fields() -> list[Field]:
    """Return the fields whose distribution one may look at."""
    kinds = (*NUMBERS, "enum", "code", "bool", "list")
    return [
        field
        for field in fields().values()
        if field.place != "rows" and field.sensitivity in ("S0", "S1")
        and field.id not in _NO_USE
        and (field.kind in kinds or field.id in ("fav_category", "industry_section"))
    ]  # fmt: skip


def explore(
    workspace: Workspace,
    source: ColumnSource,
    *,
    parts: Sequence[FilterPart] = (),
    days: int = _YEAR,
    field: str,
) -> Insights:
    """Return the distribution of a field, what goes with it, and what customers say.

    Raises RuleProblem for a filter that is not one, and NotComputed without a refresh.
    """
    started = time.perf_counter()
    where = both(*(part.rule for part in parts))
    crowd = crowd_of(workspace, source, where)
    own = both(*(part.rule for part in parts if part.chart != field))
    wider = crowd if own == where else crowd_of(workspace, source, own)
    charts = (
        distribution(wider, field, wider.bought(), days),
        drivers(crowd, field),
        distribution(crowd, "needs", crowd.bought(), days),
        *voices(workspace, crowd),
    )
    return Insights(
        as_of=crowd.as_of.isoformat(),
        where=where,
        days=days,
        customers=crowd.size,
        total=len(crowd.mask),
        withheld=crowd.withheld,
        headlines=(),
        charts=charts,
        seconds=time.perf_counter() - started,
    )


def field_chart(crowd: Crowd, kind: str, field: str, days: int) -> Chart:
    """Return one chart about a field: its distribution ("field") or what goes with it."""
    if kind == "drivers":
        return drivers(crowd, field)
    return distribution(crowd, field, crowd.bought(), days)


# -- one field


def distribution(crowd: Crowd, name: str, bought: Bought, days: int) -> Chart:
    """Return how a field is spread: values by their customers, numbers as a histogram."""
    field, column = fields()[name], crowd.column(name)
    if column is None or not column.known.any():
        empty = _("No customer has “{field}” yet.").format(field=field.label)
        return Chart(name, "bars", field.label, empty=empty)
    if field.kind in NUMBERS:
        return _spread(crowd, field, column)
    if field.kind in ("bool", "list"):
        return _parts(field, column)
    return grouped(crowd, name, bought, days)


def _parts(field: Field, column: Column) -> Chart:
    known = int(column.known.sum())
    values = column.values[column.known]
    if field.kind == "bool":
        rows = [
            (yes_or_no(yes), int((values == yes).sum()), f"{field.id} == {str(yes).lower()}")
            for yes in (True, False)
        ]
    else:
        masks = values.astype(np.int64)
        rows = [
            (show(field, [label]), int((masks >> at & 1).sum()),
             f"any_of({field.id}, [{quoted(str(label))}])")
            for at, label in enumerate(column.labels)
        ]  # fmt: skip
        rows = sorted((row for row in rows if row[1]), key=lambda row: -row[1])[:10]
    marks = tuple(
        Mark(label, float(n), f"{n:,}", n, rule, note=percent(n / known)) for label, n, rule in rows
    )
    return Chart(field.id, "bars", field.label, _("customers, share"), marks, n=known)


def _spread(crowd: Crowd, field: Field, column: Column) -> Chart:
    values = column.values[column.known].astype(np.float64)
    edges = edges_of(values, whole=column.kind in ("int", "money"))
    counts = np.histogram(np.clip(values, edges[0], edges[-1]), edges)[0]
    scale = 100 if field.kind == "money" else 1
    marks, names, last = [], [], len(counts) - 1
    if column.kind in ("int", "money"):
        edges = np.ceil(edges)  # bars of whole numbers begin at one
        counts = _whole_counts(values, edges)
    for at, n in enumerate(counts.tolist()):
        low, high = float(edges[at]) / scale, float(edges[at + 1]) / scale
        sides = [
            f"{field.id} >= {low:.12g}" if at else "",
            f"{field.id} < {high:.12g}" if at < last else "",
        ]
        shown = _shown(crowd, field, float(edges[at]))
        names.append(shown)
        end = _shown(crowd, field, float(edges[at + 1]))
        label = _("{low} to below {high}").format(low=shown, high=end)
        rule = both(*sides) or f"not isnull({field.id})"
        marks.append(Mark(label, float(n), f"{n:,}", int(n), rule, column=at, ink="0"))
    n = int(column.known.sum())
    middle = _shown(crowd, field, float(np.median(values)))
    note = _("median {value}").format(value=middle)
    return Chart(field.id, "spread", field.label, note, tuple(marks), columns=tuple(names), n=n)


def _whole_counts(values: NDArray[Any], edges: NDArray[Any]) -> NDArray[np.int64]:
    places = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)
    return np.bincount(places, minlength=len(edges) - 1)


def _shown(crowd: Crowd, field: Field, value: float) -> str:
    whole = field.kind in ("int", "money")
    plain: Any = round(value) if whole else round(value, 3)
    if field.kind == "money":
        plain = round(plain, -2)
    return show(field, plain, currency=crowd.currency)


# -- what goes with it


def drivers(crowd: Crowd, name: str) -> Chart:
    """Return the fields in which those with a high (or the commonest) value differ most.

    A field that tells the groups almost perfectly apart says the same in other words and is left
    out. At most 20,000 customers are compared.
    """
    field, target = fields()[name], crowd.column(name)
    title = _("Key drivers of “{field}”").format(field=field.label)
    members, said = (None, "") if target is None else _members(crowd, field, target)
    if target is None or members is None:
        empty = _("Too few customers have a value to compare.")
        return Chart("drivers", "bars", title, empty=empty)
    places = np.flatnonzero(target.known)
    step = -(-len(places) // _MOST_SAMPLED)
    places = places[::step]
    inside = members[places]
    found = []
    for other in _compared(name):
        column = crowd.source.columns([other.id]).get(other.id)
        if column is None or len(column.labels) > _MOST_LABELS:
            continue
        apart = difference(column.take(places), inside)
        if apart is not None and _LEAST <= apart.distance < _SAME:
            found.append((apart.distance, other, apart))
    found.sort(key=lambda each: -each[0])
    marks = tuple(
        Mark(other.label, distance, percent(distance, 0), 0, note=_told(crowd, other, apart),
             ink="0")
        for distance, other, apart in found[:_MOST_DRIVERS]
    )  # fmt: skip
    empty = _("No field sets them apart.")
    return Chart("drivers", "bars", title, said, marks, n=len(places), empty=empty)


def _members(crowd: Crowd, field: Field, target: Column) -> tuple[NDArray[np.bool_] | None, str]:
    """Return the group that is compared with all others, and what to call it."""
    known = target.values[target.known]
    if not len(known):
        return None, ""
    if field.kind in NUMBERS:
        least = float(np.quantile(known.astype(np.float64), _TOP))
        inside = target.known & (target.values >= least)
        if inside.sum() == target.known.sum():
            inside = target.known & (target.values > least)
        return inside, _("top fifth, from {value}").format(value=_shown(crowd, field, least))
    if field.kind == "bool":
        return target.known & target.values.astype(bool), yes_or_no(True)
    if field.kind == "list":
        masks = known.astype(np.int64)
        counts = [int((masks >> at & 1).sum()) for at in range(len(target.labels))]
        bit = int(np.argmax(counts))
        holders = (target.values.astype(np.int64) >> bit & 1).astype(bool)
        return target.known & holders, show(field, [target.labels[bit]])
    code = int(np.argmax(np.bincount(known, minlength=len(target.labels))))
    return target.known & (target.values == code), show(field, str(target.labels[code]))


def _compared(name: str) -> list[Field]:
    usable = (*NUMBERS, "enum", "bool", "list", "code", "text")
    return [
        field
        for field in fields().values()
        if field.id != name and field.place != "rows" and field.kind in usable
        and field.sensitivity in ("S0", "S1")
        and field.id not in ("number", "name", "short_name", "kind", "line", "owner_rm")
    ]  # fmt: skip


def _told(crowd: Crowd, field: Field, apart: Difference) -> str:
    if field.kind in NUMBERS:
        one, other = (_shown(crowd, field, side) for side in (apart.inside, apart.outside))
        return _("{one} against {other}").format(one=one, other=other)
    if field.kind == "bool":
        name = yes_or_no(True)
    else:
        name = show(field, [apart.value] if field.kind == "list" else apart.value)
    text = _("{value}: {one} against {other}")
    return text.format(value=name, one=percent(apart.inside, 0), other=percent(apart.outside, 0))
