"""What is offered to customers of the sample, what is not, and the reasons."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from profiler_app.analysis.recommending.histories import FirstTimes, weights
from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.domain.recommending import Product, Recommendations
from profiler_app.jobs.bought_products import read_bought, read_products
from profiler_app.jobs.cards.subject import Subject, read_subject
from profiler_app.jobs.editing import set_tag
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.recommending import recommend
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.suitability import unsuitable
from profiler_app.store.customers import file_keys
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, create


def customers(workspace: Workspace, line: str, count: int) -> list[Subject]:
    rows = workspace.connection.execute(
        "SELECT id FROM customer WHERE line = ? ORDER BY id LIMIT ?", (line, count)
    ).fetchall()
    return [read_subject(workspace, number, as_of=TODAY) for (number,) in rows]


@pytest.fixture(scope="module")
def offered(demo: Workspace) -> Recommendations:
    """What a trade customer with purchases is offered."""
    bought = read_bought(Silent(), demo.connection)
    for subject in customers(demo, "trade", 40):
        if (bought.customer == subject.customer).sum() >= 3:
            found = recommend(Silent(), demo, subject.customer, today=TODAY)
            if found.offers:
                return found
    raise AssertionError("the sample has no customer to offer anything to")


def whose(workspace: Workspace, found: Recommendations) -> int:
    keys = file_keys(workspace.connection)
    return next(customer for customer, key in keys.items() if key == found.customer)


def test_every_offer_has_a_reason_with_numbers(offered: Recommendations) -> None:
    """REC-01."""
    assert 1 <= len(offered.offers) <= 5
    for offer in offered.offers:
        assert any(character.isdigit() for character in offer.reason.sentence)
        assert offer.reason.facts["n"] > 0


def test_the_method_was_the_best_of_a_trial(offered: Recommendations) -> None:
    measured = {method.name: method.rate for method in offered.methods}
    assert set(measured) == {"popularity", "item_item", "ease"}
    assert measured[offered.method] == max(measured.values())


def test_nothing_is_offered_and_excluded_at_once(offered: Recommendations) -> None:
    told = [each.product for each in (*offered.offers, *offered.again, *offered.excluded)]
    assert len(told) == len(set(told))


@pytest.mark.promise(30)
def test_who_does_not_agree_is_offered_nothing(demo: Workspace) -> None:
    """REC-01: without consent, or with an open complaint, there is only a reason."""
    seen = set()
    for subject in customers(demo, "trade", 60):
        blocked = [
            tag
            for tag in ("no_marketing", "complaint_open")
            if subject.allowed and subject.has(tag)
        ]
        wanted = blocked or ([] if subject.allowed else ["no_profiling"])
        if not wanted or wanted[0] in seen:
            continue
        seen.add(wanted[0])
        found = recommend(Silent(), demo, subject.customer, today=TODAY)
        assert [each.code for each in found.blocked] == wanted
        assert found.offers == found.again == ()
    assert len(seen) >= 2


def test_no_investment_is_above_the_level_of_the_customer(demo: Workspace) -> None:
    """REC-01: of all customers of the bank and all its products."""
    levels = set()
    for subject in customers(demo, "bank", 40):
        level, left = subject.value("risk_level"), subject.value("risk_assess_left")
        levels.add(level)
        for product in read_products(demo.connection):
            why_not = unsuitable(product, subject)
            if product.kind in ("wealth", "fund") and product.risk is not None and why_not is None:
                assert level is not None and product.risk <= int(level)
                assert left is not None and left >= 0
    assert None in levels and len(levels) > 2


def test_a_product_that_is_not_sold_any_more_is_not_offered(demo: Workspace) -> None:
    subject = customers(demo, "trade", 1)[0]
    gone = Product(1, "x", line="trade", active=False)
    other = Product(2, "y", line="bank")
    for product, code in ((gone, "inactive"), (other, "other_line")):
        why_not = unsuitable(product, subject)
        assert why_not is not None and why_not.code == code
    assert unsuitable(Product(3, "z"), subject) is None


def test_price_tags_change_neither_what_is_offered_nor_withhold_anything_rec_03(
    own_demo: Workspace, offered: Recommendations
) -> None:
    """REC-03: the same purchases with another price tag get the same set of offers."""
    number = whose(own_demo, offered)
    sets = []
    for tag in ("price_high", "price_low"):
        given = set_tag(Silent(), own_demo, [number], tag, reason="seen", by="me", today=TODAY)
        refresh(Silent(), own_demo, as_of=TODAY)
        assert read_subject(own_demo, number, as_of=TODAY).has(tag)
        found = recommend(Silent(), own_demo, number, today=TODAY)
        sets.append({offer.product for offer in found.offers})
        undo_operation(Silent(), own_demo, given)
    assert sets[0] == sets[1] == {offer.product for offer in offered.offers}


def test_what_costs_more_than_it_brings_is_suggested_to_nobody_rec_03(
    own_demo: Workspace, offered: Recommendations
) -> None:
    """REC-03: below the floor of the margin there is no offer, and the reason is told."""
    number = whose(own_demo, offered)
    first = offered.offers[0].product
    (product,) = own_demo.connection.execute(
        "SELECT id FROM product WHERE name = ?", (first,)
    ).fetchone()
    with operation(own_demo, "product", {"name": first}) as opened:
        opened.update("product", product, {"list_price": 100_00, "unit_cost": 100_01})
    found = recommend(Silent(), own_demo, number, today=TODAY)
    assert first not in {offer.product for offer in (*found.offers, *found.again)}
    assert {each.reason.code for each in found.excluded if each.product == first} == {"below_floor"}
    level = Product(1, "x", price=100, cost=100)
    assert not level.below_floor and not Product(2, "y", cost=5).below_floor


def test_what_is_out_of_stock_is_suggested_to_nobody(
    own_demo: Workspace, offered: Recommendations, tmp_path: Path
) -> None:
    """REC-01: the stock is imported with the products; nobody counting it, it is there."""
    number = whose(own_demo, offered)
    first = offered.offers[0].product
    (code,) = own_demo.connection.execute(
        "SELECT code FROM product WHERE name = ?", (first,)
    ).fetchone()
    file = tmp_path / "stock.csv"
    file.write_text(f"商品编码,商品名称,库存数量\n{code},{first},0\n", "utf-8")
    request = ImportRequest((file,), target="products")
    import_file(Silent(), own_demo, request, today=TODAY)
    found = recommend(Silent(), own_demo, number, today=TODAY)
    assert first not in {offer.product for offer in (*found.offers, *found.again)}
    codes = {each.reason.code for each in found.excluded if each.product == first}
    assert codes == {"out_of_stock"}
    undo_operation(Silent(), own_demo)
    assert {each.name: each.stock for each in read_products(own_demo.connection)}[first] is None
    assert not Product(1, "x", stock=3).out_of_stock and not Product(2, "y").out_of_stock


def test_a_new_customer_is_offered_what_others_like_him_buy(own_demo: Workspace) -> None:
    consent = {"marketing": "granted", "profiling": "granted"}
    from profiler_app.jobs import editing

    values = {"kind": "person", "line": "trade", "name": "林婉清"}
    new = editing.create_customer(
        Silent(), own_demo, values, today=TODAY, consents=consent
    ).customer
    found = recommend(Silent(), own_demo, new, today=TODAY)
    assert found.cold_start
    assert found.offers
    assert {offer.reason.code for offer in found.offers} <= {"peers", "peers_place"}


def test_a_workspace_without_purchases_offers_nothing(empty: Workspace) -> None:
    new = create(empty)
    found = recommend(Silent(), empty, new, today=TODAY)
    assert (found.offers, found.blocked, found.method) == ((), (), "")


def test_service_is_due_a_cycle_after_the_last(demo: Workspace) -> None:
    row: Any = demo.connection.execute(
        "SELECT customer_id, service_cycle_days, last_service_on FROM asset "
        "WHERE service_cycle_days > 0 AND last_service_on IS NOT NULL LIMIT 1"
    ).fetchone()
    owner, cycle, served = row
    from datetime import date

    due = date.fromisoformat(served) + timedelta(days=cycle)
    found = recommend(Silent(), demo, owner, today=due - timedelta(days=3))
    assert any(each.what == "service" and each.due_on == due for each in found.service)
    early = recommend(Silent(), demo, owner, today=due - timedelta(days=min(cycle - 1, 40)))
    assert all(each.due_on != due for each in early.service)


def test_the_last_new_item_is_the_one_first_bought_last() -> None:
    customer = np.array([0, 0, 0, 1, 2, 2])
    item = np.array([3, 1, 3, 2, 0, 4])
    day = np.array([1, 5, 9, 2, 7, 6])
    times = FirstTimes.of(customer, item, day)
    last = times.last_new()
    assert [(int(times.customer[i]), int(times.item[i])) for i in last] == [(0, 1), (2, 0)]


def test_what_a_tenth_buy_again_has_a_usual_time() -> None:
    buyers = np.arange(30)
    customer = np.concatenate([buyers, buyers[:6], buyers])
    item = np.array([0] * 36 + [1] * 30)
    day = np.array([0] * 30 + [90] * 6 + [0] * 30)
    gaps = FirstTimes.of(customer, item, day).bought_again(2)
    assert gaps[0] == 90
    assert np.isnan(gaps[1])


def test_old_purchases_count_only_where_there_are_no_newer() -> None:
    assert weights(np.array([1000, 820, 600]), 1000).tolist() == [1.0, 0.5, 0.0]
    assert weights(np.array([0]), 720)[0] == pytest.approx(1 / 16)
