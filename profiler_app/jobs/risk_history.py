"""How many were at risk, and had a churn warning, week by week: from the runs there were.

A workspace that is new has no runs of earlier weeks; they can be worked out from what is dated up
to then, once, and are kept beside the runs. They are no facts: losing them loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np

from profiler_app.domain.errors import NotComputed
from profiler_app.domain.insights import WARNINGS
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.today import Trend
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.computing import Results, states_as_of
from profiler_app.store import runs
from profiler_app.store.workspace import Workspace

AT_RISK: Final = "at_risk_high_value"
WEEKS: Final = 12
_SETTING: Final = "risk_history"
_WARNINGS: Final = "warning_history"
_HIGH: Final = "high_value"


def read_trend(workspace: Workspace, source: ColumnSource, *, today: date) -> Trend:
    """Return the count of the last run of each of the last 12 weeks, the oldest first.

    Who withdrew consent to profiling counts in none of them.
    """
    connection = workspace.connection
    first = today - timedelta(weeks=WEEKS)
    found = _worked_out(workspace, first, today)
    tomorrow = (today + timedelta(days=1)).isoformat()
    allowed = ~source.tags(["no_profiling"])["no_profiling"].true
    last: dict[int, tuple[int, date]] = {}
    for run, text in runs.run_days(connection, since=first.isoformat(), before=tomorrow):
        day = date.fromisoformat(text)
        last[(today - day).days // 7] = (run, day)
    for week, (run, day) in last.items():
        has = runs.read_tag(connection, AT_RISK, source.ids(), run=run)[0]
        found = {each: n for each, n in found.items() if (today - each).days // 7 != week}
        found[day] = int((has & allowed).sum())
    first_run = min((day for _run, day in last.values()), default=today)
    afterwards = sum(day < first_run for day in found)
    return Trend(tuple(sorted(found.items())), len(found) < WEEKS, afterwards)


def look_back(progress: Progress, workspace: Workspace, *, today: date) -> int:
    """Work out the weeks that have no run, keep them, and return how many. Raises NotComputed.

    Each is computed as a run of that day would, in the population of the last run.
    """
    last = runs.last_run(workspace.connection)
    if last is None:
        raise NotComputed()
    had = {day for day, _n in read_trend(workspace, ColumnSource(workspace), today=today).points}
    warned: dict[str, list[int]] = workspace.setting(_WARNINGS) or {}
    worked = workspace.setting(_SETTING) or {}
    weeks = {
        (today - day).days // 7
        for day in had
        if day.isoformat() in warned or day.isoformat() not in worked
    }
    missing = [today - timedelta(weeks=n) for n in range(1, WEEKS + 1) if n not in weeks]
    found: dict[str, int] = {}
    counts: dict[str, tuple[int, int]] = {}
    for at, day in enumerate(missing):
        part = Part(progress, at / len(missing), (at + 1) / len(missing))
        states = list(states_as_of(part, workspace.connection, as_of=day, last=last))
        found[day.isoformat()] = sum(int(state.tags[AT_RISK].true.sum()) for state in states)
        counts[day.isoformat()] = _warned(states)
    with workspace.writing():
        workspace.put_setting(_SETTING, {**worked, **found})
        workspace.put_setting(_WARNINGS, {**warned, **counts})
    return len(found)


def _warned(states: Sequence[Results]) -> tuple[int, int]:
    """Return how many of high value, and how many others, had a churn warning."""
    high = other = 0
    for state in states:
        inside = np.zeros(len(state.ids), np.bool_)
        for tag in (tag for level in WARNINGS.values() for tag in level):
            inside |= state.tags[tag].true
        valuable = state.tags[_HIGH].true
        high += int((inside & valuable).sum())
        other += int((inside & ~valuable).sum())
    return high, other


def warned_then(workspace: Workspace, *, since: date, until: date) -> dict[date, tuple[int, int]]:
    """Return the warnings worked out afterwards by day: of high value, and others."""
    kept: dict[str, list[int]] = workspace.setting(_WARNINGS) or {}
    days = {date.fromisoformat(day): (high, other) for day, (high, other) in kept.items()}
    return {day: n for day, n in days.items() if since <= day < until}


def _worked_out(workspace: Workspace, first: date, today: date) -> dict[date, int]:
    kept: dict[str, int] = workspace.setting(_SETTING) or {}
    days = {date.fromisoformat(day): n for day, n in kept.items()}
    return {day: n for day, n in days.items() if first <= day < today}
