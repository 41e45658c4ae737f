"""What a rule asks for beyond fields and tags: events, other segments, and today."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.evaluation import Kleene, evaluate, segment_key
from profiler_app.analysis.happenings import TODAY, behaviour_column, tables_of, today_column
from profiler_app.domain.dates import to_day
from profiler_app.domain.rules import Rule, parse
from profiler_app.domain.rules.adapting import problem
from profiler_app.domain.rules.tree import Behaviour, InSegment, walk
from profiler_app.domain.rules.vocabulary import with_guess
from profiler_app.domain.rules.wording import node_text
from profiler_app.domain.tags import NO_PROFILING, known_tags
from profiler_app.domain.text import _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.facts import FactReader
from profiler_app.store import runs
from profiler_app.store.order_blocks import SIZE
from profiler_app.store.segments import SAVED_RULE, SNAPSHOT, ids_of_numbers, read_segments
from profiler_app.store.workspace import Workspace


def business_day(workspace: Workspace) -> date:
    """Return the day the features were computed for: the "today" of rules."""
    run = runs.last_run(workspace.connection)
    return workspace.clock().date() if run is None else date.fromisoformat(run.as_of)


def judge(source: ColumnSource, rule: Rule, *, within: tuple[str, ...] = ()) -> Kleene:
    """Evaluate a rule for every customer.

    ``within`` are the segments whose rules led here. Raises RuleProblem for a segment that is not
    there, is no rule, or asks for itself.
    """
    return evaluate(
        rule,
        all_columns(source, rule),
        tags=all_tags(source, rule, within=within),
        size=len(source.ids()),
    )


def all_columns(source: ColumnSource, rule: Rule, *, on: date | None = None) -> dict[str, Column]:
    """Return every column a rule reads, functions of events and today among them.

    ``on`` is the day events are looked at from (the business day when omitted); fields are as
    they are now.
    """
    columns = source.columns(rule.fields)
    day = to_day((on or business_day(source.workspace)).isoformat())
    columns[TODAY] = today_column(day, len(source.ids()))
    missing = [node for node in rule.behaviours if not source.has_kept(_key(node, day))]
    fresh = dict(zip(missing, _happened(source, missing, day), strict=True)) if missing else {}
    for node in rule.behaviours:
        columns[node_text(node)] = source.kept(
            _key(node, day), partial(_one, source, node, day, fresh)
        )
    return columns


def _key(node: Behaviour, day: int) -> tuple[str, ...]:
    return ("behaviour", node_text(node), str(day))


def _one(
    source: ColumnSource, node: Behaviour, day: int, fresh: Mapping[Behaviour, Column]
) -> Column:
    # kept a moment ago, but no longer: there was no room
    return fresh[node] if node in fresh else _happened(source, [node], day)[0]


def _happened(source: ColumnSource, nodes: Sequence[Behaviour], day: int) -> list[Column]:
    """Compute functions of events a block of customers at a time."""
    ids = source.ids()
    reader = FactReader(source.workspace.connection, tables_of(tuple(nodes)))
    parts: list[list[Column]] = [[] for _node in nodes]
    places: list[NDArray[Any]] = []
    for block in np.unique(ids // SIZE).tolist():
        facts = reader.read(range(block * SIZE, (block + 1) * SIZE))
        places.append(np.searchsorted(ids, facts.ids))
        for part, node in zip(parts, nodes, strict=True):
            part.append(behaviour_column(node, facts, today=day))
    hidden = source.tags([NO_PROFILING])[NO_PROFILING].true
    return [_together(part, places, len(ids)).without(hidden) for part in parts]


def _together(parts: Sequence[Column], places: Sequence[NDArray[Any]], size: int) -> Column:
    """Put the columns of blocks together; labels may differ from block to block."""
    if not parts:
        return Column("int", np.zeros(size, np.int64), np.zeros(size, np.bool_))
    numbers: dict[str, int] = {}
    values = np.zeros(size, parts[0].values.dtype)
    known = np.zeros(size, np.bool_)
    for column, place in zip(parts, places, strict=True):
        own = column.values
        if column.labels:
            table = [numbers.setdefault(label, len(numbers)) for label in column.labels]
            own = np.array(table, np.int32)[column.values]
        values[place], known[place] = own, column.known
    return Column(parts[0].kind, values, known, tuple(numbers))


# -- segments inside of rules


def all_tags(
    source: ColumnSource, rule: Rule, *, within: tuple[str, ...] = ()
) -> dict[str, Kleene]:
    """Return every tag and every segment a rule asks for."""
    found = source.tags(rule.tags)
    for node in walk(rule.root):
        if isinstance(node, InSegment):
            found[segment_key(node.segment)] = _members(source, node, within)
    return found


def _members(source: ColumnSource, node: InSegment, within: tuple[str, ...]) -> Kleene:
    connection = source.workspace.connection
    rows = [*read_segments(connection, SAVED_RULE), *read_segments(connection, SNAPSHOT)]
    row = next((r for r in rows if node.segment in (r.key, r.name)), None)
    if row is None:
        reason = _("there is no segment {name}.").format(name=repr(node.segment))
        raise problem(node.position, with_guess(reason, node.segment, [r.name for r in rows]))
    if row.key in within:
        reason = _("the segment {name} would ask for itself")
        raise problem(node.position, reason.format(name=repr(row.name)))
    if any(row.key == each.key for each in read_segments(connection, SNAPSHOT)):
        return snapshot_members(source, row.rule)
    rule = parse(row.rule, tags=known_tags())
    return judge(source, rule, within=(*within, row.key))


def snapshot_members(source: ColumnSource, stored: str) -> Kleene:
    """Return who is in a snapshot; customers who are gone are left out."""
    numbers = json.loads(stored)["customers"]
    inside = np.isin(source.ids(), ids_of_numbers(source.workspace.connection, numbers))
    return Kleene(inside, np.zeros(len(inside), np.bool_))
