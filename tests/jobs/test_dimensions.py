"""All 26 sub-items of a profile, and what companies have in their place.

Each is a typed field with a form that takes it, a filter that finds it, a chart that shows it and a
column that exports it (issue "the profile card", 1; FLD-11 to FLD-18, PRO-03).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.fields import Field, fields, options
from profiler_app.domain.listing import ListQuery
from profiler_app.jobs import lists, recording
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.editing import create_customer
from profiler_app.jobs.entries import first_fields, further_fields, read_entry, with_implied
from profiler_app.jobs.entry_kinds import kinds_for
from profiler_app.jobs.insights.explore import chosen_fields, explore
from profiler_app.jobs.list_columns import CUSTOMER, list_columns
from profiler_app.jobs.list_export import export_list
from profiler_app.jobs.records import add_record, read_record_entry
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.relating import Tie, add_relation
from profiler_app.jobs.rule_subjects import subjects
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace, create_workspace
from tests.jobs.conftest import TODAY, Silent

QUIET = Silent()
FIRST: Final = "*"
"""Stands for the first option there is."""


@dataclass(frozen=True)
class Item:
    """A sub-item: the ``field`` that lists show, and what is typed for it.

    ``typed`` goes into the form of the customer; else ``record`` is the form it is recorded with.
    ``rule`` finds it (empty: its own value does); ``chart`` is another field that is drawn, where a
    text cannot be.
    """

    name: str
    field: str
    typed: Mapping[str, str] = field(default_factory=dict)
    record: str = ""
    rule: str = ""
    chart: str = ""


HOLDING: Final = {"product_id": "单位活期", "product_kind": FIRST, "point": "80000"}


def told(name: str, item: str, text: str = FIRST) -> Item:
    return Item(name, item, {item: text})


ITEMS = (
    Item("姓名/名称", "name", {"name": "周晓芸", "nationality": FIRST}, chart="nationality"),
    told("性别", "gender", "女"),
    Item("年龄", "age", {"birth_date": "1990-03-08"}),
    told("职业职位", "occupation"),
    told("学历", "education"),
    told("家庭状况", "marital"),
    told("收入水平", "income_band"),
    Item("地域", "province", {"address": "浙江省杭州市西湖区文三路1号"}),
    Item("购买频率", "freq_12m", record="order"),
    Item("购买渠道", "main_channel", record="order"),
    Item("消费水平", "aov_12m", record="order"),
    Item("消费金额", "monetary_12m", record="order"),
    told("娱乐", "ent_pref"),
    told("体育", "sport_pref"),
    told("文化", "culture_pref"),
    told("价值观", "values"),
    told("生活方式", "lifestyle"),
    told("社交习惯", "social_platforms"),
    told("性格", "personality"),
    told("消费需求", "needs"),
    told("品牌忠诚度", "brand_loyalty"),
    Item("使用行为", "views_30d", {"kind": "view"}, "behaviour"),
    told("决策过程", "decision_style"),
    told("触点偏好", "contact_pref"),
    Item("反馈意见", "complaints_12m", {"kind": "complaint", "text": "漏水"}, "feedback"),
    Item("评价等级", "rating_avg", {"kind": "praise", "text": "好", "rating": "4"}, "feedback"),
)
OF_COMPANIES = (
    Item("行业", "industry", {"industry": "批发业"}),
    Item("规模", "employees", {"employees": "120"}),
    told("企业性质", "ownership"),
    told("营业收入", "revenue", "5000万"),
    Item("规模类型", "size_class", {"employees": "120", "revenue": "5000万", "industry": "批发业"}),
    told("决策方式", "procurement_mode"),
    Item("决策链", "key_contacts", {"name": "陈立", "is_key": "true"}, "colleague"),
    Item("持有产品", "product_kinds", HOLDING, "holding"),
    Item("集团", "group_role", record="relation"),
    Item("敞口", "limit_use", record="facility"),
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Customer 1 and company 3 know everything, by their forms; 2 and 4 know nothing."""
    path = tmp_path_factory.mktemp("dimensions") / "a.zhike"
    with create_workspace(path, "right horse", prefix="TEST") as opened:
        for kind, line, items in (("person", "trade", ITEMS), ("company", "bank", OF_COMPANIES)):
            full = _entered(opened, kind, line, items)
            plain = {"kind": kind, "line": line, "name": "无名"}
            create_customer(QUIET, opened, plain, today=TODAY)
            for item in items:
                if item.record:
                    _record(opened, full, item, kind, line)
        refresh(QUIET, opened, as_of=TODAY)
        yield opened


def _entered(workspace: Workspace, kind: str, line: str, items: tuple[Item, ...]) -> int:
    """Create a customer from what is typed into the form."""
    values: dict[str, Any] = {"kind": kind, "line": line, "name": "杭州同舟贸易有限公司"}
    for item in items:
        for name, text in {} if item.record else item.typed.items():
            entry = read_entry(name, _text(name, text), kind=kind, today=TODAY)
            assert not entry.problem, (item.name, entry.problem)
            values[name] = entry.value
    known = with_implied(values, kind=kind, today=TODAY)
    return create_customer(QUIET, workspace, known, today=TODAY).customer


def _text(name: str, text: str) -> str:
    return options(fields()[name].options or "")[0].label if text == FIRST else text


