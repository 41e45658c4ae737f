"""The log of runs says what each gave and took (TAG-04)."""

from __future__ import annotations

from profiler_app.domain.progress import Silent
from profiler_app.jobs import editing
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.tag_runs import run_changes, tag_runs
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY


def test_the_sums_of_the_log_are_those_of_the_tags_tag_04(own_demo: Workspace) -> None:
    refresh(Silent(), own_demo, as_of=TODAY)
    editing.edit_customer(Silent(), own_demo, 3, {"birth_date": "1950-05-05"}, today=TODAY)
    refresh(Silent(), own_demo, as_of=TODAY)
    editing.delete_customers(Silent(), own_demo, list(range(10, 30)))
    refresh(Silent(), own_demo, as_of=TODAY)
    newest, middle, *_rest = tag_runs(own_demo)
    assert middle.computed == 1
    assert newest.held == middle.held + newest.given - newest.taken
    assert newest.taken > 20
    changes = run_changes(own_demo, newest.run)
    assert sum(each.before - each.now for each in changes) == newest.taken - newest.given
    sizes = [abs(each.now - each.before) for each in changes]
    assert sizes == sorted(sizes, reverse=True)


def test_the_first_run_has_nothing_to_be_compared_with_tag_04(own_demo: Workspace) -> None:
    first = tag_runs(own_demo)[-1]
    assert first.held == first.given > 0
    assert run_changes(own_demo, first.run) == ()


def test_without_a_run_the_log_is_empty(empty: Workspace) -> None:
    assert tag_runs(empty) == ()
