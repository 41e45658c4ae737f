"""Weight of evidence and information value of groups of good and bad (DOMAIN M9)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from profiler_app.analysis.prediction.measures import FloatArray


def weights_of_evidence(good: Sequence[float], bad: Sequence[float]) -> FloatArray:
    """Return ln(share of the good / share of the bad) of each bin.

    Half a customer is added to every cell when one of them is empty.
    """
    goods, bads = _shares(good, bad)
    return np.asarray(np.log(goods / bads), np.float64)


def information_values(good: Sequence[float], bad: Sequence[float]) -> FloatArray:
    """Return what each bin adds to the information value."""
    goods, bads = _shares(good, bad)
    return np.asarray((goods - bads) * np.log(goods / bads), np.float64)


def _shares(good: Sequence[float], bad: Sequence[float]) -> tuple[FloatArray, FloatArray]:
    goods, bads = np.asarray(good, np.float64), np.asarray(bad, np.float64)
    if not (goods.all() and bads.all()):
        goods, bads = goods + 0.5, bads + 0.5
    return goods / goods.sum(), bads / bads.sum()
