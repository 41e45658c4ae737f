from tests.analysis.small_facts import ago, facts, of, sale


def test_lines_of_one_day_are_one_purchase_day() -> None:
    """FEA-02"""
    book = facts(order_line=[sale(ago(3)), sale(ago(3)), sale(ago(10))])
    assert of(book, "freq_all") == 2


def test_nothing_after_the_business_date_is_read() -> None:
    """FEA-01"""
    book = facts(order_line=[sale(ago(3), 100), sale(ago(-1), 999)])
    assert (of(book, "monetary_all"), of(book, "recency_days")) == (100, 3)


def test_a_year_is_the_365_days_that_end_with_the_business_date() -> None:
    """FEA-01"""
    book = facts(order_line=[sale(ago(365), 1), sale(ago(364), 2), sale(ago(0), 4)])
    assert (of(book, "freq_12m"), of(book, "monetary_12m"), of(book, "freq_all")) == (2, 6, 3)


def test_cancelled_open_and_adjusting_lines_do_not_count() -> None:
    """FEA-02"""
    book = facts(
        order_line=[
            sale(ago(1), status="cancelled"),
            sale(ago(2), status="open"),
            sale(ago(3), kind="adjustment"),
            sale(ago(4), 50, status=None),
        ]
    )
    assert (of(book, "freq_all"), of(book, "monetary_all")) == (1, 50)


def test_a_customer_who_never_bought_has_zero_purchases_and_no_recency() -> None:
    """FEA-01: zero and unknown are different answers."""
    book = facts(2, order_line=[sale(ago(1), owner=1)])
    assert (of(book, "freq_all"), of(book, "monetary_12m")) == (0, 0)
    assert of(book, "recency_days") is None
    assert of(book, "aov_12m") is None


def test_features_of_trade_are_unknown_for_customers_of_the_bank() -> None:
    """FEA-01"""
    book = facts([{"line": "bank"}], order_line=[sale(ago(1))])
    assert of(book, "freq_all") is None


def test_order_value_and_largest_order_add_up_the_lines_of_an_order() -> None:
    """FEA-02: orders A 300 + 200 and B 100: average 300, largest 500."""
    book = facts(
        order_line=[
            sale(ago(5), 300, order_no="A"),
            sale(ago(5), 100, order_no="B"),
            sale(ago(5), 200, order_no="A"),
        ]
    )
    assert (of(book, "aov_12m"), of(book, "max_order")) == (300, 500)


def test_lines_per_order_count_different_products() -> None:
    """FEA-02: A has products 1 and 2, B has product 1: 3 / 2."""
    book = facts(
        order_line=[
            sale(ago(5), order_no="A", product_id=1),
            sale(ago(5), order_no="A", product_id=2),
            sale(ago(5), order_no="A", product_id=1),
            sale(ago(4), order_no="B", product_id=1),
        ]
    )
    assert of(book, "basket_lines_avg") == 1.5


def test_returns_lower_the_money_and_make_the_return_rate() -> None:
    """FEA-02"""
    book = facts(
        order_line=[sale(ago(9), 400), {"day": ago(2), "kind": "return", "net": -100}],
    )
    assert (of(book, "monetary_12m"), of(book, "return_rate_12m")) == (300, 0.25)
    assert of(book, "recency_days") == 9


def test_discounts_are_compared_with_the_gross_amount() -> None:
    """FEA-02: 20 off 100 and 0 off 300."""
    book = facts(order_line=[sale(ago(9), 80, gross=100, discount=20), sale(ago(8), 300)])
    assert of(book, "discount_ratio_12m") == 0.05


def test_the_share_of_promotions_needs_three_orders() -> None:
    """FEA-02"""
    two = [sale(ago(9), coupon=1), sale(ago(8))]
    assert of(facts(order_line=two), "promo_share_12m") is None
    four = [*two, sale(ago(7), discount=5), sale(ago(6))]
    assert of(facts(order_line=four), "promo_share_12m") == 0.5


def test_the_trend_compares_two_half_years() -> None:
    """FEA-02: 150 in (A-180, A] after 100 in (A-360, A-180]."""
    book = facts(order_line=[sale(ago(180), 100), sale(ago(359), 0), sale(ago(179), 150)])
    assert of(book, "monetary_trend") == 0.5
    assert of(facts(order_line=[sale(ago(1))]), "monetary_trend") is None


def test_intervals_are_gaps_between_purchase_days() -> None:
    """FEA-02: days 100, 90, 60, 10 ago: gaps 10, 30, 50."""
    book = facts(order_line=[sale(ago(d)) for d in (100, 90, 60, 10)])
    assert (of(book, "ipi_mean"), of(book, "ipi_median")) == (30, 30)
    assert of(book, "overdue_ratio") == 10 / 30


def test_the_median_of_an_even_number_of_gaps_is_between_the_middle_ones() -> None:
    """FEA-02: gaps 10 and 30."""
    assert of(facts(order_line=[sale(ago(d)) for d in (50, 40, 10)]), "ipi_median") == 20


def test_two_purchase_days_give_a_mean_interval_but_no_median() -> None:
    """FEA-02"""
    book = facts(order_line=[sale(ago(30)), sale(ago(10))])
    assert (of(book, "ipi_mean"), of(book, "ipi_median")) == (20, None)


def test_without_an_own_rhythm_the_line_lends_its_median() -> None:
    """FEA-02"""
    rows = [sale(ago(d)) for d in (50, 40, 30)] + [sale(ago(20), owner=1)]
    assert of(facts(2, order_line=rows), "ipi_ref", 1) == 10
    assert of(facts(2, order_line=rows), "overdue_ratio", 1) == 2
    assert of(facts(1), "ipi_ref") == 90
