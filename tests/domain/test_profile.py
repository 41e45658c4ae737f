"""The view model of a card: what programs get, and what is still to be asked."""

from __future__ import annotations

import json
from datetime import date

from profiler_app.domain.profile import (
    Card,
    Cell,
    DimensionBlock,
    Holding,
    Kpi,
    MonthPoint,
    Series,
    TagOnCard,
    Why,
    WhyLeaf,
    to_json,
)


def _card(**more: object) -> Card:
    facts: dict[str, object] = {
        "customer": 7,
        "number": "00012",
        "kind": "person",
        "line": "trade",
        "name": "林婉清",
        "initial": "林",
        "as_of": date(2025, 9, 18),
        "currency": "CNY",
    }
    return Card(**{**facts, **more})  # type: ignore[arg-type]


def test_money_leaves_as_a_decimal_amount() -> None:
    card = _card(kpis=(Kpi("total", "Total", "¥48,260.05", amount_minor=4826005),))
    kpi = to_json(card)["kpis"][0]
    assert kpi["amount"] == 48260.05
    assert "amount_minor" not in kpi


def test_unknown_money_stays_unknown() -> None:
    card = _card(series=Series("spend", "Spend", (MonthPoint(date(2025, 9, 1), None),)))
    assert to_json(card)["series"]["points"][0]["amount"] is None


def test_a_card_is_valid_json_with_iso_dates_and_text_numbers() -> None:
    parsed = json.loads(json.dumps(to_json(_card(data_until=date(2025, 9, 1)))))
    assert (parsed["number"], parsed["data_until"]) == ("00012", "2025-09-01")


def test_missing_cells_are_those_that_count_and_have_no_value() -> None:
    cells = (
        Cell("gender", "Gender", "female"),
        Cell("education", "Education", None, question="What did you study?"),
        Cell("complaints", "Complaints", None, counted=False),
    )
    card = _card(dimensions=(DimensionBlock("D1", "Basics", cells, 1, 2),))
    assert [cell.field for cell in card.missing()] == ["education"]


def test_tags_stand_under_their_group_in_order_of_appearance() -> None:
    def tag(name: str, group: str) -> TagOnCard:
        return TagOnCard(name, name, group, group, 0)

    card = _card(tags=(tag("a", "value"), tag("b", "state"), tag("c", "value")))
    groups = [(label, [tag.id for tag in tags]) for label, tags in card.tag_groups()]
    assert groups == [("value", ["a", "c"]), ("state", ["b"])]


def test_an_explanation_keeps_every_leaf_with_its_verdict() -> None:
    leaf = WhyLeaf("at least 90 days", "recency_days", "Days since", "96 days", "yes")
    why = Why("silent_90", "Silent", "yes", "recency_days >= 90", (leaf,), since=date(2025, 9, 12))
    told = to_json(why)
    assert told["since"] == "2025-09-12"
    assert told["leaves"][0]["verdict"] == "yes"


def test_no_text_hides_an_amount_of_the_same_name() -> None:
    """``value`` is the text, ``amount`` the number: both arrive."""
    told = to_json(_card(holdings=(Holding("Deposit", "2.5 m", amount_minor=250_000_000),)))
    holding = told["holdings"][0]
    assert (holding["value"], holding["amount"]) == ("2.5 m", 2_500_000)
