"""Fields of one's own are fields like all others, as soon as they are defined."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from profiler_app.domain.errors import FieldProblem, RuleProblem
from profiler_app.domain.fields import Option, built_in_fields, fields, find_field
from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.listing import ListQuery
from profiler_app.domain.own_fields import Definition, OwnKind
from profiler_app.jobs import lists
from profiler_app.jobs.cards.assembling import read_card
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.custom_fields import change_field, define_field, own_fields, retire_field
from profiler_app.jobs.editing import edit_customer, stored_values
from profiler_app.jobs.entries import entry_text, further_fields, read_entry
from profiler_app.jobs.histograms import histogram
from profiler_app.jobs.history import content_hash, undo_operation
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.list_columns import list_columns
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.jobs.workspaces import create_workspace, enter_workspace
from profiler_app.store.segments import write_choice
from profiler_app.store.workspace import Workspace

from .conftest import TODAY, Silent, create


def definition(zh: str, kind: OwnKind, *, en: str = "", **more: object) -> Definition:
    return replace(Definition({"zh": zh, "en": en}, kind), **more)  # type: ignore[arg-type]


def choices(*names: str) -> tuple[Option, ...]:
    return tuple(Option("", {"zh": name, "en": ""}) for name in names)


def define(workspace: Workspace, zh: str, kind: OwnKind, **more: object) -> str:
    return define_field(Silent(), workspace, definition(zh, kind, **more)).field  # type: ignore[arg-type]


def put(workspace: Workspace, customer: int, name: str, text: str) -> None:
    entry = read_entry(name, text, kind="person", today=TODAY)
    assert not entry.problem
    edit_customer(Silent(), workspace, customer, {name: entry.value}, today=TODAY)


def found(workspace: Workspace, rule: str) -> list[int]:
    return lists.find(workspace, ColumnSource(workspace), ListQuery(where=rule)).ids.tolist()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("kind", "text", "rule", "shown"),
    [
        ("text", "南门 3 号", "{f} == '南门 3 号'", "南门 3 号"),
        ("number", "12.5", "{f} > 12", "12.5 杯"),
        ("money", "1.2万", "{f} == 12000", "¥12,000"),
        ("date", "2024年3月5日", "{f} < '2024-04-01'", "2024-03-05"),
        ("choice", "金卡", "{f} in ['金卡', '银卡']", "金卡"),
        ("choices", "金卡、银卡", "any_of({f}, ['银卡'])", "金卡、银卡"),
    ],
)
def test_a_field_of_every_kind_is_typed_kept_filtered_and_listed(
    empty: Workspace, kind: OwnKind, text: str, rule: str, shown: str
) -> None:
    customer, other = create(empty), create(empty, name="顾清越")
    more = {"choices": choices("金卡", "银卡", "普卡")} if kind.startswith("choice") else {}
    name = define(empty, "偏好", kind, unit="杯", **more)
    put(empty, customer, name, text)
    source = ColumnSource(empty)
    (row,) = lists.rows(empty, source, [customer], [name])
    assert found(empty, rule.format(f=name)) == [customer]
    assert found(empty, f"isnull({name})") == [other]
    assert list_columns()[name].shown(row, TODAY, "CNY") == shown
    again = entry_text(name, stored_values(empty, customer)[name])
    assert read_entry(name, again, kind="person", today=TODAY).value == row.values[name] or again


def test_a_field_is_offered_in_the_form_of_the_kinds_that_have_it(empty: Workspace) -> None:
    name = define(empty, "配送时段", "text", dimension="D7", kinds=("company",))
    assert name in [field.id for field in further_fields("company", "trade")["D7"]]
    assert all(field.id != name for field in further_fields("person", "trade")["D7"])


def test_a_column_with_its_name_is_imported_into_it(empty: Workspace, tmp_path: Path) -> None:
    """CLN-05: the field drives form, import and validation; a value outside it is refused."""
    level = define(empty, "卡级", "choice", choices=choices("金卡", "银卡"))
    budget = define(empty, "年度预算", "money")
    path = tmp_path / "members.csv"
    path.write_text(
        "姓名,手机号,卡级,年度预算\n林婉清,16800000001,金卡,1.5万\n王琳,16800000002,铜卡,\n"
    )
    report = import_file(Silent(), empty, ImportRequest(paths=(path,)), today=TODAY)
    assert report.created == 2
    first, second = ColumnSource(empty).ids().tolist()
    assert stored_values(empty, first)[level] == "金卡"
    assert stored_values(empty, first)[budget] == 1_500_000
    assert level not in stored_values(empty, second)
    assert any("铜卡" in note.sentence for note in report.notes)


def test_a_choice_outside_the_list_is_refused(empty: Workspace) -> None:
    name = define(empty, "卡级", "choice", choices=choices("金卡"))
    assert read_entry(name, "钻石", kind="person", today=TODAY).problem


def test_a_formula_is_computed_by_the_refresh_and_filters(empty: Workspace) -> None:
    rich, poor, unknown = (create(empty, name=name) for name in ("甲一", "乙二", "丙三"))
    income, rent = define(empty, "月收入", "money"), define(empty, "月租", "money")
    left = define(empty, "结余", "formula", formula="月收入 - 月租")
    for customer, a, b in ((rich, "20000", "3000"), (poor, "4000", "3000")):
        put(empty, customer, income, a)
        put(empty, customer, rent, b)
    refresh(Silent(), empty, as_of=TODAY)
    assert fields()[left].kind == "money"
    assert found(empty, f"{left} >= 10000") == [rich]
    assert found(empty, f"{left} == 1000") == [poor]
    assert found(empty, f"isnull({left})") == [unknown]
    assert sum(histogram(ColumnSource(empty), left).counts) == 2


def test_a_formula_of_formulas_and_features_is_computed_in_order(own_demo: Workspace) -> None:
    half = define(own_demo, "半额", "formula", formula="monetary_12m / 2")
    share = define(own_demo, "一半", "formula", formula=f"{half} / monetary_12m")
    big = define(own_demo, "大额", "formula", formula=f"{half} > 1000")
    refresh(Silent(), own_demo, as_of=TODAY)
    found = ColumnSource(own_demo).columns([half, share, big, "monetary_12m"])
    spent = found["monetary_12m"]
    bought = spent.known & (spent.values > 0)
    assert bought.any()
    assert np.allclose(found[share].values[bought & found[share].known], 0.5, atol=0.01)
    assert fields()[big].kind == "bool"
    assert not found[share].known[spent.known & (spent.values == 0)].any()


def test_the_card_explains_a_formula_with_the_values_used(empty: Workspace) -> None:
    customer = create(empty, gender="female")
    income, rent = define(empty, "月收入", "money"), define(empty, "月租", "money")
    left = define(empty, "结余", "formula", formula="月收入 - 月租", dimension="D2")
    put(empty, customer, income, "20000")
    cells = {cell.field: cell for block in _blocks(empty, customer) for cell in block.cells}
    assert (cells[left].value, cells[left].basis) == (None, "需要月租")
    put(empty, customer, rent, "3000")
    cells = {cell.field: cell for block in _blocks(empty, customer) for cell in block.cells}
    assert cells[left].value == "¥17,000"
    assert "月收入 ¥20,000" in cells[left].basis and "月租 ¥3,000" in cells[left].basis
    assert cells[income].edits == income
    assert not cells[left].edits


def _blocks(workspace: Workspace, customer: int):  # type: ignore[no-untyped-def]
    return read_card(workspace, customer, as_of=TODAY).dimensions


def test_a_formula_may_not_need_its_own_result(empty: Workspace) -> None:
    define(empty, "底数", "number")
    one = define(empty, "甲数", "formula", formula="底数 + 1")
    two = define(empty, "乙数", "formula", formula=f"{one} * 2")
    with pytest.raises(FieldProblem, match="自己的结果"):
        change_field(Silent(), empty, one, definition("甲数", "formula", formula=f"{two} + 1"))


@pytest.mark.parametrize("formula", ["", "__import__('os')", "1 + 1", "gender + 1", "nobody * 2"])
def test_what_is_no_formula_is_refused_with_the_place(empty: Workspace, formula: str) -> None:
    with pytest.raises(RuleProblem):
        define(empty, "结余", "formula", formula=formula)
    assert own_fields(empty) == ()


def test_a_name_that_is_taken_is_refused(empty: Workspace) -> None:
    with pytest.raises(FieldProblem, match="已有"):
        define(empty, "性别", "text")


def test_defining_is_an_operation_that_is_undone(empty: Workspace) -> None:
    before = content_hash(empty)
    made = define_field(Silent(), empty, definition("预算", "money", en="Budget"))
    assert made.field == "my_budget"
    assert find_field("my_budget") is not None
    undo_operation(Silent(), empty, made.operation)
    assert find_field("my_budget") is None
    assert content_hash(empty) == before


def test_an_id_is_never_given_twice(empty: Workspace) -> None:
    first = define(empty, "预算", "money", en="Budget")
    retire_field(Silent(), empty, first)
    assert define(empty, "预算", "text", en="Budget") == "my_budget_2"


def test_values_of_a_field_given_up_are_back_after_undo(empty: Workspace) -> None:
    customer = create(empty)
    name = define(empty, "预算", "money")
    put(empty, customer, name, "300")
    gone = retire_field(Silent(), empty, name)
    assert name not in stored_values(empty, customer)
    assert ColumnSource(empty).columns([name]) == {}
    undo_operation(Silent(), empty, gone)
    assert stored_values(empty, customer)[name] == 30_000


def test_a_field_in_use_is_not_given_up(empty: Workspace) -> None:
    name = define(empty, "预算", "money")
    save_segment(Silent(), empty, None, "大客户", "预算 > 5000")
    with pytest.raises(FieldProblem, match="大客户"):
        retire_field(Silent(), empty, name)


def test_a_value_customers_have_stays_in_the_list(empty: Workspace) -> None:
    customer = create(empty)
    name = define(empty, "卡级", "choice", choices=choices("金卡", "银卡"))
    put(empty, customer, name, "金卡")
    kept = own_fields(empty)[0].definition
    without = [each for each in kept.choices if each.id != "金卡"]
    with pytest.raises(FieldProblem, match="金卡"):
        change_field(Silent(), empty, name, replace(kept, choices=tuple(without)))
    renamed = [replace(each, names={"zh": f"{each.id}会员", "en": ""}) for each in kept.choices]
    change_field(Silent(), empty, name, replace(kept, choices=tuple(renamed)))
    source = ColumnSource(empty)
    (row,) = lists.rows(empty, source, [customer], [name])
    assert list_columns()[name].shown(row, TODAY, "CNY") == "金卡会员"


def test_the_fields_of_another_workspace_take_their_place(empty: Workspace, tmp_path: Path) -> None:
    name = define(empty, "预算", "money")
    create_workspace(tmp_path / "other.zhike", "pass").close()
    with enter_workspace(tmp_path / "other.zhike", "pass"):
        assert find_field(name) is None
    with enter_workspace(empty.path, "right horse", readonly=True):
        assert find_field(name) is not None


def test_no_field_of_the_catalog_has_the_name_of_an_own_one() -> None:
    assert [field.id for field in built_in_fields().values() if field.is_own] == []


def test_a_formula_groups_of_customers_are_made_of_is_not_given_up(own_demo: Workspace) -> None:
    half = define(own_demo, "半额", "formula", formula="monetary_all / 2")
    refresh(Silent(), own_demo, as_of=TODAY)
    write_choice(own_demo, "clusters", {"fields": [half, "recency_days"]})
    with pytest.raises(FieldProblem, match="已采用的客户分群"):
        retire_field(Silent(), own_demo, half)


@pytest.mark.parametrize("name", ["宗教信仰", "人脸照片", "Religion", "GPS trail", "卡 CVV"])
@pytest.mark.promise(30)
def test_a_field_of_a_forbidden_subject_is_refused_with_the_law_prv_05(
    empty: Workspace, name: str
) -> None:
    before = content_hash(empty)
    with pytest.raises(FieldProblem) as refused:
        define(empty, name, "text")
    assert "《个人信息保护法》第" in refused.value.sentence()
    assert content_hash(empty) == before


@pytest.mark.parametrize("name", ["人脉", "购买轨迹", "Conversion", "轨道交通", "Faithful since"])
def test_a_word_that_only_looks_like_one_is_taken_prv_05(empty: Workspace, name: str) -> None:
    assert define(empty, name, "text") in fields()
