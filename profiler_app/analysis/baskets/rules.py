"""Association rules with one item on the right, of frequent itemsets.

Agrawal, Imielinski and Swami (1993): Mining Association Rules between Sets of Items in Large
Databases. Lift, leverage and conviction as usual: P(l, r) / P(l) P(r), P(l, r) - P(l) P(r), and
P(l) P(not r) / P(l, not r).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from profiler_app.analysis.baskets.itemsets import Itemset
from profiler_app.domain.baskets import AssociationRule

_SLACK = 1e-12


def rules_of(
    itemsets: Mapping[Itemset, int],
    names: Sequence[str],
    baskets: int,
    *,
    confidence: float,
    shortest: int = 1,
) -> list[AssociationRule]:
    """Return the rules of at least that confidence, those of the highest lift first.

    ``shortest`` counts the items of both sides: with 1 an item that nearly every basket has is a
    rule with nothing on the left.
    """
    found = [
        rule
        for itemset, count in itemsets.items()
        if len(itemset) >= shortest
        for rule in _of_set(itemsets, names, baskets, itemset, count)
        if rule.confidence >= confidence - _SLACK
    ]
    return sorted(found, key=lambda rule: (-rule.lift, -rule.count, rule.lhs, rule.rhs))


def _of_set(
    itemsets: Mapping[Itemset, int],
    names: Sequence[str],
    baskets: int,
    itemset: Itemset,
    count: int,
) -> Iterator[AssociationRule]:
    for place, right in enumerate(itemset):
        rest = itemset[:place] + itemset[place + 1 :]
        left = itemsets[rest] if rest else baskets
        share = itemsets[(right,)] / baskets
        confidence = count / left
        yield AssociationRule(
            lhs=tuple(sorted(names[item] for item in rest)),
            rhs=(names[right],),
            count=count,
            support=count / baskets,
            confidence=confidence,
            coverage=left / baskets,
            lift=confidence / share,
            leverage=count / baskets - left / baskets * share,
            conviction=None if count == left else (1 - share) / (1 - confidence),
        )
