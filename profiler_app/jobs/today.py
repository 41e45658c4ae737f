"""The first page of the day: whom to contact, what is due, what changed since last week.

Everything is read; tags and features are those of the last refresh. Who withdrew consent to
profiling is in none of the lists that follow from the profile.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.fields import option_label
from profiler_app.domain.members import NOBODY
from profiler_app.domain.quality import Problem
from profiler_app.domain.tags import known_tags
from profiler_app.domain.today import (
    AtRisk,
    Entered,
    GroupMove,
    Moved,
    Since,
    Today,
    Trend,
    Who,
)
from profiler_app.jobs.cards.reasons import reason_of
from profiler_app.jobs.cards.subject import Subject, read_subject
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.due_list import named, read_dues, task_dues
from profiler_app.jobs.earlier import run_compared_with
from profiler_app.jobs.foresight.watching import drifts
from profiler_app.jobs.maturing import is_anything_maturing
from profiler_app.jobs.quality.measuring import MEASURED_UP_TO, history, measure
from profiler_app.jobs.risk_history import AT_RISK, read_trend
from profiler_app.jobs.segments.overview import migration_between_runs
from profiler_app.jobs.unattended import without_next_step, without_owner
from profiler_app.store import agenda, runs
from profiler_app.store.workspace import Workspace

WATCHED: Final = (AT_RISK, "lc_lost", "lc_winback")
"""States whose comings and goings the page tells."""
_WARNINGS: Final = tuple(
    f"{what}_{level}"
    for what in ("churn", "outflow", "corp_flow")
    for level in ("red", "orange", "yellow")
)
_SHOWN: Final = 7
_SOME: Final = 4
_PROBLEMS: Final = 6
_WEEK: Final = timedelta(days=7)
_RANKS: Final = {
    name: rank
    for rank, name in enumerate(
        ("gen_save", "gen_keep", "gen_develop", "gen_value", "imp_save", "imp_keep",
         "imp_develop", "imp_value")
    )
}  # fmt: skip


def read_today(workspace: Workspace, source: ColumnSource, *, today: date) -> Today:
    """Return the first page of a business day."""
    run = runs.last_run(workspace.connection)
    computed = date.fromisoformat(run.as_of) if run else None
    people, total, left_out = (
        _at_risk(workspace, source, today, computed) if computed else ((), 0, 0)
    )
    dues, more = read_dues(workspace, source, today, computed)
    coming = task_dues(workspace, agenda.open_tasks(workspace.connection, until=today + _WEEK))
    score, score_on, problems = _score(workspace, source, today)
    return Today(
        day=today,
        customers=len(source.ids()),
        computed=computed,
        at_risk=people,
        at_risk_total=total,
        at_risk_left_out=left_out,
        dues=dues,
        more_dues=more,
        coming=sum(due.due > today for due in coming),
        since=_since(workspace, source, today) if computed else None,
        score=score,
        score_on=score_on,
        problems=problems,
        trend=read_trend(workspace, source, today=today) if computed else Trend(),
        maturing=is_anything_maturing(workspace, today),
        ownerless=without_owner(source) if computed else NOBODY,
        stepless=without_next_step(source, today) if computed else NOBODY,
        drifts=tuple((each.model, each.said) for each in drifts(workspace)),
    )


# -- whom to contact


def _at_risk(
    workspace: Workspace, source: ColumnSource, today: date, computed: date
) -> tuple[tuple[AtRisk, ...], int, int]:
    """Return the most valuable ones at risk, how many there are, and how many are left out.

    Left out is whom somebody has contacted or put off lately.
    """
    chosen = source.tags([AT_RISK])[AT_RISK].true & ~_withheld(source)
    every = int(chosen.sum())
    contacted = source.columns(["last_contact_days"]).get("last_contact_days")
    if contacted is not None:
        days = contacted.values + (today - computed).days
        chosen = chosen & ~(contacted.known & (days < _WEEK.days))
    left_alone = agenda.with_open_task(workspace.connection, "churn_save")
    left_alone |= agenda.kept_from(workspace.connection, "at_risk", today - timedelta(days=30))
    chosen = chosen & ~np.isin(source.ids(), sorted(left_alone))
    places = np.flatnonzero(chosen)
    shown = places[np.lexsort((places, -_worth(source, places)))][:_SHOWN]
    ids = source.ids()[shown].tolist()
    who = named(workspace, ids)
    found = (_at_risk_one(workspace, who[customer], today) for customer in ids if customer in who)
    return tuple(found), every, every - len(places)


def _at_risk_one(workspace: Workspace, who: Who, today: date) -> AtRisk:
    subject = read_subject(workspace, who.customer, as_of=today)
    warning = next((tag for tag in _WARNINGS if _has(subject, tag)), None)
    stage = subject.value("lifecycle")
    measures = ("aum_mavg", "deposit_mavg") if subject.line == "bank" else ("monetary_12m",)
    stake = next((v for name in measures if (v := subject.value(name)) is not None), None)
    risk = subject.value("churn_prob")
    return AtRisk(
        who,
        option_label("lifecycle", stage) if stage else "",
        None if stake is None else int(stake),
        None if risk is None else float(risk),
        known_tags()[warning].label if warning else "",
        reason_of(subject, warning or AT_RISK),
        (warning or "").endswith("_red"),
        warning or AT_RISK,
    )


def _has(subject: Subject, tag: str) -> bool:
    return tag in subject.tags and bool(subject.tags[tag].true[0])


def _worth(source: ColumnSource, places: NDArray[Any]) -> NDArray[np.float64]:
    """Return how valuable some customers are among all (0 to 1; 0 where it is not known)."""
    column = source.columns(["value_pct"]).get("value_pct")
    if column is None:
        return np.zeros(len(places))
    found: NDArray[np.float64] = np.where(column.known, column.values, 0.0)[places]
    return found


def _withheld(source: ColumnSource) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = source.tags(["no_profiling"])["no_profiling"].true
    return found


# -- what changed


def _since(workspace: Workspace, source: ColumnSource, today: date) -> Since | None:
    """Compare the last run with that of a week ago, or the oldest since then."""
    connection = workspace.connection
    last = runs.last_run(connection)
    assert last is not None
    compared = run_compared_with(connection, today - _WEEK)
    if compared is None:
        return None
    run, day = compared
    entered = tuple(_entered(workspace, source, tag, run, today) for tag in WATCHED)
    return Since(
        date.fromisoformat(day),
        date.fromisoformat(last.as_of),
        entered,
        _group_moves(workspace, source, day),
    )


def _entered(
    workspace: Workspace, source: ColumnSource, tag: str, run: int, today: date
) -> Entered:
    ids = source.ids()
    then: Any = runs.read_tag(workspace.connection, tag, ids, run=run)[0]
    now = source.tags([tag])[tag].true
    came = np.flatnonzero(now & ~then & ~_withheld(source))
    first = ids[came[np.lexsort((came, -_worth(source, came)))][:_SOME]].tolist()
    who = named(workspace, first)
    some = tuple(
        Moved(who[each], reason_of(read_subject(workspace, each, as_of=today), tag))
        for each in first
        if each in who
    )
    return Entered(tag, known_tags()[tag].label, len(came), int((then & ~now).sum()), some)


def _group_moves(workspace: Workspace, source: ColumnSource, day: str) -> tuple[GroupMove, ...]:
    """Return moves between value groups, to worse ones first, then by size."""
    migration = migration_between_runs(workspace, source, day=day)
    if migration is None:
        return ()
    moves = [
        GroupMove(move.before, move.after, move.customers, _RANKS[move.after] - _RANKS[move.before])
        for move in migration.moves
        if move.before in _RANKS and move.after in _RANKS and move.before != move.after
    ]
    return tuple(sorted(moves, key=lambda move: (move.rank > 0, -move.customers, move.before)))


# -- the data


def _score(
    workspace: Workspace, source: ColumnSource, today: date
) -> tuple[float | None, date | None, tuple[Problem, ...]]:
    if 0 < len(source.ids()) <= MEASURED_UP_TO:
        found = measure(workspace, source, today=today)
        return found.book.score, today, found.problems[:_PROBLEMS]
    recorded = history(workspace)
    if not recorded:
        return None, None, ()
    return recorded[-1].score, date.fromisoformat(recorded[-1].as_of), ()
