from __future__ import annotations

from pathlib import Path

import pytest

from profiler_app.domain.damage import Damage, Treatments
from profiler_app.ingest.damage import DamageWatch
from profiler_app.ingest.damage_signs import signs_of
from profiler_app.ingest.notation import Notation
from profiler_app.ingest.targets import target_fields
from profiler_app.ingest.values import short_way
from tests.ingest.tables import mapped, table

HEADER = "客户编号,会员卡号,姓名,手机号,出生日期,地址\n"
ROWS = 20
BROKEN_NAME = "王小明子".encode().decode("gb18030")


def rows_with(**cells: dict[int, str]) -> list[list[str]]:
    """Return sound rows with some cells replaced: column -> {row (from 0): cell}."""
    names = HEADER.strip().split(",")
    rows = [
        [
            *(f"C{n:05}", f"88002019004127{n + 1:04}", "王小" + "一二三四五六七八九十"[n % 10]),
            *(f"138001380{n:02}", f"198{n % 10}-03-{n + 1:02}", f"浙江省杭州市西湖区文三路{n}号"),
        ]
        for n in range(ROWS)
    ]
    for name, new in cells.items():
        for row, cell in new.items():
            rows[row][names.index(name)] = cell
    return rows


def watched(
    folder: Path, rows: list[list[str]], treatments: Treatments | None = None
) -> tuple[DamageWatch, list[list[str]]]:
    text = HEADER + "".join(",".join(row) + "\n" for row in rows)
    opened = table(folder, text)
    watch = DamageWatch(opened, mapped(opened), treatments or {})
    return watch, [cells for _line, cells in watch.table.rows()]


def only(watch: DamageWatch) -> Damage:
    (found,) = watch.report().items
    return found


def test_a_sound_file_has_no_damage(tmp_path: Path) -> None:
    rows = rows_with()
    watch, read = watched(tmp_path, rows)
    assert not watch.report()
    assert read == rows


def test_lost_digits_are_found_where_most_numbers_end_in_zeros(tmp_path: Path) -> None:
    cut = {n: f"880020190041{n:03}00" for n in range(ROWS)}  # 17 digits, two of them lost
    watch, read = watched(tmp_path, rows_with(会员卡号=cut))
    found = only(watch)
    assert (found.code, found.column, found.count) == ("digits_lost", "会员卡号", ROWS)
    assert not found.recoverable
    assert found.identifier
    assert {row[1] for row in read} == {""}


def test_one_number_that_ends_in_two_zeros_is_no_damage(tmp_path: Path) -> None:
    watch, _read = watched(tmp_path, rows_with(会员卡号={3: "88002019004127300"}))
    assert not watch.report()


def test_a_number_in_scientific_notation_is_found_and_never_kept(tmp_path: Path) -> None:
    watch, _read = watched(tmp_path, rows_with(手机号={4: "1.39E+10"}))
    found = only(watch)
    assert (found.code, found.lines, found.treatment) == ("scientific", (6,), "drop")
    assert found.treatments == ("drop", "intact")


def test_a_number_whose_every_digit_is_there_is_repaired(tmp_path: Path) -> None:
    watch, read = watched(tmp_path, rows_with(手机号={4: "1.3900139001E+10"}))
    assert only(watch).recoverable
    assert read[4][3] == "13900139001"


def test_only_intact_rows_are_read_where_that_is_asked(tmp_path: Path) -> None:
    rows = rows_with(手机号={4: "1.39E+10"})
    watch, read = watched(tmp_path, rows, {"scientific:手机号": "intact"})
    (reject,) = watch.rejects
    assert (reject.line, reject.code, reject.cells) == (6, "damage_scientific", tuple(rows[4]))
    assert len(read) == ROWS - 1
    assert "1.39E+10" in reject.reason


def test_lost_zeros_come_back_where_others_have_theirs(tmp_path: Path) -> None:
    numbers = {n: f"{n:06}" for n in range(1, ROWS)} | {0: "000900", 7: "7"}
    watch, read = watched(tmp_path, rows_with(客户编号=numbers))
    assert only(watch).code == "zeros_lost"
    assert read[7][0] == "000007"


def test_counted_numbers_have_lost_no_zeros(tmp_path: Path) -> None:
    watch, _read = watched(tmp_path, rows_with(客户编号={n: str(n + 1) for n in range(ROWS)}))
    assert not watch.report()


def test_a_broken_text_is_repaired_by_default(tmp_path: Path) -> None:
    watch, read = watched(tmp_path, rows_with(姓名={5: BROKEN_NAME}))
    found = only(watch)
    assert (found.code, found.cells[0].after, read[5][2]) == ("mojibake", "王小明子", "王小明子")
    assert found.recoverable


