from __future__ import annotations

import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import MappingProblem
from profiler_app.domain.imports import Reject
from profiler_app.ingest.opening import open_table
from profiler_app.ingest.order_columns import OrderRow
from profiler_app.ingest.orders import OrderMaker
from tests.ingest.tables import maker, table

HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n"
LINE = "536365,85123A,HEART,6,2010-12-01 08:26:00,2.55,17850\n"


def rows(folder: Path, text: str, *, walk_in: bool = False) -> list[OrderRow | Reject]:
    made = maker(table(folder, text), walk_in=walk_in)
    assert isinstance(made, OrderMaker)
    return list(made.records())


def row(folder: Path, line: str, *, head: str = HEAD) -> OrderRow:
    (only,) = rows(folder, head + line)
    assert isinstance(only, OrderRow)
    return only


def reject(folder: Path, line: str, *, head: str = HEAD) -> Reject:
    *_others, last = rows(folder, head + line)
    assert isinstance(last, Reject)
    return last


def test_a_line_becomes_typed_values(tmp_path: Path) -> None:
    made = row(tmp_path, LINE)
    assert made.source_row == 2
    assert (made.customer_key, made.order_no, made.product_code) == ("17850", "536365", "85123A")
    assert (made.day, made.time) == (to_day("2010-12-01"), "08:26:00")
    assert (made.kind, made.quantity, made.unit_price, made.net) == ("sale", 6.0, "2.55", 1530)


@pytest.mark.parametrize(
    ("quantity", "price", "net"), [("3", "0.335", 100), ("1", "0.125", 12), ("1", "0.135", 14)]
)
def test_quantity_times_price_is_rounded_half_to_even(
    tmp_path: Path, quantity: str, price: str, net: int
) -> None:
    line = LINE.replace(",6,", f",{quantity},").replace("2.55", price)
    assert row(tmp_path, line).net == net


def test_a_negative_quantity_is_a_return(tmp_path: Path) -> None:
    made = row(tmp_path, LINE.replace(",6,", ",-6,"))
    assert (made.kind, made.net) == ("return", -1530)


def test_a_c_before_a_bare_number_is_a_cancellation(tmp_path: Path) -> None:
    cancelled = LINE.replace("536365", "C536366")
    _sale, second, _more = rows(tmp_path, HEAD + LINE + cancelled + LINE)
    assert isinstance(second, OrderRow)
    assert (second.kind, second.net) == ("return", -1530)


def test_a_c_before_every_number_is_only_a_prefix(tmp_path: Path) -> None:
    assert row(tmp_path, LINE.replace("536365", "C536365")).kind == "sale"


@pytest.mark.parametrize("price", ["0", "0.00", "-11.5"])
def test_a_line_without_a_price_is_an_adjustment(tmp_path: Path, price: str) -> None:
    assert row(tmp_path, LINE.replace("2.55", price)).kind == "adjustment"


def test_a_column_of_amounts_wins_over_quantity_times_price(tmp_path: Path) -> None:
    head = "订单号,下单时间,会员号,数量,单价,实付金额,优惠金额\n"
    made = row(tmp_path, "A1,2024-03-05,M1,2,10,18.5,1.5\n", head=head)
    assert (made.net, made.discount, made.unit_price) == (1850, 150, "10")


def test_the_list_amount_less_the_discount_is_the_net_amount(tmp_path: Path) -> None:
    head = "订单号,下单时间,会员号,应收金额,优惠金额\n"
    made = row(tmp_path, "A1,2024-03-05,M1,20,1.5\n", head=head)
    assert (made.gross, made.discount, made.net) == (2000, 150, 1850)


def test_a_word_for_a_return_makes_the_amount_negative(tmp_path: Path) -> None:
    head = "订单号,下单时间,会员号,实付金额,订单类型\n"
    made = row(tmp_path, "A1,2024-03-05,M1,20,退货\n", head=head)
    assert (made.kind, made.net) == ("return", -2000)


def test_a_unit_in_the_header_multiplies(tmp_path: Path) -> None:
    head = "订单号,下单时间,会员号,订单金额(万元)\n"
    assert row(tmp_path, "A1,2024-03-05,M1,1.25\n", head=head).net == 1_250_000


def test_decimal_commas_and_days_first_are_told_from_the_file(tmp_path: Path) -> None:
    text = "Kunden-Nr;Datum;Umsatz\n01;31.12.2023;1.234,56\n02;5.3.24;7\n03;07/08/2024;-99,00\n"
    made = [each for each in rows(tmp_path, text) if isinstance(each, OrderRow)]
    assert [each.net for each in made] == [123456, 700, -9900]
    days = [to_day(day) for day in ("2023-12-31", "2024-03-05", "2024-08-07")]
    assert [each.day for each in made] == days


def test_a_line_without_a_customer_is_rejected_with_the_way_out(tmp_path: Path) -> None:
    found = reject(tmp_path, LINE.replace("17850", ""))
    assert (found.line, found.column, found.code) == (2, "CustomerID", "no_customer")
    assert "--walk-in" in found.reason


