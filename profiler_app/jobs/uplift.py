"""The effect of a treatment from a table of outcomes that is not imported."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.campaigns import GroupEffect, UpliftReport
from profiler_app.domain.errors import TableProblem, TooLittleData
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_, _
from profiler_app.ingest.table_words import LEFT_ALONE, NO, YES
from profiler_app.jobs.plain_tables import PlainTable, read_plain

_MOST_GROUPS = 12
_LEAST = 2


def uplift_of_file(
    progress: Progress,
    path: Path,
    *,
    treatment: str,
    outcome: str,
    control: str | None = None,
    by: str | None = None,
) -> UpliftReport:
    """Compare the outcomes of the treated with those of the control group, as columns say.

    ``control`` is the value of the treatment column that means "left alone"; it is found where it
    says so itself. Several treatments are also compared one by one, and the values of ``by`` (of a
    number: quarters), each adjusted for there being several. Raises ColumnNotFound,
    TableProblem or TooLittleData.
    """
    table = read_plain(Part(progress, 0.0, 0.7), path)
    given = np.array(table.column(treatment))
    said = _numbers(table, outcome)
    kept = ~np.isnan(said) & (given != "")
    word = _control_value(table, treatment, given[kept], control)
    treated = given != word
    progress.step(0.8, N_("Comparing"))
    from profiler_app.analysis.campaigns.effect import differ, effect_of

    for group, inside in ((_("treated"), treated & kept), (_("control group"), ~treated & kept)):
        if int(inside.sum()) < _LEAST:
            what = _("The comparison ({group})").format(group=group)
            raise TooLittleData(what=what, needed=_LEAST, found=int(inside.sum()))
    arms = sorted({*given[kept & treated].tolist()})
    groups = _groups(table, by, kept) if by is not None else []
    in_groups = _compare(said, treated, [(name, inside & kept) for name, inside in groups])
    return UpliftReport(
        effect=effect_of(said[kept], treated[kept]),
        control=word,
        missing=int((~kept).sum()),
        arms=_compare(said, treated, [(arm, kept & (~treated | (given == arm))) for arm in arms])
        if len(arms) > 1
        else (),
        groups=in_groups,
        groups_differ=differ([each.effect for each in in_groups]) if by is not None else None,
    )


def _compare(
    said: NDArray[np.float64],
    treated: NDArray[np.bool_],
    groups: list[tuple[str, NDArray[np.bool_]]],
) -> tuple[GroupEffect, ...]:
    """Compare within each group that has enough in both arms."""
    from profiler_app.analysis.campaigns.effect import adjusted, effect_of

    rate = bool(np.isin(said[~np.isnan(said)], (0.0, 1.0)).all())
    least = 1 if rate else _LEAST
    effects = [
        (name, effect_of(said[inside], treated[inside]))
        for name, inside in groups
        if min(int((inside & treated).sum()), int((inside & ~treated).sum())) >= least
    ]
    levels = adjusted([effect.p for _name, effect in effects])
    return tuple(
        GroupEffect(name, effect, level)
        for (name, effect), level in zip(effects, levels, strict=True)
    )


def _numbers(table: PlainTable, name: str) -> NDArray[np.float64]:
    """Return a column as numbers, yes and no as 1 and 0, NaN where it is empty."""
    values = [_number(cell) for cell in table.column(name)]
    odd = next((i for i, value in enumerate(values) if value is None), None)
    if odd is not None:
        cell = table.column(name)[odd]
        reason = _("“{cell}” in the column {column} is neither a number nor yes or no.")
        raise TableProblem(file=table.name, reason=reason.format(cell=cell, column=name))
    return np.array(values, np.float64)


def _number(cell: str) -> float | None:
    word = cell.casefold()
    if word in YES or word in NO:
        return float(word in YES)
    try:
        number = float(cell.replace(",", "")) if cell else float("nan")
    except ValueError:
        return None
    return number if not cell or np.isfinite(number) else None


def _control_value(table: PlainTable, column: str, given: NDArray[Any], asked: str | None) -> str:
    values = sorted({*given.tolist()})
    found = (
        [value for value in values if value.casefold() in LEFT_ALONE] if asked is None else [asked]
    )
    if len(values) > 1 and len(found) == 1 and found[0] in values and len(values) <= _MOST_GROUPS:
        return found[0]
    if len(values) > _MOST_GROUPS:
        reason = _("the column {column} has {n} values, too many for a treatment.")
        raise TableProblem(file=table.name, reason=reason.format(column=column, n=len(values)))
    reason = _(
        "which value of the column {column} means “left alone”? Say it with --control; there are: "
        "{values}."
    )
    told = ", ".join(values) or "—"
    raise TableProblem(file=table.name, reason=reason.format(column=column, values=told))


def _groups(
    table: PlainTable, by: str, kept: NDArray[np.bool_]
) -> list[tuple[str, NDArray[np.bool_]]]:
    cells = np.array(table.column(by))
    values = sorted({*cells[kept].tolist()})
    if len(values) <= _MOST_GROUPS:
        return [(value or _("(empty)"), cells == value) for value in values]
    numbers = [_number(cell) for cell in cells.tolist()]
    if None in numbers:
        reason = _("the column {column} has {n} different values, too many for groups.")
        raise TableProblem(file=table.name, reason=reason.format(column=by, n=len(values)))
    known = np.array(numbers, np.float64)
    edges = np.unique(np.nanquantile(known[kept], (0, 0.25, 0.5, 0.75, 1)))
    place = np.clip(np.searchsorted(edges, known, side="right") - 1, 0, max(len(edges) - 2, 0))
    place[np.isnan(known)] = -1
    return [
        (f"{low:g} – {high:g}", place == nth)
        for nth, (low, high) in enumerate(pairwise(edges.tolist()))
    ]
