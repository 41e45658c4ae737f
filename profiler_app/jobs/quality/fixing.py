"""What the button of a problem does: a preview first, then one operation that can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.quality.validity import repaired
from profiler_app.domain.fields import fields
from profiler_app.domain.progress import Progress
from profiler_app.domain.quality import rule_name, rule_of
from profiler_app.domain.text import N_, _
from profiler_app.jobs import bulk
from profiler_app.jobs.bulk import Changed
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.lists import shown_value
from profiler_app.jobs.quality import rules
from profiler_app.jobs.quality.changes import SHOWN, Change, Line, Preview, preview, write
from profiler_app.jobs.quality.look import Look
from profiler_app.jobs.quality.measuring import STALE, twin_pairs
from profiler_app.store.customers import read_customers
from profiler_app.store.workspace import Workspace

_REMIND_DAYS = 7


def problem_title(key: str) -> str:
    """Return what a problem is called in the current language."""
    rule, name = rule_of(key)
    return rule_name(rule, fields()[name].label if name else "")


def who(look: Look, key: str) -> NDArray[Any]:
    """Return the places of the customers who have a problem now."""
    rule, name = rule_of(key)
    if rule in ("missing", "invalid", "impossible", "expired"):
        column = look.column(name)
        applies = look.applies(fields()[name])
        if rule == "missing":
            return np.flatnonzero(applies & ~column.known)
        return np.flatnonzero(applies & column.known & ~look.valid(name, column))
    if rule == "stale":
        fresh = look.source.read_once("timeliness")
        if fresh is None:
            return np.empty(0, np.int64)
        return np.flatnonzero(fresh.known & (fresh.values < 100 * STALE))
    if rule == "duplicate":
        return np.flatnonzero(twin_pairs(look).involved(look.size))
    return np.flatnonzero(_verdict(look, rule, name).fails)


def _verdict(look: Look, rule: str, name: str) -> rules.Verdict:
    return rules.spelling(look, name)[0] if rule == "spelling" else rules.BETWEEN[rule](look)


def changes_of(look: Look, key: str) -> list[Change]:
    """Return the values that set a problem right: the one that is meant, or none at all."""
    rule, name = rule_of(key)
    places = who(look, key).tolist()
    ids = look.ids
    if rule in ("invalid", "impossible"):
        column = look.column(name)
        return [
            Change(int(ids[at]), name, repaired(name, str(column.value(at)), look.as_of))
            for at in places
        ]
    if rule in ("missing", "expired", "stale", "duplicate"):
        return []
    verdict = _verdict(look, rule, name)
    if verdict.right is None:
        return []
    return [Change(int(ids[at]), verdict.field, verdict.right(at)) for at in places]


def preview_problem(
    workspace: Workspace, source: ColumnSource, key: str, *, today: date
) -> Preview:
    """Return who has a problem and, where it can be set right, what would be written."""
    look = Look(source, today)
    changes = changes_of(look, key)
    if changes:
        return preview(workspace, source, changes)
    places = who(look, key)
    return Preview(len(places), tuple(_lines(workspace, look, key, places[:SHOWN])))


def _lines(workspace: Workspace, look: Look, key: str, places: NDArray[Any]) -> list[Line]:
    ids = look.ids[places].tolist()
    named = read_customers(workspace.connection, ids, ("number", "name"))
    told = _told(look, key)
    return [
        _line(named, each, told(int(at)))
        for each, at in zip(ids, places.tolist(), strict=True)
        if each in named
    ]


def _line(named: Mapping[int, tuple[Any, ...]], customer: int, now: str) -> Line:
    number, name = named[customer]
    return Line(customer, number, name, now, None)


def _told(look: Look, key: str) -> Any:
    """Return what a preview says of one customer."""
    rule, name = rule_of(key)
    field = fields()[name or "timeliness"]
    column = look.source.read_once(field.id)
    if rule in ("missing", "duplicate") or column is None:
        return lambda _at: "—"
    return lambda at: shown_value(column.value(at), field, "")


def fix(progress: Progress, workspace: Workspace, key: str, *, today: date) -> Changed:
    """Set right what the preview showed, as it is now."""
    progress.step(0.0, N_("Checking the data"))
    look = Look(ColumnSource(workspace), today)
    return write(progress, workspace, changes_of(look, key), what=problem_title(key), today=today)


def remind(
    progress: Progress, workspace: Workspace, key: str, *, today: date, due: date
) -> Changed:
    """Make a reminder for each customer who has a problem, for the account manager."""
    progress.step(0.0, N_("Checking the data"))
    look = Look(ColumnSource(workspace), today)
    title = _("Ask for current data: {what}").format(what=problem_title(key))
    return bulk.remind(progress, workspace, look.ids[who(look, key)], title, due)
