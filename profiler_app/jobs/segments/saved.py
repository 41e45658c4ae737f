"""Segments of the user: a name and a rule, saved as a fact, evaluated when looked at.

A snapshot is one, too: it keeps who was in it on a day, and the rule that chose them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.evaluation import Kleene
from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules import Rule, to_sentence
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.saved_segments import Overlap, SavedSegment
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.judging import judge, snapshot_members
from profiler_app.jobs.lists import parse_filter
from profiler_app.jobs.own_tags import asking_for, load_own_tags, rename_segment
from profiler_app.jobs.tag_rules import (
    SegmentRules,
    Thing,
    filled,
    refuse_circles,
    refuse_later,
    renamed,
)
from profiler_app.store.connect import Connection
from profiler_app.store.ledger import operation
from profiler_app.store.segments import SAVED_RULE, SNAPSHOT, SegmentRow, read_segments
from profiler_app.store.workspace import Workspace

KIND = SAVED_RULE


def save_segment(
    progress: Progress, workspace: Workspace, number: int | None, name: str, rule: str
) -> int:
    """Save a new segment, or change one (``number``); return the operation.

    Rules that ask for it by its old name ask for the new one then. Raises RuleProblem for a rule
    that is not one, or none at all, or that would ask for the segment itself.
    """
    progress.step(0.0, N_("Saving"))
    parsed = parse_filter(rule)
    if parsed is None:
        raise RuleProblem(position=0, reason=_("The rule is empty"))
    rows = read_segments(workspace.connection, KIND)
    before = next((row for row in rows if row.id == number), None)
    for row, _kind in all_segments(workspace.connection):
        if row.name == name.strip() and row.id != number:
            reason = _("there is a segment {name} already").format(name=repr(row.name))
            raise RuleProblem(position=0, reason=reason)
    cells = {"name": name.strip(), "rule": rule.strip()}
    if before is not None:
        _refuse_circle(workspace, replace(before, name=cells["name"], rule=cells["rule"]), parsed)
    with operation(workspace, "segment", {"name": cells["name"]}) as opened:
        if number is None:
            key = f"s{opened.next_id('segment')}"
            opened.insert_one("segment", {"key": key, "kind": KIND, "status": "active", **cells})
            return opened.id
        opened.update("segment", number, cells)
        if before is not None and before.name != cells["name"]:
            for row in rows:
                text = renamed(row.rule, before.name, cells["name"])
                if row.id != number and text != row.rule:
                    opened.update("segment", row.id, {"rule": text})
            rename_segment(workspace, opened, before, cells["name"])
    load_own_tags(workspace)
    return opened.id


def _refuse_circle(workspace: Workspace, row: SegmentRow, rule: Rule) -> None:
    """Raise RuleProblem where a changed segment would ask for itself, or no tag could ask for it.

    Snapshots inside are fine unless a tag asks for the segment.
    """
    segments = SegmentRules(workspace.connection)
    segments.put(row)
    refuse_circles(Thing("segment", row.key, row.name), rule, segments)
    if asking_for(row):
        refuse_later(filled(rule, segments))


def why_refused(workspace: Workspace, number: int, rule: str) -> str:
    """Return why a typed rule cannot be that of a saved segment; empty where it can."""
    parsed = stored_rule(rule)
    rows = read_segments(workspace.connection, KIND)
    row = next((each for each in rows if each.id == number), None)
    if row is None or parsed is None:
        return ""
    try:
        _refuse_circle(workspace, replace(row, rule=rule), parsed)
    except RuleProblem as problem:
        return str(problem)
    return ""


def delete_segment(progress: Progress, workspace: Workspace, number: int, name: str) -> int:
    """Delete a segment; return the operation. Raises RuleProblem while a tag asks for it."""
    progress.step(0.0, N_("Deleting"))
    rows = [row for row, _kind in all_segments(workspace.connection) if row.id == number]
    users = [tag.label for row in rows for tag in asking_for(row)]
    if users:
        reason = _("{tags} asks for it. Change that first.").format(tags=", ".join(users))
        raise RuleProblem(position=0, reason=reason)
    with operation(workspace, "segment_removed", {"name": name}) as opened:
        opened.delete("segment", [number])
    return opened.id


def all_segments(connection: Connection) -> list[tuple[SegmentRow, str]]:
    """Return all segments with their kind, the oldest first."""
    found = [(row, kind) for kind in (KIND, SNAPSHOT) for row in read_segments(connection, kind)]
    return sorted(found, key=lambda each: each[0].id)


def rule_of(row: SegmentRow, kind: str) -> Rule:
    """Return the rule of a segment; of a snapshot the one that chose its members."""
    text = json.loads(row.rule)["rule"] if kind == SNAPSHOT else row.rule
    rule = parse_filter(text)
    assert rule is not None
    return rule


def members_of(source: ColumnSource, row: SegmentRow, kind: str) -> Kleene:
    """Return who is in a segment. Raises RuleProblem where its rule is none any more."""
    if kind == SNAPSHOT:
        return snapshot_members(source, row.rule)
    return judge(source, rule_of(row, kind), within=(row.key,))


def saved_segments(workspace: Workspace, source: ColumnSource) -> tuple[SavedSegment, ...]:
    """Return all segments with what they hold now; the oldest first."""
    sales = sales_of(source)
    return tuple(
        _segment(workspace, source, row, kind, sales)
        for row, kind in all_segments(workspace.connection)
    )


def _segment(
    workspace: Workspace,
    source: ColumnSource,
    row: SegmentRow,
    kind: str,
    sales: NDArray[np.float64],
) -> SavedSegment:
    frozen_on = json.loads(row.rule)["as_of"] if kind == SNAPSHOT else None
    where = f"in_segment({quoted(row.name)})" if frozen_on else row.rule
    try:
        rule = rule_of(row, kind)
        verdict = members_of(source, row, kind)
    except RuleProblem as problem:
        return SavedSegment(
            row.id, row.name, where, 0, 0, 0, 0.0, problem=str(problem), frozen_on=frozen_on
        )
    total, own = float(sales.sum()), float(sales[verdict.true].sum())
    return SavedSegment(
        row.id,
        row.name,
        where,
        int(verdict.true.sum()),
        int(verdict.unknown.sum()),
        round(own),
        own / total if total else 0.0,
        to_sentence(rule, currency=workspace.settings.currency),
        frozen_on=frozen_on,
    )


def overlaps(workspace: Workspace, source: ColumnSource, number: int) -> tuple[Overlap, ...]:
    """Return how many each other segment has in common with one, the most first."""
    rows = all_segments(workspace.connection)
    own = next((_inside(source, *each) for each in rows if each[0].id == number), None)
    return () if own is None else _shared(source, rows, number, own)


def overlaps_of_rule(
    workspace: Workspace, source: ColumnSource, text: str, *, without: int = 0
) -> tuple[Overlap, ...]:
    """Return how many each segment has in common with a rule; ``without`` is left out.

    Raises RuleProblem.
    """
    rule = parse_filter(text)
    own = np.ones(len(source.ids()), np.bool_) if rule is None else judge(source, rule).true
    return _shared(source, all_segments(workspace.connection), without, own)


def _shared(
    source: ColumnSource,
    rows: Sequence[tuple[SegmentRow, str]],
    number: int,
    own: NDArray[np.bool_],
) -> tuple[Overlap, ...]:
    found = []
    for row, kind in rows:
        other = None if row.id == number else _inside(source, row, kind)
        if other is not None:
            found.append(Overlap(row.id, row.name, int(other.sum()), int((own & other).sum())))
    return tuple(sorted(found, key=lambda each: (-each.both, each.name)))


def _inside(source: ColumnSource, row: SegmentRow, kind: str) -> NDArray[np.bool_] | None:
    try:
        return members_of(source, row, kind).true
    except RuleProblem:
        return None


def stored_rule(text: str) -> Rule | None:
    """Return a stored rule; None when it no longer is one (a field is gone)."""
    try:
        return parse_filter(text)
    except RuleProblem:
        return None


def sales_of(source: ColumnSource) -> NDArray[np.float64]:
    """Return the sales of twelve months of everybody, 0 where unknown."""
    column = source.columns(["monetary_12m"]).get("monetary_12m")
    if column is None:
        return np.zeros(len(source.ids()))
    return np.where(column.known, column.values, 0).astype(np.float64)
