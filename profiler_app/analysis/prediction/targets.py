"""Reading a column as yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.measures import TruthArray
from profiler_app.analysis.prediction.strength import CODED

_YES: Final = frozenset((
    "yes", "y", "true", "t", "1", "bad", "default", "defaulted", "churn", "churned", "lost",
    "success", "responded", "是", "有", "真", "坏", "违约", "流失",
    "已流失", "逾期", "响应", "成功", "已响应",
))  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """What is to be foretold: the rows where it is known, where it is yes, and what yes is."""

    known: TruthArray
    truth: TruthArray
    yes: str


def read_target(column: Column, yes: str | None = None) -> Target | int:
    """Return the target, or how many different values there are where that is not two.

    With ``yes`` rows of that value are yes and all others no. Without, the value that says yes in
    words counts (``yes``, ``1``, ``bad``, 是 ...), else the rarer one.
    """
    found, places, counts = np.unique(
        column.values[column.known], return_inverse=True, return_counts=True
    )
    names = [_name(column, value) for value in found.tolist()]
    if yes is not None:
        chosen = next((i for i, name in enumerate(names) if name == yes), None)
        if chosen is None or len(names) < 2:
            return len(names)
    elif len(names) != 2:
        return len(names)
    else:
        said = [i for i, name in enumerate(names) if name.lower() in _YES]
        chosen = said[0] if len(said) == 1 else int(np.argmin(counts))
    truth = np.zeros(len(column), np.bool_)
    truth[column.known] = places == chosen
    return Target(column.known, truth, names[chosen])


def _name(column: Column, value: float) -> str:
    if column.kind in CODED:
        return column.labels[int(value)]
    if column.kind == "bool":
        return "true" if value else "false"
    return f"{value:g}"
