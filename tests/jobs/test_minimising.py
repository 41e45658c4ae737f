"""What is kept for nothing is found and cleared, and comes back by undo (PRV-01)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from profiler_app.jobs import editing
from profiler_app.jobs.history import check, content_hash, undo_operation
from profiler_app.jobs.minimising import SPARE_DAYS, clear_field, spare_fields
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.store.workspace import Workspace, create_workspace
from tests.jobs.conftest import TODAY, Silent, create

QUIET = Silent()
LATER = TODAY + timedelta(days=SPARE_DAYS + 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "right horse", prefix="TEST") as made:
        customer = create(made)
        values = {"personality": ["open"], "has_car": True}
        editing.edit_customer(QUIET, made, customer, values, today=TODAY)
        yield made


def spare(workspace: Workspace) -> list[str]:
    return [each.field for each in spare_fields(workspace, today=LATER)]


def test_what_was_written_lately_is_taken_to_be_needed(workspace: Workspace) -> None:
    assert spare_fields(workspace, today=TODAY) == ()
    assert {*spare(workspace)} == {"personality", "has_car"}


def test_what_a_segment_asks_for_is_needed(workspace: Workspace) -> None:
    save_segment(QUIET, workspace, None, "有车", "has_car == True")
    assert spare(workspace) == ["personality"]


def test_a_cleared_field_comes_back_by_undo(workspace: Workspace) -> None:
    before = content_hash(workspace)
    operation = clear_field(QUIET, workspace, "has_car")
    assert spare(workspace) == ["personality"]
    undo_operation(QUIET, workspace, operation)
    assert content_hash(workspace) == before
    assert check(QUIET, workspace, today=TODAY) == []
