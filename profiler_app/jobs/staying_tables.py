"""How long the rows of a table stay: from a column of time and one that says who is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.domain.predicting import LEAST_AUC, MOST_CALIBRATION_ERROR, Told
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.staying import Note, StayNote, StayReport
from profiler_app.domain.text import N_
from profiler_app.jobs.plain_tables import header_named
from profiler_app.jobs.predicting import Wanted, table_question
from profiler_app.jobs.predicting_question import Question, told
from profiler_app.jobs.staying import Spells, report_of, too_few, trial_of, with_refusals

_GROWS = 0.8
_NUMERIC = ("num", "int", "money", "ratio")


@dataclass(frozen=True, slots=True)
class Lasting:
    """What is asked of a table: the columns of time, of the end, and of what each brings."""

    time: str
    ended: str
    horizon: float
    yes: str | None = None
    brings: str | None = None
    folds: int = 5
    seed: int = 42
    each: bool = False


def stay_table(progress: Progress, path: Path, wanted: Lasting) -> StayReport:
    """Foretell how long rows stay. Nothing is saved.

    The chance of single rows is tried on parts the model did not see, for there is no day to split
    by. Raises UnreadableFile, NothingToImport or ColumnNotFound.
    """
    from profiler_app.analysis.prediction.targets import read_target
    from profiler_app.analysis.survival.choosing import choose
    from profiler_app.analysis.survival.trial import try_on_others

    asked = table_question(
        Part(progress, 0.0, 0.2), path, Wanted(wanted.ended, wanted.yes, seed=wanted.seed)
    )
    name = header_named(asked.columns, wanted.time)
    brings = header_named(asked.columns, wanted.brings) if wanted.brings else ""
    lasted, target = asked.columns[name], read_target(asked.column, wanted.yes)
    empty = _spells(asked, np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.bool_), name)
    if lasted.kind not in _NUMERIC:
        note = StayNote("not_a_number", {"field": name})
        return with_refusals(empty, wanted.horizon, [note])
    if isinstance(target, int):
        refused = Told("not_yes_no", {"field": wanted.ended, "n": target})
        return with_refusals(empty, wanted.horizon, [refused])
    known = target.known & lasted.known & (lasted.values >= 0)
    rows = np.flatnonzero(known)
    time, ended = lasted.values[rows].astype(np.float64), target.truth[rows]
    spells = _screened(asked, rows, time, ended, name, brings)
    few = too_few(len(time), int(ended.sum()))
    if few:
        return with_refusals(spells, wanted.horizon, few)
    progress.step(0.3, N_("Trying models"))
    tried = None
    if spells.fields:
        tried = try_on_others(
            spells.columns, spells.fields, time, ended,
            horizon=wanted.horizon, folds=wanted.folds, seed=wanted.seed,
        )  # fmt: skip
    progress.step(0.7, N_("Fitting the model"))
    found = choose(
        spells.columns, spells.fields, time, ended, tried,
        least_auc=LEAST_AUC, most_error=MOST_CALIBRATION_ERROR, seed=wanted.seed,
    )  # fmt: skip
    return report_of(
        spells, found, wanted.horizon, trial_of(found, tried, wanted.horizon), each=wanted.each
    )


def _screened(
    asked: Question,
    rows: NDArray[np.int64],
    time: NDArray[np.float64],
    ended: NDArray[np.bool_],
    name: str,
    brings: str,
) -> Spells:
    """Return the rows with the fields one may learn from: leaks and what grows with time go."""
    from profiler_app.analysis.prediction.screening import screen

    columns = {each: column.take(rows) for each, column in asked.columns.items() if each != name}
    kept, findings = screen(
        columns, ended, target=asked.target, time=asked.time, locked=asked.locked
    )
    notes: list[Note] = [told(asked, each, asked.yes or "") for each in findings]
    fields = []
    for each in kept:
        related = _related(columns[each], time)
        if abs(related) < _GROWS:
            fields.append(each)
        else:
            notes.append(StayNote("grows", {"field": each, "related": related}))
    lost = len(asked.column) - len(rows)
    warnings = (StayNote("undated", {"n": lost}),) if lost else ()
    return _spells(
        asked, rows, time, ended, name, columns, tuple(fields), brings, tuple(notes), warnings
    )


def _spells(
    asked: Question,
    rows: NDArray[np.int64],
    time: NDArray[np.float64],
    ended: NDArray[np.bool_],
    name: str,
    columns: Mapping[str, Column] | None = None,
    fields: tuple[str, ...] = (),
    brings: str = "",
    dropped: tuple[Note, ...] = (),
    warnings: tuple[StayNote, ...] = (),
) -> Spells:
    monthly = None
    if columns and brings:
        paid = columns[brings]
        monthly = np.where(paid.known, paid.values.astype(np.float64), np.nan)
    return Spells(
        "table", "", name, time, ended, columns or {}, fields,
        keys=lambda at: asked.names[int(rows[at])],
        monthly=monthly, named=asked.label, shown=asked.shown, dropped=dropped, warnings=warnings,
    )  # fmt: skip


def _related(column: Column, time: NDArray[np.float64]) -> float:
    """Return Spearman's correlation of a number with the time; 0 of what is no number."""
    if column.kind not in _NUMERIC or column.known.sum() < 2:
        return 0.0
    first, second = (_ranks(each[column.known]) for each in (column.values, time))
    if not first.std() or not second.std():
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def _ranks(values: NDArray[Any]) -> NDArray[np.float64]:
    _levels, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    return np.asarray((ends - (count - 1) / 2)[place], np.float64)
