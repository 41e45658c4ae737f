"""Every format becomes the same table: workbooks old and new, web pages, databases, contacts."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from profiler_app.domain.errors import NothingToImport, UnreadableFile
from profiler_app.domain.text import set_language
from profiler_app.ingest.opening import Table, open_pasted, open_table
from tests.ingest.tables import rows_of
from tests.ingest.workbook_files import binary_book, open_document

FILES = Path(__file__).parent / "files"

WEB_PAGE = """<html><head><meta charset="{charset}"></head><body>
<table><tr><td>布局<td><table border=1><caption>客户清单</caption>
<tr><th rowspan=2>客户编号</th><th rowspan=2>姓名</th><th colspan=2>联系方式</th></tr>
<tr><th>手机</th><th>邮箱</th></tr>
<tr><td>001<td>王&nbsp;一<td x:num="13800138000">1.38E+10<td>a@b.cn
<tr style="display:none"><td rowspan=2>002<td>李<br>二<td>138&amp;1<td></tr>
<tr><td>张三</td><td>139</td></tr><tr><td colspan=4>合计：3 人</td></tr>
</table></td></tr></table></body>"""

XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="客户"><Table>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">清单</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">客户编号</Data></Cell>
<Cell><Data ss:Type="String">姓名</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="String">手机号</Data></Cell></Row>
<Row ss:Hidden="1"><Cell ss:MergeDown="1"><Data ss:Type="String">001</Data></Cell>
<Cell><Data ss:Type="String">王一</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="Number">13800138000</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="String">李二</Data></Cell>
<Cell><Data ss:Type="DateTime">2024-03-05T00:00:00.000</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="暂存"><Table/><WorksheetOptions><Visible>SheetHidden</Visible>
</WorksheetOptions></Worksheet></Workbook>"""

SHEET = """<table:table table:name="客户"><table:table-row><table:table-cell><text:p>编号</text:p>
</table:table-cell><table:table-cell><text:p>姓名</text:p></table:table-cell>
<table:table-cell><text:p>手机号</text:p></table:table-cell></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell table:number-rows-spanned="2">
<text:p>001</text:p></table:table-cell><table:table-cell><office:annotation><text:p>批注</text:p>
</office:annotation><text:p>王<text:s text:c="2"/>一</text:p><text:p>二</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="13800138000"><text:p>1.38E10</text:p>
</table:table-cell></table:table-row><table:table-row><table:covered-table-cell/>
<table:table-cell><text:p>李</text:p></table:table-cell><table:table-cell
 office:value-type="date" office:date-value="2024-03-05"><text:p>x</text:p></table:table-cell>
</table:table-row><table:table-row table:number-rows-repeated="1048570"><table:table-cell
 table:number-columns-repeated="16384"/></table:table-row></table:table>
<table:table table:name="藏" table:style-name="ta2"/>"""

CARDS = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B;=E5=B0=8F=E6=98=8E;;;
TEL;CELL:138-0013-8000
TEL;WORK:0571-88880000
ADR;HOME;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;=E6=96=87=E4=B8=89=E8=B7=AF=
1=E5=8F=B7;=E6=9D=AD=E5=B7=9E=E5=B8=82;=E6=B5=99=E6=B1=9F=E7=9C=81;310000;=
=E4=B8=AD=E5=9B=BD
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:李娜
item1.EMAIL;type=INTERNET:lina@exa
 mple.com
TEL;TYPE=CELL:13900139000
TEL;TYPE=CELL:13900139001
ORG:示例\\, 科技;销售部
TITLE:经理
BDAY:1990-01-02
NOTE:第一行\\n第二行
PHOTO;ENCODING=b;TYPE=JPEG:AAAA
 BBBB
END:VCARD
BEGIN:VCARD
VERSION:4.0
N:O'Brien;Ann;;;
TEL;VALUE=uri;TYPE="voice,home":tel:+353-1-555-0100;ext=5
ADR:;;1 Main St;Dublin;;D01;Ireland
END:VCARD
"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def codes(table: Table) -> set[str]:
    return {note.code for note in table.notes}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as connection:
        connection.execute(
            'CREATE TABLE "客户 表" (编号 text, 姓名, 手机号 int, 余额 real,'
            " bomb GENERATED ALWAYS AS (zeroblob(1000000000)))"
        )
        connection.execute(
            "CREATE VIEW endless AS WITH RECURSIVE a(n) AS"
            " (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT n FROM a"
        )
        connection.execute("CREATE TABLE small (a)")
        connection.executemany(
            'INSERT INTO "客户 表" (编号, 姓名, 手机号, 余额) VALUES (?, ?, ?, ?)',
            [("001", "王一", 13800138000, 1.5), ("002", None, 330106199001011234, 1e-7)],
        )
    connection.close()
    return path


def test_an_old_workbook_is_read_with_its_merged_cells() -> None:
    table = open_table(FILES / "ledger.xls")
    assert (table.facts.format, table.facts.header_row) == ("xls", 2)
    assert rows_of(table) == [
        ["001", "王一", "13800138000", "2023-02-28", "1000.5", "TRUE"],
        ["002", "李二", "13800138001", "44941", "0.3", ""],
        ["002", "张三", "", "", "", ""],
    ]
    assert table.facts.hidden_sheets == ("藏",)


def test_a_binary_workbook_is_read(tmp_path: Path) -> None:
    rows = [["编号", "姓名", "手机号"], ["001", "王一", 13800138000.0], ["002", "李二", 1.5]]
    table = open_table(binary_book(tmp_path / "a.xlsb", rows))
    assert (table.facts.format, table.headers) == ("xlsb", ("编号", "姓名", "手机号"))
    assert rows_of(table) == [["001", "王一", "13800138000"], ["002", "李二", "1.5"]]


