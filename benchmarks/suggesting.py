"""How the recommender and the scorecard grow: ten thousand, a hundred thousand, a million."""

from __future__ import annotations

import time
from collections.abc import Sequence

from benchmarks.growing import REMARK, grown, told
from benchmarks.measuring import Experiment, Scale, worker

_ITEMS, _EACH = 500, 6
_FIELDS = 12


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return each at each size (the million only at full scale), and how it grows."""
    return [
        grown(
            scale,
            lambda n: worker(f"recommender{n}", "benchmarks.suggesting:recommender", size=n),
            {"": "Recommender learned and tried, {n:,} customers"},
            remark="Suggesting: all methods of recommendation are learned from six lines of each "
            "customer over 500 products and tried on what was new last (at most 20,000 "
            f"customers); the scorecard bins 12 fields, fits them and scores everybody. {REMARK}",
        ),
        grown(
            scale,
            lambda n: worker(f"scorecard{n}", "benchmarks.suggesting:scorecard", size=n),
            {"": "Scorecard made and applied, {n:,} customers"},
        ),
    ]


def recommender(size: int) -> dict[str, float]:
    """Learn both methods, and try them on what customers bought first last."""
    import numpy as np
    import scipy.sparse  # noqa: F401 - imports are not measured

    from profiler_app.analysis.recommending.histories import FirstTimes
    from profiler_app.domain.progress import Silent
    from profiler_app.jobs.recommender_trial import methods_tried

    dice = np.random.default_rng(1)
    customer = np.repeat(np.arange(size), _EACH)
    item = np.minimum(dice.zipf(1.3, len(customer)) - 1, _ITEMS - 1).astype(np.int64)
    day = dice.integers(19_000, 20_000, len(customer))
    began = time.process_time()
    times = FirstTimes.of(customer, item, day)
    hidden = times.last_new()
    hidden = hidden[:: -(-len(hidden) // 20_000) or 1]
    pairs = np.stack([times.customer[hidden], times.item[hidden]], axis=1)
    methods_tried(Silent(), times.without(hidden, size, _ITEMS), pairs)
    return told(began, size)


def scorecard(size: int) -> dict[str, float]:
    """Make a card of drawn fields and score everybody."""
    import numpy as np
    import sklearn.linear_model  # noqa: F401 - imports are not measured

    from profiler_app.analysis.columns import Column
    from profiler_app.analysis.scoring.points import Scale as Points
    from profiler_app.analysis.scoring.points import learn_scorecard

    dice = np.random.default_rng(1)
    matrix = dice.normal(size=(_FIELDS, size))
    known = np.ones(size, np.bool_)
    columns = {f"f{at}": Column("num", matrix[at], known) for at in range(_FIELDS)}
    odds = sum(matrix[at] / (at + 1) for at in range(_FIELDS)) - 2
    bad = dice.random(size) < 1 / (1 + np.exp(-odds))
    began = time.process_time()
    card = learn_scorecard(columns, tuple(columns), bad, Points())
    assert card is not None
    card.scores(columns)
    return told(began, size)
