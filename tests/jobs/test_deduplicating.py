"""Customers and rows of a table that are the same (CLN-03)."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from profiler_app.domain.errors import UnreadableFile
from profiler_app.domain.progress import Cancelled
from profiler_app.jobs.deduplicating import match_customers
from profiler_app.jobs.deduplicating_tables import match_rows
from profiler_app.store.content import content_hash
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import Silent, create

_ID = "11010519491231002X"


def test_customers_with_one_id_number_are_a_match(own_demo: Workspace) -> None:
    one = create(own_demo, name="林婉清", cn_id=_ID)
    other = create(own_demo, name="林婉清", cn_id=_ID, mobile="+8613800002046")
    report = match_customers(Silent(), own_demo)
    [pair] = [each for each in report.pairs if {each.a, each.b} == {one, other}]
    assert pair.match and pair.probability >= report.threshold
    assert (one, other) in report.clusters
    assert report.names[one][1] == "林婉清"


def test_evidence_is_told_in_words_with_its_weight(own_demo: Workspace) -> None:
    one = create(own_demo, name="林婉清", mobile="+8613800002046")
    other = create(own_demo, name="林宛清", mobile="+8613800002046")
    report = match_customers(Silent(), own_demo)
    [pair] = [each for each in report.pairs if {each.a, each.b} == {one, other}]
    assert pair.decision == "review"
    told = [(each.sentence, each.bits) for each in pair.evidence]
    assert told[:2] == [("手机号相同", 7.0), ("姓名/名称读音相同", 1.5)]


def test_looking_for_duplicates_writes_nothing(demo: Workspace) -> None:
    before = content_hash(demo.connection)
    match_customers(Silent(), demo)
    assert content_hash(demo.connection) == before


def test_the_same_base_gives_the_same_report(demo: Workspace) -> None:
    assert match_customers(Silent(), demo) == match_customers(Silent(), demo)


class _Cancelling:
    def step(self, fraction: float, doing: str) -> None:
        if fraction > 0.5:
            raise Cancelled


def test_it_can_be_cancelled_midway(demo: Workspace) -> None:
    with pytest.raises(Cancelled):
        match_customers(_Cancelling(), demo)


TABLE = """编号,姓名,电话,备注
1,林婉清,13800002046,
2,王五,13900001111,
3,林宛清,13800002046,
"""


def test_rows_of_a_table_count_from_nought(tmp_path: Path) -> None:
    path = tmp_path / "people.csv.gz"
    others = "".join(f"{i},客户{i}号,1370000{i:04}," + "\n" for i in range(4, 200))
    path.write_bytes(gzip.compress((TABLE + others).encode()))
    report = match_rows(Silent(), path, ["姓名", "电话"])
    assert report.clusters == ((0, 2),)
    assert report.pairs[0].match


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(TABLE, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="没有“邮箱”这一列"):
        match_rows(Silent(), path, ["邮箱"])


def test_without_named_columns_those_count_whose_values_repeat(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(TABLE, encoding="utf-8")
    fields = {each.field for pair in match_rows(Silent(), path, []).pairs for each in pair.evidence}
    assert "编号" not in fields