def test_dates_of_an_old_workbook_count_from_1904_where_it_says_so() -> None:
    assert rows_of(open_table(FILES / "ledger_1904.xls"))[0][3] == "2027-03-01"


@pytest.mark.parametrize(
    ("codec", "charset"), [("gb18030", "gb2312"), ("utf-8", "gb2312"), ("utf-16", "utf-8")]
)
def test_a_web_page_called_xls_is_read_as_its_largest_table(
    tmp_path: Path, codec: str, charset: str
) -> None:
    page = WEB_PAGE.replace("{charset}", charset).encode(codec)
    table = open_table(write(tmp_path, "export.xls", page))
    assert table.facts.sheets == ("客户清单", "1")
    assert table.headers == ("客户编号", "姓名", "联系方式/手机", "联系方式/邮箱")
    assert rows_of(table) == [
        ["001", "王 一", "13800138000", "a@b.cn"],
        ["002", "李\n二", "138&1", ""],
        ["002", "张三", "139", ""],
    ]
    assert {"disguised", "two_row_header", "hidden_rows"} <= codes(table)


def test_another_table_of_a_web_page_can_be_chosen(tmp_path: Path) -> None:
    path = write(tmp_path, "a.html", "<table><tr><td>name<tr><td>Ann<tr><td>Bob</table>" + WEB_PAGE)
    assert rows_of(open_table(path, sheet="1")) == [["Ann"], ["Bob"]]


def test_a_web_page_is_never_rendered_nor_are_its_scripts_text(tmp_path: Path) -> None:
    page = "<table><tr><td>name<td>city<tr><td><script>alert(1)</script>Ann<td>x</table>"
    assert rows_of(open_table(write(tmp_path, "a.xls", page)))[0][1] == "x"


def test_a_page_without_a_table_is_refused(tmp_path: Path) -> None:
    set_language("en")
    with pytest.raises(UnreadableFile, match="without a table"):
        open_table(write(tmp_path, "a.xls", "<html><body>nothing</body></html>"))


def test_an_xml_spreadsheet_is_read(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "export.xls", XML))
    assert (table.facts.format, table.facts.header_row) == ("xml", 3)
    assert table.headers[:2] == ("客户编号", "姓名")
    assert rows_of(table) == [["001", "王一", "", "13800138000"], ["001", "李二", "2024-03-05", ""]]
    assert table.facts.hidden_sheets == ("暂存",)
    assert "hidden_rows" in codes(table)


def test_an_opendocument_sheet_is_read(tmp_path: Path) -> None:
    table = open_table(open_document(tmp_path / "a.ods", SHEET))
    assert rows_of(table) == [["001", "王  一\n二", "13800138000"], ["001", "李", "2024-03-05"]]
    assert (table.facts.sheets, table.facts.hidden_sheets) == (("客户", "藏"), ("藏",))
    assert "hidden_rows" in codes(table)


def test_a_database_offers_its_tables_the_largest_first(database: Path) -> None:
    table = open_table(database)
    assert table.facts.sheets == ("客户 表", "small")
    assert table.headers == ("编号", "姓名", "手机号", "余额")
    assert rows_of(table) == [
        ["001", "王一", "13800138000", "1.5"],
        ["002", "", "330106199001011234", "0.0000001"],
    ]


def test_an_empty_table_of_a_database_has_nothing_to_import(database: Path) -> None:
    with pytest.raises(NothingToImport):
        open_table(database, sheet="small")


def test_reading_a_database_leaves_it_and_its_folder_alone(database: Path) -> None:
    before = (database.read_bytes(), sorted(database.parent.iterdir()))
    list(open_table(database).rows())
    assert (database.read_bytes(), sorted(database.parent.iterdir())) == before


def test_changes_another_program_has_not_written_yet_are_told(database: Path) -> None:
    database.with_name("shop.db-wal").write_bytes(b"x")
    assert "pending_changes" in codes(open_table(database))


def test_contacts_of_every_version_become_rows(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "phone.vcf", CARDS))
    assert [line for line, _cells in table.rows()] == [1, 10, 24]
    first, second, third = rows_of(table)
    assert first[:3] == ["王小明", "138-0013-8000", "0571-88880000"]
    assert first[7] == "浙江省杭州市文三路1号"
    assert second == [
        *("李娜", "13900139000", "", "lina@example.com", "示例, 科技", "销售部", "经理", ""),
        *("1990-01-02", "第一行\n第二行", "13900139001"),
    ]
    assert third[0] == "Ann O'Brien"
    assert (third[2], third[7]) == ("+353-1-555-0100", "1 Main St, Dublin, D01, Ireland")


@pytest.mark.parametrize("codec", ["gb18030", "utf-8-sig", "utf-16"])
def test_contacts_come_in_any_character_set(tmp_path: Path, codec: str) -> None:
    table = open_table(write(tmp_path, "phone.vcf", CARDS.encode(codec)))
    assert rows_of(table)[1][0] == "李娜"


def test_cells_copied_from_a_spreadsheet_are_a_table() -> None:
    table = open_pasted('姓名\t手机号\n王一\t13800138000\n"李\n二"\t13900139000\n')
    assert (table.facts.format, table.facts.delimiter) == ("clipboard", "\t")
    assert rows_of(table) == [["王一", "13800138000"], ["李\n二", "13900139000"]]


def test_a_contact_can_be_pasted_too() -> None:
    assert rows_of(open_pasted(CARDS))[1][0] == "李娜"


def test_a_blank_clipboard_has_nothing_to_import() -> None:
    with pytest.raises(NothingToImport):
        open_pasted(" \n ")
