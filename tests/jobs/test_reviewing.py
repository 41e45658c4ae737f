"""The review of a week: the difference of two runs, what was done, and the sheet (J12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from profiler_app.domain.members import MOST_LISTED, Members
from profiler_app.domain.review import Review
from profiler_app.jobs import agenda, lists, recording
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.recording import Talk
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.reviewing import print_review, read_review
from profiler_app.jobs.today import read_today
from profiler_app.store import runs
from profiler_app.store.workspace import Workspace, open_workspace
from tests.jobs.conftest import TODAY, Silent, create

QUIET = Silent()


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A sample worked out on TODAY and a week before."""
    path = tmp_path_factory.mktemp("review") / "a.zhike"
    create_demo(QUIET, path, customers=400, seed=7, today=TODAY, weeks=2)
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        yield workspace


def change(found: Review, key: str) -> Members:
    return next(each.members for each in found.changes if each.key == key)


def test_who_moved_is_the_difference_of_two_runs(weeks: Workspace) -> None:
    source = ColumnSource(weeks)
    found = read_review(weeks, source, today=TODAY)
    assert found.since == TODAY - timedelta(days=7)
    run, _day = runs.run_days(weeks.connection, since="", before=TODAY.isoformat())[-1]
    ids, withheld = source.ids(), source.tags(["no_profiling"])["no_profiling"].true
    for key, tag in (("lost", "lc_lost"), ("new", "lc_new"), ("won_back", "lc_winback")):
        then = runs.read_tag(weeks.connection, tag, ids, run=run)[0]
        now = source.tags([tag])[tag].true
        assert change(found, key).count == int((now & ~then & ~withheld).sum())
    assert change(found, "up").count + change(found, "down").count > 0


def test_every_figure_opens_the_customers_it_counts(weeks: Workspace) -> None:
    source = ColumnSource(weeks)
    found = read_review(weeks, source, today=TODAY, period="month")
    every = [each.members for each in found.changes] + [tier.contacted for tier in found.tiers]
    opened = 0
    for members in every:
        if members.count:
            rule = lists.parse_filter(members.rule())
            assert rule is not None
            assert int(lists.holds(source, rule).true.sum()) == members.count
            opened += 1
    assert opened > 3


def test_moves_between_tiers_name_both(weeks: Workspace) -> None:
    found = read_review(weeks, ColumnSource(weeks), today=TODAY)
    some = [each.reason for one in found.changes if one.key in ("up", "down") for each in one.some]
    assert some
    assert all(len(reason.split(" → ")) == 2 for reason in some)


def test_contacts_and_tasks_of_the_days_are_counted(empty: Workspace) -> None:
    one, other = create(empty, name="林婉清"), create(empty, name="周晓云")
    for customer, days in ((one, 0), (one, 6), (other, 7)):
        talk = Talk("reached", "phone", day=TODAY - timedelta(days=days))
        recording.log_contact(QUIET, empty, customer, talk, by="陈", today=TODAY)
    recording.add_task(QUIET, empty, one, "回电", TODAY - timedelta(days=3), 2, by="陈")
    recording.add_task(QUIET, empty, other, "送样品", TODAY + timedelta(days=3), 2, by="陈")
    refresh(QUIET, empty, as_of=TODAY)
    (late,) = read_today(empty, ColumnSource(empty), today=TODAY).overdue()
    before = read_review(empty, ColumnSource(empty), today=TODAY)
    assert (before.contacts, before.contacted.count) == (2, 1)
    assert (before.done.count, before.late.count, before.open.count) == (0, 1, 2)
    assert before.since is None and before.changes == ()
    agenda.settle(QUIET, empty, late, today=TODAY, by="陈")
    after = read_review(empty, ColumnSource(empty), today=TODAY)
    assert (after.done.count, after.late.count, after.open.count) == (1, 0, 1)
    assert len(after.done.numbers) == 1


def test_the_plan_of_a_tier_follows_from_its_contacts_a_year(weeks: Workspace) -> None:
    week = read_review(weeks, ColumnSource(weeks), today=TODAY)
    month = read_review(weeks, ColumnSource(weeks), today=TODAY, period="month")
    ratios = [
        m.planned / w.planned
        for w, m in zip(week.tiers, month.tiers, strict=True)
        if w.planned and m.planned
    ]
    assert np.allclose(ratios, 30 / 7)


def test_the_review_is_printed_as_selectable_text(weeks: Workspace, tmp_path: Path) -> None:
    found = read_review(weeks, ColumnSource(weeks), today=TODAY)
    print_review(QUIET, weeks, found, tmp_path / "a.pdf")
    pages = PdfReader(tmp_path / "a.pdf").pages
    text = pages[0].extract_text()
    assert len(pages) == 1
    assert "周复盘" in text
    name = next(each.who.name for one in found.changes for each in one.some)
    assert name in text


def test_a_list_too_long_to_open_keeps_its_count() -> None:
    assert Members(MOST_LISTED + 1, ("A1", "A2")).rule() == "number in ['A1', 'A2']"


def test_a_workspace_without_anything_has_an_empty_review(empty: Workspace) -> None:
    found = read_review(empty, ColumnSource(empty), today=date(2026, 1, 5))
    assert (found.customers, found.contacts, found.sales, found.assets, found.score) == (
        0, 0, None, None, None
    )  # fmt: skip
