from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from profiler_app.ingest.encoding_preview import encoding_previews

TEXT = "id,name\n编号,姓名\n1,王小明\n2,林婉清\n3,赵林峰\n"
TRADITIONAL = "編號,姓名\n1,陳小明在臺北市\n2,林婉清在高雄市\n"
WESTERN = "id;name\n1;Müller in Köln\n2;José\n"


def put(folder: Path, data: bytes) -> Path:
    path = folder / "a.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("text", "name"),
    [(TEXT, "utf-8"), (TEXT, "gb18030"), (TRADITIONAL, "big5"), (WESTERN, "cp1252")],
)
def test_the_right_encoding_comes_first(tmp_path: Path, text: str, name: str) -> None:
    first = encoding_previews(put(tmp_path, text.encode(name)))[0]
    assert (first.name, first.fits) == (name, True)
    assert first.lines[0] == next(line for line in text.splitlines() if not line.isascii())


def test_every_encoding_shows_the_same_lines_in_its_own_way(tmp_path: Path) -> None:
    previews = encoding_previews(put(tmp_path, TEXT.encode("gbk")))
    assert previews[0].lines == ("编号,姓名", "1,王小明", "2,林婉清")
    assert len({each.lines for each in previews}) == len(previews) > 1
    assert [each.share for each in previews] == sorted((p.share for p in previews), reverse=True)


@pytest.mark.parametrize("name", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_leaves_nothing_to_choose(tmp_path: Path, name: str) -> None:
    (only,) = encoding_previews(put(tmp_path, TEXT.encode(name)))
    assert only.lines[0] == "编号,姓名"


def test_a_packed_file_is_looked_into(tmp_path: Path) -> None:
    path = put(tmp_path, gzip.compress(TEXT.encode("gb18030")))
    assert encoding_previews(path)[0].name == "gb18030"


def test_a_workbook_has_no_encoding_to_choose(tmp_path: Path) -> None:
    assert encoding_previews(put(tmp_path, b"PK\x03\x04" + bytes(99))) == ()
