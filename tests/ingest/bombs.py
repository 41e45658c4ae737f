"""Small files that want the whole memory, and what refusing them costs."""

from __future__ import annotations

import gzip
import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

from tests.ingest.workbook_files import build, cell, number, open_document

_MEASURE = """
import json, resource, sys, time
from pathlib import Path
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import set_language
from profiler_app.ingest.opening import open_table
set_language("en")
started, said = time.monotonic(), None
try:
    for _row in open_table(Path(sys.argv[1])).rows():
        pass
except UserProblem as problem:
    said = problem.sentence()
seconds = time.monotonic() - started
status = Path("/proc/self/status").read_text()  # ru_maxrss would begin with that of the tests
own = int(status.split("VmHWM:")[1].split()[0])
peak = own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([said, seconds, peak / 1024]))
"""

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "haha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def cost_of(path: Path) -> tuple[str | None, float, float]:
    """Return what refusing a file says, how many seconds it takes and the peak of MB."""
    answer = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)], capture_output=True, text=True, check=True
    )
    said, seconds, megabytes = json.loads(answer.stdout)
    return said, seconds, megabytes


def one_giant_cell(path: Path) -> Path:
    """1 GiB of one letter in one cell, packed into 1 MB."""
    head = b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
    pack = zlib.compressobj(9, wbits=-15)
    packed = [pack.compress(head), *(pack.compress(b"x" * (1 << 20)) for _mb in range(1024))]
    return with_raw_sheet(path, b"".join([*packed, pack.flush()]), len(head) + (1 << 30))


def lying_giant_cell(path: Path) -> Path:
    """The same, but the directory promises a few bytes."""
    pack = zlib.compressobj(9, wbits=-15)
    packed = [pack.compress(b"x" * (1 << 20)) for _mb in range(1024)]
    return with_raw_sheet(path, b"".join([*packed, pack.flush()]), 500)


def with_raw_sheet(path: Path, packed: bytes, size: int) -> Path:
    """Put a sheet into a workbook, packed already, with whatever size it claims."""
    build(path, "")
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    target = io.BytesIO()
    entries = []
    for name, content in members.items():
        if name.endswith("sheet1.xml"):
            method, data, length, checksum = 8, packed, size, 0
        else:
            method, data, length, checksum = 0, content, len(content), zlib.crc32(content)
        fields = (20, 0, method, 0, 0x21, checksum, len(data), length, len(name), 0)
        entries.append((target.tell(), name, fields))
        target.write(b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", *fields) + name.encode() + data)
    start = target.tell()
    for offset, name, fields in entries:
        rest = struct.pack("<HHHII", 0, 0, 0, 0, offset)
        target.write(b"PK\x01\x02\x14\x00" + struct.pack("<HHHHHIIIHH", *fields))
        target.write(rest + name.encode())
    count = len(entries)
    end = (0, 0, count, count, target.tell() - start, start, 0)
    target.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", *end))
    path.write_bytes(target.getvalue())
    return path


def far_corner(path: Path) -> Path:
    """Cells A1 and XFD1048576 and nothing in between: 4.8 KB for 17 thousand million places."""
    far = f'<row r="1048576">{cell("XFD1048576", "x")}</row>'
    return build(path, f'<row r="1">{cell("A1", "name")}</row>{far}')


def far_corner_in_disguise(path: Path) -> Path:
    """The same with other quotation marks and small letters."""
    return far_corner_text(path, "<c r='xfd1048576' t='n'><v>1</v></c>")


def far_corner_text(path: Path, last: str) -> Path:
    return build(path, f'<row r="1">{cell("A1", "name")}</row><row r="1048576">{last}</row>')


def sparse_field(path: Path) -> Path:
    """A few cells over 5,000 columns and 8,000 rows."""
    rows = "".join(f'<row r="{n}">{number(f"GJH{n}", "1")}</row>' for n in range(2, 8000, 100))
    return build(path, f'<row r="1">{cell("A1", "name")}</row>{rows}')


def one_text_many_times(path: Path) -> Path:
    """A text of 30,000 letters that 200,000 cells share."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 200_001))
    build(path, cells)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst><si><t>{'x' * 30_000}</t></si></sst>")
    return path


def laughs_in_the_workbook(path: Path) -> Path:
    build(path, "")
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/workbook.xml"] = (LAUGHS + "<workbook>&a9;</workbook>").encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def laughs_in_an_xml_spreadsheet(path: Path) -> Path:
    schema = "urn:schemas-microsoft-com:office:spreadsheet"
    text = f'{LAUGHS}<Workbook xmlns="{schema}"><Worksheet Name="a">&a9;</Worksheet></Workbook>'
    path.write_text(text)
    return path


def rows_of_an_opendocument(path: Path) -> Path:
    """A million rows of 16,384 filled cells in a few hundred bytes."""
    filled = "<table:table-cell table:number-columns-repeated='16384'><text:p>x</text:p>"
    row = f"<table:table-row table:number-rows-repeated='1048576'>{filled}</table:table-cell>"
    return open_document(path, f"<table:table table:name='a'>{row}</table:table-row></table:table>")


def spans_of_a_web_page(path: Path) -> Path:
    """Cells that reach over thousands of rows and columns, one after the other."""
    wide = "<tr>" + "<td rowspan=65000 colspan=1000>x" * 100
    path.write_text("<html><table>" + wide * 300 + "</table>")
    return path


def deep_archives(path: Path) -> Path:
    """An archive in an archive, twenty deep, around 100 MB of nothing."""
    content = gzip.compress(bytes(100 << 20))
    for _level in range(20):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inner.zip", content)
        content = packed.getvalue()
    path.write_bytes(content)
    return path


BOMBS = {
    "one_giant_cell.xlsx": (one_giant_cell, "fill the memory"),
    "lying_giant_cell.xlsx": (lying_giant_cell, "fill the memory"),
    "far_corner.xlsx": (far_corner, "column 16384 and row 1048576"),
    "far_corner_in_disguise.xlsx": (far_corner_in_disguise, "column 16384 and row 1048576"),
    "sparse_field.xlsx": (sparse_field, "next to nothing in between"),
    "laughs.xlsx": (laughs_in_the_workbook, "entities"),
    "laughs.xls": (laughs_in_an_xml_spreadsheet, "entities"),
    "rows.ods": (rows_of_an_opendocument, "fill the memory"),
    "spans.xls": (spans_of_a_web_page, "fill the memory"),
    "deep.xlsx": (deep_archives, "ZIP archive"),
    "one_text_many_times.xlsx": (one_text_many_times, "fill the memory"),
}
