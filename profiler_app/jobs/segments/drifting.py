"""How far the customers, and the membership of segments, have moved since an earlier day."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.differences import index_of, stability
from profiler_app.analysis.evaluation import Kleene
from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.computing import Results, states_as_of
from profiler_app.jobs.judging import judge
from profiler_app.jobs.segments.moving import held_then, usable_rule
from profiler_app.jobs.segments.sets import compared_fields
from profiler_app.store import runs
from profiler_app.store.segments import SAVED_RULE, read_segments
from profiler_app.store.workspace import Workspace

SHIFTED, ALARM = 0.1, 0.25
"""From the first index on something has shifted, from the second on it should be looked at."""


def drift_report(progress: Progress, workspace: Workspace, *, since: date) -> dict[str, Any]:
    """Return the stability index of every feature and of every live segment since a day.

    Dates are left out: they move with the calendar, their ages are among the features.

    The earlier state is computed by the code and in the population of the last run. Raises
    RuleProblem while nothing was computed yet.
    """
    run = runs.last_run(workspace.connection)
    if run is None:
        raise RuleProblem(position=0, reason=_("nothing was computed yet; refresh first"))
    source = ColumnSource(workspace)
    states = list(
        states_as_of(Part(progress, 0.0, 0.8), workspace.connection, as_of=since, last=run)
    )
    progress.step(0.8, N_("Comparing"))
    return {
        "since": since.isoformat(),
        "as_of": run.as_of,
        "fields": _of_fields(source, states),
        "segments": _of_segments(workspace, source, states, since),
    }


def level(index: float) -> str:
    """Return the word for an index: stable, shifted or alarm."""
    return "alarm" if index >= ALARM else "shifted" if index >= SHIFTED else "stable"


def _of_fields(source: ColumnSource, states: list[Results]) -> list[dict[str, Any]]:
    rows = []
    for field in compared_fields():
        now = source.columns([field.id]).get(field.id)
        parts = [state.features[field.id] for state in states if field.id in state.features]
        if (
            field.place != "feature"
            or field.kind == "date"
            or now is None
            or len(parts) != len(states)
            or not parts
        ):
            continue
        index = stability(_joined(parts), now)
        if index is not None:
            row = {"field": field.id, "label": field.label, "psi": index, "level": level(index)}
            rows.append(row)
    return sorted(rows, key=lambda row: (-row["psi"], row["field"]))


def _joined(parts: list[Column]) -> Column:
    numbers: dict[str, int] = {}
    values = []
    for part in parts:
        own = part.values
        if part.kind in ("text", "enum", "code"):
            table = [numbers.setdefault(label, len(numbers)) for label in part.labels] or [0]
            own = np.array(table, np.int32)[part.values]
        values.append(own)
    known = np.concatenate([part.known for part in parts])
    return Column(parts[0].kind, np.concatenate(values), known, tuple(numbers))


def _of_segments(
    workspace: Workspace, source: ColumnSource, states: list[Results], since: date
) -> list[dict[str, Any]]:
    rows = []
    for row in read_segments(workspace.connection, SAVED_RULE):
        rule = usable_rule(source, row.rule)
        if rule is None:
            continue
        then = [held_then(source, rule, state, since) for state in states]
        before = sum((_counts(each) for each in then), np.zeros(3, np.int64))
        now = _counts(judge(source, rule))
        index = index_of(before, now)
        rows.append(
            {
                "segment": row.name,
                "before": int(before[0]),
                "now": int(now[0]),
                "psi": index,
                "level": level(index),
            }
        )
    return sorted(rows, key=lambda row: (-row["psi"], row["segment"]))


def _counts(verdict: Kleene) -> np.ndarray[Any, np.dtype[np.int64]]:
    inside, unknown = int(verdict.true.sum()), int(verdict.unknown.sum())
    return np.array([inside, len(verdict) - inside - unknown, unknown], np.int64)
