from __future__ import annotations

from pathlib import Path

from profiler_app.domain.imports import Mapped
from profiler_app.ingest.day_order import DayQuestion, day_questions, with_day_order
from profiler_app.ingest.opening import Table
from tests.ingest.tables import mapped, table

DAYS = "姓名,出生日期,建立关系日期\n"


def ordered(folder: Path, rows: str, **answers: bool) -> tuple[Table, Mapped]:
    opened = table(folder, DAYS + rows)
    return opened, with_day_order(opened, mapped(opened), answers)


def orders(folder: Path, rows: str, **answers: bool) -> list[bool | None]:
    return [each.day_first for each in ordered(folder, rows, **answers)[1].columns]


def test_one_date_that_can_be_read_in_one_way_decides_for_its_column(tmp_path: Path) -> None:
    rows = "王一,03/05/1990,2020-01-01\n李二,25/12/1991,2020-01-02\n"
    assert orders(tmp_path, rows) == [None, True, None]


def test_each_column_has_its_own_order(tmp_path: Path) -> None:
    rows = "王一,25/12/1990,12/25/2020\n李二,03/05/1991,03/05/2021\n"
    assert orders(tmp_path, rows) == [None, True, False]


def test_evidence_far_behind_the_sample_counts(tmp_path: Path) -> None:
    rows = "王一,03/05/1990,2020-01-01\n" * 900 + "李二,25/12/1991,2020-01-02\n"
    assert orders(tmp_path, rows)[1] is True


def test_another_column_of_the_file_decides_where_a_column_does_not(tmp_path: Path) -> None:
    assert orders(tmp_path, "王一,03/05/1990,12/25/2020\n") == [None, False, False]


def test_a_column_that_shows_nothing_is_a_question_with_both_readings(tmp_path: Path) -> None:
    opened, found = ordered(tmp_path, "王一,03/05/1990,2020-01-01\n李二,04/04/1991,\n")
    assert day_questions(opened, found) == (
        DayQuestion("出生日期", 1, (("03/05/1990", "1990-03-05", "1990-05-03"),)),
    )


def test_an_answer_settles_the_question(tmp_path: Path) -> None:
    opened, found = ordered(tmp_path, "王一,03/05/1990,2020-01-01\n", 出生日期=True)
    assert found.columns[1].day_first is True
    assert not day_questions(opened, found)


def test_dates_that_begin_with_the_year_ask_nothing(tmp_path: Path) -> None:
    opened, found = ordered(tmp_path, "王一,24-03-05,2020/03/05\n")
    assert not day_questions(opened, found)
