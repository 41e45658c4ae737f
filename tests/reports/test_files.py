"""A file that appears whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from profiler_app.reports.files import NoSpaceForFile, PlaceNotWritable, replacing


def test_the_old_file_stays_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("old")
    with pytest.raises(ValueError, match="half way"), replacing(path) as file:
        file.write(b"new")
        raise ValueError("half way")
    assert path.read_text() == "old"


def test_nothing_is_left_beside_a_file_that_failed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="half way"), replacing(tmp_path / "list.csv"):
        raise ValueError("half way")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_a_problem_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with pytest.raises(NoSpaceForFile, match=r"list\.csv"), replacing(path):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_missing_folder_is_a_problem_that_names_the_file(tmp_path: Path) -> None:
    with (
        pytest.raises(PlaceNotWritable, match=r"list\.csv"),
        replacing(tmp_path / "nowhere" / "list.csv"),
    ):
        pass


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
def test_only_the_current_user_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with replacing(path) as file:
        file.write(b"x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
