from __future__ import annotations

from pathlib import Path

import pytest

from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import MappingProblem
from profiler_app.domain.imports import Reject
from profiler_app.ingest.fact_rows import FactMaker, FactRow
from tests.ingest.tables import maker, table

HEAD = "客户编号,拜访日期,拜访方式,沟通内容,结果\n"


def record(folder: Path, line: str) -> FactRow | Reject:
    made = maker(table(folder, HEAD + "K0,2024-01-01,电话,问候,已接通\n" + line))
    assert isinstance(made, FactMaker)
    return list(made.records())[1]


def test_a_visit_becomes_typed_values(tmp_path: Path) -> None:
    made = record(tmp_path, "K1,2024-03-05 14:30,面访,谈了新品,有意向\n")
    assert isinstance(made, FactRow)
    assert made.customer_key == "K1"
    assert made.values == {
        "day": to_day("2024-03-05"),
        "time": "14:30:00",
        "channel": "visit",
        "summary": "谈了新品",
        "outcome": "interested",
    }


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (",2024-03-05,面访,x,\n", "客户编号", "no_customer"),
        ("K1,,面访,x,\n", "拜访日期", "no_date"),
        ("K1,昨天,面访,x,\n", "拜访日期", "DATE_FORMAT"),
    ],
)
def test_a_visit_without_customer_or_date_is_rejected(
    tmp_path: Path, line: str, column: str, code: str
) -> None:
    made = record(tmp_path, line)
    assert isinstance(made, Reject)
    assert (made.line, made.column, made.code) == (3, column, code)


def test_an_unknown_outcome_is_left_out(tmp_path: Path) -> None:
    made = record(tmp_path, "K1,2024-03-05,面访,x,说不清\n")
    assert isinstance(made, FactRow)
    assert "outcome" not in made.values


def test_a_file_without_customers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingProblem):
        maker(table(tmp_path, "拜访日期,沟通内容\n2024-03-05,x\n"))