def test_a_broken_text_can_be_left_out(tmp_path: Path) -> None:
    rows = rows_with(姓名={5: BROKEN_NAME})
    _watch, read = watched(tmp_path, rows, {"mojibake:姓名": "drop"})
    assert read[5][2] == ""


def test_lost_characters_are_never_imported(tmp_path: Path) -> None:
    watch, read = watched(tmp_path, rows_with(地址={5: "锟斤拷锟斤拷", 6: "杭州\ufffd路"}))
    found = only(watch)
    assert (found.code, found.count, found.treatments) == ("unreadable", 2, ("drop", "intact"))
    assert [read[5][5], read[6][5]] == ["", ""]


@pytest.mark.parametrize("day", ["1900-01-01", "9999-12-31"])
def test_placeholder_dates_are_found(tmp_path: Path, day: str) -> None:
    watch, _read = watched(tmp_path, rows_with(出生日期={2: day}))
    assert (only(watch).code, only(watch).lines) == ("placeholder", (4,))


def test_serial_numbers_of_dates_are_told_and_converted(tmp_path: Path) -> None:
    watch, _read = watched(tmp_path, rows_with(出生日期={2: "32568"}))
    found = only(watch)
    assert (found.code, found.cells[0].after) == ("serial_date", "1989-03-01")


@pytest.mark.parametrize("cell", ["#REF!", "#N/A", "########"])
def test_errors_of_formulas_are_left_out(tmp_path: Path, cell: str) -> None:
    watch, read = watched(tmp_path, rows_with(地址={2: cell}))
    assert (only(watch).code, read[2][5]) == ("formula_error", "")


def test_texts_cut_at_255_characters_are_told(tmp_path: Path) -> None:
    watch, read = watched(tmp_path, rows_with(地址={2: "路" * 255}))
    assert (only(watch).code, only(watch).treatment) == ("truncated", "keep")
    assert read[2][5] == "路" * 255


def test_a_text_of_255_characters_beside_a_longer_one_is_not_cut(tmp_path: Path) -> None:
    watch, _read = watched(tmp_path, rows_with(地址={2: "路" * 255, 3: "路" * 256}))
    assert not watch.report()


def test_a_row_that_is_moved_by_one_column_is_refused(tmp_path: Path) -> None:
    rows = rows_with()
    rows[8] = [*rows[8][:2], "", *rows[8][2:5]]
    watch, read = watched(tmp_path, rows)
    assert (only(watch).code, only(watch).lines, len(read)) == ("shifted", (10,), ROWS - 1)
    assert watch.rejects[0].cells == tuple(rows[8])


def test_a_moved_row_can_be_moved_back(tmp_path: Path) -> None:
    rows = rows_with()
    sound = rows[8]
    rows[8] = [*sound[:2], "", *sound[2:5]]
    _watch, read = watched(tmp_path, rows, {"shifted": "repair"})
    assert read[8] == [*sound[:5], ""]


def test_the_sample_is_treated_like_the_rows(tmp_path: Path) -> None:
    watch, _read = watched(tmp_path, rows_with(姓名={5: BROKEN_NAME}))
    assert watch.table.sample[5][2] == "王小明子"


def test_what_is_lost_comes_before_what_can_be_repaired(tmp_path: Path) -> None:
    rows = rows_with(姓名={5: BROKEN_NAME, 6: BROKEN_NAME}, 手机号={4: "1.39E+10"})
    watch, _read = watched(tmp_path, rows)
    assert [each.code for each in watch.report().items] == ["scientific", "mojibake"]


def test_every_damage_has_words(tmp_path: Path) -> None:
    watch, _read = watched(tmp_path, rows_with(手机号={4: "1.39E+10"}))
    found = only(watch)
    assert found.sentence == "1 个号码变成 1.39E+10 这样的科学计数"
    assert found.treatment_words() == "不写入，也不用于识别客户"
    assert watch.report().chosen(found.key, "intact") == {"scientific:手机号": "intact"}


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ("member_no", ("VIP-00000000000000000", "100000000000000", "E10000000000000000")),
        ("mobile", ("13800000000", "19999000000")),
        ("email", ("e10@example.com", "1e10@9999.com", "1900-01@example.com")),
        ("birth_date", ("1901-01-01", "2099-12-31", "1999-09-09")),
        ("annual_income", ("190018991231", "45000", "9999")),
    ],
)
def test_no_cell_written_as_usual_has_a_sign_that_spares_such_cells(
    field: str, cells: tuple[str, ...]
) -> None:
    target = target_fields("customers")[field]
    way = short_way(target, notation=Notation())
    assert way and not way.usual.others(cells)
    signs = [each for each in signs_of(target, cells) if each.spares_usual]
    assert signs
    assert not [(each.code, cell) for each in signs for cell in cells if each.judge(cell)]
