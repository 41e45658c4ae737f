"""The audit trail and the access report: complete, searchable, proven."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.dates import wall_time
from profiler_app.domain.tags import use_own_tags
from profiler_app.jobs import access, auditing, editing
from profiler_app.jobs.merging.doing import merge
from profiler_app.jobs.own_tags import define_tag, free_id
from profiler_app.store.schema import fact_tables
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent, create

QUIET = Silent()


@pytest.fixture
def told(empty: Workspace) -> Workspace:
    one, other = (create(empty, name=name) for name in ("林婉清", "周晓云"))
    editing.edit_customer(QUIET, empty, one, {"address": "望海路"}, today=TODAY)
    how: dict[str, Any] = {"reason": "老客户", "by": "陈", "today": TODAY}
    editing.set_tag(QUIET, empty, [other], "m_focus", **how)
    return empty


def test_words_days_and_customer_numbers_are_searched_for_prv_03(told: Workspace) -> None:
    every = auditing.find_operations(told, "")
    number = told.connection.execute("SELECT number FROM customer WHERE id = 1").fetchone()[0]
    touched = {
        line.operation for line in auditing.audit(QUIET, told, today=TODAY, customer=1).lines
    }
    assert {each.operation for each in auditing.find_operations(told, number.lower())} >= touched
    assert auditing.find_operations(told, wall_time(every[0].at)[:10]) == every
    assert auditing.find_operations(told, "no-such-word") == ()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows sets no zone of one process")
def test_a_day_is_the_day_on_the_wall(told: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    newest = auditing.find_operations(told, "")[0]
    late = replace(newest, at="2026-11-22T20:30:00+00:00")
    monkeypatch.setattr(auditing.history, "history", lambda _workspace: [late])
    with in_zone("CST-8"):
        assert auditing.find_operations(told, "2026-11-23 04:30") == (late,)
        assert auditing.find_operations(told, "2026-11-22") == ()


@contextmanager
def in_zone(name: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", name)
        time.tzset()
        yield
    time.tzset()


def test_operations_on_one_customer_are_found(told: Workspace) -> None:
    found = auditing.audit(QUIET, told, today=TODAY, customer=1)
    assert [line.kind for line in found.lines] == ["edit", "create"]
    assert found.findings == ()


def test_operations_are_found_by_kind_and_day(told: Workspace) -> None:
    found = auditing.audit(QUIET, told, today=TODAY, kind="create")
    assert len(found.lines) == 2
    assert auditing.audit(QUIET, told, today=TODAY, since=TODAY.replace(year=2100)).lines == ()


@pytest.mark.promise(24)
def test_each_line_carries_its_own_proof(told: Workspace) -> None:
    proofs = [line.proof for line in auditing.audit(QUIET, told, today=TODAY).lines]
    assert len(set(proofs)) == len(proofs) == 4 and all(len(proof) == 64 for proof in proofs)


@pytest.mark.promise(33)
def test_a_change_by_another_program_is_reported(told: Workspace) -> None:
    told.connection.execute("DROP TRIGGER customer_updated")
    told.connection.execute("UPDATE customer SET name = '别人' WHERE id = 2")
    found = auditing.audit(QUIET, told, today=TODAY)
    assert [code for code, _said in found.findings] == ["content"]


def test_the_trail_is_written_as_it_is_listed(told: Workspace, tmp_path: Path) -> None:
    found = auditing.audit(QUIET, told, today=TODAY)
    assert auditing.write_audit(found, tmp_path / "audit.csv") == 4
    with (tmp_path / "audit.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[5] for row in rows[1:]] == [line.proof for line in found.lines]


@pytest.mark.promise(23)
def test_the_report_holds_every_row_on_a_customer_prv(own_demo: Workspace) -> None:
    """Walks the tables, so that a new one cannot be forgotten."""
    (customer,) = own_demo.connection.execute(
        "SELECT customer_id FROM order_line GROUP BY customer_id ORDER BY count(*) DESC LIMIT 1"
    ).fetchone()
    report = access.access_report(own_demo, customer, today=TODAY)
    for table, columns in fact_tables().items():
        if "customer_id" in columns:
            (count,) = own_demo.connection.execute(
                f'SELECT count(*) FROM "{table}" WHERE customer_id = ?', (customer,)
            ).fetchone()
            if count:
                assert len(report.rows[table]) >= count
    assert report.rows["customer"][0]["number"] == report.number
    assert report.profile["tags"] and report.history


@pytest.mark.promise(23)
def test_a_merged_record_is_part_of_the_report(told: Workspace) -> None:
    merge(QUIET, told, [1, 2], today=TODAY)
    report = access.access_report(told, 1, today=TODAY)
    assert {row["name"] for row in report.rows["customer"]} == {"林婉清", "周晓云"}
    assert {line.kind for line in report.history} == {"create", "edit", "tag", "merge"}


def test_the_report_is_a_file_to_hand_over(told: Workspace, tmp_path: Path) -> None:
    from pypdf import PdfReader

    editing.edit_customer(QUIET, told, 1, {"address": "<b>望海路</b> & <img src=x>"}, today=TODAY)
    access.write_access(access.access_report(told, 1, today=TODAY), tmp_path / "a.pdf")
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)
    assert "林婉清" in text
    assert "<imgsrc=x>" in "".join(text.split())


def test_tag_threshold_and_owner_are_in_the_trail_gov_01(told: Workspace) -> None:
    """GOV-01: each change leaves its line, the hashes hold; models are derived, not changed."""
    before = len(auditing.audit(QUIET, told, today=TODAY).lines)
    tag = free_id()
    for rule in ("monetary_12m > 100", "monetary_12m > 200"):  # a tag, then its threshold
        define_tag(QUIET, told, tag, names={"zh": "试验", "en": "Trial"}, rule=rule)
    editing.edit_customer(QUIET, told, 1, {"owner_rm": "陈"}, today=TODAY)
    found = auditing.audit(QUIET, told, today=TODAY)
    use_own_tags({})
    assert len(found.lines) == before + 3
    assert [line.kind for line in found.lines[:1]] == ["edit"]
    assert found.findings == ()
