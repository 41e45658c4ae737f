import pytest

from tests.analysis.small_facts import ago, facts, of, sale


def event(day: int, kind: str, **more: object) -> dict[str, object]:
    return {"day": day, "kind": kind} | more


def test_counts_of_behaviour_stay_inside_their_windows() -> None:
    """FEA-02"""
    book = facts(
        event=[
            event(ago(29), "view"),
            event(ago(30), "view"),
            event(ago(89), "use"),
            event(ago(90), "use"),
            event(ago(364), "event_attend"),
            event(ago(-1), "view"),
        ]
    )
    assert of(book, "views_30d") == 1
    assert of(book, "use_events_90d") == 1
    assert of(book, "events_attended_12m") == 1


def test_two_logins_on_a_day_are_one_day() -> None:
    """FEA-02"""
    logins = [event(ago(1), "login"), event(ago(1), "login"), event(ago(2), "login")]
    assert of(facts(event=logins), "logins_30d") == 2


def test_without_a_source_behaviour_is_unknown_and_with_one_it_is_zero() -> None:
    """FEA-01: unknown is never zero."""
    assert of(facts(1), "logins_30d") is None
    assert of(facts(1, event=[]), "logins_30d") == 0


def test_products_left_in_the_cart() -> None:
    """FEA-02: 1 is bought on the 7th day, 2 on the 8th, 3 before it was put in: 2 of 3 left."""
    book = facts(
        event=[event(ago(20), "cart_add", product_id=product) for product in (1, 2, 3)],
        order_line=[
            sale(ago(13), product_id=1),
            sale(ago(12), product_id=2),
            sale(ago(21), product_id=3),
        ],
    )
    assert of(book, "cart_abandon_90d") == pytest.approx(2 / 3)


def test_the_purchase_of_another_customer_does_not_empty_the_cart() -> None:
    """FEA-02"""
    book = facts(
        2,
        event=[event(ago(20), "cart_add", product_id=1) for _ in range(3)],
        order_line=[sale(ago(19), product_id=1, owner=1)],
    )
    assert of(book, "cart_abandon_90d") == 1


def test_fewer_than_three_things_in_the_cart_say_nothing() -> None:
    book = facts(event=[event(ago(20), "cart_add", product_id=1)] * 2)
    assert of(book, "cart_abandon_90d") is None


def test_the_first_device_due_counts() -> None:
    """FEA-02: installed 400 days ago with a cycle of 365, served 10 days ago with a cycle of 90."""
    book = facts(
        asset=[
            {"installed_on": ago(400), "service_cycle_days": 365, "warranty_until": ago(35)},
            {
                "installed_on": ago(300),
                "service_cycle_days": 90,
                "last_service_on": ago(10),
                "warranty_until": ago(-65),
                "expected_life_days": 1000,
            },
        ]
    )
    assert of(book, "service_due_days") == -35
    assert of(book, "warranty_left_days") == 65
    assert of(book, "life_left_days") == 700


def test_a_service_after_the_business_date_has_not_happened() -> None:
    """FEA-01"""
    asset = {"installed_on": ago(100), "service_cycle_days": 90, "last_service_on": ago(-5)}
    assert of(facts(asset=[asset]), "service_due_days") == -10
