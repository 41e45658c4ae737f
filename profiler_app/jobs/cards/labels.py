"""The tags on a card, and since when the customer has them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from profiler_app.domain.profile import TagOnCard
from profiler_app.domain.tags import TagDefinition, known_tags, tag_groups
from profiler_app.jobs import tagging
from profiler_app.jobs.cards.subject import Subject, day_or_none
from profiler_app.store import runs
from profiler_app.store.rewind import Row


def tags(subject: Subject) -> tuple[TagOnCard, ...]:
    """Return the tags the customer has, in the order of the groups."""
    held = [known_tags()[tag] for tag in subject.held]
    return _shown(subject, held, since_when(subject))


def contested(subject: Subject) -> tuple[TagOnCard, ...]:
    """Return the tags somebody said do not fit the customer, since the day that was said.

    Without consent to profiling there are none: nothing is concluded that could be contested.
    """
    if not subject.allowed:
        return ()
    said = {str(row["tag"]) for row in subject.rows.get("tag_refusal", ())} & known_tags().keys()
    found = {tag: row for tag in said if (row := decision(subject, tag, "tag_refusal"))}
    days = {tag: date.fromisoformat(row["set_on"]) for tag, row in found.items() if row["set_on"]}
    return _shown(subject, [known_tags()[tag] for tag in sorted(found)], days)


def _shown(
    subject: Subject, chosen: list[TagDefinition], since: dict[str, date]
) -> tuple[TagOnCard, ...]:
    groups = {group.id: (place, group.label) for place, group in enumerate(tag_groups())}
    return tuple(
        TagOnCard(
            tag.id,
            tag.label,
            tag.group,
            groups[tag.group][1],
            groups[tag.group][0],
            since.get(tag.id),
            kind_of(subject, tag),
        )
        for tag in sorted(chosen, key=lambda tag: groups[tag.group][0])
    )


def kind_of(subject: Subject, tag: TagDefinition) -> Literal["rule", "manual", "model"]:
    """Return how the customer came to the tag."""
    if decision(subject, tag.id, "manual_tag") is not None:
        return "manual"
    return "model" if tag.kind == "model" else "rule"


def since_when(subject: Subject) -> dict[str, date]:
    """Return since which business day the customer has had each tag, as far as runs know.

    A tag that no run has seen yet begins on the day of the card.
    """
    known = {}
    if subject.run is not None:
        stored = runs.tags_since(
            subject.connection, subject.customer, subject.held, until_run=subject.run.id
        )
        known = {tag: date.fromisoformat(day) for tag, day in stored.items()}
    found = {tag: min(known.get(tag, subject.as_of), subject.as_of) for tag in subject.held}
    for tag in subject.held:
        given = decision(subject, tag, "manual_tag")
        if given is not None and given["set_on"]:
            found[tag] = date.fromisoformat(given["set_on"])
    return found


def decision(subject: Subject, tag: str, table: Literal["manual_tag", "tag_refusal"]) -> Row | None:
    """Return who gave (or refused) a tag by hand, the newest decision that holds."""
    holding = [
        row
        for row in subject.rows.get(table, ())
        if row["tag"] == tag and tagging.holds_on(subject.as_of, row["set_on"], row["until"])
    ]
    return max(holding, key=lambda row: row["id"]) if holding else None


def stage_since(subject: Subject) -> date | None:
    """Return since when the customer has been in the present stage of life."""
    stage = subject.value("lifecycle")
    for tag in subject.held:
        found = known_tags()[tag]
        if found.group == "lifecycle" and stage and found.expr and f"'{stage}'" in found.expr:
            return since_when(subject).get(tag)
    return None


def evidence_values(subject: Subject, tag: str) -> dict[str, Any]:
    """Return what the evidence of a tag may name: values by field, and who gave it."""
    values = {name: subject.value(name) for name in subject.columns}
    given = decision(subject, tag, "manual_tag")
    if given is not None:
        day = day_or_none(given["set_on"])
        values |= {
            "user": given["set_by"],
            "date": day.isoformat() if day else None,
            "reason": given["reason"],
        }
    return values
