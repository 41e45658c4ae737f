"""Where a value comes from, in a word or two, and from when it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from profiler_app.domain.dates import from_day
from profiler_app.domain.fields import option_label
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.cards.subject import Subject, day_or_none
from profiler_app.store.rewind import Row

STALE_DAYS = 548
"""After a year and a half a value should be checked with the customer."""

Origin = tuple[str, date | None]


def of_column(subject: Subject, field: str) -> Origin:
    """Return the origin of a column of the customer row."""
    number = subject.written.get(field, subject.own["op"])
    talk = _of_talk(subject, number) or _of_survey(subject, number)
    if talk is not None:
        return talk
    word = _taken_from(subject, field, number) or of_operation(subject, number)
    return word, subject.day_of_operation(number)


def _taken_from(subject: Subject, field: str, number: int) -> str:
    """Say which merged record a value comes from, if it does."""
    found = subject.operations.get(number)
    record = (
        found["facts"].get("taken", {}).get(field) if found and found["kind"] == "merge" else ""
    )
    return _("from {number}, merged").format(number=record) if record else ""


def of_attribute(subject: Subject, row: Row) -> Origin:
    """Return the origin of an attribute; an inferred one names its confidence."""
    talk = _of_talk(subject, row["op"]) or _of_survey(subject, row["op"])
    if talk is not None:
        return talk
    day = day_or_none(row["as_of"]) or subject.day_of_operation(row["op"])
    if row["origin"] == "inferred":
        share = round(100 * (row["confidence"] or 0))
        return _("inferred {percent}%").format(percent=share), day
    return _dated(_word_of_attribute(subject, row), day), day


def _of_talk(subject: Subject, number: int) -> Origin | None:
    """Return channel, day and who was there, for what was found out in a talk."""
    talks = (row for row in subject.rows.get("interaction", ()) if row["op"] == number)
    talk = next(talks, None)
    if talk is None or subject.operations.get(number, {}).get("kind") != "interaction":
        return None
    day = day_or_none(talk["day"])
    channel = option_label("contact_channel", talk["channel"] or "") or pgettext("talk", "Contact")
    parts = [channel, day.isoformat() if day else "", talk["by_whom"] or ""]
    return listed([part for part in parts if part]), day


def _of_survey(subject: Subject, number: int) -> Origin | None:
    """Return the questionnaire, with its month, for what was answered in one."""
    if subject.operations.get(number, {}).get("kind") not in ("survey", "survey_answers"):
        return None
    rows = subject.rows.get("survey_response", ())
    answered = next((row for row in rows if row["op"] == number), None)
    day = day_or_none(answered["day"]) if answered else subject.day_of_operation(number)
    return _dated(_("survey"), day), day


def _word_of_attribute(subject: Subject, row: Row) -> str:
    kind = subject.operations.get(row["op"], {}).get("kind")
    if kind in ("import", "handover"):
        return of_operation(subject, row["op"])
    if kind in ("edit", "create"):
        return _("entered by hand")
    return _("contact log") if row["origin"] == "observed" else _("stated")


def of_operation(subject: Subject, number: int) -> str:
    """Return which import, merge or hand an operation was, in a word or two."""
    found = subject.operations.get(number)
    kind = found["kind"] if found else ""
    if found and kind == "import":
        return _("imported from {file}").format(file=_file_of(found["facts"]))
    if kind == "sample":
        return _("sample data")
    if found and kind == "handover":
        return _("handed over by {source}").format(source=found["facts"].get("source", "—"))
    word = _("merged") if kind == "merge" else _("entered by hand")
    return _dated(word, subject.day_of_operation(number))


def _file_of(facts: Mapping[str, Any]) -> str:
    """Return the file of an import that told about customers; of several others their names."""
    files = [file["name"] for file in facts.get("files", ()) if file["kind"] == "customers"]
    return ", ".join(files) or str(facts.get("file", "—"))


def _dated(word: str, day: date | None) -> str:
    return word if day is None else _("{source} {month}").format(source=word, month=f"{day:%y-%m}")


_SOURCES = {
    "order_line": lambda: _("orders"),
    "event": lambda: _("events"),
    "balance": lambda: _("balances"),
    "flow": lambda: _("transactions"),
    "interaction": lambda: _("contact log"),
    "feedback": lambda: _("feedback"),
    "account": lambda: _("accounts"),
    "facility": lambda: _("credit"),
    "statement": lambda: _("statements"),
    "company_contact": lambda: _("contacts"),
    "relation": lambda: _("relations"),
    "survey_response": lambda: _("survey"),
    "risk_event": lambda: _("risk events"),
}


def of_rows(subject: Subject, table: str) -> Origin:
    """Return the origin of a value computed from a table: its name and the latest day."""
    days = [row["day"] for row in subject.dated(table) if row.get("day") is not None]
    latest = from_day(max(days)) if days else None
    word = _SOURCES[table]()
    return (_dated(word, latest) if table in ("survey_response", "feedback") else word), latest


def is_stale(subject: Subject, day: date | None) -> bool:
    """Whether a value told on a day is too old to be relied on."""
    return day is not None and (subject.as_of - day).days > STALE_DAYS
