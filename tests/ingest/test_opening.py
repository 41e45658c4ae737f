from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.errors import NothingToImport, UnreadableFile
from profiler_app.domain.progress import Cancelled
from profiler_app.domain.text import set_language
from profiler_app.ingest.encoding import by_content
from profiler_app.ingest.opening import open_table
from tests.ingest.workbook_files import build, cell

CHINESE = "客户编号,姓名,手机号\nK1,王小明,13800138000\nK2,李娜,13800138001\n"
TAIWANESE = "客戶編號,姓名,電話\nK1,王小明,0912345678\nK2,陳美麗,0922333444\n"
TRADITIONAL = (
    "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。",
    "人人有權享有生命、自由和人身安全。",
    "任何人不得使為奴隸或奴役；一切形式的奴隸制度和奴隸買賣，均應予以禁止。",
    "臺北市信義區市府路1號，聯絡人：陳雅婷小姐，電話：02-2720-8889",
)
SIMPLIFIED = (
    "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
    "人人有权享有生命、自由和人身安全。",
    "任何人不得使为奴隶或奴役；一切形式的奴隶制度和奴隶买卖，均应予以禁止。",
    "杭州市西湖区文三路90号东部软件园，联系人：陈雅婷女士，电话：0571-88888888",
)
GERMAN = "Nr;Name;Ort\n1;Müller;München\n2;Jörg Großmann;Köln\n"


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def file(folder: Path, content: bytes | str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("text", "codec", "shown"),
    [
        (CHINESE, "utf-8", "UTF-8"),
        (CHINESE, "utf-8-sig", "UTF-8"),
        (CHINESE, "utf-16", "UTF-16"),
        (CHINESE, "utf-16-le", "UTF-16-LE"),
        (CHINESE, "utf-16-be", "UTF-16-BE"),
        (CHINESE, "utf-32", "UTF-32"),
        (CHINESE, "gb18030", "GB18030"),
        (TAIWANESE, "big5", "BIG5"),
        (GERMAN, "cp1252", "CP1252"),
    ],
)
def test_the_encoding_is_told_from_the_content(
    tmp_path: Path, text: str, codec: str, shown: str
) -> None:
    table = open_table(file(tmp_path, text.encode(codec)))
    assert table.facts.encoding == shown
    assert [list(table.headers), *map(list, table.sample)] == [
        line.replace(";", ",").split(",") for line in text.splitlines()
    ]


@pytest.mark.parametrize(
    ("lines", "codec"), [(TRADITIONAL, "big5"), (SIMPLIFIED, "gb18030"), (TRADITIONAL, "gb18030")]
)
def test_every_sentence_alone_tells_big5_from_gbk(lines: tuple[str, ...], codec: str) -> None:
    """Articles of the Declaration of Human Rights, and an address, in both scripts."""
    told = [by_content(line.encode(codec)) for line in (*lines, "\n".join(lines))]
    assert [each.name for each in told] == [codec] * len(told)


def test_opening_a_long_text_can_be_stopped_in_the_middle(tmp_path: Path) -> None:
    """Each megabyte is a chance to stop; nobody waits for the rest."""
    path = file(tmp_path, CHINESE + "K3,周杰,13800138002\n" * 200_000)
    beats = []

    def pulse() -> None:
        beats.append(None)
        if len(beats) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        open_table(path, pulse=pulse)
    assert len(beats) == 2


def test_opening_a_workbook_can_be_stopped_while_its_reader_works(tmp_path: Path) -> None:
    path = build(tmp_path / "book.xlsx", f'<row r="1">{cell("A1", "a")}</row>')

    def pulse() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        open_table(path, pulse=pulse)


def test_an_encoding_can_be_asked_for(tmp_path: Path) -> None:
    table = open_table(file(tmp_path, CHINESE.encode("gb18030")), encoding="gbk")
    assert table.sample[0][1] == "王小明"


