"""What the mapping step says about the columns of a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from profiler_app.domain.column_views import ColumnView
from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.progress import Cancelled
from profiler_app.jobs.importing import Inspection, inspect_file
from profiler_app.jobs.importing.columns import (
    column_detail,
    column_views,
    file_damage,
    open_day_questions,
)

TODAY = date(2026, 1, 15)


def inspected(folder: Path, text: str, **mapping: str) -> Inspection:
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    return inspect_file(ImportRequest((path,), mapping=mapping))


def test_looking_for_damage_can_be_given_up(tmp_path: Path) -> None:
    def given_up() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        file_damage(inspected(tmp_path, "姓名\n王一\n"), pulse=given_up)


def view(folder: Path, text: str, index: int, **mapping: str) -> ColumnView:
    found = inspected(folder, text, **mapping)
    return column_views(None, found, file_damage(found))[index]


def test_a_known_header_whose_values_fit_is_sure(tmp_path: Path) -> None:
    found = view(tmp_path, "姓名,手机号\n王一,13800138000\n", 1)
    assert (found.state, found.field, found.question) == ("sure", "mobile", "")
    assert found.candidates[0].evidence == "表头是该字段的常用名称。1 个值中有 1 个符合。"


def test_a_nearly_known_header_is_to_be_confirmed(tmp_path: Path) -> None:
    assert view(tmp_path, "customer nane,email\nAnn,a@b.cn\n", 0).state == "confirm"


def test_a_column_whose_values_hardly_fit_is_to_be_confirmed(tmp_path: Path) -> None:
    rows = "".join(f"王{n},工程师\n" for n in range(5))
    found = view(tmp_path, "姓名,职业\n" + rows, 1)
    assert (found.state, found.field) == ("confirm", "occupation")
    assert found.question == "5 个值中只有 0 个符合，这一列确实写入这里吗？"


def test_a_column_the_user_settled_is_sure(tmp_path: Path) -> None:
    assert view(tmp_path, "customer nane\nAnn\n", 0, **{"customer nane": "name"}).state == "sure"


def test_a_column_that_no_field_fits_is_left_out(tmp_path: Path) -> None:
    found = view(tmp_path, "姓名,是否周年庆\n王一,x\n", 1)
    assert (found.state, found.field, found.candidates) == ("unmapped", None, ())


def test_the_content_offers_a_field_that_the_header_does_not_name(tmp_path: Path) -> None:
    rows = "".join(f"王{n},1380013800{n}\n" for n in range(5))
    found = view(tmp_path, "姓名,栏位乙\n" + rows, 1)
    assert (found.state, found.field) == ("confirm", None)
    assert found.candidates[0].field == "mobile"
    assert found.candidates[0].evidence == "该列的值看起来属于这个字段。5 个值中有 5 个符合。"


def test_a_field_in_use_says_which_column_has_it(tmp_path: Path) -> None:
    rows = "".join(f"1380013800{n},1390013900{n}\n" for n in range(5))
    found = view(tmp_path, "手机号,备用号码二\n" + rows, 1)
    assert [(each.field, each.taken_by) for each in found.candidates] == [("mobile", "手机号")]


def test_a_column_that_lost_digits_is_damaged(tmp_path: Path) -> None:
    found = view(tmp_path, "姓名,手机号\n王一,1.38E+10\n李二,13800138000\n", 1)
    assert (found.state, found.damage[0].code) == ("damaged", "scientific")


def test_ambiguous_dates_are_a_question(tmp_path: Path) -> None:
    text = "姓名,出生日期\n王一,03/05/1990\n"
    assert view(tmp_path, text, 1).question == "03/05/1990 是 1990-03-05 还是 1990-05-03？"
    assert [each.column for each in open_day_questions(None, inspected(tmp_path, text))] == [
        "出生日期"
    ]


def test_every_mapped_column_says_how_it_is_converted(tmp_path: Path) -> None:
    text = "客户编号,姓名,手机号,性别,出生日期,年收入(万元)\n1,王一,13800138000,男,1990-01-01,3\n"
    views = column_views(None, inspected(tmp_path, text))
    assert [each.conversion for each in views] == [
        *("按文本保留，开头的 0 不丢", "整理空格，去掉称呼", "去空格和国家代码，统一 11 位"),
        *("1 种值", "读作日期", "乘以 10,000"),
    ]


def test_a_column_read_through_accounts_for_every_row(tmp_path: Path) -> None:
    rows = ["1990/1/2", "", "昨天", "45913", "2025-08-31", "--"]
    text = "姓名,出生日期\n" + "".join(f"王{n},{cell}\n" for n, cell in enumerate(rows))
    found = column_detail(None, inspected(tmp_path, text), 1, TODAY)
    assert (found.rows, found.valid, found.blank, found.other) == (6, 3, 2, 1)
    assert found.whole


def test_the_odd_cells_are_shown_first(tmp_path: Path) -> None:
    rows = ["1990/1/2", "昨天", "45913"]
    text = "姓名,出生日期\n" + "".join(f"王{n},{cell}\n" for n, cell in enumerate(rows))
    cells = column_detail(None, inspected(tmp_path, text), 1, TODAY).cells
    assert [(each.before, each.after) for each in cells] == [
        *(("昨天", ""), ("45913", "2025-09-13"), ("1990/1/2", "1990-01-02"))
    ]
    assert cells[0].problem and cells[1].problem
    assert not cells[2].problem
