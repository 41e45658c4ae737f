"""Churn warnings: by level now and, from the runs there were, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.insights import WARNINGS, Chart, Mark, both, warned_rule
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.insights.crowd import Crowd
from profiler_app.jobs.risk_history import warned_then
from profiler_app.store import runs
from profiler_app.store.workspace import Workspace

WEEKS = 12
_HIGH = "has('high_value')"
_FEWEST_WEEKS = 3


@dataclass(frozen=True, slots=True)
class Week:
    """How many had a warning in the last run of a week, of high value and others.

    ``afterwards``: there was no run; it was worked out later, by rules alone.
    """

    day: str
    high: int
    other: int
    afterwards: bool = False


def level_label(level: str) -> str:
    """Return the name of a level of the churn warning."""
    return {
        "red": pgettext("churn level", "Red"),
        "orange": pgettext("churn level", "Orange"),
        "yellow": pgettext("churn level", "Yellow"),
    }[level]


def warnings(workspace: Workspace, crowd: Crowd) -> Chart:
    """Return the warnings week by week, or by level while there are hardly any weeks."""
    weeks = weekly(workspace, crowd)
    series = ((_("High value"), "3"), (pgettext("figures", "Others"), "muted"))
    if len(weeks) >= _FEWEST_WEEKS:
        return _by_week(weeks, series)
    return _by_level(crowd, series)


def _by_level(crowd: Crowd, series: tuple[tuple[str, str], ...]) -> Chart:
    title = _("Churn warnings by level")
    high = crowd.holding(_HIGH)
    marks, total = [], 0
    for column, level in enumerate(WARNINGS):
        inside = crowd.holding(warned_rule(level))
        total += int(inside.sum())
        for nth, mine in enumerate((inside & high, inside & ~high)):
            n = int(mine.sum())
            value = (_HIGH, f"not {_HIGH}")[nth]
            label = f"{level_label(level)} · {series[nth][0]}"
            rule = both(warned_rule(level), value)
            mark = Mark(label, float(n), f"{n:,}", n, rule, column=column, series=nth)
            marks.append(mark)
    if not total:
        empty = _("No customer has a churn warning. Warnings follow from purchases that stay away "
                  "and from outflows of accounts.")  # fmt: skip
        return Chart("warned", "columns", title, _("now"), empty=empty)
    names = tuple(level_label(level) for level in WARNINGS)
    return Chart(
        "warned", "columns", title, _("now"), tuple(marks), columns=names, series=series, n=total
    )


def _by_week(weeks: list[Week], series: tuple[tuple[str, str], ...]) -> Chart:
    marks = []
    for column, week in enumerate(weeks):
        for nth, n in enumerate((week.high, week.other)):
            label = f"{week.day} · {series[nth][0]}"
            now = column == len(weeks) - 1
            rule = both(warned_rule(), (_HIGH, f"not {_HIGH}")[nth]) if now else ""
            marks.append(Mark(label, float(n), f"{n:,}", n, rule, column=column, series=nth))
    last = weeks[-1]
    return Chart(
        "warned",
        "columns",
        _("Churn warnings week by week"),
        _note(weeks),
        tuple(marks),
        columns=tuple(week.day[5:] for week in weeks),
        series=series,
        n=last.high + last.other,
    )


def _note(weeks: list[Week]) -> str:
    text = _("last {n} weeks").format(n=len(weeks))
    later = sum(week.afterwards for week in weeks)
    if not later:
        return text
    by_rules = _("{n} of them worked out afterwards, without forecasts").format(n=later)
    return f"{text} · {by_rules}"


def look_at_weeks(workspace: Workspace, crowd: Crowd) -> tuple[bool, int]:
    """Return whether weeks are missing that could be worked out, and how many were."""
    if crowd.where:
        return False, 0
    weeks = weekly(workspace, crowd)
    return len(weeks) < WEEKS, sum(week.afterwards for week in weeks)


def weekly(workspace: Workspace, crowd: Crowd) -> list[Week]:
    """Return the last run of each of the last twelve weeks, the oldest first."""
    connection = workspace.connection
    since = crowd.as_of - timedelta(weeks=WEEKS)
    until = crowd.as_of + timedelta(days=1)
    by_week: dict[int, tuple[int, str]] = {}
    days = runs.run_days(connection, since=since.isoformat(), before=until.isoformat())
    for run, day in days:
        week = (crowd.as_of - date.fromisoformat(day)).days // 7
        by_week.setdefault(week, (run, day))
        by_week[week] = max(by_week[week], (run, day), key=lambda each: each[1])
    ids = crowd.source.ids()
    found = _worked_out(workspace, crowd, since, {*by_week})
    for _week, (run, day) in sorted(by_week.items(), reverse=True):
        inside = np.zeros(len(ids), np.bool_)
        for tag in (tag for level in WARNINGS.values() for tag in level):
            inside |= runs.read_tag(connection, tag, ids, run=run)[0]
        high = runs.read_tag(connection, "high_value", ids, run=run)[0]
        found.append(Week(day, *_counts(inside & crowd.mask, high)))
    return sorted(found, key=lambda week: week.day)


def _worked_out(workspace: Workspace, crowd: Crowd, since: date, had: set[int]) -> list[Week]:
    """Return the weeks without a run that were worked out afterwards; they know no filter."""
    if crowd.where:
        return []
    kept = warned_then(workspace, since=since, until=crowd.as_of)
    return [
        Week(day.isoformat(), high, other, afterwards=True)
        for day, (high, other) in kept.items()
        if (crowd.as_of - day).days // 7 not in had
    ]


def _counts(inside: NDArray[np.bool_], high: NDArray[np.bool_]) -> tuple[int, int]:
    return int((inside & high).sum()), int((inside & ~high).sum())