def test_an_encoding_nobody_knows_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="klingon"):
        open_table(file(tmp_path, CHINESE), encoding="klingon")


def test_non_ascii_text_far_behind_the_start_still_decides(tmp_path: Path) -> None:
    lines = "id,name\n" + "1,a\n" * 300_000 + "2,王小明在上海的公司\n"
    table = open_table(file(tmp_path, lines.encode("gb18030")))
    assert table.facts.encoding == "GB18030"


def test_one_broken_byte_in_a_utf8_file_is_told_with_its_line(tmp_path: Path) -> None:
    lines = ["编号,姓名"] + [f"{n},王小明在上海" for n in range(500)]
    content = "\n".join(lines).encode()
    at = content.index("王".encode(), 5000)
    broken = content[:at] + b"\xff" + content[at + 1 :]
    line = content[:at].count(b"\n") + 1
    (note,) = open_table(file(tmp_path, broken)).notes
    assert (note.code, note.facts) == ("broken_lines", {"n": 1, "line": line})


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_told_from_the_content(tmp_path: Path, delimiter: str) -> None:
    text = CHINESE.replace(",", delimiter)
    assert open_table(file(tmp_path, text)).facts.delimiter == delimiter


def test_a_delimiter_can_be_asked_for(tmp_path: Path) -> None:
    table = open_table(file(tmp_path, "name~mobile\nAnn~1\n"), delimiter="~")
    assert table.headers == ("name", "mobile")


def test_commas_in_numbers_do_not_win_over_the_semicolon(tmp_path: Path) -> None:
    table = open_table(file(tmp_path, "Name;Umsatz\nA;1,5\nB;2,5\nC;3,5\n"))
    assert table.sample == (("A", "1,5"), ("B", "2,5"), ("C", "3,5"))


def test_a_gzipped_file_reads_like_a_plain_one(tmp_path: Path) -> None:
    table = open_table(file(tmp_path, gzip.compress(CHINESE.encode()), "file.csv.gz"))
    assert [row for _line, row in table.rows()] == [list(row) for row in table.sample]


def test_a_row_knows_the_line_where_it_begins(tmp_path: Path) -> None:
    text = 'name,note\nAnn,"two\nlines"\n\nBob,one\n'
    assert [line for line, _row in open_table(file(tmp_path, text)).rows()] == [2, 5]


def test_short_rows_are_padded_and_long_ones_keep_every_cell(tmp_path: Path) -> None:
    text = "name,mobile,city\nAnn\nBob,1,2,3\nCid,1,2,\n"
    rows = [row for _line, row in open_table(file(tmp_path, text)).rows()]
    assert rows == [["Ann", "", ""], ["Bob", "1", "2", "3"], ["Cid", "1", "2"]]


def test_titles_above_the_header_are_skipped_and_mentioned(tmp_path: Path) -> None:
    table = open_table(file(tmp_path, "2023年客户台账,,\n制表人：财务部,,\n\n" + CHINESE))
    assert table.facts.header_row == 4
    assert [note.code for note in table.notes] == ["skipped_lines"]


def test_a_file_without_a_header_gets_numbered_columns(tmp_path: Path) -> None:
    table = open_table(file(tmp_path, "1,13800138000\n2,13800138001\n"))
    assert (table.facts.header_row, table.headers) == (0, ("column 1", "column 2"))
    assert len(list(table.rows())) == 2


def test_the_header_row_can_be_asked_for(tmp_path: Path) -> None:
    table = open_table(file(tmp_path, "a,b\nname,city\nAnn,Paris\n"), header_row=2)
    assert table.headers == ("name", "city")


def test_the_same_header_twice_gets_two_names_and_a_note(tmp_path: Path) -> None:
    table = open_table(file(tmp_path, "姓名,电话,电话\n王一,1,2\n"))
    assert table.headers == ("姓名", "电话", "电话_2")
    assert table.notes[0].code == "duplicate_header"


