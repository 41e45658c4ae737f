"""The card as known on a day is the card of a backup made that day."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from profiler_app.domain.errors import CustomerNotFound
from profiler_app.domain.profile import Card
from profiler_app.jobs import cards
from profiler_app.jobs.backing_up import back_up_now
from profiler_app.jobs.complaints import close_complaint
from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.jobs.editing import create_customer, edit_customer, set_tag
from profiler_app.jobs.recording import Purchase, Talk, add_order, log_contact
from profiler_app.jobs.relating import Tie, TieDetails, add_relation, change_relation
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace, open_workspace
from tests.jobs.conftest import TODAY, Silent

LATER = TODAY + timedelta(days=3)
PEOPLE = (1, 2, 4, 7, 12, 30)


@pytest.fixture
def backup(own_demo: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """A backup of the day before everything was changed."""
    folder = tmp_path / "copies"
    folder.mkdir()
    made = back_up_now(Silent(), own_demo, folder)
    kept = tmp_path / "kept.zhike"
    shutil.copy(made.file, kept)
    with open_workspace(kept, DEMO_PASSPHRASE, readonly=True) as opened:
        yield opened


def change_everything(workspace: Workspace) -> None:
    """Touch facts of every kind three days later."""
    noon = datetime(LATER.year, LATER.month, LATER.day, 4, tzinfo=UTC)
    workspace.clock = lambda: noon
    for customer in PEOPLE:
        edit_customer(Silent(), workspace, customer, {"name": f"改名{customer}"}, today=LATER)
        log_contact(
            Silent(),
            workspace,
            customer,
            Talk("interested", "phone", "谈续作", next_on=LATER),
            by="陈",
            today=LATER,
        )
    person = 1
    bought = Purchase(LATER, "净水器", Decimal(1), None, 99_900)
    add_order(Silent(), workspace, person, bought, today=LATER)
    set_tag(Silent(), workspace, [person], "m_vip_care", reason="重点", by="陈", today=LATER)
    add_relation(Silent(), workspace, 4, Tie("friend", 7), today=LATER)
    row = workspace.connection.execute("SELECT min(id) FROM relation WHERE customer_id = 2")
    change_relation(Silent(), workspace, row.fetchone()[0], TieDetails(12.0, None, LATER, "已结束"))
    complaint = workspace.connection.execute(
        "SELECT id FROM feedback WHERE customer_id = 2 AND kind = 'complaint' "
        "AND status <> 'closed'"
    ).fetchone()
    close_complaint(Silent(), workspace, complaint[0], "已赔偿", today=LATER)
    with operation(workspace, "edit", {"number": "2", "fields": "x"}) as opened:
        people = workspace.connection.execute(
            "SELECT id FROM company_contact WHERE customer_id = 2"
        ).fetchall()
        opened.update("company_contact", people[0][0], {"stance": "opponent"})
        opened.delete("company_contact", [people[-1][0]])


def plain(card: Card) -> Card:
    """Leave out the one thing that tells them apart: on which day it was known."""
    return replace(card, known_on=None)


@pytest.mark.parametrize("customer", PEOPLE)
def test_the_card_known_on_a_day_equals_the_card_of_a_backup_of_that_day(
    own_demo: Workspace, backup: Workspace, customer: int
) -> None:
    """DECISIONS 5."""
    day = own_demo.clock().date()
    then = cards.read_card(backup, customer, as_of=day)
    change_everything(own_demo)
    now = cards.read_card(own_demo, customer, as_of=LATER)
    assert now.name == f"改名{customer}" != then.name
    again = cards.read_card(own_demo, customer, as_of=day, known_on=day)
    assert plain(again) == then


def test_a_customer_of_later_is_unknown_then_as_in_the_backup(
    own_demo: Workspace, backup: Workspace
) -> None:
    day = own_demo.clock().date()
    noon = datetime(LATER.year, LATER.month, LATER.day, 4, tzinfo=UTC)
    own_demo.clock = lambda: noon
    made = create_customer(
        Silent(), own_demo, {"kind": "person", "line": "trade", "name": "新人"}, today=LATER
    )
    for workspace in (own_demo, backup):
        with pytest.raises(CustomerNotFound):
            cards.read_card(workspace, made.customer, as_of=day, known_on=day)
