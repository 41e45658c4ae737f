"""Customers by one of their fields: stages of life, regions, channels, categories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.domain.fields import fields, options
from profiler_app.domain.insights import Chart, Mark
from profiler_app.domain.rules.showing import show
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.small_cells import LEAST
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.insights.crowd import Bought, Crowd, codes_counted
from profiler_app.jobs.insights.words import change, percent

MOST_BARS = 7
_STAGE_INKS = {
    "acquire": "4",
    "growth": "4",
    "mature": "0",
    "decline": "1",
    "winback": "2",
}


def life_stages(crowd: Crowd, moved: dict[str, tuple[str, str]] | None = None) -> Chart:
    """Return how many stand on each stage of life.

    ``moved`` says by stage what became of those who stood there 90 days ago: a text and its tone.
    """
    title = _("Life stages")
    column = crowd.column("lifecycle")
    if column is None or not column.known.any():
        empty = _("Nobody has a stage of life yet: it follows from purchases or accounts.")
        return Chart("lifecycle", "bars", title, empty=empty)
    counts = dict(zip(column.labels, codes_counted(column).tolist(), strict=True))
    total = int(column.known.sum())
    marks = []
    for option in options("lifecycle"):
        n = counts.get(option.id, 0)
        share = "" if moved else percent(n / total)
        note, colour = (moved or {}).get(option.id, (share, "text.secondary"))
        marks.append(
            Mark(
                option.label, float(n), f"{n:,}", n, f"lifecycle == '{option.id}'", "lifecycle",
                option.id, note, colour, _STAGE_INKS.get(option.id, "muted"),
            )
        )  # fmt: skip
    note = _("customers, 90-day moves") if moved else _("customers, share")
    return Chart("lifecycle", "bars", title, note, tuple(marks), n=total)


def regions(crowd: Crowd, bought: Bought, days: int) -> Chart:
    """Return the provinces with the most customers."""
    chart = grouped(crowd, "province", bought, days)
    if chart.marks:
        return chart
    empty = _("No customer has a province yet. Addresses and identity numbers tell it on import.")
    return Chart("province", "bars", chart.title, empty=empty)


def grouped(crowd: Crowd, name: str, bought: Bought, days: int) -> Chart:
    """Return the values of a field by their customers, the rest in one bar.

    Beside each stands how the number of its buyers changed against the period before.
    """
    field = fields()[name]
    column = crowd.column(name)
    if column is None or not column.known.any():
        empty = _("No customer has “{field}” yet.").format(field=field.label)
        return Chart(name, "bars", field.label, empty=empty)
    counts = codes_counted(column)
    order = np.argsort(-counts, kind="stable")
    order = order[counts[order] > 0]
    shown = order if len(order) <= MOST_BARS else order[: MOST_BARS - 1]
    moved = _moved(crowd, column, bought, days)
    marks = [
        _bar(name, str(column.labels[code]), int(counts[code]), moved[code])
        for code in shown.tolist()
    ]
    rest = order[len(shown):]  # fmt: skip
    if len(rest):
        marks.append(_others(name, column, rest, counts, moved))
    note = _("customers, change of buyers") if len(bought.place) else _("customers, share")
    if not len(bought.place):
        total = int(column.known.sum())
        marks = [_with_share(mark, total) for mark in marks]
    return Chart(name, "bars", field.label, note, tuple(marks), n=int(column.known.sum()))


def _bar(name: str, value: str, n: int, moved: tuple[int, int]) -> Mark:
    note, colour = _changed(*moved)
    label = show(fields()[name], value)
    rule = f"{name} in [{quoted(value)}]"
    return Mark(label, float(n), f"{n:,}", n, rule, name, value, note, colour)


def _changed(now: int, before: int) -> tuple[str, str]:
    """Return how the buyers changed; from a handful of them a change says nothing."""
    return change(now, before if before >= LEAST else 0)


def _others(
    name: str,
    column: Column,
    rest: NDArray[np.int64],
    counts: NDArray[np.int64],
    moved: Sequence[tuple[int, int]],
) -> Mark:
    codes = rest.tolist()
    n = int(counts[rest].sum())
    label = ngettext("{n} other", "{n} others", len(codes)).format(n=len(codes))
    values = ", ".join(quoted(str(column.labels[code])) for code in codes)
    now, before = (sum(moved[code][side] for code in codes) for side in (0, 1))
    note, colour = _changed(now, before)
    return Mark(label, float(n), f"{n:,}", n, f"{name} in [{values}]", note=note, tone=colour)


def _with_share(mark: Mark, total: int) -> Mark:
    return replace(mark, note=percent(mark.customers / total), tone="text.secondary")


def _moved(crowd: Crowd, column: Column, bought: Bought, days: int) -> list[tuple[int, int]]:
    """Return by code how many bought in the period, and in the one before."""
    found = []
    for back in (0, days):
        mine = bought.between(crowd.today - back - days, crowd.today - back).purchases()
        who = np.unique(mine.place)
        who = who[column.known[who]]
        found.append(np.bincount(column.values[who], minlength=len(column.labels)).tolist())
    return list(zip(*found, strict=True))
