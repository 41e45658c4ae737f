"""Talks, orders and tasks recorded by hand, what forms look up, and drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.errors import ChangedMeanwhile, OperationProblem
from profiler_app.domain.progress import Silent
from profiler_app.domain.separate_consent import SEPARATE
from profiler_app.jobs import editing, recording
from profiler_app.jobs.drafts import draft_of, keep_draft
from profiler_app.jobs.duplicates_hint import twins
from profiler_app.jobs.entries import entry_text, further_fields, read_entry, with_implied
from profiler_app.jobs.form_start import form_start, offered_products
from profiler_app.jobs.history import content_hash, history, undo_operation
from profiler_app.jobs.workspaces import Workspace, create_workspace, open_workspace
from tests.jobs.conftest import create

TODAY = date(2026, 11, 22)
QUIET = Silent()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        yield made


def rows(workspace: Workspace, sql: str) -> list[Any]:
    return workspace.connection.execute(sql).fetchall()


def test_a_talk_its_task_and_the_needs_are_one_operation(workspace: Workspace) -> None:
    """J04"""
    customer = create(workspace, needs=["repair"])
    before = content_hash(workspace)
    talk = recording.Talk("interested", next_on=date(2026, 11, 29), found={"needs": ["upgrade"]})
    operation = recording.log_contact(QUIET, workspace, customer, talk, by="陈", today=TODAY)
    assert history(workspace)[0].operation == operation
    assert rows(workspace, "SELECT outcome, next_on FROM interaction") == [
        ("interested", "2026-11-29")
    ]
    assert rows(workspace, "SELECT title, due_on, state FROM task") == [
        ("跟进：有意向", "2026-11-29", "open")
    ]
    assert rows(workspace, "SELECT value FROM attribute") == [('["repair", "upgrade"]',)]
    undo_operation(QUIET, workspace, operation)
    assert content_hash(workspace) == before


def test_a_talk_without_a_date_makes_no_task(workspace: Workspace) -> None:
    customer = create(workspace)
    talk = recording.Talk("no_answer")
    recording.log_contact(QUIET, workspace, customer, talk, by="陈", today=TODAY)
    assert rows(workspace, "SELECT * FROM task") == []


def bought(**changes: Any) -> recording.Purchase:
    values = {
        "day": TODAY,
        "product": "净水器",
        "quantity": Decimal(2),
        "price_minor": 199_900,
        "amount_minor": 380_000,
        **changes,
    }
    return recording.Purchase(**values)


def test_an_order_keeps_the_discount_and_makes_its_product_once(workspace: Workspace) -> None:
    customer = create(workspace)
    for _turn in range(2):
        recording.add_order(QUIET, workspace, customer, bought(), today=TODAY)
    found = rows(workspace, "SELECT quantity, unit_price, gross, discount, net FROM order_line")
    assert found == [(2.0, "1999", 399_800, 19_800, 380_000)] * 2
    assert rows(workspace, "SELECT name FROM product") == [("净水器",)]
    assert [offer.name for offer in offered_products(workspace, "净", "trade")] == ["净水器"]


def test_an_order_of_tomorrow_is_refused(workspace: Workspace) -> None:
    customer = create(workspace)
    with pytest.raises(OperationProblem):
        order = bought(day=date(2026, 11, 23))
        recording.add_order(QUIET, workspace, customer, order, today=TODAY)


def test_a_task_is_done_once_and_undo_opens_it_again(workspace: Workspace) -> None:
    customer = create(workspace)
    recording.add_task(QUIET, workspace, customer, "回访", TODAY, 2, by="陈")
    done = recording.finish_task(QUIET, workspace, 1, today=TODAY)
    assert rows(workspace, "SELECT state, done_on FROM task") == [("done", "2026-11-22")]
    with pytest.raises(OperationProblem):
        recording.finish_task(QUIET, workspace, 1, today=TODAY)
    undo_operation(QUIET, workspace, done)
    assert rows(workspace, "SELECT state FROM task") == [("open",)]


def test_a_change_by_somebody_else_stops_the_edit(workspace: Workspace) -> None:
    customer = create(workspace, job_title="经理")
    seen = editing.stored_values(workspace, customer)
    editing.edit_customer(QUIET, workspace, customer, {"job_title": "总监"}, today=TODAY)
    with pytest.raises(ChangedMeanwhile) as told:
        values = {"job_title": "主任"}
        editing.edit_customer(QUIET, workspace, customer, values, today=TODAY, known=seen)
    assert "职位" in told.value.sentence()
    assert rows(workspace, "SELECT job_title FROM customer") == [("总监",)]


def test_an_edit_of_another_field_is_no_conflict(workspace: Workspace) -> None:
    customer = create(workspace, job_title="经理")
    seen = editing.stored_values(workspace, customer)
    editing.edit_customer(QUIET, workspace, customer, {"job_title": "总监"}, today=TODAY)
    editing.edit_customer(QUIET, workspace, customer, {"gender": "F"}, today=TODAY, known=seen)
    assert rows(workspace, "SELECT job_title, gender FROM customer") == [("总监", "F")]


def test_consent_is_stored_with_the_new_customer(workspace: Workspace) -> None:
    values = {"kind": "person", "line": "trade", "name": "林婉清"}
    consents = {"profiling": "granted", "marketing": "refused"}
    editing.create_customer(QUIET, workspace, values, today=TODAY, consents=consents)
    found = rows(workspace, "SELECT purpose, state, granted_on FROM consent ORDER BY id")
    assert found == [
        ("profiling", "granted", "2026-11-22"),
        ("marketing", "refused", "2026-11-22"),
    ]


@pytest.mark.parametrize(
    ("values", "because"),
    [
        ({"mobile": "+8616800000001"}, "手机号相同"),
        ({"name": "林婉清", "birth_date": "1989-04-01"}, "姓名/名称相同、出生日期相同"),
        ({"name": "林宛清", "birth_date": "1989-04-01"}, "出生日期相同、姓名/名称读音相同"),
        ({"mobile": "+8616800000010", "birth_date": "1989-04-01"}, "出生日期相同、手机号几乎相同"),
    ],
)
def test_a_twin_is_found_by_key_or_by_what_is_alike(
    workspace: Workspace, values: dict[str, str], because: str
) -> None:
    customer = create(workspace, mobile="+8616800000001", birth_date="1989-04-01")
    (twin,) = twins(workspace, values, but=None)
    assert (twin.customer, twin.because) == (customer, because)
    assert twins(workspace, values, but=customer) == ()
    assert twins(workspace, {"name": "林婉清"}, but=None) == ()


def test_a_draft_outlives_the_program_inside_the_encrypted_file(tmp_path: Path) -> None:
    path = tmp_path / "w.zhike"
    with create_workspace(path, "pass") as workspace:
        before = content_hash(workspace)
        keep_draft(QUIET, workspace, "new", {"name": "顾清越草稿"})
        assert content_hash(workspace) == before
    with open_workspace(path, "pass") as workspace:
        assert draft_of(workspace, "new") == {"name": "顾清越草稿"}
        assert form_start(workspace, "new", None).draft == {"name": "顾清越草稿"}
        keep_draft(QUIET, workspace, "new", {})
        assert draft_of(workspace, "new") == {}
    every = b"".join(each.read_bytes() for each in tmp_path.iterdir() if each.is_file())
    assert "顾清越草稿".encode() not in every


@pytest.mark.parametrize(
    ("field", "text", "value", "shown"),
    [
        ("employees", "2万", 20_000, "20,000"),
        ("employees", "２０，０００", 20_000, "20,000"),
        ("employees", "20,000", 20_000, "20,000"),
        ("registered_capital", "500万", 500_000_000, "5,000,000"),
        ("share_of_wallet", "35%", 0.35, "35%"),
        ("mobile", "139-0571 8826", "+8613905718826", "139 0571 8826"),
        ("birth_date", "1988年2月8日", "1988-02-08", "1988-02-08"),
        ("ent_pref", "film、tea", ["film", "tea"], "film、tea"),
        ("has_house", "false", False, "false"),
    ],
)
def test_what_is_typed_is_read_and_shown_normalised(
    field: str, text: str, value: Any, shown: str
) -> None:
    entry = read_entry(field, text, kind="person", today=TODAY)
    assert (entry.value, entry.problem) == (value, "")
    assert entry_text(field, entry.value) == shown
    assert read_entry(field, shown, kind="person", today=TODAY).value == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("birth_date", "1988-02-30"),
        ("birth_date", "2027-01-01"),
        ("mobile", "139"),
        ("household_size", "99"),
        ("name", " "),
        ("uscc", "91330199MA4JURQ202"),
    ],
)
def test_what_cannot_be_is_told_in_words(field: str, text: str) -> None:
    assert read_entry(field, text, kind="person", today=TODAY).problem.endswith("。")


def test_an_address_tells_its_region_and_an_empty_one_clears_it() -> None:
    implied = with_implied({"address": "浙江省杭州市西湖区"}, kind="person", today=TODAY)
    assert (implied["province"], implied["city"]) == ("33", "3301")
    assert with_implied({"address": None}, kind="person", today=TODAY)["city"] is None


@pytest.mark.parametrize("kind", ["person", "company"])
@pytest.mark.parametrize("line", ["trade", "bank"])
def test_no_form_asks_for_derived_facts_or_without_its_own_consent_for_sensitive_ones(
    kind: str, line: str
) -> None:
    for chosen in further_fields(kind, line).values():
        for field in chosen:
            assert field.sensitivity != "S3" or field.id in SEPARATE
            assert field.origin not in ("system", "derived")


def test_another_id_number_is_another_person(workspace: Workspace) -> None:
    create(workspace, birth_date="1989-04-01", cn_id="11010519491231002X")
    typed = {"name": "林婉清", "birth_date": "1989-04-01", "cn_id": "440524188001010014"}
    assert twins(workspace, typed, but=None) == ()


def test_a_company_is_found_under_its_other_legal_form(workspace: Workspace) -> None:
    company = create(workspace, kind="company", name="杭州云帆软件有限公司")
    (twin,) = twins(workspace, {"name": "杭州云帆软件有限责任公司"}, but=None)
    assert (twin.customer, twin.because) == (company, "姓名/名称相同，写法不同")
