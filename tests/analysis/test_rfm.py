import csv
import gzip
import json
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from profiler_app.analysis.columns import Coded
from profiler_app.analysis.facts import Facts
from profiler_app.analysis.rfm import (
    Purchases,
    apply_m1,
    rfm_m1,
    rfm_quantile,
    score_m1,
    scores_from_edges,
)
from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.models import RFM_GROUPS
from tests.analysis.small_facts import AS_OF, ago, facts, sale


def test_buyers_measured_part_by_part_are_those_measured_at_once() -> None:
    """SEG-01"""
    rows = [
        [sale(ago(at * 9), 100 * at, owner=at % 3), sale(ago(at), owner=at % 3)] for at in range(5)
    ]
    parts = [facts(3, order_line=lines) for lines in rows]
    whole = facts(15, order_line=[
        {**line, "owner": line["owner"] + 3 * at} for at, lines in enumerate(rows) for line in lines
    ])  # fmt: skip
    for method in (rfm_m1, rfm_quantile):
        one, other = method(parts, as_of=AS_OF), method(whole, as_of=AS_OF)
        assert one.purchases.positions.tolist() == other.purchases.positions.tolist()
        assert one.parameters == other.parameters
        assert one.groups.tolist() == other.groups.tolist()


def test_scores_equal_the_vectors_of_m1(shared: Path) -> None:
    """SEG-01"""
    path = shared / "vectors" / "models_clv_rfm.json"
    vector = json.loads(path.read_text(encoding="utf-8"))["rfm"]
    recency, freq = np.array(vector["recency_days"]), np.array(vector["freq"])
    run = score_m1(Purchases(np.arange(10), recency, freq, freq), as_of=AS_OF)
    assert run.parameters.recency_edges == pytest.approx(vector["edges"])
    assert run.parameters.frequency_edges == pytest.approx(vector["f_edges"])
    assert run.recency.tolist() == vector["r_scores"]
    assert run.frequency.tolist() == vector["f_scores"]


def test_a_value_on_an_edge_belongs_to_the_lower_bin() -> None:
    """SEG-01"""
    assert scores_from_edges(np.array([1, 2, 3]), np.array([1.0, 2.0, 3.0, 4.0])).tolist() == [
        1,
        2,
        3,
    ]


def test_m1_counts_purchase_days_of_a_year_and_takes_returns_off() -> None:
    """SEG-01: two lines on one day are one purchase day; the window is (A-365, A]."""
    run = rfm_m1(
        facts(
            2,
            order_line=[
                sale(ago(0), 500),
                sale(ago(0), 300),
                sale(ago(364), 200),
                sale(ago(365), 9_000),
                {"day": ago(3), "kind": "return", "net": -100},
                {"day": ago(3), "kind": "sale", "net": 7_000, "status": "cancelled"},
                {"day": ago(3), "kind": "adjustment", "net": 7_000},
                sale(ago(-1), 7_000),
                sale(ago(500), 40, owner=1),
            ],
        ),
        as_of=AS_OF,
    )
    assert run.purchases.recency.tolist() == [0, 500]
    assert run.purchases.frequency.tolist() == [2, 0]
    assert run.purchases.monetary.tolist() == [900, 0]


def test_gross_leaves_returns_out() -> None:
    """SEG-01"""
    rows = [sale(ago(5), 500), {"day": ago(1), "kind": "return", "net": -100}]
    run = rfm_m1(facts(1, order_line=rows), as_of=AS_OF, gross=True)
    assert run.purchases.monetary.tolist() == [500]


def test_customers_who_never_bought_have_no_scores() -> None:
    """SEG-01"""
    run = rfm_m1(facts(3, order_line=[sale(ago(5), owner=1)]), as_of=AS_OF)
    assert run.purchases.positions.tolist() == [1]


def test_without_any_purchase_rfm_refuses() -> None:
    with pytest.raises(TooLittleData):
        rfm_m1(facts(3), as_of=AS_OF)


def test_high_means_above_the_frozen_mean() -> None:
    """SEG-01: best and worst of ten customers fall into 111 and 000."""
    ten = np.arange(10)
    run = score_m1(Purchases(ten, ten, ten[::-1], ten[::-1]), as_of=AS_OF)
    assert run.parameters.mean_recency == 3.0
    assert RFM_GROUPS[run.groups[0]] == "imp_value"
    assert RFM_GROUPS[run.groups[9]] == "gen_save"


def test_frozen_parameters_give_a_new_customer_the_same_scores() -> None:
    """SEG-01: nobody changes group because other customers changed."""
    ten = np.arange(10)
    fitted = score_m1(Purchases(ten, ten * 10, ten, ten * 100), as_of=AS_OF)
    one = Purchases(np.array([0]), np.array([70]), np.array([7]), np.array([700]))
    again = apply_m1(one, fitted.parameters)
    assert (again.recency[0], again.frequency[0], again.monetary[0]) == (
        fitted.recency[7],
        fitted.frequency[7],
        fitted.monetary[7],
    )
    assert again.groups[0] == fitted.groups[7]


