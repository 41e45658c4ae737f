"""One good file for every reader, and words of its format that a mutation may put in."""

from __future__ import annotations

import datetime as dt
import gzip
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment

from tests.ingest.test_formats import CARDS, FILES, SHEET, WEB_PAGE, XML
from tests.ingest.workbook_files import binary_book, open_document

CUSTOMERS = "会员编号,姓名,手机号,生日,地址\n" + '"M1",王一,13800138000,1990-01-02,杭州市\n' * 20
ORDERS = "订单号;下单时间;会员号;数量;单价;金额\n" + "A1;2024-03-05 08:00:00;M1;2;1,50;3\n" * 20
TABLE_WORDS = (
    b'"',
    b"\n",
    b",",
    b"\t",
    b"\x00",
    b"\xff\xfe",
    b"\r",
    b"\x84\x31\xa4",
    "合计".encode(),
)
XML_WORDS = (
    *(b"<!DOCTYPE x [", b"<!ENTITY a 'b'>", b"&a;", b"&#0;", b"<![CDATA[", b"<!--", b"</", b'"'),
    *(b'r="XFD1048576"', b'r="A0"', b't="s"', b"<v>99999999</v>", b"1e999", b"-1", b"NaN"),
    *(b'table:number-columns-repeated="999999"', b'table:number-rows-repeated="9999999"'),
    *(b'ss:Index="999999"', b'ss:MergeAcross="99999"', b'ref="A1:XFD1048576"', b'date1904="1"'),
)
PAGE_WORDS = (
    *(b"<td rowspan=65534 colspan=1000>", b"<table>", b"</table>", b"<tr>", b"<!--", b"-->"),
    *(
        b"<script>",
        b"<style>",
        b"&#x110000;",
        b"&nbsp",
        b"<![CDATA[",
        b"<td",
        b"x:num=1e999",
        b"\x00",
    ),
)
CARD_WORDS = (
    *(b"BEGIN:VCARD\n", b"END:VCARD\n", b"=\n", b" ", b";CHARSET=rot13", b";CHARSET=idna"),
    *(b";ENCODING=QUOTED-PRINTABLE", b"=E7", b"\\", b";", b":", b"TEL:", b"N:;;;;;;\n"),
)


@dataclass(frozen=True, slots=True)
class Seed:
    """A file of one reader: its name, its content and the words of its format."""

    name: str
    content: bytes
    words: tuple[bytes, ...]


def _workbook(folder: Path) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["客户台账"])
    for row in (["编号", "姓名", "联系方式", None, "日"], [None, None, "手机", "邮箱", None]):
        page.append(row)
    for number in range(8):
        page.append([f"M{number}", "王一", 13800138000, "a@b.cn", dt.date(2024, 3, 5)])
    page.append(["合计", None, "=SUM(C4:C11)", None, 1.5])
    for span in ("A1:E1", "C2:D2", "A2:A3", "B4:B6"):
        page.merge_cells(span)
    page["A4"].comment = Comment("注意", "me")
    page.row_dimensions[5].hidden = True
    book.create_sheet("藏").sheet_state = "hidden"
    book.save(folder / "seed.xlsx")
    return (folder / "seed.xlsx").read_bytes()


def _database(folder: Path) -> bytes:
    path = folder / "seed.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE 客户 (编号 text, 姓名 text, 手机号 int, 余额 real, 图 blob)")
    row = ("M1", "王一", 13800138000, 1.5, b"\x00\xff")
    connection.executemany("INSERT INTO 客户 VALUES (?, ?, ?, ?, ?)", [row] * 200)
    connection.execute("CREATE INDEX i ON 客户 (姓名)")
    connection.commit()
    connection.close()
    return path.read_bytes()


def _open_document(folder: Path) -> bytes:
    return open_document(folder / "seed.ods", SHEET).read_bytes()


def _binary_book(folder: Path) -> bytes:
    rows = [["编号", "姓名", "手机号"], *[["M1", "王一", 13800138000.0]] * 20]
    return binary_book(folder / "seed.xlsb", rows).read_bytes()


SEEDS: Mapping[str, Callable[[Path], Seed]] = {
    "csv": lambda _folder: Seed("a.csv", CUSTOMERS.encode(), TABLE_WORDS),
    "gb18030": lambda _folder: Seed("a.csv", CUSTOMERS.encode("gb18030"), TABLE_WORDS),
    "utf-16": lambda _folder: Seed("a.txt", ORDERS.encode("utf-16"), TABLE_WORDS),
    "gzip": lambda _folder: Seed("a.csv.gz", gzip.compress(ORDERS.encode()), TABLE_WORDS),
    "xlsx": lambda folder: Seed("a.xlsx", _workbook(folder), XML_WORDS),
    "xlsb": lambda folder: Seed("a.xlsb", _binary_book(folder), (b"\xff\xff\xff\xff", b"\x00")),
    "xls": lambda _folder: Seed("a.xls", (FILES / "ledger.xls").read_bytes(), (b"\xff\xff",)),
    "ods": lambda folder: Seed("a.ods", _open_document(folder), XML_WORDS),
    "html": lambda _folder: Seed("b.xls", WEB_PAGE.encode("gb18030"), PAGE_WORDS),
    "xml": lambda _folder: Seed("c.xls", XML.encode(), XML_WORDS),
    "sqlite": lambda folder: Seed("a.db", _database(folder), (b"\xff\xff", b"\x00")),
    "vcard": lambda _folder: Seed("a.vcf", CARDS.encode(), CARD_WORDS),
    "clipboard": lambda _folder: Seed(
        "pasted", CUSTOMERS.replace(",", "\t").encode(), (*TABLE_WORDS, *CARD_WORDS)
    ),
}
