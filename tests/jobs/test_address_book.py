"""An address book of customers: what is in it, and that an import reads it as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.imports import ImportRequest
from profiler_app.jobs.address_book import write_address_book
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.records import add_record
from profiler_app.store.customers import customer_ids, read_customers
from profiler_app.store.workspace import Workspace, create_workspace
from tests.jobs.conftest import TODAY, Silent, create

QUIET = Silent()
REASON = ExportReason("contact", "wang", TODAY)
_SAME = ("name", "mobile", "phone", "email", "address", "employer", "job_title", "birth_date")


@pytest.fixture
def known(empty: Workspace) -> Workspace:
    """Somebody with everything, an awkward name, a company, somebody who cannot be reached."""
    create(
        empty,
        name="林婉清",
        mobile="+8616800000001",
        phone="0571-88880000",
        email="lin@example.com",
        address="杭州市滨江区银杏大道197号；3幢，804室",
        employer="明德, 实验; 中学",
        job_title="教师",
        birth_date="1990-07-31",
    )
    create(empty, name="O'Brien, Ann; A" + "é" * 40, email="ann@example.com")
    create(empty, name="杭州青禾科技有限公司", kind="company", phone="0571-88880001")
    create(empty, name="无联系方式")
    return empty


def written(workspace: Workspace, path: Path) -> int:
    return write_address_book(
        QUIET, workspace, customer_ids(workspace.connection), path, reason=REASON
    )


def test_only_who_can_be_reached_is_written(known: Workspace, tmp_path: Path) -> None:
    assert written(known, tmp_path / "book.vcf") == 3
    assert "无联系方式" not in (tmp_path / "book.vcf").read_text(encoding="utf-8")


def test_no_line_is_longer_than_75_octets_and_none_breaks_a_character(
    known: Workspace, tmp_path: Path
) -> None:
    written(known, tmp_path / "book.vcf")
    lines = (tmp_path / "book.vcf").read_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)


def test_an_import_reads_the_persons_as_they_were(known: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "book.vcf"
    people = customer_ids(known.connection)[:2]
    write_address_book(QUIET, known, people, path, reason=REASON)
    before = [*read_customers(known.connection, people.tolist(), _SAME).values()]
    with create_workspace(tmp_path / "other.zhike", "right horse") as other:
        import_file(QUIET, other, ImportRequest(paths=(path,)), today=TODAY)
        again = customer_ids(other.connection).tolist()
        assert [*read_customers(other.connection, again, _SAME).values()] == before


def test_the_people_of_a_company_stand_in_it_without_who_left(
    known: Workspace, tmp_path: Path
) -> None:
    company = int(customer_ids(known.connection)[2])
    for name, mobile in (("王强", "16800000009"), ("李敏", "")):
        told = {"name": name, "title": "总经理", "mobile": mobile}
        add_record(QUIET, known, company, "colleague", told, today=TODAY)
    assert written(known, tmp_path / "book.vcf") == 4
    text = (tmp_path / "book.vcf").read_text(encoding="utf-8")
    assert "FN:王强" in text and "ORG:杭州青禾科技有限公司" in text and "李敏" not in text


def test_nobody_gives_an_empty_book(empty: Workspace, tmp_path: Path) -> None:
    assert (
        write_address_book(
            QUIET, empty, np.empty(0, np.int64), tmp_path / "book.vcf", reason=REASON
        )
        == 0
    )
