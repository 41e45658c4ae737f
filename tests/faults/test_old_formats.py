"""RELIABILITY.md promise 20: a file of every earlier format becomes one of today, or stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.history import check, content_hash, undo_operation
from profiler_app.jobs.refreshing import refresh
from profiler_app.store import migrations
from profiler_app.store.workspace import open_workspace
from tests.faults.killing import killed
from tests.faults.older import FORMATS, make_older
from tests.faults.promised import cases
from tests.jobs.conftest import TODAY, Silent

pytestmark = pytest.mark.promise(20)

QUIET = Silent()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "w.zhike"
    create_demo(QUIET, path, customers=40, today=TODAY)
    return path


@pytest.mark.parametrize("version", FORMATS)
def test_a_file_of_an_earlier_format_holds_the_same_afterwards(
    made: Path, tmp_path: Path, version: int
) -> None:
    older = tmp_path / "w.zhike"
    key = make_older(made, DEMO_PASSPHRASE, older, version)
    with open_workspace(made, key, readonly=True) as workspace:
        facts = content_hash(workspace)
    with open_workspace(older, key, readonly=True) as workspace:
        assert workspace.is_older
    superseded = [older.with_name(f"w.before-format-{n}.zhike") for n in (1, 2)]
    for each in superseded:
        each.touch()
    with open_workspace(older, key) as workspace:
        assert not workspace.is_older
        assert [each.exists() for each in superseded] == [False, True]
        assert content_hash(workspace) == facts
        assert check(QUIET, workspace, today=TODAY) == []
        assert refresh(QUIET, workspace, as_of=TODAY).saved
        undo_operation(QUIET, workspace)  # what was done before the change of format
        assert content_hash(workspace) != facts
    copy = older.with_name(f"w.before-format-{len(migrations.STEPS)}.zhike")
    with open_workspace(copy, key, readonly=True) as workspace:
        assert workspace.is_older and content_hash(workspace) == facts


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot fork a victim")
@pytest.mark.timeout(0)
@pytest.mark.parametrize("version", [*FORMATS][-cases(1, len(FORMATS)) :])
def test_a_killed_change_of_format_is_done_or_not_done(version: int) -> None:
    times = cases(2, 50)
    found = killed(f"migrate_{version}", times)
    assert found["wrong"] == []
    assert found["before"] + found["after"] == times
