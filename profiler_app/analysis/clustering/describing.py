"""What sets groups apart: traits for their names, medians, shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.clustering.matrix import standardised
from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.rows import IntArray
from profiler_app.domain.models import Categories, Cluster, ClusterParameters, Trait

STRIKING = 0.5
_STRIKING_SHARE = 0.3
_IN_A_NAME = 3


def describe(
    frozen: ClusterParameters,
    labels: IntArray,
    columns: Mapping[str, Column],
    *,
    sales: Column | None,
) -> tuple[Cluster, ...]:
    """Return what there is to say about each group of the members whose columns are given."""
    groups = [
        _group(frozen, group, labels == group, columns=columns, sales=sales)
        for group in range(len(frozen.centres))
    ]
    names = Counter(group.traits for group in groups)
    seen: Counter[tuple[Trait, ...]] = Counter()
    numbered = []
    for group in groups:
        seen[group.traits] += 1
        number = seen[group.traits] if names[group.traits] > 1 else 0
        numbered.append(replace(group, number=number))
    return tuple(numbered)


def _group(
    frozen: ClusterParameters,
    group: int,
    inside: BoolArray,
    *,
    columns: Mapping[str, Column],
    sales: Column | None,
) -> Cluster:
    members = [columns[rule.field] for rule in frozen.scaling]
    centre = _standard(frozen, group, inside, members)
    common = [_commonest(columns[each.field], each, inside) for each in frozen.categories]
    traits = [
        *((abs(z), Trait(rule.field, z > 0)) for rule, z in zip(frozen.scaling, centre, strict=True)
          if abs(z) >= STRIKING),
        *((STRIKING + more, Trait(each.field, True, label))
          for each, (label, more) in zip(frozen.categories, common, strict=True)
          if label is not None and more >= _STRIKING_SHARE),
    ]  # fmt: skip
    ordered = sorted(enumerate(traits), key=lambda pair: (-pair[1][0], pair[0]))
    return Cluster(
        traits=tuple(trait for _at, (_size, trait) in ordered[:_IN_A_NAME]),
        number=0,
        customers=int(inside.sum()),
        share=float(inside.mean()),
        sales_share=None if sales is None else _sales_share(sales, inside),
        centre=tuple(centre),
        typical=tuple(median(column, inside) for column in members),
        common=tuple(label for label, _more in common),
    )


def _standard(
    frozen: ClusterParameters, group: int, inside: BoolArray, members: Sequence[Column]
) -> list[float]:
    """Return the centre in standard deviations from the average customer."""
    if not frozen.raw:
        return list(frozen.centres[group][: len(members)])
    scaled = [standardised(c, rule) for c, rule in zip(members, frozen.scaling, strict=True)]
    return [
        float((values[inside].mean() - values.mean()) / (values.std() or 1.0)) for values in scaled
    ]


def _commonest(column: Column, rule: Categories, inside: BoolArray) -> tuple[str | None, float]:
    """Return the commonest label of a group, and by how much its share is above that of all."""
    size = len(column.labels)
    own = np.bincount(column.values[inside & column.known], minlength=size)
    every = np.bincount(column.values[column.known], minlength=size)
    if not own.sum():
        return None, 0.0
    at = int(own.argmax())
    return column.labels[at], float(own[at] / own.sum() - every[at] / every.sum())


def _sales_share(sales: Column, inside: BoolArray) -> float:
    amounts: NDArray[Any] = np.where(sales.known, sales.values, 0)
    total = float(amounts.sum())
    return float(amounts[inside].sum()) / total if total else 0.0


def median(column: Column, inside: BoolArray) -> float | None:
    """Return the median of those inside; None: known of nobody."""
    values = column.values[inside] if column.known.all() else column.values[inside & column.known]
    return float(np.median(values)) if len(values) else None
