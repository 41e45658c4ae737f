from __future__ import annotations

from pathlib import Path

import pytest

from profiler_app.domain.errors import MappingProblem
from profiler_app.ingest.mapping import guess_mapping, guess_target
from profiler_app.ingest.opening import open_table
from tests.ingest.tables import mapped, table

MEMBERS = "会员编号,会员姓名,性别,出生年月日,手机号码,入会时间,所在城市"
ORDERS = "订单编号,下单时间,客户姓名,联系电话,商品名称,数量,单价,实付金额,销售渠道"
SHOP = "Order ID,Order Date,Customer Name,Email,Product,Qty,Unit Price,Total"
VISITS = "客户编号,拜访日期,拜访方式,沟通内容,结果,下一步计划"
COMPANIES = "企业名称,统一社会信用代码,法定代表人,注册资本(万元),成立日期,从业人员"


def fields_of(headers: str) -> dict[str, str | None]:
    names = headers.split(",")
    return guess_mapping(names, [], guess_target(names, [])).as_json()


@pytest.mark.parametrize(
    ("headers", "target"),
    [
        (MEMBERS, "customers"),
        (COMPANIES, "customers"),
        (ORDERS, "orders"),
        (SHOP, "orders"),
        (VISITS, "interactions"),
        ("姓名,电话,备注,金额", "customers"),
    ],
)
def test_the_headers_tell_what_the_rows_are(headers: str, target: str) -> None:
    assert guess_target(headers.split(","), []) == target


SCALES = ["id", *(f"Q{number}" for number in range(1, 9))]


def test_columns_that_share_a_scale_are_answers_to_a_questionnaire() -> None:
    rows = [["7001", *"15234512"], ["7002", *"45231144"], ["7003", *"23 54321"]]
    assert guess_target(SCALES, rows) == "surveys"


@pytest.mark.parametrize("cells", ["01100110", "11111111"])
def test_columns_that_only_say_yes_or_no_are_no_questionnaire(cells: str) -> None:
    assert guess_target(SCALES, [["7001", *cells], ["7002", *cells]]) == "customers"


def test_few_columns_of_small_numbers_are_no_questionnaire() -> None:
    headers = ["姓名", "手机", "子女数", "来访次数", "投诉次数", "备用"]
    rows = [["张三", "13800138000", *"2513"], ["李四", "13800138001", *"1302"]]
    assert guess_target(headers, rows) == "customers"


def test_a_list_of_members_maps_itself() -> None:
    assert list(fields_of(MEMBERS).values()) == [
        *("member_no", "name", "gender", "birth_date", "mobile", "relation_since", "city")
    ]


def test_a_list_of_companies_maps_itself() -> None:
    assert list(fields_of(COMPANIES).values()) == [
        *("name", "uscc", "legal_rep", "registered_capital", "established_on", "employees")
    ]


def test_a_list_of_orders_maps_itself() -> None:
    assert list(fields_of(ORDERS).values()) == [
        *("order.order_no", "order.moment", "name", "mobile", "order.product_name"),
        *("order.quantity", "order.unit_price", "order.amount", "order.channel"),
    ]


def test_an_english_list_of_orders_maps_itself() -> None:
    assert list(fields_of(SHOP).values()) == [
        *("order.order_no", "order.moment", "name", "email", "order.product_name"),
        *("order.quantity", "order.unit_price", "order.amount"),
    ]


def test_a_list_of_visits_maps_itself() -> None:
    assert list(fields_of(VISITS).values()) == [
        f"interaction.{name}"
        for name in ("customer", "moment", "channel", "summary", "outcome", "next_step")
    ]


def test_a_unit_in_the_header_is_kept() -> None:
    names = COMPANIES.split(",")
    columns = guess_mapping(names, [], "customers").fields()
    assert columns["registered_capital"].unit == 10_000


def test_short_headers_of_regions_are_clear_where_every_cell_is_one() -> None:
    rows = [["浙江省", "杭州市", "西湖区"], ["上海市", "上海市", "徐汇区"]]
    found = guess_mapping(["省", "市", "区"], rows, "customers").columns
    assert [each.field for each in found] == ["province", "city", "county"]
    assert {each.confidence for each in found} == {1.0}