def _record(workspace: Workspace, customer: int, item: Item, kind: str, line: str) -> None:
    if item.record == "order":
        bought = recording.Purchase(TODAY, "净水器", Decimal(1), None, 129_900, "store")
        recording.add_order(QUIET, workspace, customer, bought, today=TODAY)
    elif item.record == "relation":
        tie = Tie("parent_company", None, "同舟集团有限公司")
        add_relation(QUIET, workspace, customer, tie, today=TODAY)
    elif item.record == "facility":  # is imported, not typed
        with operation(workspace, "import") as opened:
            limit = {"approved": 10_000_000, "used": 4_000_000, "kind": "limit"}
            days = {"starts_on": "2026-01-01", "matures_on": "2027-12-31"}
            opened.insert_one("facility", {"customer_id": customer, **limit, **days})
    else:
        (form,) = (each for each in kinds_for(kind, line) if each.key == item.record)
        values: dict[str, Any] = {}
        for each in form.fields:
            text = item.typed.get(each.column, TODAY.isoformat() if each.required else "")
            if text == FIRST:
                text = next(iter(each.only or (o.id for o in options(str(each.choices)))))
            entry = read_record_entry(each, text, item.typed, today=TODAY)
            assert not entry.problem, (item.name, each.column, entry.problem)
            values[each.column] = entry.value
        add_record(QUIET, workspace, customer, item.record, values, today=TODAY)


CASES = [
    *(pytest.param("person", "trade", each, id=each.field) for each in ITEMS),
    *(pytest.param("company", "bank", each, id=f"company-{each.field}") for each in OF_COMPANIES),
]


def test_there_are_26_sub_items() -> None:
    assert len({each.name for each in ITEMS}) == 26


@pytest.mark.parametrize(("kind", "line", "item"), CASES)
def test_a_form_takes_it(kind: str, line: str, item: Item) -> None:
    typed = {each.id for each in first_fields(kind)}
    for more in further_fields(kind, line).values():
        typed |= {each.id for each in more}
    records = {each.key: each for each in kinds_for(kind, line)}
    if not item.record:
        assert set(item.typed) <= typed
    elif item.record in records:
        assert set(item.typed) <= {each.column for each in records[item.record].fields}
    else:
        assert item.record in ("order", "relation", "facility")
    assert fields()[item.field].applies(kind, line)


@pytest.mark.parametrize(("kind", "line", "item"), CASES)
def test_a_filter_finds_it_and_only_it(book: Workspace, kind: str, line: str, item: Item) -> None:
    assert fields()[item.field].label in {each.label for each in subjects(book)}
    where = f"kind == '{kind}' and {_rule(book, kind, item)}"
    assert _names(book, where) == [_name_of(kind)]


def _rule(workspace: Workspace, kind: str, item: Item) -> str:
    """Return the rule of exactly the value the customer has."""
    column = ColumnSource(workspace).columns([item.field])[item.field]
    place = 0 if kind == "person" else 2
    assert column.known[place], item.name
    value, made = column.value(place), fields()[item.field]
    if made.kind == "list":
        return f"any_of({item.field}, ['{value[0]}'])"
    if made.kind == "money":
        return f"{item.field} >= {value / 100}"
    shown = f"'{value}'" if isinstance(value, str) else value
    return f"{item.field} == {shown}"


def _name_of(kind: str) -> str:
    return "周晓芸" if kind == "person" else "杭州同舟贸易有限公司"


def _names(workspace: Workspace, where: str) -> list[str]:
    found = lists.find(workspace, ColumnSource(workspace), ListQuery(where=where)).ids.tolist()
    rows = workspace.connection.execute("SELECT id, name FROM customer").fetchall()
    return [dict(rows)[customer] for customer in found]


@pytest.mark.parametrize(("kind", "line", "item"), CASES)
def test_a_chart_shows_it_and_opens_its_customers(
    book: Workspace, kind: str, line: str, item: Item
) -> None:
    name = item.chart or item.field
    assert name in {each.id for each in chosen_fields()}
    found = explore(book, ColumnSource(book), field=name)
    chart = found.charts[0]
    opened = {each for mark in chart.marks if mark.rule for each in _names(book, mark.rule)}
    assert _name_of(kind) in opened


@pytest.mark.parametrize(("kind", "line", "item"), CASES)
def test_a_column_of_an_export_carries_it(
    book: Workspace, tmp_path: Path, kind: str, line: str, item: Item
) -> None:
    column = list_columns()[CUSTOMER if item.field == "name" else item.field]
    source = ColumnSource(book)
    ids = lists.find(book, source, ListQuery(where=f"kind == '{kind}'", sort="number")).ids
    reason = ExportReason("analysis", "陈", TODAY, in_clear=True)
    export_list(QUIET, book, ids, [item.field], tmp_path / "a.csv", reason=reason)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    values = {row["客户"]: row[column.title] for row in rows if row.get("客户")}
    assert values[_name_of(kind)] not in ("", values["无名"])


def test_every_field_of_the_eight_dimensions_has_a_kind(book: Workspace) -> None:
    every: list[Field] = [each for each in fields().values() if (each.dimension or "")[:1] == "D"]
    assert len({each.dimension for each in every}) == 8
    assert all(each.kind for each in every)
