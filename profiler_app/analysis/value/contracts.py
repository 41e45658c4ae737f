"""The value of customers under contract, who do not buy but stay: contribution x retention."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def contract_value(
    contribution: NDArray[np.float64],
    *,
    months: int = 36,
    kept: float = 0.9,
    discount: float = 0.004,
) -> NDArray[np.float64]:
    """Return the value of customers by what they contribute in twelve months, in its unit.

    Sum over the months t of C / 12 * s^t / (1 + d)^t, with s the share that stays from month to
    month (``kept`` is that of a year) and d the ``discount`` of a month (DOMAIN M4).
    """
    month = np.arange(1, months + 1)
    weights = (kept ** (month / 12) / (1 + discount) ** month).sum()
    return np.asarray(contribution / 12 * weights, np.float64)