def test_the_facts_carry_size_and_hash(tmp_path: Path) -> None:
    facts = open_table(file(tmp_path, "name\nAnn\n")).facts
    assert facts.size == 9
    assert facts.sha256 == "30d266decec08a5e3d904ae02e5c3c1027fe6574eed6a3c5ae28cfb6de75b9be"


BAD = [
    (b"", NothingToImport, "empty"),
    (b"\n\n\n", NothingToImport, "empty"),
    (b"name,mobile\n", NothingToImport, "nothing below"),
    (b"%PDF-1.7 ...", UnreadableFile, "PDF"),
    (b"\x89PNG\r\n\x1a\n", UnreadableFile, "picture"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), UnreadableFile, "password"),
    (b"<html><table></table></html>", UnreadableFile, "web page"),
    (b"name,mobile\nAnn,1\x00\x02\n", UnreadableFile, "NUL"),
    (b"name,x\n" + b"Ann,1\n" * 99_999 + b"Bob,\x00\n", UnreadableFile, "line 100001"),
    (b'name,note\nAnn,"' + b"x" * 200_000, UnreadableFile, "quotation mark"),
    (gzip.compress(CHINESE.encode() * 99)[:-20], UnreadableFile, "incomplete"),
    (b"PK\x03\x04 no archive", UnreadableFile, "damaged"),
]


@pytest.mark.parametrize(("content", "problem", "says"), BAD, ids=[says for *_rest, says in BAD])
def test_a_file_that_is_no_table_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, problem: type[Exception], says: str
) -> None:
    with pytest.raises(problem, match=says):
        list(open_table(file(tmp_path, content)).rows())


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"gone\.csv"):
        open_table(tmp_path / "gone.csv")


def test_sixteen_thousand_columns_of_one_name_are_told_apart_quickly(tmp_path: Path) -> None:
    table = open_table(file(tmp_path, ",".join(["电话"] * 16_000) + "\n" + "1," * 15_999 + "1\n"))
    assert len(set(table.headers)) == 16_000


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among files")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UnreadableFile):
        open_table(tmp_path / "pipe.csv")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        open_table(tmp_path)


@pytest.fixture
def expected(shared: Path) -> dict[str, Any]:
    text = (shared / "data/nasty/expected.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def test_gb18030_with_rare_characters(shared: Path, expected: dict[str, Any]) -> None:
    table = open_table(shared / "data/nasty/s1_gb18030.csv")
    check = expected["s1_gb18030.csv"]
    assert list(table.headers) == check["columns"]
    assert [row[4] for row in table.sample] == check["check"]["ids"]
    assert [row[1] for row in table.sample] == check["check"]["names"]


def test_excel_unicode_text(shared: Path, expected: dict[str, Any]) -> None:
    table = open_table(shared / "data/nasty/s2_utf16_tab.csv")
    check = expected["s2_utf16_tab.csv"]["check"]
    assert table.headers[0] == check["first_header"]
    assert [row[0] for row in table.sample] == check["codes"]
    assert table.sample[3][1] == "广州,逗号商行"


def test_semicolons_and_umlauts(shared: Path) -> None:
    table = open_table(shared / "data/nasty/s4_semicolon_decimal_comma.csv")
    assert (len(table.sample), len(table.headers)) == (6, 6)
    assert table.sample[2][1] == 'Großhändler "Nord"; KG'


def test_ragged_rows_and_quoted_newlines(shared: Path, expected: dict[str, Any]) -> None:
    table = open_table(shared / "data/nasty/s5_ragged_quotes_nulls.csv")
    rows = dict(table.rows())
    assert len(rows) == expected["s5_ragged_quotes_nulls.csv"]["rows"]
    assert rows[2][4] == expected["s5_ragged_quotes_nulls.csv"]["check"]["remark_1"]
    assert rows[5][:3] == ["3", "张三", "13800138003"]
    assert len(rows[6]) > len(table.headers)
