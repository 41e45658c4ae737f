import pytest

from tests.analysis.small_facts import ago, facts, of, sale

BANK = {"line": "bank"}


def test_the_favourite_category_has_the_most_money_of_a_year() -> None:
    """FEA-02: tea 300, coffee 200, old wine does not count."""
    book = facts(
        order_line=[
            sale(ago(9), 300, category="tea"),
            sale(ago(8), 150, category="coffee"),
            sale(ago(7), 50, category="coffee"),
            sale(ago(400), 900, category="wine"),
        ]
    )
    assert of(book, "fav_category") == "tea"
    assert of(book, "category_count_12m") == 2
    assert of(book, "top_category_share") == 0.6


def test_what_came_back_does_not_make_a_favourite() -> None:
    """FEA-02"""
    book = facts(
        order_line=[
            sale(ago(9), 900, category="tv"),
            {"day": ago(5), "kind": "return", "net": -900, "category": "tv"},
            sale(ago(8), 100, category="tea"),
        ]
    )
    assert (of(book, "fav_category"), of(book, "top_category_share")) == ("tea", 1.0)


def test_equal_categories_are_decided_by_the_latest_purchase_then_the_alphabet() -> None:
    """FEA-02"""
    late = [sale(ago(9), 100, category="tea"), sale(ago(3), 100, category="wine")]
    assert of(facts(order_line=late), "fav_category") == "wine"
    same_day = [sale(ago(3), 100, category="wine"), sale(ago(3), 100, category="tea")]
    assert of(facts(order_line=same_day), "fav_category") == "tea"


def test_the_share_of_a_brand_needs_three_lines_with_a_brand() -> None:
    """FEA-02: A 300 of 400."""
    rows = [sale(ago(9), 200, brand="A"), sale(ago(8), 100, brand="A"), sale(ago(7), 50)]
    assert of(facts(order_line=rows), "top_brand_share") is None
    rows.append(sale(ago(6), 100, brand="B"))
    assert of(facts(order_line=rows), "top_brand_share") == 0.75


def test_the_main_channel_has_the_most_purchase_days() -> None:
    """FEA-02: two days in the app beat three lines of one day in the store."""
    store = [sale(ago(9), channel="store")] * 3
    app = [sale(ago(8), channel="app"), sale(ago(7), channel="app")]
    book = facts(order_line=[*store, *app])
    assert of(book, "main_channel") == "app"
    assert of(book, "online_ratio") == pytest.approx(2 / 3)


def test_in_a_bank_the_channel_is_that_of_the_flows_the_customer_started() -> None:
    """FEA-02"""
    flows = [
        {"day": ago(3), "channel": "mobile_bank", "amount": 1, "direction": "out"},
        {"day": ago(2), "channel": "counter", "amount": 1, "direction": "out"},
        {"day": ago(1), "channel": "counter", "amount": 1, "direction": "out"},
        *({"day": ago(d), "channel": "auto", "amount": 1, "direction": "in"} for d in range(9)),
    ]
    book = facts([BANK], flow=flows, order_line=[sale(ago(1), channel="store")])
    assert of(book, "main_channel") == "branch"
    assert of(book, "online_ratio") == pytest.approx(1 / 3)


def test_without_any_event_the_channel_is_unknown() -> None:
    assert of(facts(1), "main_channel") is None
