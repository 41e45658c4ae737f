"""Distinct numbers."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.distinct import distinct


def test_every_number_comes_once_and_in_order() -> None:
    assert distinct(np.array([5, 1, 5, 3, 1])).tolist() == [1, 3, 5]
    assert distinct(np.empty(0, np.int64)).tolist() == []
