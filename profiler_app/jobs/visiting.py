"""The visit sheet: what to know, to say, to leave out and to ask, on one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from profiler_app.domain.asking import NextQuestion
from profiler_app.domain.dates import from_day
from profiler_app.domain.fields import option_label
from profiler_app.domain.profile import Card
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _, pgettext
from profiler_app.domain.visits import Change, LastContact, Point, VisitSheet
from profiler_app.jobs.asking import next_questions
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.cards.labels import since_when
from profiler_app.jobs.cards.subject import Subject, read_subject
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.revealing import reveal
from profiler_app.jobs.visit_fit import product_fit
from profiler_app.jobs.visit_points import avoided_points, talking_points
from profiler_app.store import runs
from profiler_app.store.workspace import Workspace

_CHANGES, _QUESTIONS = 6, 2
_TOLD_TAGS = frozenset({"churn", "voice", "bank_event", "risk"})
_NEWS = frozenset(
    {"order", "return", "transaction", "feedback", "complaint", "survey", "risk", "stage"}
)


def visit_sheet(
    workspace: Workspace, customer: int, *, as_of: date, source: ColumnSource | None = None
) -> VisitSheet:
    """Return what to know before a visit on a day, in the current language; contacts are masked.

    ``source`` are columns that were read before.
    """
    card = read_card(workspace, customer, as_of=as_of)
    subject = read_subject(workspace, customer, as_of=as_of)
    source = source or ColumnSource(workspace)
    last = _last_contact(subject)
    changes = tuple(_changes(subject, card, last))
    return VisitSheet(
        card=card,
        last=last,
        changes=changes[:_CHANGES],
        more_changes=max(len(changes) - _CHANGES, 0),
        earlier=() if changes else tuple(_events(card, date.min))[:_CHANGES],
        talk=talking_points(subject, card, last),
        avoid=avoided_points(subject, card),
        ask=tuple(_questions(card, next_questions(source, subject)))[:_QUESTIONS],
        fit=product_fit(source, subject),
    )


def unmasked_sheet(
    progress: Progress, workspace: Workspace, customer: int, *, as_of: date
) -> VisitSheet:
    """Return the sheet with contacts and identifiers in full, which the history then tells.

    Raises CustomerNotFound.
    """
    progress.step(0.0, N_("Noting that it is shown"))
    sheet = visit_sheet(workspace, customer, as_of=as_of)
    card = sheet.card
    wanted = [
        *((each.label, each.masked) for each in card.contacts),
        *((each.label, each.value) for each in card.identifiers),
    ]
    found = reveal(progress, workspace, customer, wanted, as_of=as_of)
    whole = {shown: texts.split(" / ") for shown, texts in found.items()}

    def told(label: str, masked: str) -> str | None:
        """Return the next of the texts that look like this masked."""
        texts = whole.get((label, masked), [])
        return texts.pop(0) if len(texts) > 1 else next(iter(texts), None)

    contacts = (replace(each, value=told(each.label, each.masked)) for each in card.contacts)
    identifiers = (
        replace(fact, value=told(fact.label, fact.value) or fact.value) for fact in card.identifiers
    )
    shown = replace(card, contacts=tuple(contacts), identifiers=tuple(identifiers))
    return replace(sheet, card=shown)


def print_visit(
    sheet: VisitSheet, path: Path, *, today: date, printed_by: str | None = None
) -> None:
    """Write the sheet as a PDF of one A4 page.

    Raises PlaceNotWritable or NoSpaceForFile; an old file stays then.
    """
    from profiler_app.reports.visit_page import write_visit

    write_visit(sheet, path, printed_by=printed_by or login_name(), today=today)


def draw_visit(sheet: VisitSheet, *, today: date, scale: float) -> Any:
    """Return the page as a picture (QImage), ``scale`` pixels to 1/96 inch; for any thread."""
    from profiler_app.reports.visit_page import visit_picture

    return visit_picture(sheet, printed_by=login_name(), today=today, scale=scale)


def _last_contact(subject: Subject) -> LastContact | None:
    talks = [row for row in subject.dated("interaction") if row["day"] is not None]
    if not talks:
        return None
    row = max(talks, key=lambda row: (row["day"], row["id"]))
    outcome = option_label("outcome", row["outcome"]) if row["outcome"] else ""
    return LastContact(
        on=from_day(row["day"]),
        how=option_label("contact_channel", row["channel"] or "") or pgettext("talk", "Contact"),
        said=row["summary"] or row["purpose"] or outcome,
        by="" if row["by_whom"] == login_name() else row["by_whom"] or "",
        promised=row["next_step"] or "",
    )


def _changes(subject: Subject, card: Card, last: LastContact | None) -> Iterator[Change]:
    """Yield what happened after the last contact: stage and tags, then events from the newest."""
    after = date.min if last is None else last.on
    seen_first = _first_run(subject)
    stage = card.stage
    if stage is not None and stage.since is not None and stage.since > max(after, seen_first):
        yield Change(stage.since, _("Stage"), stage.label, "")
    known = since_when(subject)
    for tag in card.tags:
        if tag.group in _TOLD_TAGS and known[tag.id] > max(after, seen_first):
            yield Change(known[tag.id], _("Tag"), tag.label, "")
    yield from _events(card, after)


def _events(card: Card, after: date) -> Iterator[Change]:
    for event in card.timeline:
        if event.kind in _NEWS and event.on > after:
            yield Change(event.on, event.label, event.text, event.value)


def _first_run(subject: Subject) -> date:
    """Return the day of the first run: what it found was there before, nobody knows since when."""
    days = runs.run_days(subject.connection, since="", before="9999-12-31")
    return date.fromisoformat(days[0][1]) if days else date.max


def _questions(card: Card, questions: tuple[NextQuestion, ...]) -> Iterator[Point]:
    """Yield what to ask: what decides most, then what is old, then what is merely missing."""
    telling = [each for each in questions if each.gain > 0 and each.question]
    for each in telling:
        tags = _(", ").join(decided.label for decided in each.decides)
        yield Point(
            each.key,
            each.question,
            _("{label}: tells whether {tags}").format(label=each.label, tags=tags),
        )
    for block in card.dimensions:
        for cell in block.cells:
            if cell.stale and cell.value and cell.as_of:
                title = _("Is this still so: {label} {value}?")
                reason = _("told on {day}").format(day=cell.as_of.isoformat())
                yield Point(cell.field, title.format(label=cell.label, value=cell.value), reason)
    for cell in card.missing():
        if cell.question and cell.field not in {name for q in telling for name in q.fields}:
            reason = _("{label} is not known yet").format(label=cell.label)
            yield Point(cell.field, cell.question, reason)
    reason = _("an open question, to listen")
    yield Point("wish", _("What would you like us to do better?"), reason)
    yield Point("plans", _("Which plans do you have for the next months?"), reason)