def test_a_line_without_a_customer_can_be_kept_as_a_walk_in_sale(tmp_path: Path) -> None:
    (made,) = rows(tmp_path, HEAD + LINE.replace("17850", ""), walk_in=True)
    assert isinstance(made, OrderRow)
    assert (made.customer_key, made.net) == (None, 1530)


def test_a_customer_key_excel_has_rounded_is_no_key(tmp_path: Path) -> None:
    assert reject(tmp_path, LINE.replace("17850", "1.39E+10")).code == "excel_damaged"


@pytest.mark.parametrize(
    ("old", "new", "column", "code"),
    [
        ("2010-12-01 08:26:00", "", "InvoiceDate", "no_date"),
        ("2010-12-01 08:26:00", "2010-02-30", "InvoiceDate", "DATE_INVALID"),
        ("2.55", "", None, "no_amount"),
        ("2.55", "cheap", "UnitPrice", "bad_number"),
    ],
)
def test_a_line_that_lacks_something_names_it(
    tmp_path: Path, old: str, new: str, column: str | None, code: str
) -> None:
    found = reject(tmp_path, LINE * 3 + LINE.replace(old, new))
    assert (found.line, found.column, found.code) == (5, column, code)
    assert found.reason


def test_a_total_between_the_lines_is_no_order(tmp_path: Path) -> None:
    made = rows(tmp_path, HEAD + LINE + "小计,,,6,,15.30,\n" + LINE)
    assert [each.code for each in made if isinstance(each, Reject)] == ["total_row"]


def test_a_total_below_the_lines_is_left_out(tmp_path: Path) -> None:
    assert len(rows(tmp_path, HEAD + LINE + "合计,,,6,,15.30,\n")) == 1


def test_a_line_with_too_many_cells_is_rejected_whole(tmp_path: Path) -> None:
    found = reject(tmp_path, LINE * 3 + LINE.replace("HEART", "HEART, RED"))
    assert found.code == "extra_cells"
    assert found.cells[-1] == "17850"


def test_exact_repeats_stay_apart(tmp_path: Path) -> None:
    keys = [each.content_key for each in rows(tmp_path, HEAD + LINE * 3)]  # type: ignore[union-attr]
    assert len(set(keys)) == 3


def test_a_second_reading_gives_the_same_keys_in_any_order(tmp_path: Path) -> None:
    other = LINE.replace("85123A", "71053")
    first = rows(tmp_path, HEAD + LINE + other + LINE)
    second = rows(tmp_path, HEAD + LINE + LINE + other)
    assert {each.content_key for each in first} == {  # type: ignore[union-attr]
        each.content_key  # type: ignore[union-attr]
        for each in second
    }


def test_a_key_fits_into_sixty_three_bits(tmp_path: Path) -> None:
    assert 0 <= row(tmp_path, LINE).content_key < 2**63


def test_customer_columns_come_with_the_order(tmp_path: Path) -> None:
    head = "order_date,revenue,customer_id,first_name,last_name,email\n"
    made = row(tmp_path, "2024-03-05,32,Ann,Ann,Lee,ANN@example.com\n", head=head)
    assert made.customer_fields["name"] == "Ann Lee"
    assert made.customer_fields["email"] == "ann@example.com"


def test_the_key_is_that_of_a_list_of_customers_with_the_same_header(tmp_path: Path) -> None:
    made = maker(table(tmp_path, "订单号,日期,金额,客户编号\n1,2024-03-05,5,K1\n"))
    assert isinstance(made, OrderMaker)
    assert made.key_field == "core_cust_no"


def test_a_file_without_dates_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingProblem, match="moment"):
        maker(table(tmp_path, "订单号,金额,会员号\n1,5,M1\n"))


def test_online_retail_gives_the_published_figures(shared: Path) -> None:
    opened = open_table(shared / "data/retail/online_retail.csv.gz")
    made = maker(opened)
    assert isinstance(made, OrderMaker)
    kinds: Counter[str] = Counter()
    keys: set[int] = set()
    customers, invoices, net, kept = set(), set(), 0, 0
    for record in made.records():
        if isinstance(record, Reject):
            kinds[record.code] += 1
            continue
        kinds[record.kind] += 1
        kept += 1
        keys.add(record.content_key)
        if record.kind == "sale":
            customers.add(record.customer_key)
            invoices.add(record.order_no)
            net += record.net
    assert kinds == {"sale": 397_884, "return": 8_905, "adjustment": 40, "no_customer": 135_080}
    assert (len(customers), len(invoices), net) == (4_338, 18_532, 891_140_790)
    assert len(keys) == kept


def test_memory_stays_small_however_long_the_file(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write(HEAD)
        file.writelines(f"{n},A,HEART,6,2010-12-01,2.55,{n % 50}\n" for n in range(60_000))
    made = maker(open_table(path))
    tracemalloc.start()
    count = sum(1 for _record in made.records())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 60_000
    assert peak < 30 << 20
