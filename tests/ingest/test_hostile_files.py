"""Damaged and hostile files end in records, rejects or one sentence, never in anything else."""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pytest

from profiler_app.domain.errors import UserProblem
from profiler_app.ingest.mapping import guess_mapping, guess_target
from profiler_app.ingest.opening import open_table
from profiler_app.ingest.records import Options, record_maker
from tests.ingest.tables import TODAY

CUSTOMERS = "会员编号,姓名,手机号,生日,地址\n" + "M1,王一,13800138000,1990-01-02,杭州市\n" * 30
ORDERS = "订单号,下单时间,会员号,数量,单价,金额\n" + "A1,2024-03-05 08:00:00,M1,2,1.50,3\n" * 30
NASTY = [
    '=HYPERLINK("x"),+1,-1,@SUM(A1)\n',
    "Robert'); DROP TABLE customer;--,1,2,3\n",
    "<img src=file:///etc/passwd>,$\\frac{$,\u202ertl\u200b,\ud83d\n",
    "M1,1e999,9999-12-31,0000-00-00\n",
    f"M1,{'9' * 100_000},2024-03-05,x\n",
    "\\\\host\\share,..\\..\\,file://x,CON\n",
]


def read(path: Path) -> None:
    """Read a file to the end, as an import does."""
    try:
        table = open_table(path)
        target = guess_target(table.headers, table.sample)
        mapped = guess_mapping(table.headers, table.sample, target)
        for _record in record_maker(table, mapped, Options(TODAY, walk_in=True)).records():
            pass
    except UserProblem as problem:
        assert problem.sentence()


def mutated(content: bytes, seed: int) -> bytes:
    """Flip, cut or double some bytes."""
    dice = random.Random(seed)
    data = bytearray(content)
    for _change in range(dice.randint(1, 12)):
        at = dice.randrange(len(data))
        change = dice.randrange(4)
        if change == 0:
            data[at] = dice.randrange(256)
        elif change == 1:
            del data[at : at + dice.randint(1, 20)]
        elif change == 2:
            data[at:at] = data[at : at + dice.randint(1, 20)]
        else:
            data[at:at] = dice.choice([b'"', b"\n", b",", b"\x00", b"\xff\xfe", b"\r", b"\t"])
        data = data or bytearray(b"x")
    return bytes(data)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("text", [CUSTOMERS, ORDERS], ids=["customers", "orders"])
def test_a_mutated_text_file_never_crashes_the_reader(
    tmp_path: Path, text: str, codec: str
) -> None:
    path = tmp_path / "file.csv"
    for seed in range(100):
        path.write_bytes(mutated(text.encode(codec), seed))
        read(path)


def test_a_mutated_workbook_never_crashes_the_reader(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in CUSTOMERS.splitlines():
        book.active.append(line.split(","))
    path = tmp_path / "file.xlsx"
    book.save(path)
    content = path.read_bytes()
    for seed in range(25):
        path.write_bytes(mutated(content, seed))
        read(path)


@pytest.mark.parametrize("line", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("text", [CUSTOMERS, ORDERS], ids=["customers", "orders"])
def test_hostile_cells_are_only_text(tmp_path: Path, text: str, line: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes((text + line).encode("utf-8", "replace"))
    read(path)
