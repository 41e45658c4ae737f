"""A rule that people can read for a group: the leaves of a small decision tree.

The tree learns to tell the group from all others by the same fields; of trees with 2 to 12 leaves
the smallest within half a percent of the most accurate is taken. Unknown numbers take the median,
as the groups themselves do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from profiler_app.analysis.clustering.finding import ClusterResult
from profiler_app.analysis.clustering.fitting import one_thread
from profiler_app.analysis.clustering.judging import draw
from profiler_app.analysis.columns import Column
from profiler_app.analysis.rows import FloatArray
from profiler_app.domain.fields import fields as catalog
from profiler_app.domain.models import ClusterParameters
from profiler_app.domain.money import to_decimal
from profiler_app.domain.rules.wording import quoted

_LEAVES = (2, 3, 4, 5, 6, 8, 10, 12)
_LEARNS_FROM = 50_000
_SMALLEST_LEAF = 0.002
_NEAR_BEST = 0.005

_Path = Mapping[int, tuple[float, float]]


def reproducing_rule(columns: Mapping[str, Column], result: ClusterResult, group: int) -> str:
    """Return a rule that holds for nearly the customers of a group; evaluate it to know how well.

    The group must have members, and there must be others.
    """
    drawn = draw(np.random.default_rng(result.parameters.seed), len(result.positions), _LEARNS_FROM)
    positions = result.positions[drawn]
    members = {name: columns[name].take(positions) for name in result.parameters.fields}
    inputs = _inputs(result.parameters)
    rows = np.column_stack([each.values(members) for each in inputs])
    paths = _paths(rows, result.labels[drawn] == group)
    clauses = [_clause(inputs, path, columns) for path in paths]
    text = " or ".join(f"({clause})" if len(clauses) > 1 else clause for clause in clauses)
    if "isnull(" not in text:
        return text
    # Everything is unknown of those who are outside all groups (another line of business, no
    # consent to profiling): a rule must not reach them.
    whole = f"({text})" if len(clauses) > 1 else text
    return f"{whole} and not isnull({_telling(columns, result)})"


def _telling(columns: Mapping[str, Column], result: ClusterResult) -> str:
    """Return the field that is known of most members and of fewest others."""
    inside = np.zeros(len(next(iter(columns.values()))), bool)
    inside[result.positions] = True

    def advantage(name: str) -> float:
        known = columns[name].known
        return float(known[inside].mean() - (known[~inside].mean() if not inside.all() else 0))

    return max(result.parameters.fields, key=advantage)


class _Number:
    """A number: bounds become comparisons."""

    def __init__(self, field: str, median: float) -> None:
        self.field, self._median = field, median

    def values(self, columns: Mapping[str, Column]) -> FloatArray:
        column = columns[self.field]
        filled = np.where(column.known, column.values, self._median)
        return np.asarray(filled.astype(np.float64))

    def text(self, low: float, high: float, column: Column) -> str:
        parts = []
        if low > -np.inf:
            parts.append(f"{self.field} > {self._written(low)}")
        if high < np.inf:
            parts.append(f"{self.field} <= {self._written(high)}")
        text = " and ".join(parts)
        if column.known.all() or not low < self._median <= high:
            return text
        inside = f"({text})" if len(parts) > 1 else text
        return f"({inside} or isnull({self.field}))"

    def _written(self, bound: float) -> str:
        kind = catalog()[self.field].kind
        if kind == "money":
            return to_decimal(int(np.floor(bound))).removesuffix(".00")
        return (
            str(int(np.floor(bound))) if kind == "int" else f"{bound:.6f}".rstrip("0").rstrip(".")
        )


class _Label:
    """One label of a category: it is, or it is not."""

    def __init__(self, field: str, label: str) -> None:
        self.field, self._label = field, label

    def values(self, columns: Mapping[str, Column]) -> FloatArray:
        column = columns[self.field]
        code = list(column.labels).index(self._label)
        return np.asarray((column.known & (column.values == code)).astype(np.float64))

    def text(self, low: float, high: float, _column: Column) -> str:
        if low > 0:
            return f"{self.field} == {quoted(self._label)}"
        other = f"{self.field} != {quoted(self._label)}"
        return f"({other} or isnull({self.field}))"


_Input = _Number | _Label


def _inputs(frozen: ClusterParameters) -> list[_Input]:
    return [
        *(_Number(rule.field, rule.median) for rule in frozen.scaling),
        *(_Label(each.field, label) for each in frozen.categories for label in each.labels),
    ]


def _paths(rows: FloatArray, inside: Any) -> list[_Path]:
    """Return the bounds (above, up to) by input of every leaf that means the group."""
    from sklearn.tree import DecisionTreeClassifier

    least = max(5, round(len(rows) * _SMALLEST_LEAF))
    trees = []
    with one_thread():
        for leaves in _LEAVES:
            tree = DecisionTreeClassifier(
                max_leaf_nodes=leaves, min_samples_leaf=least, random_state=0
            )
            tree.fit(rows, inside)
            trees.append((float(tree.score(rows, inside)), tree.tree_))
    best = max(score for score, _tree in trees)
    tree = next(tree for score, tree in trees if score >= best - _NEAR_BEST and _holds(tree))
    return list(_leaves(tree, 0, {}))


def _holds(tree: Any) -> bool:
    """Whether some leaf means the group (a tree that says no to everybody is no rule)."""
    return any(True for _path in _leaves(tree, 0, {}))


def _leaves(tree: Any, node: int, path: dict[int, tuple[float, float]]) -> Any:
    left, right = tree.children_left[node], tree.children_right[node]
    if left == right:
        if tree.value[node][0].argmax() == 1 and path:
            yield path
        return
    at, bound = int(tree.feature[node]), float(tree.threshold[node])
    low, high = path.get(at, (-np.inf, np.inf))
    yield from _leaves(tree, left, {**path, at: (low, bound)})
    yield from _leaves(tree, right, {**path, at: (bound, high)})


def _clause(inputs: Sequence[_Input], path: _Path, columns: Mapping[str, Column]) -> str:
    parts = [
        inputs[at].text(low, high, columns[inputs[at].field])
        for at, (low, high) in sorted(path.items())
    ]
    return " and ".join(parts)
