from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.customer_rows import CustomerRow
from profiler_app.domain.imports import Reject
from profiler_app.ingest.customers import CustomerMaker
from profiler_app.ingest.opening import open_table
from tests.ingest.tables import maker, table


def records(folder: Path, text: str, key: str | None = None) -> list[CustomerRow | Reject]:
    made = maker(table(folder, text), key=key)
    assert isinstance(made, CustomerMaker)
    return list(made.records())


def values(folder: Path, text: str) -> dict[str, Any]:
    (only,) = records(folder, text)
    assert isinstance(only, CustomerRow)
    return dict(only.values)


def test_a_person_becomes_typed_values(tmp_path: Path) -> None:
    text = "会员编号,姓名,性别,手机号,生日,地址\nM1, 王 小明,男性,138 0013 8000,1990年1月2日,"
    assert values(tmp_path, text + "浙江省杭州市西湖区文三路1号\n") == {
        "member_no": "M1",
        "name": "王小明",
        "gender": "M",
        "mobile": "+8613800138000",
        "birth_date": "1990-01-02",
        "address": "浙江省杭州市西湖区文三路1号",
        "province": "33",
        "city": "3301",
        "county": "330106",
        "kind": "person",
        "line": "trade",
    }


def regions(folder: Path, text: str) -> tuple[Any, ...]:
    found = values(folder, text)
    return tuple(found.get(level) for level in ("province", "city", "county"))


def test_a_county_of_many_is_told_by_the_city_in_its_own_column(tmp_path: Path) -> None:
    text = "姓名,省,市,区\n王小明,浙江省,杭州市,西湖区\n"
    assert regions(tmp_path, text) == ("33", "3301", "330106")
    text = "姓名,省,市,区\n王小明,上海市,上海市,徐汇区\n"
    assert regions(tmp_path, text) == ("31", "3100", "310104")


def test_an_address_without_its_city_is_told_by_the_city_in_its_own_column(tmp_path: Path) -> None:
    text = "姓名,市,地址\n王小明,南昌市,西湖区文一路1号\n"
    assert regions(tmp_path, text) == ("36", "3601", "360103")


def test_a_county_of_many_without_a_city_is_left_open(tmp_path: Path) -> None:
    made = maker(table(tmp_path, "姓名,区\n王小明,西湖区\n"))
    (only,) = made.records()
    assert isinstance(only, CustomerRow) and "county" not in only.values
    assert [note.code for note in made.notes()] == ["left_out"]


def test_a_county_the_city_does_not_have_keeps_the_city(tmp_path: Path) -> None:
    text = "姓名,省,市,区\n王小明,浙江省,杭州市,徐汇区\n李小红,浙江省,杭州市,—\n"
    first, second = records(tmp_path, text)
    assert isinstance(first, CustomerRow) and isinstance(second, CustomerRow)
    assert first.values["city"] == second.values["city"] == "3301"


def test_a_company_is_told_by_its_name(tmp_path: Path) -> None:
    made = values(tmp_path, "客户名称,从业人员,注册资本(万元)\n浙江示例科技有限公司,35,500\n")
    assert made["kind"] == "company"
    assert (made["employees"], made["registered_capital"]) == (35, 500_000_000)


@pytest.mark.parametrize("name", ["Müller & Söhne GmbH", "Acme Ltd.", "Ångström AB"])
def test_a_company_abroad_keeps_its_name(tmp_path: Path, name: str) -> None:
    made = values(tmp_path, f"name,mobile\n{name},\n")
    assert (made["kind"], made["name"]) == ("company", name)


def test_an_id_number_tells_gender_and_birth_date(tmp_path: Path) -> None:
    made = values(tmp_path, "姓名,身份证号\n王一,51010418840514014X\n")
    assert (made["gender"], made["birth_date"]) == ("F", "1884-05-14")


def test_a_broken_optional_value_is_left_out_and_mentioned(tmp_path: Path) -> None:
    made = maker(table(tmp_path, "会员编号,姓名,性别\nM1,王一,保密\nM2,李二,男\n"))
    first = next(iter(made.records()))
    assert isinstance(first, CustomerRow)
    assert "gender" not in first.values
    assert [(note.column, note.facts["value"]) for note in made.notes()] == [("性别", "保密")]


