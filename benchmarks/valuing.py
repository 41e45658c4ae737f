"""Foresight: the choice among models of purchases and the forecast of everybody."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from benchmarks.measuring import Bar, Experiment, Scale, worker

_DAYS, _HORIZON = 400, 52.0


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return the forecast for 200,000 buyers (a tenth of it at small scale)."""
    customers = min(max(scale.customers // 5, 20_000), 200_000)
    return [
        Experiment(
            cases=(worker("value", "benchmarks.valuing:forecast", customers=customers),),
            bars=(
                Bar(f"Models chosen, {customers:,} buyers foretold", "value.seconds", None, 3.0),
                Bar("… of it the choice", "value.choosing", None, None),
                Bar("Memory", "value.rss", None, 500, "MB"),
            ),
            remark="Foresight: purchases drawn from MBG/NBD; BG/NBD, MBG/NBD and Pareto/NBD are "
            "fitted to two thirds of the time and tried on the rest, then fitted to all of it; "
            "each customer gets an expectation with an interval for a year. Libraries are "
            "imported before the clock starts.",
        )
    ]


def forecast(customers: int) -> dict[str, float]:
    """Choose a model and foretell everybody."""
    import scipy.optimize
    import scipy.special  # noqa: F401 - imports are not measured

    from profiler_app.analysis.value.choosing import choose
    from profiler_app.analysis.value.forecasting import outlook, total
    from profiler_app.analysis.value.histories import buyers_until

    customer, day, amount = _drawn(customers)
    began = time.perf_counter()
    choice = choose(customer, day, amount, _DAYS)
    chosen = time.perf_counter()
    buyers = buyers_until(customer, day, amount, _DAYS)
    each = outlook(choice.fit, buyers.histories, _HORIZON)
    total(choice.fit, buyers.histories, _HORIZON, each)
    return {"seconds": time.perf_counter() - began, "choosing": chosen - began}


def _drawn(customers: int) -> tuple[Any, Any, Any]:
    """Draw purchases of customers who came in the first half of the time."""
    import numpy as np

    dice = np.random.default_rng(1)
    rate = dice.gamma(0.55, 1 / (6.2 * 7), customers)
    drop = dice.beta(0.9, 1.6, customers)
    now = dice.integers(0, _DAYS // 2, customers).astype(np.float64)
    who = np.arange(customers)
    owners, days = [who], [now.astype(np.int64)]
    while len(who):
        who = who[dice.random(len(who)) > drop[who]]
        now[who] += dice.exponential(1 / np.maximum(rate[who], 1e-9))
        who = who[now[who] < _DAYS]
        owners.append(who)
        days.append(now[who].astype(np.int64))
    owner = np.concatenate(owners)
    return owner, np.concatenate(days), np.full(len(owner), 1_000)
