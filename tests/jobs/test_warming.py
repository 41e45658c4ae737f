"""What is done for the whole process when the window is shown."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest

from profiler_app.jobs.warming import favour_window, load_catalogs


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    turn, thresholds = sys.getswitchinterval(), gc.get_threshold()
    yield
    sys.setswitchinterval(turn)
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def test_what_is_there_is_no_garbage() -> None:
    favour_window()
    assert gc.get_freeze_count() > 0


def test_a_job_keeps_the_interpreter_only_for_a_moment_while_the_window_waits() -> None:
    favour_window()
    assert sys.getswitchinterval() < 0.001


def test_the_rules_of_the_tags_are_parsed_before_the_list_is_painted() -> None:
    from profiler_app.domain.tags import built_in_tags

    load_catalogs()
    assert built_in_tags.cache_info().currsize == 1
