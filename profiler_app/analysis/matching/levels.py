"""The levels of agreement, from "different" to "the same"."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.int8]

UNKNOWN, OTHER, PART, ALIKE, NEAR, SOUND, MEANT, SAME = range(-1, 7)
"""-1: one of them has no value. ``MEANT``: the same, written in another way."""
VERDICTS = ("other", "part", "alike", "near", "sound", "meant", "same")
"""What the levels from 0 on are called."""
