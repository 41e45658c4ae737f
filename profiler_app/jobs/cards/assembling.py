"""Putting a card together from its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from profiler_app.domain.dates import from_day
from profiler_app.domain.errors import CustomerNotFound
from profiler_app.domain.profile import Card, Event
from profiler_app.domain.text import _
from profiler_app.jobs.cards import figures, identity, labels, next_steps, surroundings
from profiler_app.jobs.cards.dimensions import dimensions
from profiler_app.jobs.cards.subject import Subject, read_subject
from profiler_app.jobs.cards.timeline import every_event, timeline
from profiler_app.jobs.cards.warning_signs import not_known, warning_signs
from profiler_app.jobs.cards.wishes import wishes
from profiler_app.store.customers import find_customer, read_customers
from profiler_app.store.workspace import Workspace


def find(workspace: Workspace, text: str) -> int:
    """Return the customer with this number or identifier; raises CustomerNotFound."""
    return find_customer(workspace.connection, text)


def survivor_of(workspace: Workspace, customer: int) -> int:
    """Return who a customer was merged into, or the customer."""
    seen = {customer}
    while True:
        found = read_customers(workspace.connection, [customer], ["merged_into"])
        into = found[customer][0] if customer in found else None
        if into is None or into in seen:
            return customer
        seen.add(into)
        customer = into


def read_card(
    workspace: Workspace, customer: int, *, as_of: date, known_on: date | None = None
) -> Card:
    """Return the card of a customer in the current language.

    ``as_of`` leaves out everything dated later; ``known_on`` takes records as they were known at
    the end of that day. Features and tags are computed from the rows just read, so an edit shows
    at once; the population they are compared with is that of the last run.
    """
    subject = read_subject(workspace, customer, as_of=as_of, known_on=known_on)
    return _assemble(workspace, subject)


def read_earlier_card(workspace: Workspace, customer: int, day: date) -> Card:
    """Return the card at the end of a day, as it was known then.

    A customer who came into the workspace later is shown by what is known today of that day;
    ``known_on`` of the card says which of both it is. Raises CustomerNotFound.
    """
    try:
        return read_card(workspace, customer, as_of=day, known_on=day)
    except CustomerNotFound:
        return read_card(workspace, customer, as_of=day)


@dataclass(frozen=True, slots=True)
class History:
    """Everything that happened with a customer, the newest first."""

    name: str
    line: str
    events: tuple[Event, ...]


def read_history(workspace: Workspace, customer: int, *, as_of: date) -> History:
    """Return all events up to a day. Raises CustomerNotFound."""
    subject = read_subject(workspace, customer, as_of=as_of)
    return History(str(subject.own["name"] or ""), subject.line, every_event(subject))


def _assemble(workspace: Workspace, subject: Subject) -> Card:
    stage = identity.stage(subject, labels.stage_since(subject))
    blocks = dimensions(subject)
    scores = figures.rfm(subject)
    events, total_events = timeline(subject)
    filled = sum(block.filled for block in blocks)
    total = sum(block.total for block in blocks)
    own = subject.own
    steps, withheld = next_steps.proposals(subject)
    return Card(
        customer=subject.customer,
        number=own["number"] or "",
        kind="company" if subject.kind == "company" else "person",
        line="bank" if subject.line == "bank" else "trade",
        name=own["name"] or "",
        initial=identity.initial(subject),
        as_of=subject.as_of,
        currency=subject.currency,
        known_on=subject.known_on,
        data_until=_data_until(subject),
        workspace=workspace.settings.name,
        stage=stage,
        segment=figures.segment(scores),
        facts=identity.facts(subject),
        industry=str(own["industry"] or "") if subject.kind == "company" else "",
        identifiers=identity.identifiers(subject),
        contacts=identity.contacts(subject),
        wishes=wishes(subject),
        owner=own["owner_rm"] or "",
        consents=identity.consents(subject),
        profiling_allowed=subject.allowed,
        kpis=figures.kpis(subject, blocks, stage=stage),
        dimensions=blocks,
        tags=labels.tags(subject),
        contested=labels.contested(subject),
        series=figures.series(subject),
        rfm=scores,
        timeline=events,
        timeline_total=total_events,
        signs=warning_signs(subject),
        not_known=not_known(subject),
        relations=surroundings.relations(subject),
        people=surroundings.people(subject),
        open_roles=surroundings.open_roles(subject),
        holdings=surroundings.holdings(subject),
        tasks=surroundings.tasks(subject),
        complaints=surroundings.complaints(subject),
        proposals=steps,
        withheld=withheld,
        registration=identity.registration(subject),
        completeness=filled / total,
        filled=filled,
        total=total,
        notes=_notes(subject),
    )


def _data_until(subject: Subject) -> date | None:
    """Return the latest business date among the customer's own records."""
    tables = ("order_line", "balance", "flow", "interaction", "feedback", "survey_response")
    days = [row["day"] for table in tables for row in subject.dated(table) if row["day"]]
    return from_day(max(days)) if days else None


def _notes(subject: Subject) -> tuple[str, ...]:
    notes = []
    if not subject.allowed:
        notes.append(_("No consent to profiling: only what the customer told us is shown."))
    if subject.run is None:
        notes.append(_("Nobody has been compared yet: scores appear after the first refresh."))
    return tuple(notes)
