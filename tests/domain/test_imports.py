from __future__ import annotations

import pytest

from profiler_app.domain import imports
from profiler_app.domain.checked import CODES
from profiler_app.domain.imports import (
    ColumnMapping,
    FileFacts,
    ImportReport,
    Mapped,
    Note,
    Reject,
)
from profiler_app.domain.text import in_language

FACTS = FileFacts("a.csv", "00", 3, "csv", encoding="GB18030", delimiter=",", header_row=2)
MAPPED = Mapped("customers", (ColumnMapping("姓名", 0, "name"), ColumnMapping("备注", 1, None)))


def test_the_report_has_the_keys_of_the_public_contract() -> None:
    reject = Reject(7, "手机", "1", "MOBILE_FORMAT")
    report = ImportReport(
        FACTS, MAPPED, created=2, updated=1, unchanged=4, rejected=1, rejects=(reject,)
    )
    answer = report.as_json()
    assert answer["rows"] == 8
    assert answer["mapping"] == {"姓名": "name", "备注": None}
    assert (answer["encoding"], answer["delimiter"], answer["header_row"]) == ("GB18030", ",", 2)
    assert answer["rejects"][0].keys() >= {"line", "column", "value", "reason", "code"}
    assert {"customers_created", "operation", "warnings"} <= answer.keys()


def test_a_reject_says_why_in_the_language_of_the_reader() -> None:
    reject = Reject(3, "金额", "面议", "bad_number")
    assert reject.reason == "“面议”不是数字。"
    with in_language("en"):
        assert reject.reason == '"面议" is not a number.'


@pytest.mark.parametrize("code", CODES[:3])
def test_a_code_of_a_validator_has_a_sentence_too(code: str) -> None:
    assert Reject(1, None, "", code).reason


def test_a_note_fills_in_its_facts() -> None:
    note = Note("skipped_lines", None, {"n": 3})
    with in_language("en"):
        assert note.sentence == "Lines above the header that were skipped: 3."


def test_a_mapping_finds_the_column_of_a_field() -> None:
    assert (MAPPED.index("name"), MAPPED.index("mobile")) == (0, None)
    assert list(MAPPED.fields()) == ["name"]


def test_every_reason_of_a_guess_can_be_shown() -> None:
    for why in imports.WHY:
        assert ColumnMapping("a", 0, "name", why=why, matched="x").reason  # type: ignore[arg-type]
