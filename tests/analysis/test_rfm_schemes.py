"""SEG-01: typed edges, and one weighted sum with tiers."""

import numpy as np
import pytest

from profiler_app.analysis.rfm import RfmRun
from profiler_app.analysis.rfm_schemes import rfm_fixed, weighted
from profiler_app.domain.segmentation import RfmEdges
from tests.analysis.small_facts import AS_OF, ago, facts, sale

EDGES = RfmEdges((30, 90), (1, 2), (10_000, 50_000))


def shop() -> RfmRun:
    """Four buyers, the values of the first three exactly on edges."""
    lines = [
        sale(ago(30), 10_000, owner=0),
        sale(ago(90), 25_000, owner=1),
        sale(ago(95), 25_000, owner=1),
        sale(ago(31), 50_001, owner=2),
        *[sale(ago(5 + day), 1_000, owner=3) for day in range(3)],
    ]
    return rfm_fixed(facts(4, order_line=lines), as_of=AS_OF, edges=EDGES, window=365)


def test_a_value_on_a_typed_edge_counts_to_the_range_below_it() -> None:
    run = shop()
    assert run.purchases.recency.tolist() == [30, 90, 31, 5]
    assert run.recency.tolist() == [3, 2, 2, 3]
    assert run.frequency.tolist() == [1, 2, 1, 3]
    assert run.monetary.tolist() == [1, 2, 3, 1]


def test_high_is_what_lies_above_the_mean_score_of_the_typed_edges() -> None:
    frozen = shop().parameters
    assert (frozen.mean_recency, frozen.mean_frequency, frozen.mean_monetary) == (2.5, 1.75, 1.75)
    assert (frozen.method, frozen.bins, frozen.by_hand) == ("fixed", 3, True)


@pytest.mark.parametrize(
    "edges",
    [
        RfmEdges((30,), (1, 2), (1, 2)),
        RfmEdges((90, 30), (1, 2), (1, 2)),
        RfmEdges((), (), ()),
    ],
)
def test_edges_that_do_not_rise_or_differ_in_number_are_refused(edges: RfmEdges) -> None:
    with pytest.raises(ValueError, match=r"\("):
        rfm_fixed(facts(1, order_line=[sale(ago(1))]), as_of=AS_OF, edges=edges, window=None)


def test_points_are_the_scores_times_their_weights() -> None:
    assert weighted(shop(), (2, 3, 5)).points.tolist() == [14, 20, 22, 20]


def test_who_reaches_a_bound_stands_on_its_tier() -> None:
    found = weighted(shop(), (0.1, 0.2, 0.3), [1.3, 0.8])
    assert found.points.tolist() == [0.8, 1.2, 1.3, 1.2]
    assert found.tiers.tolist() == [1, 1, 0, 1]


def test_without_bounds_the_possible_points_are_cut_into_thirds() -> None:
    found = weighted(shop(), (1, 1, 1))
    assert found.bounds == (7, 5)
    assert found.tiers.tolist() == [1, 1, 1, 0]


@pytest.mark.parametrize(
    ("weights", "bounds"), [((0, 0, 0), []), ((-1, 1, 1), []), ((1, 1, 1), [5, 7])]
)
def test_weights_and_tiers_that_mean_nothing_are_refused(
    weights: tuple[float, float, float], bounds: list[float]
) -> None:
    with pytest.raises(ValueError, match=r"\("):
        weighted(shop(), weights, bounds)


def test_every_buyer_has_points_within_what_is_possible() -> None:
    points = weighted(shop(), (1, 1, 1)).points
    assert np.all((points >= 3) & (points <= 9))
