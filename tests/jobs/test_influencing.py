"""Influence follows from the network: computed by the refresh, shown on the card."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from profiler_app.analysis.influence import influence, pagerank
from profiler_app.domain.fields import fields
from profiler_app.jobs.cards.layout import PLANS
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.influences import influences
from profiler_app.jobs.influencing import influence_of
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.relation_map import relation_map
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent, create


@pytest.fixture
def ring(empty: Workspace) -> Iterator[Workspace]:
    """Six customers: the first brought three of them, two of whom bought; the last is alone."""
    people = [create(empty, name=f"客户{n}") for n in range(6)]
    day = (TODAY - TODAY.resolution * 30).isoformat()
    with operation(empty, "relation", {"number": "TEST"}) as opened:
        for who in people[1:4]:
            tie = {"customer_id": who, "other_id": people[0], "kind": "referrer", "since": day}
            opened.insert_one("relation", tie)
        tie = {"customer_id": people[3], "other_id": people[4], "kind": "spouse", "since": day}
        opened.insert_one("relation", tie)
        for who in people[1:3]:
            opened.insert_one("account", {"customer_id": who, "opened_on": day, "kind": "deposit"})
    yield empty


def test_the_network_gives_what_the_formula_gives(ring: Workspace) -> None:
    """REL-01: the influence score equals its formula."""
    _ids, found = influence_of(ring.connection, as_of=TODAY)
    ranks = pagerank(6, np.array([1, 2, 3, 3]), np.array([0, 0, 0, 4]))
    wanted = influence(np.array([2.0, 0, 0, 0, 0, 0]), ranks, np.full(6, np.nan))
    assert found[:5].tolist() == pytest.approx(wanted[:5].tolist())
    assert np.isnan(found[5])


def test_a_refresh_makes_it_a_feature_and_a_new_relation_moves_it(ring: Workspace) -> None:
    """FLD-20: the influence of social relations is a field with values."""
    refresh(Silent(), ring, as_of=TODAY)
    before = ColumnSource(ring).columns(["influence_score"])["influence_score"]
    assert before.known.tolist() == [True] * 5 + [False]
    assert before.values.argmax() == 0
    sql = "SELECT id FROM customer ORDER BY id"
    ids = [row[0] for row in ring.connection.execute(sql)]
    with operation(ring, "relation", {"number": "TEST"}) as opened:
        day = TODAY.isoformat()
        tie = {"customer_id": ids[5], "other_id": ids[4], "kind": "spouse", "since": day}
        opened.insert_one("relation", tie)
    assert refresh(Silent(), ring, as_of=TODAY).computed
    after = ColumnSource(ring).columns(["influence_score"])["influence_score"]
    assert after.known[5] and after.values[5] > 0


def test_the_second_refresh_of_a_day_has_nothing_to_do(ring: Workspace) -> None:
    refresh(Silent(), ring, as_of=TODAY)
    assert refresh(Silent(), ring, as_of=TODAY).computed == 0


def test_the_map_says_the_influence_and_what_it_follows_from(ring: Workspace) -> None:
    """FLD-20, REL-01: explained."""
    refresh(Silent(), ring, as_of=TODAY)
    source = ColumnSource(ring)
    first = int(source.ids()[0])
    found = relation_map(ring, source, first, as_of=TODAY).influence[first]
    assert (found.brought, found.ties) == (2, 3)
    assert found.score == max(each.score for each in influences(source, source.ids()).values())


ELEMENTS = {
    "age": "age", "gender": "gender", "region": "city", "occupation": "occupation",
    "browsing": "views_30d", "purchase history": "freq_12m", "interaction": "interactions_12m",
    "content focus": "content_focus", "product preference": "fav_category",
    "event participation": "events_attended_12m",
    "spend": "monetary_12m", "lifetime value": "clv_36m", "repurchase": "is_repeat_12m",
    "social activity": "social_activity", "influence": "influence_score",
}  # fmt: skip
"""What seed 002 names, and the field it is."""


@pytest.mark.parametrize("name", ELEMENTS.values(), ids=ELEMENTS.keys())
def test_what_a_profile_is_made_of_has_a_field(name: str, demo: Workspace) -> None:
    """FLD-20: each named element is a field; what is computed has values in the sample."""
    field = fields()[name]
    assert field.applies("person", "trade")
    if field.place == "feature" and name not in ("clv_36m",):  # the model is run by hand
        assert ColumnSource(demo).columns([name])[name].known.any()


def test_influence_stands_on_every_card() -> None:
    """FLD-20."""
    for group, blocks in PLANS.items():
        rows = [row.key for block in blocks for row in block.rows]
        assert "influence_score" in rows, group