def test_an_order_of_several_lines_is_one_order() -> None:
    """SEG-01: lines without an order number are orders of their own."""
    rows = [sale(ago(9), order_no="A1"), sale(ago(9), order_no="A1"), sale(ago(9)), sale(ago(9))]
    assert rfm_quantile(facts(1, order_line=rows), as_of=AS_OF).purchases.frequency.tolist() == [3]


def _sales(names: list[str], days: list[int], nets: list[int], orders: list[str]) -> Facts:
    labels = sorted(set(names))
    codes = {name: code for code, name in enumerate(labels)}
    owner = np.array([codes[name] for name in names])
    order = np.lexsort((np.array(days), owner))
    numbers = {number: code for code, number in enumerate(dict.fromkeys(orders))}
    lines = {
        "owner": owner[order],
        "day": np.array(days)[order],
        "net": np.array(nets)[order],
        "kind": Coded(np.zeros(len(names), np.int32), ("sale",)),
        "order_no": Coded(
            np.array([numbers[number] for number in orders], np.int32)[order], tuple(numbers)
        ),
    }
    return Facts(len(labels), np.arange(len(labels)), {}, {"order_line": lines})


def _read(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> int:
    return (date.fromisoformat(text[:10]) - date(1970, 1, 1)).days


def test_quantile_equals_the_published_scores_of_995_customers(shared: Path) -> None:
    """SEG-01: the answer of the R package rfm for its own data."""
    rows = _read(shared / "data" / "rfm/rfm_orders.csv.gz")
    names = [row["customer_id"] for row in rows]
    book = _sales(
        names,
        [_day(row["order_date"]) for row in rows],
        [int(row["revenue"]) * 100 for row in rows],
        [str(number) for number in range(len(rows))],
    )
    run = rfm_quantile(book, as_of=date(2006, 12, 31))
    found = {
        name: (int(r), int(f), int(m), int(days), int(count), int(money), str(band))
        for name, r, f, m, days, count, money, band in zip(
            sorted(set(names)),
            run.recency,
            run.frequency,
            run.monetary,
            run.purchases.recency,
            run.purchases.frequency,
            run.purchases.monetary // 100,
            run.bands,
            strict=True,
        )
    }
    scores = ("recency_score", "frequency_score", "monetary_score")
    facts_ = ("recency_days", "transaction_count", "amount")
    expected = {
        row["customer_id"]: (*(int(row[name]) for name in (*scores, *facts_)), row["segment"])
        for row in _read(shared / "data" / "rfm/rfm_orders_expected.csv.gz")
    }
    assert len(found) == 995
    assert found == expected
    assert run.parameters.recency_edges == pytest.approx((115, 181, 297.4, 482))
    assert run.parameters.frequency_edges == pytest.approx((4, 5, 6, 8))
    assert run.parameters.monetary_edges == pytest.approx((25580, 38200, 50640, 66600))
    assert Counter(run.bands.tolist())["Champions"] == 158


def test_the_online_shop_gives_recency_invoices_and_money_of_4338_customers(
    shared: Path,
) -> None:
    """SEG-01"""
    rows = [
        row
        for row in _read(shared / "data" / "retail/online_retail.csv.gz")
        if row["CustomerID"] and int(row["Quantity"]) > 0 and float(row["UnitPrice"]) > 0
    ]
    names = [row["CustomerID"] for row in rows]
    book = _sales(
        names,
        [_day(row["InvoiceDate"]) for row in rows],
        [round(int(row["Quantity"]) * float(row["UnitPrice"]) * 100) for row in rows],
        [row["InvoiceNo"] for row in rows],
    )
    bought = rfm_quantile(book, as_of=date(2011, 12, 10), gross=True).purchases
    found = dict(
        zip(
            sorted(set(names)),
            zip(bought.recency, bought.frequency, bought.monetary, strict=True),
            strict=True,
        )
    )
    expected = {
        row["CustomerID"]: (
            int(row["recency_days"]),
            int(row["frequency"]),
            round(float(row["monetary"]) * 100),
        )
        for row in _read(shared / "data" / "retail/online_retail_rfm_expected.csv.gz")
    }
    assert len(found) == 4338
    for name, (recency, frequency, money) in expected.items():
        assert tuple(found[name][:2]) == (recency, frequency)
        assert abs(found[name][2] - money) <= 1


def test_scores_may_have_another_number_of_bins() -> None:
    """SEG-01: ten equal steps make four bins of 3, 2, 2 and 3 customers."""
    book = facts(10, order_line=[sale(ago(5), i + 1, owner=i) for i in range(10)])
    run = rfm_m1(book, as_of=AS_OF, bins=4)
    assert run.monetary.tolist() == [1, 1, 1, 2, 2, 3, 3, 4, 4, 4]
    assert run.parameters.bins == 4
