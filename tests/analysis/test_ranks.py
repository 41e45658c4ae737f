import json
from pathlib import Path

import numpy as np
import pytest

from profiler_app.analysis.ranks import KNOTS, knots, share_among


def test_percentiles_are_average_rank_by_number(shared: Path) -> None:
    path = shared / "vectors" / "models_misc.json"
    for vector in json.loads(path.read_text("utf-8"))["percentile"]["vectors"]:
        values = np.array(vector["v"])
        assert share_among(knots(values), values).tolist() == vector["pct"]


def test_a_new_value_is_placed_between_the_known_ones() -> None:
    assert share_among((10, 20, 30, 40), np.array([5, 25, 99])).tolist() == [0, 0.5, 1]


def test_a_frozen_ranking_of_many_values_stays_small_and_close() -> None:
    values = np.arange(100_000)
    frozen = knots(values)
    assert len(frozen) == KNOTS
    assert share_among(frozen, np.array([50_000]))[0] == pytest.approx(0.5, abs=0.001)
