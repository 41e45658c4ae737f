"""Cohorts of a published shop and of the sample workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.progress import Progress
from profiler_app.jobs.cohorts import cohorts
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY
from tests.jobs.test_importing import load


def test_the_first_cohort_of_online_retail_is_as_published_lif_01(
    empty: Workspace, shared: Path, progress: Progress
) -> None:
    load(empty, shared / "data" / "retail" / "online_retail.csv.gz")
    report = cohorts(progress, empty, until=TODAY)
    first = report.cohorts[0]
    assert (first.period, first.customers, first.active[1]) == ("2010-12", 885, 324)
    assert first.retention[1] == pytest.approx(0.366, abs=0.0005)
    # one more than pay for anything: somebody only ever got goods for nothing
    assert sum(each.customers for each in report.cohorts) == 4_339
    assert report.until == date(2011, 12, 9)
    assert report.partial


def test_every_buyer_belongs_to_one_cohort_lif_01(demo: Workspace, progress: Progress) -> None:
    months = cohorts(progress, demo, until=TODAY)
    quarters = cohorts(progress, demo, until=TODAY, unit="quarter")
    buyers = sum(each.customers for each in months.cohorts)
    assert buyers == sum(each.customers for each in quarters.cohorts) > 0
    assert all(each.active[0] == each.customers for each in months.cohorts)
    assert sum(map(sum, (each.sales for each in months.cohorts))) == sum(
        map(sum, (each.sales for each in quarters.cohorts))
    )


def test_without_purchases_there_is_no_table(empty: Workspace, progress: Progress) -> None:
    with pytest.raises(TooLittleData):
        cohorts(progress, empty, until=TODAY)
