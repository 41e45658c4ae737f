"""How the models grow: ten thousand, a hundred thousand and a million customers or baskets."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from benchmarks.growing import REMARK, grown, told
from benchmarks.measuring import Case, Experiment, Scale, worker
from benchmarks.valuing import forecast

_FIELDS = 20


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return each model at each size (the million only at full scale), and how it grows."""
    kinds = {
        "value": "Purchases foretold of {n:,} buyers",
        "yes_no": "A yes or no learned from {n:,} customers",
        "baskets": "Rules of {n:,} baskets",
    }
    remark = (
        "Models: value is the choice among BG/NBD, MBG/NBD and Pareto/NBD with the forecast of "
        "everybody; a yes or no is the logistic regression and the boosted trees of 20 fields, "
        "each fitted once, with the probability of everybody; rules are those of baskets of four "
        f"out of 500 items. The drawing of purchases is within. {REMARK}"
    )
    return [
        grown(scale, partial(_case, kind), {"": title}, remark=remark if kind == "value" else "")
        for kind, title in kinds.items()
    ]


def _case(kind: str, size: int) -> Case:
    return worker(f"{kind}{size}", f"benchmarks.models:{kind}", size=size)


def value(size: int) -> dict[str, float]:
    """Foretell purchases."""
    import scipy.optimize
    import scipy.special  # noqa: F401 - imports are not measured

    began = time.process_time()
    forecast(size)
    return told(began, size)


def yes_no(size: int) -> dict[str, float]:
    """Fit both models of a yes or no and apply them to everybody."""
    import numpy as np
    import sklearn.ensemble
    import sklearn.linear_model  # noqa: F401 - imports are not measured

    from profiler_app.analysis.columns import Column
    from profiler_app.analysis.prediction.models import fit_boosting, fit_logistic

    dice = np.random.default_rng(1)
    matrix = dice.normal(size=(_FIELDS, size))
    known = np.ones(size, np.bool_)
    columns = {f"f{at}": Column("num", matrix[at], known) for at in range(_FIELDS)}
    odds = matrix[0] - 0.7 * matrix[1] + 0.4 * matrix[2] * matrix[3]
    truth = dice.random(size) < 1 / (1 + np.exp(1 - odds))
    fields, rows = tuple(columns), np.arange(size)
    began = time.process_time()
    for model in (
        fit_logistic(columns, fields, truth, rows, 1.0),
        fit_boosting(columns, fields, truth, rows, 1),
    ):
        model.scores(columns)
    return told(began, size)


def baskets(size: int) -> dict[str, float]:
    """Find the rules of drawn baskets."""
    import numpy as np

    from profiler_app.analysis.baskets.itemsets import Baskets, frequent
    from profiler_app.analysis.baskets.rules import rules_of

    dice = np.random.default_rng(1)
    items = np.minimum(dice.zipf(1.4, (size, 4)) - 1, 499).astype(np.int64)
    items.sort(axis=1)
    basket = np.repeat(np.arange(size), 4)
    pairs = np.unique(basket * 500 + items.ravel())
    names = tuple(f"item {at}" for at in range(500))
    found = Baskets(names, pairs // 500, pairs % 500, size)
    began = time.process_time()
    sets = frequent(found, 0.002)
    rules_of(sets, names, size, confidence=0.1, shortest=2)
    return told(began, size)
