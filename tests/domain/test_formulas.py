"""Texts a spreadsheet would run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler_app.domain.formulas import guard, unguard


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 138", "-5", "@sum", "\tx", "\rx", "\0", "  =1", "＝1", "'=1"]
)
def test_a_text_that_could_run_gets_an_apostrophe(text: str) -> None:
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "00012", "林婉清", "a=b", "O'Brien", "'quoted'", "—"])
def test_a_harmless_text_stays(text: str) -> None:
    assert guard(text) == text
    assert unguard(text) == text


@given(st.text(alphabet="'=+-@ \t\r\0＝a1林"))
def test_import_gives_back_what_export_was_given(text: str) -> None:
    assert unguard(guard(text)) == text
