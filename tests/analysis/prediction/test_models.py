"""Models of yes or no on columns as they come."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.models import fit_boosting


def test_trees_learn_where_a_field_is_known_only_in_other_rows() -> None:
    size = 120
    known = np.arange(size) >= 100
    values = np.arange(size, dtype=np.float64)
    columns = {
        "empty": Column("num", values, known),
        "full": Column("num", values, np.ones(size, np.bool_)),
    }
    fitted = fit_boosting(columns, ("empty", "full"), values >= 50, np.arange(100), 1)
    scores = fitted.scores(columns)
    assert scores[:50].max() < scores[50:].min()
