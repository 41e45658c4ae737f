"""The review of a week or a month: who moved, what was done, what came of it (journey J12).

Who moved is the difference of two runs; everything is read, nothing is computed anew. Who withdrew
consent to profiling is in no list of those who moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.effort import FAMILIES
from profiler_app.domain.members import MOST_LISTED, Members
from profiler_app.domain.progress import Progress
from profiler_app.domain.review import (
    DAYS_BACK,
    Change,
    ChangeKey,
    Compared,
    Period,
    Review,
    TierContacts,
)
from profiler_app.domain.tags import TagDefinition, known_tags
from profiler_app.domain.text import N_, ngettext
from profiler_app.domain.today import Moved
from profiler_app.jobs.cards.reasons import reason_of
from profiler_app.jobs.cards.subject import Subject, read_subject
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.due_list import named
from profiler_app.jobs.earlier import run_compared_with
from profiler_app.jobs.insights.crowd import crowd_of
from profiler_app.jobs.insights.headlines import sales
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.quality.measuring import MEASURED_UP_TO, history, measure
from profiler_app.jobs.risk_history import AT_RISK
from profiler_app.jobs.segments.effort import effort_matrix
from profiler_app.reports.review_page import write_review
from profiler_app.store import agenda, review, runs
from profiler_app.store.workspace import Workspace

_STATES: Final[dict[ChangeKey, str]] = {
    "new": "lc_new",
    "at_risk": AT_RISK,
    "lost": "lc_lost",
    "won_back": "lc_winback",
}
_ORDER: Final[Sequence[ChangeKey]] = ("new", "up", "down", "at_risk", "lost", "won_back")
_SOME: Final = 4
_FAR: Final = date(9999, 12, 31)
_NO_TIER: Final = 99


def read_review(
    workspace: Workspace, source: ColumnSource, *, today: date, period: Period = "week"
) -> Review:
    """Return the review of the days up to today.

    What moved is told against the last run at least so many days ago, else the oldest one; without
    an earlier run nobody has moved.
    """
    connection = workspace.connection
    begins = today - timedelta(days=DAYS_BACK[period] - 1)
    book = _Book(workspace, source)
    compared = run_compared_with(connection, today - timedelta(days=DAYS_BACK[period]))
    done = review.done_tasks(connection, begins=begins, until=today)
    tasks = agenda.open_tasks(connection, until=_FAR)
    late = [task.customer for task in tasks if task.due < today.isoformat()]
    contacts = review.contacts(connection, begins=begins, until=today)
    return Review(
        period=period,
        begins=begins,
        until=today,
        since=None if compared is None else date.fromisoformat(compared[1]),
        customers=len(source.ids()),
        changes=() if compared is None else _changes(book, compared[0], today),
        done=book.members(done, len(done)),
        late=book.members(late, len(late)),
        open=book.members([task.customer for task in tasks], len(tasks)),
        contacted=book.members(contacts),
        contacts=len(contacts),
        tiers=_tiers(book, contacts, DAYS_BACK[period]),
        sales=_sales(workspace, source, today, DAYS_BACK[period]),
        assets=_assets(workspace, begins, today),
        score=_score(workspace, source, begins, today),
    )


def print_review(progress: Progress, workspace: Workspace, found: Review, path: Path) -> None:
    """Write a review as a PDF of one page. Raises PlaceNotWritable or NoSpaceForFile."""
    progress.step(0.0, N_("Printing"))
    currency = workspace.settings.currency
    write_review(found, path, currency=currency, printed_by=login_name())


class _Book:
    """Everybody, and what they are worth: their assets, else what they spent in 12 months."""

    def __init__(self, workspace: Workspace, source: ColumnSource) -> None:
        self.workspace, self.source = workspace, source
        self.ids = source.ids()
        columns = source.columns(["aum_mavg", "monetary_12m", "value_pct"])
        self.stake = np.zeros(len(self.ids), np.float64)
        for name in ("monetary_12m", "aum_mavg"):
            if (column := columns.get(name)) is not None:
                self.stake = np.where(column.known, column.values, self.stake)
        rank = columns.get("value_pct")
        self._worth = self.stake if rank is None else np.where(rank.known, rank.values, 0.0)
        self._holders: dict[tuple[str, int | None], NDArray[Any]] = {}
        self.withheld: NDArray[Any] = source.tags(["no_profiling"])["no_profiling"].true

    def holders(self, tag: str, run: int | None = None) -> NDArray[Any]:
        """Return who has a tag: now, or in an earlier run."""
        found = self._holders.get((tag, run))
        if found is None:
            if run is None:
                found = self.source.tags([tag])[tag].true
            else:
                found = runs.read_tag(self.workspace.connection, tag, self.ids, run=run)[0]
            self._holders[tag, run] = found
        return found

    def best_first(self, who: NDArray[Any]) -> NDArray[Any]:
        """Return the places of some, the most valuable ones first."""
        places = np.flatnonzero(who)
        found: NDArray[Any] = places[np.lexsort((places, -self._worth[places]))]
        return found

    def members(self, customers: Sequence[int], count: int | None = None) -> Members:
        """Return some customers (each once, the best first); ``count`` when other things count."""
        who = np.isin(self.ids, list(set(customers)))
        places = self.best_first(who)
        chosen = self.ids[places[:MOST_LISTED]].tolist()
        called = review.numbers(self.workspace.connection, chosen)
        numbers = tuple(called[each] for each in chosen if each in called)
        return Members(len(places) if count is None else count, numbers)


def _changes(book: _Book, run: int, today: date) -> tuple[Change, ...]:
    then, now = _tier_places(book, run), _tier_places(book, None)
    both = (then < _NO_TIER) & (now < _NO_TIER)
    found = [
        _moved(book, "up", both & (now < then), run),
        _moved(book, "down", both & (now > then), run),
    ]
    for key, tag in _STATES.items():
        came = book.holders(tag) & ~book.holders(tag, run)
        found.append(_entered(book, key, tag, came, today))
    return tuple(sorted(found, key=lambda change: _ORDER.index(change.key)))


def _families() -> list[list[TagDefinition]]:
    """Return the value tiers of each family, the highest first."""
    families = []
    for family in FAMILIES:
        tags = [tag for tag in known_tags().values() if tag.exclusive_group == family]
        families.append(sorted(tags, key=lambda tag: tag.priority or 0))
    return families


def _tier_places(book: _Book, run: int | None) -> NDArray[Any]:
    """Return the place of everybody in the own family, 0 the highest; 99: on no tier."""
    places = np.full(len(book.ids), _NO_TIER)
    for family in _families():
        for rank, tag in reversed(list(enumerate(family))):
            places[book.holders(tag.id, run)] = rank
    return places


def _moved(book: _Book, key: ChangeKey, who: NDArray[Any], run: int) -> Change:
    who = who & ~book.withheld
    first = book.best_first(who)[:_SOME]
    people = named(book.workspace, book.ids[first].tolist())
    some = []
    for place in first.tolist():
        before, after = (_tier_of(book, place, each) for each in (run, None))
        if (one := people.get(int(book.ids[place]))) is not None:
            some.append(Moved(one, f"{before} → {after}"))
    return _change(book, key, who, some)


def _tier_of(book: _Book, place: int, run: int | None) -> str:
    tags = (tag for family in _families() for tag in family)
    return next((tag.label for tag in tags if book.holders(tag.id, run)[place]), "")


def _entered(book: _Book, key: ChangeKey, tag: str, who: NDArray[Any], today: date) -> Change:
    who = who & ~book.withheld
    first = book.ids[book.best_first(who)[:_SOME]].tolist()
    people = named(book.workspace, first)
    some = []
    for each in first:
        if each in people:
            subject = read_subject(book.workspace, each, as_of=today)
            some.append(Moved(people[each], _why(subject, tag)))
    return _change(book, key, who, some)


def _why(subject: Subject, tag: str) -> str:
    """Say since when somebody who is lost has not bought; of others why they have the tag."""
    days = subject.value("recency_days")
    if tag != _STATES["lost"] or days is None:
        return reason_of(subject, tag)
    told = ngettext("last bought {n} day ago", "last bought {n} days ago", int(days))
    return told.format(n=f"{int(days):,}")


def _change(book: _Book, key: ChangeKey, who: NDArray[Any], some: Sequence[Moved]) -> Change:
    members = book.members(book.ids[who].tolist())
    return Change(key, members, round(float(book.stake[who].sum())), tuple(some))


def _tiers(book: _Book, contacts: Sequence[int], days: int) -> tuple[TierContacts, ...]:
    """Count the contacts of each tier beside those its plan asks for (STR-03)."""
    matrix = effort_matrix(book.source)
    seen = np.array(contacts, np.int64)
    found = []
    for tier in matrix.tiers:
        mine = book.ids[book.holders(tier.tag)]
        with_them = seen[np.isin(seen, mine)]
        planned = tier.total * days / 365 if tier.proposed else None
        found.append(
            TierContacts(
                tier.tag,
                tier.label,
                tier.customers,
                len(with_them),
                book.members(with_them.tolist()),
                planned,
            )
        )
    return tuple(found)


def _sales(workspace: Workspace, source: ColumnSource, today: date, days: int) -> Compared | None:
    """Return what was sold in the period and in as many days before; None without any order."""
    if runs.last_run(workspace.connection) is None:
        return None
    bought = crowd_of(workspace, source, "").bought()
    if not len(bought.day):
        return None
    until = (today - date(1970, 1, 1)).days
    now, before = (sales(bought, until - back, days) for back in (0, days))
    return Compared(now, before)


def _assets(workspace: Workspace, begins: date, today: date) -> Compared | None:
    connection = workspace.connection
    now = review.assets(connection, today)
    if now is None:
        return None
    return Compared(now, review.assets(connection, begins - timedelta(days=1)))


def _score(
    workspace: Workspace, source: ColumnSource, begins: date, today: date
) -> Compared | None:
    """Return the score of the data, and the last one recorded before the period."""
    recorded = history(workspace)
    now: float | None = recorded[-1].score if recorded else None
    if 0 < len(source.ids()) <= MEASURED_UP_TO:
        now = measure(workspace, source, today=today).book.score
    before = [each.score for each in recorded if each.as_of < begins.isoformat()]
    return None if now is None else Compared(now, before[-1] if before else None)
