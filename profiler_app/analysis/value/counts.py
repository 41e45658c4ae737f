"""Negative binomial counts: Poisson events at rates that differ between customers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.value.histories import FloatArray


def more_than(shape: NDArray[Any], stays: NDArray[Any]) -> Iterator[FloatArray]:
    """Yield P(N > 0), P(N > 1), P(N > 2)... without end.

    ``shape`` is that of the gamma distribution of the rates, ``stays`` the probability of success
    (alpha + past) / (alpha + past + time). Each probability follows from the one before; a library
    computes each of them from the beginning, which takes ten times as long.
    """
    gone = 1 - stays
    exactly = stays**shape
    left = 1 - exactly
    count = 0
    while True:
        yield left
        exactly = exactly * ((shape + count) / (count + 1)) * gone
        left = np.maximum(left - exactly, 0.0)
        count += 1
