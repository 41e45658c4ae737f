"""Ways to recommend: against their definitions by hand, and against each other."""

from __future__ import annotations

import numpy as np
import pytest

from profiler_app.analysis.recommending.hits import measure
from profiler_app.analysis.recommending.models import BestSellers, Ease, ItemToItem
from profiler_app.analysis.recommending.purchases import Bought, as_matrix

# the baskets of the vectors: A B, A B C, A C, B D, A B D, C, A B, B C
BASKETS = ("AB", "ABC", "AC", "BD", "ABD", "C", "AB", "BC")


def bought(lines: tuple[str, ...], items: int) -> Bought:
    pairs = [(nth, "ABCDEFGHIJ".index(item)) for nth, line in enumerate(lines) for item in line]
    customer, item = (np.array(each, np.int64) for each in zip(*pairs, strict=True))
    return Bought(customer, item, len(lines), items)


def history(items: str, size: int) -> object:
    places = ["ABCDEFGHIJ".index(item) for item in items]
    return as_matrix(np.zeros(len(places), np.int64), places, 1, size)


def random_purchases(customers: int, items: int) -> Bought:
    random = np.random.default_rng(3)
    customer, item = np.nonzero(random.random((customers, items)) < 0.2)
    return Bought(customer, item, customers, items)


def test_likeness_is_the_shrunk_cosine_of_the_vectors() -> None:
    """REC-01, models M7."""
    model = ItemToItem.of(bought(BASKETS, 4))
    scores = model.scores(history("A", 4))[0]
    assert scores == pytest.approx([0, 0.208656, 0.074536, 0.028748], abs=1e-6)


def test_best_sellers_count_customers_not_purchases() -> None:
    model = BestSellers.of(bought(("AAA", "B", "B"), 2))
    assert model.scores(history("A", 2))[0].tolist() == [1, 2]


@pytest.mark.parametrize(("customers", "items"), [(40, 12), (12, 40)])
def test_ease_is_its_closed_form_whichever_side_is_smaller(customers: int, items: int) -> None:
    purchases = random_purchases(customers, items)
    dense = purchases.matrix().toarray()
    inverse = np.linalg.inv(dense.T @ dense + 100 * np.eye(items))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)
    model = Ease.of(purchases)
    assert model.by_customers == (customers < items)
    assert model.scores(purchases.matrix()) == pytest.approx(dense @ weights)


@pytest.mark.parametrize("learn", [ItemToItem.of, Ease.of])
@pytest.mark.parametrize(("customers", "items"), [(40, 10), (8, 10)])
def test_the_parts_of_a_score_add_up(learn: object, customers: int, items: int) -> None:
    model = learn(random_purchases(customers, items))  # type: ignore[operator]
    seen = history("ACF", items)
    parts = model.parts(seen, 3)
    assert parts.sum() == pytest.approx(model.scores(seen)[0, 3])
    assert set(np.flatnonzero(parts)) <= {0, 2, 5}


def test_a_hidden_item_is_found_among_ten_or_not() -> None:
    purchases = random_purchases(50, 30)
    model = BestSellers.of(purchases)
    nothing = as_matrix([], [], 2, 30)
    order = np.argsort(-model.counts, kind="stable")
    hits = measure(model, nothing, order[[0, 10]])
    assert (hits.customers, hits.rate, hits.rank) == (2, 0.5, 0.5)
    assert hits.coverage == pytest.approx(10 / 30)
    assert measure(model, nothing, order[[9, 9]]).rate == 1.0


def test_what_was_bought_is_offered_again_only_when_allowed() -> None:
    purchases = bought(("A", "A", "AB"), 2)
    model = BestSellers.of(purchases)
    seen, hidden = history("A", 2), np.array([0])
    assert measure(model, seen, hidden).rank == 0.5
    assert measure(model, seen, hidden, again=True).rank == 1.0
