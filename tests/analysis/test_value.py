import json
from dataclasses import asdict

import numpy as np
import pytest

from profiler_app.analysis.features import Context, compute_features
from profiler_app.domain.fields import fields
from tests.analysis.small_facts import AS_OF, ago, facts, of, sale

MODELS = {
    "churn_prob",
    "clv_36m",
    "cluster",
    "credit_points",
    "dq_score",
    "dup_candidates",
    "exp_orders_12m",
    "influence_score",
    "own_tier",
    "p_alive",
    "potential_score",
}
"""What needs a fitted model, tiers a user names, a list of duplicates or checks of an import."""


def test_every_feature_of_the_catalog_is_computed_except_those_of_models() -> None:
    """FEA-01"""
    catalog = {name for name, field in fields().items() if field.place == "feature"}
    assert set(compute_features(facts(1), as_of=AS_OF).columns) == catalog - MODELS


def test_features_are_known_only_where_they_apply() -> None:
    """FEA-01"""
    people = [{"kind": k, "line": n} for k in ("person", "company") for n in ("trade", "bank")]
    columns = compute_features(facts(people), as_of=AS_OF).columns
    for name, column in columns.items():
        applies = [f"{p['kind']}:{p['line']}" in fields()[name].applies_to for p in people]
        assert not np.any(column.known & ~np.array(applies)), name


def test_unknown_values_are_stored_as_zero() -> None:
    columns = compute_features(facts(3, order_line=[sale(ago(1))]), as_of=AS_OF).columns
    for name, column in columns.items():
        assert not np.any(column.values[~column.known]), name


def test_nobody_is_no_problem() -> None:
    assert len(compute_features(facts(0), as_of=AS_OF).columns["freq_all"]) == 0


def test_contribution_is_what_remains_of_the_price() -> None:
    """FEA-02: cost known, margin of the product, margin of the line: 40 + 20 + 30."""
    book = facts(
        product=[{"id": 5, "margin_rate": 0.2}],
        order_line=[
            sale(ago(1), 100, cost=60),
            sale(ago(2), 100, product_id=5),
            sale(ago(3), 100),
        ],
    )
    assert of(book, "contribution_12m") == 90


def test_who_never_bought_has_no_known_contribution() -> None:
    assert of(facts(1), "contribution_12m") is None


def ten_buyers() -> list[dict[str, object]]:
    return [sale(ago(i + 1), (i + 1) * 100, owner=i) for i in range(10)]


def test_the_place_among_customers_of_the_same_kind() -> None:
    """FEA-02: the fourth of ten persons; the only company is alone."""
    people = [{}] * 10 + [{"kind": "company"}]
    rows = [*ten_buyers(), sale(ago(1), 1, owner=10)]
    book = facts(people, order_line=rows)
    assert (of(book, "value_pct", 3), of(book, "spend_pct", 3)) == (0.4, 0.4)
    assert of(book, "value_pct", 10) == 1


def test_one_customer_gets_the_same_features_as_in_the_full_run() -> None:
    """FEA-01: the card of one customer agrees with the list."""
    run = compute_features(facts(10, order_line=ten_buyers()), as_of=AS_OF)
    stored = json.loads(json.dumps(asdict(run.context)))
    alone = facts(1, order_line=[sale(ago(4), 400)])
    one = compute_features(alone, as_of=AS_OF, context=Context.from_json(stored))
    for name, column in one.columns.items():
        assert column.value(0) == run.columns[name].value(3), name


def test_scores_of_rfm_are_features() -> None:
    """SEG-01"""
    book = facts(11, order_line=ten_buyers())
    assert [of(book, name, 9) for name in ("rfm_r", "rfm_f", "rfm_m")] == [1, 1, 5]
    assert (of(book, "m_high", 9), of(book, "r_high", 9)) == (True, False)
    assert of(book, "rfm_r", 10) is None


def test_the_same_facts_later_give_the_same_past() -> None:
    """FEA-01: what was imported for later dates changes nothing about the business date."""
    past = compute_features(facts(10, order_line=ten_buyers()), as_of=AS_OF)
    later = [sale(ago(-5), 999, owner=i) for i in range(10)]
    again = compute_features(facts(10, order_line=[*ten_buyers(), *later]), as_of=AS_OF)
    for name, column in past.columns.items():
        assert np.array_equal(column.values, again.columns[name].values), name


def test_random_customers_get_what_a_plain_loop_gets() -> None:
    """FEA-02: counts, money and medians of 200 customers against a readable loop."""
    rng = np.random.default_rng(4)
    rows = [
        sale(ago(int(rng.integers(0, 700))), int(rng.integers(1, 999)), owner=int(o))
        for o in rng.integers(0, 200, 1_500)
    ]
    columns = compute_features(facts(200, order_line=rows), as_of=AS_OF).columns
    for customer in range(200):
        own = [row for row in rows if row["owner"] == customer]
        days = sorted({row["day"] for row in own})
        recent = [row for row in own if row["day"] > ago(365)]
        assert columns["freq_all"].value(customer) == len(days)
        assert columns["monetary_12m"].value(customer) == sum(row["net"] for row in recent)
        gaps = np.diff(days)
        expected = float(np.median(gaps)) if len(gaps) >= 2 else None
        assert columns["ipi_median"].value(customer) == pytest.approx(expected)
