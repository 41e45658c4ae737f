"""Which customers a handover is about: all, a rule's, a saved segment's, an account manager's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.listing import ListQuery
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.text import N_
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.handover import Given, hand_over
from profiler_app.jobs.segments.saved import KIND
from profiler_app.store.segments import read_segments
from profiler_app.store.workspace import Workspace

_MOST_OWNERS = 200


class NoSuchSegment(UserProblem):
    """A segment is named that nobody saved."""

    code: ClassVar[str] = "no_such_segment"
    template: ClassVar[str] = N_("There is no segment {name}. There are: {names}.")


@dataclass(frozen=True, slots=True)
class Book:
    """Customers one can hand over together: who they are in words, and the rule or owner."""

    key: str
    name: str
    customers: int


def chosen_customers(
    workspace: Workspace, *, where: str = "", segment: str = "", owner: str = ""
) -> Any:
    """Return the customers (int64 array) of a rule, a saved segment or an account manager.

    Nothing given: all. Raises RuleProblem or NoSuchSegment.
    """
    if segment:
        where = _rule_of(workspace, segment)
    elif owner:
        where = f"owner_rm == {quoted(owner)}"
    return lists.find(workspace, ColumnSource(workspace), ListQuery(where=where)).ids


def books(workspace: Workspace, source: ColumnSource) -> tuple[Book, ...]:
    """Return what can be handed over as a whole: everybody, saved segments, account managers."""
    found = [Book("", "", len(source.ids()))]
    for row in read_segments(workspace.connection, KIND):
        found.append(Book(f"segment:{row.name}", row.name, lists.count(source, row.rule)[0]))
    owners = lists.facet(source, "owner_rm").values[:_MOST_OWNERS]
    found += [Book(f"owner:{each.value}", each.label, each.count) for each in owners if each.count]
    return tuple(found)


def customers_of(workspace: Workspace, key: str) -> Any:
    """Return the customers (int64 array) of one of ``books``."""
    kind, _colon, name = key.partition(":")
    return chosen_customers(workspace, **({kind: name} if name else {}))


def _rule_of(workspace: Workspace, name: str) -> str:
    rows = read_segments(workspace.connection, KIND)
    found = next((row for row in rows if row.name == name), None)
    if found is None:
        raise NoSuchSegment(name=name, names=listed([row.name for row in rows]) or "—")
    return str(found.rule)


def hand_over_book(
    progress: Progress, workspace: Workspace, book: Any, path: Path, passphrase: str, **how: Any
) -> Given:
    """Hand over one of ``books`` by its key, or customers (int64 array); see ``hand_over``."""
    customers = customers_of(workspace, book) if isinstance(book, str) else book
    return hand_over(progress, workspace, customers, path, passphrase, **how)
