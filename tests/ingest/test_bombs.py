"""A small file that wants the whole memory is refused in under 2 seconds and 200 MB."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.ingest.bombs import BOMBS, cost_of


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak is read from /proc")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once_and_for_little_memory(tmp_path: Path, name: str) -> None:
    make, says = BOMBS[name]
    path = make(tmp_path / name)
    assert path.stat().st_size < 3 << 20
    said, seconds, megabytes = cost_of(path)
    assert said is not None
    assert says in said
    assert seconds < 2
    assert megabytes < 200
