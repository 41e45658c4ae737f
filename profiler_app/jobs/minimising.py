"""Fields that are kept and used for nothing: what a workspace could do without (PIPL article 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.fields import fields
from profiler_app.domain.next_actions import action_rules
from profiler_app.domain.progress import Progress
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import N_
from profiler_app.jobs.asking import FOLLOWS
from profiler_app.jobs.lists import parse_filter
from profiler_app.store.held import (
    attribute_counts,
    attribute_days,
    attribute_rows_of,
    list_columns,
)
from profiler_app.store.ledger import operation
from profiler_app.store.tag_history import rules_in_use
from profiler_app.store.workspace import Workspace

SPARE_DAYS = 180
"""What was written within so many days is taken to be needed."""


@dataclass(frozen=True, slots=True)
class Spare:
    """A field nothing asks for: how many customers have a value, the newest of which day (ISO)."""

    field: str
    customers: int
    newest: str

    @property
    def label(self) -> str:
        """Its name in the current language."""
        return fields()[self.field].label


def spare_fields(workspace: Workspace, *, today: date) -> tuple[Spare, ...]:
    """Return the fields that could be cleared, those of the most customers first.

    Spare is what no tag, proposal, segment, view, board or campaign asks for, nothing else is
    derived from, and nobody wrote within ``SPARE_DAYS``: it only stands on the card.
    """
    connection = workspace.connection
    used = {*_used(workspace)}
    since = (today - timedelta(days=SPARE_DAYS)).isoformat()
    days = attribute_days(connection)
    found = [
        Spare(field, customers, days[field])
        for field, customers in attribute_counts(connection).items()
        if field in fields() and field not in used and days[field] < since
    ]
    return tuple(sorted(found, key=lambda each: (-each.customers, each.field)))


def clear_field(progress: Progress, workspace: Workspace, field: str) -> int:
    """Take the values of a field from all customers as one operation that can be undone.

    Return the operation.
    """
    progress.step(0.0, N_("Saving"))
    rows = attribute_rows_of(workspace.connection, field)
    facts = {"field": fields()[field].label, "count": len(rows)}
    with operation(workspace, "clear_field", facts) as opened:
        opened.delete("attribute", rows)
    return opened.id


def _used(workspace: Workspace) -> Iterator[str]:
    for tag in known_tags().values():
        if tag.rule is not None and not tag.retired:
            yield from tag.rule.fields
    for action in action_rules():
        yield from action.rule.fields
    for _kind, _name, where, _day in rules_in_use(workspace.connection):
        yield from _asked_by(where)
    for kept in list_columns(workspace.connection):
        yield from (name for name in fields() if name in kept)
    yield from FOLLOWS


def _asked_by(where: str) -> frozenset[str]:
    try:
        rule = parse_filter(where)
    except UserProblem:  # a rule of an earlier catalog: it asks for nothing any more
        return frozenset()
    return rule.fields if rule else frozenset()
