"""What is entered in the form of a record is stored in its table, as one operation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from profiler_app.domain.dates import to_day
from profiler_app.domain.operations import SENTENCES
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.entry_kinds import ENTRY_KINDS, EntryKind, kinds_for
from profiler_app.jobs.history import content_hash, undo_operation
from profiler_app.jobs.lists import count
from profiler_app.jobs.recording import Purchase, Talk, add_order, log_contact
from profiler_app.jobs.records import add_record, read_record_entry
from profiler_app.jobs.refreshing import refresh
from profiler_app.store.schema import fact_tables
from profiler_app.store.workspace import Workspace

from .conftest import TODAY, Silent, create

TYPED = {
    "contact_point": {"kind": "email", "value": "lin@example.com", "label": "办公室"},
    "colleague": {"name": "王建国", "role": "decider", "influence": "5", "is_key": "true"},
    "feedback": {"kind": "complaint", "text": "送货晚了两天", "rating": "2", "status": "open"},
    "behaviour": {"kind": "cart_add", "product_id": "净水器", "channel": "app"},
    "device": {"product_id": "净水器", "serial_no": "SN-1", "service_cycle_days": "180"},
    "holding": {"product_id": "稳盈一号", "product_kind": "wealth", "rate": "3.5%", "point": "5万"},
    "balance": {"account_id": "1", "point": "6万", "month_avg": "5.5万"},
    "product": {
        "name": "空气净化器",
        "kind": "goods",
        "list_price": "1,299",
        "warranty_days": "365",
    },
}


def read(kind: EntryKind, typed: dict[str, str]) -> dict[str, Any]:
    """The values of a form; what stands in it from the start is there too."""
    start = {
        f.column: TODAY.isoformat() if f.default == "today" else f.default for f in kind.fields
    }
    texts = {**start, **typed}
    entries = {
        field.column: read_record_entry(field, texts[field.column], texts, today=TODAY)
        for field in kind.fields
    }
    assert [name for name, entry in entries.items() if entry.problem] == []
    return {name: entry.value for name, entry in entries.items()}


def add(workspace: Workspace, customer: int | None, key: str, **more: str) -> int:
    values = read(ENTRY_KINDS[key], {**TYPED[key], **more})
    return add_record(Silent(), workspace, customer, key, values, today=TODAY)


def rows(workspace: Workspace, sql: str) -> list[Any]:
    return workspace.connection.execute(sql).fetchall()


@pytest.mark.parametrize("key", ENTRY_KINDS)
def test_every_record_is_stored_and_undone(empty: Workspace, key: str) -> None:
    kind = ENTRY_KINDS[key]
    customer = create(empty, kind=kind.kinds[-1], line=kind.lines[-1], name="林婉清")
    if key == "balance":
        add(empty, customer, "holding")
    before = content_hash(empty)
    made = add(empty, customer if kind.of_customer else None, key)
    assert rows(empty, f"SELECT count(*) FROM {kind.table} WHERE op = {made}") == [(1,)]
    assert kind.operation in SENTENCES
    undo_operation(Silent(), empty, made)
    assert content_hash(empty) == before


@pytest.mark.parametrize("key", ENTRY_KINDS)
def test_every_field_of_a_record_has_a_column_or_a_meaning(key: str) -> None:
    columns = fact_tables()[ENTRY_KINDS[key].table]
    others = {"product_kind", "point"}  # of the product and of the first balance
    assert {f.column for f in ENTRY_KINDS[key].fields} <= columns.keys() | others


def test_a_complaint_stands_on_the_card_as_open(empty: Workspace) -> None:
    customer = create(empty)
    add(empty, customer, "feedback")
    assert rows(empty, "SELECT kind, status, closed_on, day FROM feedback") == [
        ("complaint", "open", None, to_day(TODAY.isoformat()))
    ]
    card = read_card(empty, customer, as_of=TODAY)
    assert [event.kind for event in card.timeline][:1] == ["complaint"]


def test_praise_is_settled_at_once(empty: Workspace) -> None:
    customer = create(empty)
    add(empty, customer, "feedback", kind="praise", status="")
    assert rows(empty, "SELECT status FROM feedback") == [("closed",)]


def test_an_account_comes_with_its_product_and_its_first_balance(empty: Workspace) -> None:
    customer = create(empty, line="bank")
    add(empty, customer, "holding")
    assert rows(empty, "SELECT name, kind, line FROM product") == [("稳盈一号", "wealth", "bank")]
    assert rows(empty, "SELECT point FROM balance") == [(5_000_000,)]
    card = read_card(empty, customer, as_of=TODAY)
    assert [(held.product, held.amount_minor) for held in card.holdings] == [
        ("稳盈一号", 5_000_000)
    ]


def test_a_known_product_is_not_made_twice(empty: Workspace) -> None:
    customer = create(empty)
    add(empty, customer, "device")
    add(empty, customer, "behaviour")
    assert rows(empty, "SELECT count(*) FROM product") == [(1,)]


def test_a_contact_detail_fits_its_kind(empty: Workspace) -> None:
    kind = ENTRY_KINDS["contact_point"]
    value = next(field for field in kind.fields if field.column == "value")
    assert read_record_entry(value, "lin@", {"kind": "email"}, today=TODAY).problem
    assert read_record_entry(value, "123", {"kind": "mobile"}, today=TODAY).problem
    fine = read_record_entry(value, "168 0000 0001", {"kind": "mobile"}, today=TODAY)
    assert fine.value == "+8616800000001"


@pytest.mark.parametrize(
    ("key", "column", "text"),
    [
        ("device", "service_cycle_days", "0"),
        ("device", "service_cycle_days", "1.5"),
        ("device", "installed_on", "2027-01-01"),
        ("device", "product_id", ""),
        ("holding", "rate", "300"),
        ("balance", "point", "很多"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(key: str, column: str, text: str) -> None:
    field = next(each for each in ENTRY_KINDS[key].fields if each.column == column)
    assert read_record_entry(field, text, {}, today=TODAY).problem.endswith("。")


def test_a_field_that_does_not_belong_to_the_answers_is_left_out() -> None:
    due = next(each for each in ENTRY_KINDS["feedback"].fields if each.column == "due_on")
    entry = read_record_entry(due, "2026-12-01", {"kind": "praise"}, today=TODAY)
    assert (entry.value, entry.problem) == (None, "")


def test_only_what_fits_the_customer_is_offered() -> None:
    assert "holding" not in [kind.key for kind in kinds_for("person", "trade")]
    assert "device" not in [kind.key for kind in kinds_for("person", "bank")]
    assert "colleague" not in [kind.key for kind in kinds_for("person", "bank")]
    assert "product" not in [kind.key for kind in kinds_for("company", "trade")]


def test_a_prospect_becomes_a_customer_without_typing_anything_again(empty: Workspace) -> None:
    """COL-06: the first order keeps id, notes and history; prospect becomes acquire."""
    prospect = create(empty, name="周末来访", mobile="+8616800000009")
    talk = Talk("interested", channel="visit", summary="想看净水器")
    log_contact(Silent(), empty, prospect, talk, by="陈思远", today=TODAY)
    refresh(Silent(), empty, as_of=TODAY)
    before = read_card(empty, prospect, as_of=TODAY)
    assert before.stage is not None and before.stage.id == "prospect"
    bought = Purchase(TODAY, "净水器", Decimal(1), 129_900, 129_900)
    add_order(Silent(), empty, prospect, bought, today=TODAY)
    refresh(Silent(), empty, as_of=TODAY)
    after = read_card(empty, prospect, as_of=TODAY)
    assert after.stage is not None and after.stage.id == "acquire"
    assert (after.number, after.name) == (before.number, before.name)
    assert [event.kind for event in after.timeline].count("interaction") == 1
    assert count(ColumnSource(empty), "lifecycle == 'acquire'")[0] == 1
