from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from profiler_app.domain.errors import UnreadableFile
from profiler_app.ingest.damage import DamageWatch
from profiler_app.ingest.mixed_text import BROKEN
from profiler_app.ingest.opening import Table, open_table
from tests.ingest.tables import mapped

HEADER = "编号,姓名,城市"
NAMES = ["王小明", "林婉清", "赵林峰", "欧阳锋", "司马相如", "张伟"]


def mixed(folder: Path, rows: int, main: str, other: str, lines: tuple[int, ...]) -> Path:
    """Write a table in one encoding with some lines (from 1) in another."""
    written = [HEADER, *(f"C{n:04},{NAMES[n % 6]},浙江省杭州市" for n in range(rows))]
    path = folder / "mixed.csv"
    path.write_bytes(
        b"".join(
            f"{line}\r\n".encode(other if number in lines else main)
            for number, line in enumerate(written, start=1)
        )
    )
    return path


def names(table: Table) -> list[str]:
    return [cells[1] for _line, cells in table.rows()]


@pytest.mark.parametrize(
    ("main", "other"),
    [("utf-8", "gb18030"), ("gb18030", "utf-8"), ("utf-8-sig", "gb18030")],
)
def test_every_line_is_read_in_its_own_encoding(tmp_path: Path, main: str, other: str) -> None:
    table = open_table(mixed(tmp_path, 40, main, other, (5, 17, 30)))
    assert names(table) == [NAMES[n % 6] for n in range(40)]
    assert table.headers == ("编号", "姓名", "城市")


def test_lines_in_another_encoding_are_reported_by_line(tmp_path: Path) -> None:
    table = open_table(mixed(tmp_path, 40, "utf-8", "gb18030", (5, 17)))
    (note,) = table.notes
    assert (note.code, note.facts["lines"]) == ("mixed_encoding", (5, 17))
    assert "GB18030" in note.sentence
    watch = DamageWatch(table, mapped(table))
    (damage,) = watch.report().items
    assert (damage.code, damage.count, damage.lines) == ("mixed_encoding", 2, (5, 17))


def test_a_file_in_one_encoding_is_not_mixed(tmp_path: Path) -> None:
    assert not open_table(mixed(tmp_path, 40, "gb18030", "gb18030", ())).notes


def test_letters_of_western_files_in_utf8_are_told(tmp_path: Path) -> None:
    lines = ["id;name"] + [f"{n};Müller" for n in range(30)]
    data = b"\n".join(line.encode("utf-8" if n == 7 else "cp1252") for n, line in enumerate(lines))
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert set(names(open_table(path))) == {"Müller"}


def test_a_line_that_lost_bytes_is_refused_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    path = mixed(tmp_path, 40, "utf-8", "utf-8", ())
    lines = path.read_bytes().split(b"\r\n")
    lines[9] = lines[9][:-2]
    path.write_bytes(b"\r\n".join(lines))
    table = open_table(path)
    watch = DamageWatch(table, mapped(table))
    read = [cells for _line, cells in watch.table.rows()]
    (reject,) = watch.rejects
    assert (len(read), reject.line, reject.code) == (39, 10, "broken_line")
    assert not any(BROKEN in cell for cell in reject.cells)
    assert watch.report().items[0].code == "broken_line"


def test_a_file_of_which_most_fits_nothing_is_refused_with_a_line(tmp_path: Path) -> None:
    path = mixed(tmp_path, 40, "gb18030", "gb18030", ())
    with pytest.raises(UnreadableFile, match="BIG5"):
        open_table(path, encoding="big5")


def test_a_packed_file_may_be_mixed_too(tmp_path: Path) -> None:
    plain = mixed(tmp_path, 40, "gb18030", "utf-8", (5, 17))
    packed = tmp_path / "mixed.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert names(open_table(packed)) == names(open_table(plain))


@pytest.mark.parametrize("name", ["gbk", "gb2312"])
def test_the_smaller_sets_of_gb18030_are_read_as_the_largest(tmp_path: Path, name: str) -> None:
    table = open_table(mixed(tmp_path, 5, "gb18030", "gb18030", ()), encoding=name)
    assert table.facts.encoding == "GB18030"


def test_a_line_without_end_is_refused_quickly(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("编号,姓名\n".encode("gb18030") + "王小明，".encode("gb18030") * 6_000_000)
    with pytest.raises(UnreadableFile):
        open_table(path)