def test_a_broken_key_rejects_the_row(tmp_path: Path) -> None:
    text = "姓名,身份证号\n王一,510104188001100109\n李二,510104188001100100\n"
    made = records(tmp_path, text)[1]
    assert isinstance(made, Reject)
    assert (made.line, made.column, made.code) == (3, "身份证号", "ID_CHECKSUM")


def test_a_broken_key_does_no_harm_beside_a_good_one(tmp_path: Path) -> None:
    made = records(tmp_path, "会员编号,姓名,手机号\nM1,王一,13800138000\nM2,李二,1.39E+10\n")[1]
    assert isinstance(made, CustomerRow)
    assert made.key == ("member_no", "M2")


def test_a_number_excel_has_rounded_is_never_a_key(tmp_path: Path) -> None:
    (made,) = records(tmp_path, "会员编号,姓名\n6.22E+18,王一\n")
    assert isinstance(made, Reject)
    assert made.code == "excel_damaged"


def test_the_key_can_be_asked_for(tmp_path: Path) -> None:
    (made,) = records(tmp_path, "会员编号,姓名,手机号\nM1,王一,13800138000\n", key="mobile")
    assert isinstance(made, CustomerRow)
    assert made.key == ("mobile", "+8613800138000")


def test_a_row_without_name_and_key_is_rejected(tmp_path: Path) -> None:
    made = records(tmp_path, "姓名,手机号,备注\n王一,13800138000,\n,,只有备注\n")[1]
    assert isinstance(made, Reject)
    assert made.code == "no_identity"


def test_a_total_is_no_customer(tmp_path: Path) -> None:
    made = records(tmp_path, "姓名,手机号\n王一,13800138000\n合计：,\n李二,\n")[1]
    assert isinstance(made, Reject)
    assert made.code == "total_row"


def test_short_rows_are_mentioned_with_the_first_line(tmp_path: Path) -> None:
    made = maker(table(tmp_path, "姓名,手机号\n王一,13800138000\n李二\n"))
    assert len(list(made.records())) == 2
    assert [(note.code, note.facts["line"]) for note in made.notes()] == [("short_row", 3)]


def test_every_person_of_the_gb18030_list_is_read(shared: Path) -> None:
    expected = json.loads((shared / "data/nasty/expected.json").read_text(encoding="utf-8"))
    opened = open_table(shared / "data/nasty/s1_gb18030.csv")
    made = [each for each in maker(opened).records() if isinstance(each, CustomerRow)]
    check = expected["s1_gb18030.csv"]["check"]
    assert [each.values["cn_id"] for each in made] == check["ids"]
    assert made[0].values["relation_since"] == check["first_date"]
    assert made[2].values["name"] == "张𠮷"


def test_every_company_of_the_unicode_text_is_read(shared: Path) -> None:
    opened = open_table(shared / "data/nasty/s2_utf16_tab.csv")
    made = [each for each in maker(opened).records() if isinstance(each, CustomerRow)]
    assert [each.key for each in made] == [("core_cust_no", f"00{n}") for n in range(1, 9)]
    assert {each.kind for each in made} == {"company"}


def test_the_workbook_gives_ten_companies_and_no_total(shared: Path) -> None:
    opened = open_table(shared / "data/nasty/s3_merged_header.xlsx")
    made = list(maker(opened).records())
    assert [each for each in made if isinstance(each, Reject)] == []
    assert [note.code for note in opened.footers.notes()] == ["total_lines", "footnotes"]
    days = [each.values["relation_since"] for each in made if isinstance(each, CustomerRow)]
    assert days[:3] == ["2023-01-15", "2023-02-28", "2023-03-15"]
    assert len(days) == 10


def test_the_ragged_list_loses_only_the_long_row(shared: Path) -> None:
    opened = open_table(shared / "data/nasty/s5_ragged_quotes_nulls.csv")
    made = list(maker(opened).records())
    assert [(each.line, each.code) for each in made if isinstance(each, Reject)] == [
        (6, "extra_cells")
    ]
    names = [each.values["name"] for each in made if isinstance(each, CustomerRow)]
    assert names == ["王一", "李二", "张三", "钱五", "孙六", "周七", "吴八"]
