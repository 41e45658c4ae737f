"""The values of a field that several sources tell, and choosing between them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from profiler_app.domain.fields import fields
from profiler_app.domain.policies import source_name
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.editing import living_number, split_values, stored_values, write_attributes
from profiler_app.jobs.importing.deciding import as_text, told_by
from profiler_app.store import provenance
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace

_TEXTS = frozenset({"text", "enum", "code", "date"})


@dataclass(frozen=True, slots=True)
class SourcedValue:
    """A value a source told: the value as forms know it, the source for reading, and the day."""

    value: Any
    source: str
    day: date | None
    stands: bool


def sourced_values(workspace: Workspace, customer: int, field: str) -> tuple[SourcedValue, ...]:
    """Return the values of a field by source, the one that stands first."""
    found = provenance.claims(workspace.connection, [customer]).get((customer, field), [])
    value = stored_values(workspace, customer).get(field)
    others = tuple(
        SourcedValue(
            _typed(field, each.value),
            source_name(each.source),
            date.fromisoformat(each.as_of[:10]) if each.as_of else None,
            stands=False,
        )
        for each in found
    )
    if value is None:
        return others
    teller = provenance.tellers(workspace.connection, [(customer, field)]).get((customer, field))
    told = told_by(teller) if teller else None
    day = told.at.astimezone().date() if told else None
    source = source_name(told.source) if told else ""
    return (SourcedValue(value, source, day, stands=True), *others)


def choose_value(
    progress: Progress,
    workspace: Workspace,
    customer: int,
    field: str,
    value: Any,
    *,
    today: date,
) -> int | None:
    """Let one of the told values stand, against any later import; return the operation."""
    progress.step(0.0, N_("Saving"))
    number = living_number(workspace, customer)
    place = (customer, field)
    before = stored_values(workspace, customer).get(field)
    teller = provenance.tellers(workspace.connection, [place]).get(place)
    known = provenance.claims(workspace.connection, [customer]).get(place, [])
    own, others = split_values({field: value})
    with operation(workspace, "choose", {"number": number, "fields": field}) as opened:
        if own:
            opened.update("customer", customer, own)
        write_attributes(workspace, opened, customer, others, today)
        opened.delete(
            "attribute", [each.row for each in known if _typed(field, each.value) == value]
        )
        if teller is not None and before is not None and before != value:
            told = told_by(teller)
            day = teller.facts.get("day") or told.at.astimezone().date().isoformat()
            opened.insert_one(
                "attribute",
                {
                    "customer_id": customer,
                    "field": provenance.CLAIM + field,
                    "value": as_text(before),
                    "origin": told.source,
                    "confidence": 1.0,
                    "as_of": day,
                },
            )
    return opened.id


def _typed(field: str, text: str) -> Any:
    """Return a value that was kept as text as its field has it."""
    if fields()[field].kind in _TEXTS:
        return text
    return json.loads(text)
