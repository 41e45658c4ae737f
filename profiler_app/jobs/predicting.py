"""Foretelling a yes or no, of a table in a file or of the customers of a workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.sensitive import is_sensitive
from profiler_app.domain.errors import ColumnNotFound
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.predicting import PredictionReport, Told
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.rules.showing import number, show, show_date
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.plain_tables import header_named
from profiler_app.jobs.predicting_models import Worded, learn_to_foretell
from profiler_app.jobs.predicting_question import Question
from profiler_app.jobs.predicting_tables import read_typed
from profiler_app.jobs.unprofiled import not_profiled
from profiler_app.store.customers import file_keys
from profiler_app.store.workspace import Workspace

_ORDERED_DAYS = 10
_MOSTLY = 0.95
_SYSTEM = frozenset(("number", "name", "short_name", "line", "kind"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be foretold, and how it is tried."""

    target: str
    yes: str | None = None
    time: str | None = None
    folds: int = 5
    seed: int = 42
    each: bool = False


def predict_table(progress: Progress, path: Path, wanted: Wanted) -> PredictionReport:
    """Foretell a column of a table from the others. Nothing is saved.

    Raises UnreadableFile, NothingToImport or ColumnNotFound.
    """
    question = table_question(Part(progress, 0.0, 0.1), path, wanted)
    rest = Part(progress, 0.1, 1.0)
    return learn_to_foretell(rest, question, wanted.folds, wanted.seed, each=wanted.each)()


def predict_customers(progress: Progress, workspace: Workspace, wanted: Wanted) -> PredictionReport:
    """Foretell a field of the customers from profile and behaviour. Nothing is saved.

    Customers who may not be profiled are left out. Raises ColumnNotFound.
    """
    return learn_customers(progress, workspace, wanted)()


def learn_customers(progress: Progress, workspace: Workspace, wanted: Wanted) -> Worded:
    """Learn to foretell a field of the customers, see ``predict_customers``."""
    question = customers_question(Part(progress, 0.0, 0.1), workspace, wanted)
    rest = Part(progress, 0.1, 1.0)
    return learn_to_foretell(rest, question, wanted.folds, wanted.seed, each=wanted.each)


def table_question(progress: Progress, path: Path, wanted: Wanted) -> Question:
    """Read a table as something to foretell a column of.

    Raises UnreadableFile, NothingToImport or ColumnNotFound.
    """
    table = read_typed(progress, path)
    target = header_named(table.columns, wanted.target)
    others = {name: column for name, column in table.columns.items() if name != target}
    time = header_named(others, wanted.time) if wanted.time else _only_date(others)
    return Question(
        target=target,
        column=table.columns[target],
        yes=wanted.yes,
        columns=others,
        time=time,
        row_order=True,
        names=_row_names(others, table.rows),
        shown=_plainly,
        warnings=(Told("odd_rows", {"n": table.odd_rows}),) if table.odd_rows else (),
    )


def customers_question(progress: Progress, workspace: Workspace, wanted: Wanted) -> Question:
    """Read the customers who may be profiled as something to foretell a field of.

    Raises ColumnNotFound.
    """
    progress.step(0.0, N_("Reading customers"))
    source = ColumnSource(workspace)
    usable = {each.id: each for each in fields().values() if each.place != "rows"}
    closed = np.isin(source.ids(), not_profiled(workspace))
    rows = np.flatnonzero(~closed)
    columns = {
        name: column.take(rows)
        for name, column in source.columns(usable).items()
        if column.known.any() or name == wanted.target
    }
    for asked in (wanted.target, wanted.time):
        if asked is not None and asked not in columns:
            raise ColumnNotFound(name=asked, columns=", ".join(columns))
    keys = file_keys(workspace.connection)
    return Question(
        target=wanted.target,
        column=columns[wanted.target],
        yes=wanted.yes,
        columns={n: c for n, c in columns.items() if n != wanted.target and n not in _SYSTEM},
        time=wanted.time,
        row_order=False,
        names=[keys[customer] for customer in source.ids()[rows].tolist()],
        shown=_by_field(usable),
        named=lambda name: usable[name].label if name in usable else name,
        locked=frozenset(name for name, field in usable.items() if _is_locked(field)),
        warnings=() if wanted.time else (Told("as_of_today"),),
    )


def _is_locked(field: Field) -> bool:
    return (
        field.sensitivity == "S3"
        or field.id in ("under_14", "household", "family_stage")
        or is_sensitive(field.id)
        or any(is_sensitive(name) for name in field.names.values())
    )


def _only_date(columns: Mapping[str, Column]) -> str | None:
    """Return the one column of dates that can order the rows in time."""
    dates = [
        name
        for name, column in columns.items()
        if column.kind == "date"
        and column.known.mean() >= _MOSTLY
        and len(np.unique(column.values)) >= _ORDERED_DAYS
        and not is_sensitive(name)
    ]
    return dates[0] if len(dates) == 1 else None


def _row_names(columns: Mapping[str, Column], rows: int) -> list[str]:
    """Name rows by the first column that is different everywhere, else by their number."""
    for column in columns.values():
        if column.kind == "text" and column.known.all() and len(column.labels) == rows:
            return [column.labels[int(code)] for code in column.values]
    return [str(i + 1) for i in range(rows)]


def _plainly(_name: str, column: Column, position: int) -> str:
    value = column.value(position)
    if value is None:
        return _("(no value)")
    if column.kind == "date":
        return show_date(value)
    return value if isinstance(value, str) else number(value)


def _by_field(known: Mapping[str, Field]) -> Callable[[str, Column, int], str]:
    def shown(name: str, column: Column, position: int) -> str:
        value = column.value(position)
        return _("(no value)") if value is None else show(known[name], value)

    return shown
