"""What went wrong at a company, each sign with its day and where it is known from (RSK-02)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from profiler_app.domain.dates import to_day
from profiler_app.domain.profile import Event
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _
from profiler_app.jobs.cards import origins
from profiler_app.jobs.cards.reasons import explain_tag
from profiler_app.jobs.cards.subject import Subject, day_or_none
from profiler_app.jobs.cards.timeline import risks
from profiler_app.store.rewind import Row

_GUARANTEES = ("guarantor",)
_STATEMENTS: Final = 2
"""A trend needs two statements."""
_OLD_DAYS: Final = 548
"""A statement older than 18 months says little about today."""
_PAYMENTS: Final = 12
"""Fewer incoming payments in a year say little about who pays."""


def warning_signs(subject: Subject) -> tuple[Event, ...]:
    """Return the signs of a company, the newest first; of a person none."""
    if subject.kind != "company":
        return ()
    found = [*risks(subject), *_tagged(subject)]
    return tuple(sorted(found, key=lambda event: event.on, reverse=True))


def not_known(subject: Subject) -> tuple[str, ...]:
    """Return what cannot be judged of a company because too little is known, in numbers.

    That no sign is shown then is no sign of health. Of a person nothing is said.
    """
    if subject.kind != "company" or not subject.allowed or subject.line != "bank":
        return ()
    return (*_of_statements(subject), *_of_payments(subject), *_of_ties(subject))


def _of_statements(subject: Subject) -> Iterator[str]:
    rows = list(subject.dated("statement"))
    days = [day for row in rows if (day := day_or_none(row["period_end"])) is not None]
    if not rows or not days:
        yield _("No statement: whether it is in financial distress is not known")
        return
    if len(rows) < _STATEMENTS:
        text = _("{n} of at least {needed} statements: how its figures move is not known")
        yield text.format(n=len(rows), needed=_STATEMENTS)
    age = (subject.as_of - max(days)).days
    if age > _OLD_DAYS:
        text = _("The newest statement is {months} months old: how it stands today is not known")
        yield text.format(months=age // 30)
    if not any(row["audited"] for row in rows):
        yield _("No statement is audited: its figures are what the company says")


def _of_payments(subject: Subject) -> Iterator[str]:
    last = to_day(subject.as_of.isoformat())
    came = sum(
        row["direction"] == "in" and row["day"] is not None and last - 365 < row["day"] <= last
        for row in subject.rows.get("flow", ())
    )
    if came < _PAYMENTS:
        text = _("{n} of at least {needed} payments within 12 months: whether it hangs on few "
                 "payers is not known")  # fmt: skip
        yield text.format(n=came, needed=_PAYMENTS)


def _of_ties(subject: Subject) -> Iterator[str]:
    if not list(_relations(subject)):
        yield _("No related company is recorded: risks of its group and guarantees are not known")
    if not list(subject.dated("facility")):
        yield _("No credit is recorded here: whether it is late elsewhere is not known")


def _tagged(subject: Subject) -> Iterator[Event]:
    for name, origin in _ORIGINS.items():
        if not subject.has(name):
            continue
        source, day = origin(subject)
        tag = known_tags()[name]
        said = explain_tag(subject, tag).evidence
        yield Event(day or subject.as_of, "risk", tag.label, said, source=source)


def _overdue(subject: Subject) -> origins.Origin:
    late = (row for row in subject.dated("facility") if (row["overdue_days"] or 0) > 0)
    return _newest(subject, late, "as_of")


def _registered(subject: Subject) -> origins.Origin:
    return origins.of_column(subject, "business_status")


def _related(subject: Subject) -> origins.Origin:
    return _newest(subject, _relations(subject), "since")


def _guaranteed(subject: Subject) -> origins.Origin:
    tied = (row for row in _relations(subject) if row["kind"] in _GUARANTEES)
    return _newest(subject, tied, "since")


def _stated(subject: Subject) -> origins.Origin:
    return _newest(subject, subject.dated("statement"), "period_end")


def _paid(subject: Subject) -> origins.Origin:
    return origins.of_rows(subject, "flow")


def _relations(subject: Subject) -> Iterable[Row]:
    return (*subject.dated("relation"), *subject.incoming)


def _newest(subject: Subject, rows: Iterable[Row], column: str) -> origins.Origin:
    """Return where the newest of some rows is from, and the day it tells of."""
    newest: tuple[date, Row] | None = None
    for row in rows:
        day = day_or_none(row[column]) or subject.day_of_operation(row["op"])
        if day is not None and (newest is None or day >= newest[0]):
            newest = (day, row)
    if newest is None:
        return "", None
    return origins.of_operation(subject, newest[1]["op"]), newest[0]


_ORIGINS: Final[Mapping[str, Callable[[Subject], origins.Origin]]] = {
    "overdue_now": _overdue,
    "reg_abnormal": _registered,
    "related_risk": _related,
    "guarantee_circle": _guaranteed,
    "payer_concentrated": _paid,
    "fs_distress": _stated,
}
"""The tags that are warning signs, and where each is known from."""
