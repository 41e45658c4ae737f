from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler_app.ingest.broken_text import is_cut, is_lost, repaired, suspicious

COMMON = "".join(
    bytes((lead, trail)).decode("gb2312")
    for lead in range(0xB0, 0xD7)
    for trail in range(0xA1, 0xFF)
)
"""The first level of GB 2312 without its last row: 3,666 common characters."""
TEXTS = ["用户", "客户姓名", "浙江省杭州市西湖区文三路100号（A座）"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("codecs", [("utf-8", "gb18030"), ("utf-8", "latin-1"), ("gbk", "latin-1")])
def test_chinese_read_in_a_wrong_character_set_comes_back(
    text: str, codecs: tuple[str, str]
) -> None:
    right, wrong = codecs
    broken = text.encode(right).decode(wrong)
    assert broken != text
    assert repaired(broken) == text


@pytest.mark.parametrize("text", ["José", "Müller GmbH", "naïve"])
def test_western_letters_read_as_cp1252_come_back(text: str) -> None:
    assert repaired(text.encode().decode("cp1252")) == text


def test_text_broken_twice_comes_back() -> None:
    once = "客户".encode().decode("latin-1")
    assert repaired(once.encode().decode("latin-1")) == "客户"


@pytest.mark.parametrize(
    "text", ["联通", "张𠮷", "赵昀㬎", "Müller", "São Paulo", "ÄÖÜ", "買買提·艾力", "½ × 3", "é"]
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert repaired(text) is None
    assert not is_lost(text)
    assert not is_cut(text)


@pytest.mark.parametrize("text", TEXTS)
def test_whatever_can_be_repaired_looks_suspicious(text: str) -> None:
    assert suspicious().search(text.encode().decode("gb18030"))
    assert suspicious().search(text.encode().decode("latin-1"))


@pytest.mark.parametrize("text", ["锟斤拷锟斤拷", "王\ufffd明"])
def test_lost_characters_cannot_be_repaired(text: str) -> None:
    assert is_lost(text)
    assert repaired(text) is None


def test_text_that_lost_bytes_is_told_but_not_repaired() -> None:
    broken = "中文字".encode().decode("gbk", errors="replace").replace("\ufffd", "?")
    assert is_cut(broken)
    assert repaired(broken) is None


def test_no_real_address_passes_for_broken(shared: Path) -> None:
    with gzip.open(shared / "data/zh_address/addresses_dev.csv.gz", "rt", encoding="utf-8") as file:
        assert not [line for line in map(str.strip, file) if repaired(line) or is_cut(line)]


@given(st.text(COMMON, min_size=2, max_size=12))
def test_any_text_of_common_characters_comes_back_or_is_told(text: str) -> None:
    """The repair is proven by the way back, so it never gives another text."""
    try:
        broken = text.encode().decode("gb18030")
    except UnicodeDecodeError:
        return
    assert repaired(broken) == text


@given(st.text(COMMON, min_size=1, max_size=12))
def test_sound_text_of_common_characters_is_never_changed(text: str) -> None:
    assert repaired(text) is None
