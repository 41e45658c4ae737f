"""RELIABILITY.md promise 21: the same input gives the same tags and segments, cell by cell."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from profiler_app.jobs.cards import read_card, why
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.segments.grouping import find_groups
from profiler_app.store.workspace import Workspace, open_workspace
from tests.faults.promised import cases
from tests.jobs.conftest import TODAY, Silent

pytestmark = pytest.mark.promise(21)

QUIET = Silent()
DERIVED = ("tag_bits", "feature_block", "order_block")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("same") / "w.zhike"
    create_demo(QUIET, path, customers=150, today=TODAY)
    return path


def computed(workspace: Workspace) -> dict[str, list[Any]]:
    return {
        table: workspace.connection.execute(f'SELECT * FROM "{table}"').fetchall()
        for table in DERIVED
    }


def test_two_runs_over_the_same_facts_store_the_same(made: Path, tmp_path: Path) -> None:
    found = []
    for number in range(cases(2, 10)):
        path = Path(shutil.copy(made, tmp_path / f"{number}.zhike"))
        with open_workspace(path, DEMO_PASSPHRASE) as workspace:
            refresh(QUIET, workspace, as_of=TODAY + timedelta(days=40))
            groups = find_groups(QUIET, workspace)
            found.append((computed(workspace), repr(replace(groups, seconds=0.0))))
    assert all(found[0][0].values())
    for each in found:
        assert [table for table in DERIVED if each[0][table] != found[0][0][table]] == []
        assert each[1] == found[0][1]


def test_every_tag_of_every_card_is_explained(made: Path) -> None:
    with open_workspace(made, DEMO_PASSPHRASE, readonly=True) as workspace:
        told = 0
        for customer in ColumnSource(workspace).ids().tolist()[: cases(5, 150)]:
            for tag in read_card(workspace, customer, as_of=TODAY).tags:
                reason = why(workspace, customer, tag.id, as_of=TODAY)
                assert reason.evidence or (reason.rule and reason.leaves), (customer, tag.id)
                told += 1
    assert told > 10
