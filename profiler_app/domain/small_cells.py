"""Small cells: figures about fewer than ``LEAST`` customers leave the program for nobody's eyes.

A figure about three customers is close to a figure about one. Where exactly one part of a whole
would be withheld, the smallest other part is withheld as well, or the rest would tell it (rule of
dominance and secondary suppression, as statistical offices publish tables).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from profiler_app.domain.insights import Chart, Mark
from profiler_app.domain.text import _

LEAST: Final = 5
FEWER: Final = f"< {LEAST}"


def small(counts: Sequence[int]) -> set[int]:
    """Return the places of the counts that are withheld; nobody is no secret."""
    few = {at for at, count in enumerate(counts) if 0 < count < LEAST}
    if len(few) == 1:
        others = [at for at, count in enumerate(counts) if count >= LEAST]
        few |= set(sorted(others, key=lambda at: counts[at])[:1])
    return few


def withheld_rows(
    rows: Sequence[Sequence[Any]], counted: int | None
) -> tuple[list[list[Any]], int]:
    """Return rows without the figures of small groups, and of how many groups they were.

    ``counted`` is the column that says how many customers a row is about (None: rows about nobody).
    """
    if counted is None:
        return [list(row) for row in rows], 0
    counts = [_number(row[counted]) for row in rows]
    few = small(counts)
    kept = [
        [_blank(cell, at == counted) if place in few else cell for at, cell in enumerate(row)]
        for place, row in enumerate(rows)
    ]
    return kept, len(few)


def _blank(cell: Any, counts: bool) -> Any:
    if counts:
        return FEWER
    return cell if isinstance(cell, str) and not any(map(str.isdigit, cell)) else None


def withheld_chart(chart: Chart) -> tuple[Chart, int]:
    """Return a chart without the parts of small groups, and how many parts they were."""
    few = small([mark.customers for mark in chart.marks])
    small_rows = small([_number(count) for _name, count in chart.rows])
    few |= {at for at, mark in enumerate(chart.marks) if chart.rows and mark.row in small_rows}
    if not few and not small_rows:
        return chart, 0
    marks = tuple(_hidden(mark) if at in few else mark for at, mark in enumerate(chart.marks))
    rows = tuple(
        (name, FEWER if at in small_rows else count) for at, (name, count) in enumerate(chart.rows)
    )
    return replace(chart, marks=marks, rows=rows), len(few | small_rows)


def _number(count: Any) -> int:
    digits = str(count).replace(",", "")
    return int(digits) if digits.isdigit() else 0


def _hidden(mark: Mark) -> Mark:
    return replace(mark, value=0.0, shown=FEWER, note="", customers=0, withheld=True)


def told(count: int) -> str:
    """Say that small groups were withheld; empty when none were."""
    if not count:
        return ""
    text = _("{n} groups of fewer than {k} customers are withheld (k = {k})")
    return text.format(n=count, k=LEAST)
