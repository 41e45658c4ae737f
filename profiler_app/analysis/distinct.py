"""Distinct numbers by sorting: ``numpy.unique`` hashes, which takes long for millions of keys."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def distinct(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return every number once, sorted."""
    ordered = np.sort(keys)
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]
