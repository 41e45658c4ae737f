"""The columns of a file as the mapping step shows them.

Run in the reader thread: ``column_views`` reads the sample only; ``column_detail`` and
``file_damage`` go through the file (at most 100,000 rows). All return frozen words and numbers of
``domain.column_views`` and ``domain.damage``; nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from profiler_app.domain.column_views import Candidate, ColumnDetail, ColumnView, State
from profiler_app.domain.damage import NO_DAMAGE, Damage, DamageReport
from profiler_app.domain.imports import ColumnMapping
from profiler_app.domain.text import _
from profiler_app.ingest.candidates import candidates
from profiler_app.ingest.cells import notation_in
from profiler_app.ingest.damage import DamageWatch
from profiler_app.ingest.day_order import DayQuestion, day_questions
from profiler_app.ingest.explaining import column_detail as read_through
from profiler_app.ingest.explaining import conversion_words
from profiler_app.ingest.targets import target_fields
from profiler_app.jobs.importing.inspecting import Inspection

__all__ = ["DayQuestion", "column_detail", "column_views", "file_damage", "open_day_questions"]

SURE: Final = 0.85
"""A guess below this confidence is to be confirmed."""
_FEW: Final = 0.8
"""A column of which less than this share of the values fits its field is to be confirmed."""
_RIVAL: Final = 0.12
_MOST_ROWS: Final = 100_000


def column_views(
    _reader: Any, inspection: Inspection, damage: DamageReport = NO_DAMAGE
) -> tuple[ColumnView, ...]:
    """Return what is to be said about every column, in the order of the file."""
    table, mapped = inspection.table, inspection.mapped
    known = target_fields(mapped.target)
    notation = notation_in(table)
    asked = {each.index: each for each in day_questions(table, mapped)}
    views = []
    for index, column in enumerate(mapped.columns):
        offers = candidates(table, mapped, index, notation)
        hurt = damage.of_column(column.column)
        field = known.get(column.field or "")
        state, question = _judged(column, offers, hurt, asked.get(index))
        views.append(
            ColumnView(
                column.column,
                index,
                column.field,
                field.label if field else "",
                state,
                column.reason,
                conversion_words(table, mapped, index, field) if field else "",
                question,
                offers,
                hurt,
            )
        )
    return tuple(views)


def _judged(
    column: ColumnMapping,
    offers: tuple[Candidate, ...],
    damage: tuple[Damage, ...],
    asked: DayQuestion | None,
) -> tuple[State, str]:
    if any(not each.recoverable for each in damage):
        return "damaged", ""
    if asked:
        cell, month_first, day_first = asked.samples[0]
        question = _("Is {cell} {first} or {second}?")
        return "confirm", question.format(cell=cell, first=month_first, second=day_first)
    settled = column.why in ("asked", "remembered")
    if column.field is None:
        open_offers = [each for each in offers if each.taken_by is None]
        if settled or not open_offers:
            return "unmapped", ""
        question = _("Does this column go to {field}?")
        return "confirm", question.format(field=open_offers[0].label)
    own = next((each for each in offers if each.field == column.field), None)
    if own and not settled and own.checked and own.fitting < _FEW * own.filled:
        question = _("Only {fitting} of {n} values fit. Does this column really go there?")
        return "confirm", question.format(fitting=f"{own.fitting:,}", n=f"{own.filled:,}")
    rival = next(
        (
            each
            for each in offers
            if each.field != column.field
            and each.taken_by is None
            and each.confidence > column.confidence - _RIVAL
        ),
        None,
    )
    if settled or (column.confidence >= SURE and rival is None):
        return "sure", ""
    if rival:
        return "confirm", _("It may be {field} as well.").format(field=rival.label)
    return "confirm", _("Does this column really go there?")


def column_detail(_reader: Any, inspection: Inspection, index: int, today: date) -> ColumnDetail:
    """Read one column through and say what becomes of its cells."""
    return read_through(inspection.table, inspection.mapped, index, today)


def open_day_questions(_reader: Any, inspection: Inspection) -> tuple[DayQuestion, ...]:
    """Return the columns whose dates nothing tells how to read; ``day_first`` has the answers."""
    return day_questions(inspection.table, inspection.mapped)


def file_damage(
    inspection: Inspection, *, pulse: Callable[[], None] = lambda: None
) -> DamageReport:
    """Read a file through (at most 100,000 rows) and return its damage, before any check.

    ``pulse`` is called for every block of rows and may raise to stop it.
    """
    watch = DamageWatch(inspection.table, inspection.mapped, inspection.request.treatments)
    read = 0
    for block in watch.table.blocks():
        pulse()
        read += len(block.lines)
        if read >= _MOST_ROWS:
            break
    return watch.report()