def test_a_short_header_of_something_else_stays_a_question() -> None:
    column = guess_mapping(["区"], [["A1"], ["西湖区"], ["徐汇区"]], "customers").columns[0]
    assert column.field is None or column.confidence < 0.7


def test_a_misspelt_header_is_found_and_says_so() -> None:
    column = guess_mapping(["customer nane", "emial adress"], [], "customers").columns[0]
    assert (column.field, column.why, column.matched) == ("name", "near", "customername")


def test_a_header_like_nothing_known_stays_unmapped() -> None:
    assert fields_of("姓名,是否VIP") == {"姓名": "name", "是否VIP": None}


def test_the_content_tells_landlines_from_mobile_numbers(tmp_path: Path) -> None:
    lines = "姓名,电话,电话\n王一,13800138000,0571-88880000\n李二,13800138001,0571-88880001\n"
    assert mapped(table(tmp_path, lines)).as_json() == {
        "姓名": "name",
        "电话": "mobile",
        "电话_2": "phone",
    }


def test_the_content_tells_credit_codes_from_id_numbers(tmp_path: Path) -> None:
    lines = "户名,证件号码\n浙江示例科技有限公司,91350100M000100Y43\n"
    assert mapped(table(tmp_path, lines)).as_json()["证件号码"] == "uscc"


def test_a_column_of_the_wrong_content_is_not_mapped(tmp_path: Path) -> None:
    assert mapped(table(tmp_path, "姓名,邮箱\n王一,见附件\n")).as_json()["邮箱"] is None


def test_a_clear_header_wins_over_a_vague_one() -> None:
    assert fields_of("联系人,公司名称,行业") == {
        "联系人": None,
        "公司名称": "name",
        "行业": "industry",
    }


def test_overrides_come_first(tmp_path: Path) -> None:
    opened = table(tmp_path, "id,姓名,备注\n1,王一,x\n")
    found = guess_mapping(
        opened.headers, opened.sample, "customers", overrides={"id": "core_cust_no", "姓名": ""}
    )
    assert found.as_json() == {"id": "core_cust_no", "姓名": None, "备注": None}


def test_a_field_of_the_target_needs_no_prefix() -> None:
    found = guess_mapping(["a", "b"], [], "orders", overrides={"a": "moment", "b": "amount"})
    assert found.as_json() == {"a": "order.moment", "b": "order.amount"}


@pytest.mark.parametrize("overrides", [{"gone": "name"}, {"姓名": "gone"}])
def test_an_override_that_names_nothing_is_refused(overrides: dict[str, str]) -> None:
    with pytest.raises(MappingProblem, match="gone"):
        guess_mapping(["姓名"], [], "customers", overrides=overrides, file="a.csv")


def test_every_column_says_why_it_goes_where_it_goes() -> None:
    columns = guess_mapping(MEMBERS.split(","), [], "customers").columns
    assert {column.reason for column in columns} == {"表头是该字段的常用名称。"}


def test_columns_that_are_not_imported_are_mentioned() -> None:
    notes = guess_mapping(["姓名", "是否VIP"], [], "customers").notes()
    assert [note.column for note in notes] == ["是否VIP"]


def test_online_retail_maps_itself(shared: Path) -> None:
    opened = open_table(shared / "data/retail/online_retail.csv.gz")
    assert mapped(opened).as_json() == {
        "InvoiceNo": "order.order_no",
        "StockCode": "order.product_code",
        "Description": "order.product_name",
        "Quantity": "order.quantity",
        "InvoiceDate": "order.moment",
        "UnitPrice": "order.unit_price",
        "CustomerID": "order.customer",
        "Country": "address",
    }


def test_the_orders_of_the_rfm_package_map_themselves(shared: Path) -> None:
    opened = open_table(shared / "data/rfm/rfm_orders.csv.gz")
    assert list(mapped(opened).as_json().values()) == [
        *("order.customer", "order.moment", "order.amount"),
        *("name.given", "name.family", "email"),
    ]


def test_the_tmall_report_maps_itself(shared: Path) -> None:
    found = mapped(open_table(shared / "data/zh_orders/tmall_order_report.csv.gz"))
    assert found.target == "orders"
    assert found.as_json()["买家实际支付金额"] == "order.amount"
    assert found.as_json()["订单创建时间"] == "order.moment"
