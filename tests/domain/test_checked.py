from __future__ import annotations

import ast
from pathlib import Path

import pytest

from profiler_app import domain
from profiler_app.domain.checked import CODES, Checked, clean_text, reason
from profiler_app.domain.text import in_language


@pytest.mark.parametrize(
    "raw", [None, "", "  ", "--", "/", "无", "暂无", "N/A", "null", "#N/A", "\u200b", "　"]
)
def test_a_cell_that_says_nothing_is_none(raw: str | None) -> None:
    assert clean_text(raw) is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("'0012", "0012"),
        ("\tabc\n", "abc"),
        ("Ａ１　２", "A1 2"),
        ("\ufeff张\u200b三", "张三"),
        ("a   b", "a b"),
        (16800001234.0, "16800001234"),
        (45356.75, "45356.75"),
        (7, "7"),
    ],
)
def test_a_cell_is_tidied(raw: object, text: str) -> None:
    assert clean_text(raw) == text


def test_zero_is_not_nothing() -> None:
    assert clean_text(0) == "0"


def test_only_errors_forbid_a_value() -> None:
    assert Checked(1, (), ("MONEY_APPROX",)).ok
    assert not Checked(1, ("MONEY_FORMAT",)).ok


def test_every_code_in_the_source_has_a_reason() -> None:
    used = set()
    for path in Path(str(domain.__file__)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                head, _, tail = node.value.partition("_")
                if (
                    head in {"ADDR", "CARD", "DATE", "EMAIL", "ID", "MOBILE", "MONEY", "USCC"}
                    and tail
                ):
                    used.add(node.value)
    assert {code for code in used if not code.endswith("_")} <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_reason_is_a_sentence_in_both_languages(code: str) -> None:
    with in_language("en"):
        english = reason(code)
    with in_language("zh"):
        chinese = reason(code)
    assert english.endswith(".")
    assert chinese.endswith("。")
