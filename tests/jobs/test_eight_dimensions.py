"""The eight dimensions and their 26 items: typed, filled in, filtered, drawn, taken along."""

from __future__ import annotations

from decimal import Decimal

import pytest

from profiler_app.domain.fields import Field, fields
from profiler_app.jobs import lists
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.cards.layout import PLANS
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.entries import REGION, can_be_typed
from profiler_app.jobs.entry_kinds import kinds_for
from profiler_app.jobs.histograms import histogram
from profiler_app.jobs.list_columns import list_columns
from profiler_app.jobs.recording import Purchase, add_order
from profiler_app.jobs.refreshing import refresh
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent, create

ITEMS = {
    "D1": ("姓名/名称", "性别", "年龄", "职业职位", "学历"),
    "D2": ("家庭状况", "收入水平", "地域"),
    "D3": ("购买频率", "购买渠道", "消费水平", "消费金额"),
    "D4": ("娱乐偏好", "体育偏好", "文化偏好"),
    "D5": ("价值观", "生活方式", "社交习惯"),
    "D6": ("性格特征", "消费需求", "品牌忠诚度"),
    "D7": ("使用行为", "决策过程", "触点偏好"),
    "D8": ("反馈意见", "评价等级"),
}
WALK = [(dimension, item) for dimension, items in ITEMS.items() for item in items]
TABLE_OF_RECORDS = {
    "D3": "order_line",
    "使用行为": "event",
    "反馈意见": "feedback",
    "评价等级": "feedback",
}
"""What is counted from records is entered with the form of the record."""

COUNTERPARTS = {
    "industry": "industry",
    "size class": "size_class",
    "ownership": "ownership",
    "group": "group_role",
    "revenue": "revenue",
    "headcount": "employees",
    "decision chain": "procurement_mode",
    "products held": "product_kinds",
    "exposure": "limit_use",
}

every_item = pytest.mark.parametrize(("dimension", "item"), WALK)


def of_item(dimension: str, item: str) -> list[Field]:
    """Return the fields of an item that persons have and that are not sensitive."""
    return [
        field
        for field in fields().values()
        if (field.dimension, field.sub_item) == (dimension, item)
        and any(group.startswith("person") for group in field.applies_to)
        and field.sensitivity in ("S0", "S1")
    ]


@pytest.fixture
def source(demo: Workspace) -> ColumnSource:
    return ColumnSource(demo)


def test_there_are_26_items() -> None:
    """FLD-01."""
    assert len(WALK) == 26


@every_item
def test_an_item_is_a_typed_field_that_is_on(dimension: str, item: str) -> None:
    """FLD-01, FLD-11 to FLD-18: every value but texts has a type and, if chosen, a list."""
    found = of_item(dimension, item)
    assert found
    for field in found:
        assert field.kind != "enum" or field.options, field.id
        assert field.names["zh"] and field.names["en"]


@every_item
def test_an_item_is_filled_in_with_a_form(dimension: str, item: str) -> None:
    """FLD-11 to FLD-18."""
    table = TABLE_OF_RECORDS.get(item) or TABLE_OF_RECORDS.get(dimension)
    if table is None:
        assert any(can_be_typed(field) or field.id == REGION for field in of_item(dimension, item))
    elif table != "order_line":  # for orders see the next test
        assert any(kind.table == table for kind in kinds_for("person", "trade"))


def test_an_order_typed_by_hand_fills_what_is_said_about_buying(empty: Workspace) -> None:
    """FLD-13, COL-02."""
    customer = create(empty)
    before = _buying(empty, customer)
    for number in range(3):
        bought = Purchase(TODAY, f"净水器{number}", Decimal(1), None, 129_900, "store")
        add_order(Silent(), empty, customer, bought, today=TODAY)
    assert not before and set(_buying(empty, customer)) == {
        "freq_12m",
        "main_channel",
        "aov_12m",
    }


def _buying(workspace: Workspace, customer: int) -> list[str]:
    card = read_card(workspace, customer, as_of=TODAY)
    cells = next(block.cells for block in card.dimensions if block.id == "D3")
    return [cell.field for cell in cells if cell.counted and cell.value is not None]


@every_item
def test_an_item_is_filtered(dimension: str, item: str, source: ColumnSource) -> None:
    """FLD-11 to FLD-18: whoever has no value is told apart from those who have one."""
    found = 0
    for field in of_item(dimension, item):
        if field.place == "rows":
            continue
        known, unknown = lists.count(source, f"not isnull({field.id})")
        missing, _unknown = lists.count(source, f"isnull({field.id})")
        assert known + missing + unknown == len(source.ids()), field.id
        found += known
    assert found


@every_item
def test_an_item_is_drawn(dimension: str, item: str, source: ColumnSource) -> None:
    """FLD-11 to FLD-18: as bars of its values or of its numbers; nobody gets a default."""
    drawn = 0
    for field in of_item(dimension, item):
        if field.kind in ("enum", "list", "code", "text", "bool") and field.place != "rows":
            shown = lists.facet(source, field.id)
            drawn += sum(value.count for value in shown.values)
            known, _unknown = lists.count(source, f"not isnull({field.id})")
            assert known + shown.unknown == len(source.ids()), field.id
        elif field.kind in ("int", "num", "ratio", "money", "date") and field.place != "rows":
            drawn += sum(histogram(source, field.id).counts)
    assert drawn


@every_item
def test_an_item_is_a_column_of_lists_and_exports(dimension: str, item: str) -> None:
    """FLD-11 to FLD-18."""
    columns = {column.field.id for column in list_columns().values() if column.field}
    made = {name for column in list_columns().values() for name in column.reads} | {"name"}
    assert any(field.id in columns | made for field in of_item(dimension, item))


@pytest.mark.parametrize("group", ["person:trade", "person:bank"])
def test_the_card_of_a_person_has_the_dimensions_in_their_order(group: str) -> None:
    """FLD-01."""
    assert [plan.id for plan in PLANS[group]] == list(ITEMS)


@pytest.mark.parametrize("name", COUNTERPARTS.values(), ids=COUNTERPARTS.keys())
def test_a_company_has_its_own_counterparts(name: str, source: ColumnSource) -> None:
    """FLD-01, PRO-03: the fields of a company, filtered and taken along like all others."""
    field = fields()[name]
    assert any(group.startswith("company") for group in field.applies_to)
    lists.count(source, f"not isnull({name})")
    assert any(column.field is field for column in list_columns().values())


@pytest.mark.parametrize(
    ("proves", "dimension"),
    [("FLD-12", "D2"), ("FLD-14", "D4"), ("FLD-15", "D5"), ("FLD-16", "D6"), ("FLD-17", "D7")],
)
def test_who_has_no_data_is_unknown_in_a_whole_dimension(
    empty: Workspace, proves: str, dimension: str
) -> None:
    """FLD-12, FLD-14, FLD-15, FLD-16, FLD-17: unknown on the card, in filters and in charts."""
    customer = create(empty)
    refresh(Silent(), empty, as_of=TODAY)
    card = read_card(empty, customer, as_of=TODAY)
    block = next(block for block in card.dimensions if block.id == dimension)
    assert [cell.value for cell in block.cells if cell.counted] == [None] * block.total
    source, charts = ColumnSource(empty), 0
    for item in ITEMS[dimension]:
        for field in of_item(dimension, item):
            if field.kind in ("enum", "list") and field.place in ("attribute", "column"):
                shown = lists.facet(source, field.id)
                assert (sum(v.count for v in shown.values), shown.unknown) == (0, 1), proves
                charts += 1
    assert charts
