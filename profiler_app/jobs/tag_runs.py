"""The log of the runs that computed tags, and what each changed (TAG-04)."""

from __future__ import annotations

from dataclasses import dataclass

from profiler_app.domain.tags import known_tags
from profiler_app.store import tag_history
from profiler_app.store.workspace import Workspace

MOST_RUNS = 30


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run: its business day, when it was made (UTC), and what it counted.

    ``computed`` of ``customers`` were computed anew; ``held`` tags are held now, ``given`` and
    ``taken`` since the run before it, ``unknown`` cannot be told.
    """

    run: int
    as_of: str
    at: str
    customers: int
    computed: int
    held: int
    given: int
    taken: int
    unknown: int


@dataclass(frozen=True, slots=True)
class TagChange:
    """How many carried a tag in the run before, and in this one."""

    tag: str
    label: str
    before: int
    now: int


def tag_runs(workspace: Workspace) -> tuple[RunRow, ...]:
    """Return the last runs, the newest first."""
    rows = tag_history.run_log(workspace.connection, MOST_RUNS)
    return tuple(
        RunRow(
            run,
            as_of,
            at,
            customers,
            counts.get("computed", 0),
            held,
            counts.get("added", 0),
            counts.get("removed", 0),
            unknown,
        )
        for run, as_of, at, customers, counts, held, unknown in rows
    )


def run_changes(workspace: Workspace, run: int) -> tuple[TagChange, ...]:
    """Return the tags more or fewer carried than in the run before, the greatest change first."""
    known = known_tags()
    found = [
        TagChange(tag, known[tag].label, before, now)
        for tag, before, now in tag_history.counts_of_run(workspace.connection, run)
        if tag in known and before != now
    ]
    return tuple(sorted(found, key=lambda each: (-abs(each.now - each.before), each.label)))
