"""How the time of a step grows with the number of customers, beside n log n."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping

from benchmarks.measuring import Bar, Case, Experiment, Scale

SIZES = (10_000, 100_000, 1_000_000)
GROWTH = 2.0
"""How many times the time by n log n of the smallest size may be reached at the largest."""
REMARK = (
    "Processor time; libraries are imported before the clock starts. The last row of each is the "
    "time divided by n log n: above 1 it grows faster than n log n."
)


def sizes_of(scale: Scale) -> list[int]:
    """Return the sizes a run measures, the million only at full scale."""
    return [size for size in SIZES if size <= scale.customers]


def grown(
    scale: Scale, cases: Callable[[int], Case], titles: Mapping[str, str], *, remark: str = ""
) -> Experiment:
    """Return the experiment of one step at each size; ``titles`` by what ``told`` called it.

    ``cases`` returns the case of a size; its name must end with the size.
    """
    sizes = sizes_of(scale)
    made = {size: cases(size) for size in sizes}
    bars: list[Bar] = []
    for what, title in titles.items():
        bars += [
            Bar(title.format(n=size), f"{made[size].name}.{what}seconds", None, None)
            for size in sizes
        ]
        last, first = made[sizes[-1]].name, made[sizes[0]].name
        growth = f"… a customer, by n log n, against {sizes[0]:,}"
        bars.append(Bar(growth, f"{last}.{what}growth", f"{first}.{what}growth", GROWTH, "µs"))
    return Experiment(cases=tuple(made.values()), bars=tuple(bars), remark=remark)


def told(began: float, size: int, what: str = "") -> dict[str, float]:
    """Return the processor time since ``began`` and that by n log n, as ``grown`` names them."""
    seconds = time.process_time() - began
    growth = seconds / (size * math.log2(size)) * 1e6
    return {f"{what}seconds": seconds, f"{what}growth": growth}
