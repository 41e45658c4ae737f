"""What is masked on a card is shown only with a note in the history, which never holds a value."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.operations import NOTES
from profiler_app.jobs import auditing
from profiler_app.jobs.address_book import write_address_book
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.history import history, undo_operation
from profiler_app.jobs.revealing import note_shown, reveal
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent, create

pytestmark = pytest.mark.promise(24)
QUIET = Silent()
MOBILE, ID = "+8616800004321", "330106198805012345"


@pytest.fixture
def person(empty: Workspace) -> int:
    return create(empty, mobile=MOBILE, cn_id=ID, member_no="M-10001")


def facts(workspace: Workspace) -> list[str]:
    """The facts of every operation, as they stand in the file."""
    return [json.dumps(dict(each.facts), ensure_ascii=False) for each in history(workspace)]


def test_the_whole_number_comes_with_an_audit_row(empty: Workspace, person: int) -> None:
    """PRV-04: every reveal has an audit row."""
    way = read_card(empty, person, as_of=TODAY).contacts[0]
    found = reveal(QUIET, empty, person, [(way.label, way.masked)], as_of=TODAY)
    assert found == {(way.label, way.masked): "168 0000 4321"}
    assert history(empty)[0].kind == "reveal"
    assert way.label in history(empty)[0].sentence


def test_every_masked_number_of_the_head_can_be_shown(empty: Workspace, person: int) -> None:
    """PRV-04"""
    card = read_card(empty, person, as_of=TODAY)
    wanted = [(each.label, each.masked) for each in card.contacts]
    wanted += [(each.label, each.value) for each in card.identifiers if "*" in each.value]
    found = reveal(QUIET, empty, person, wanted, as_of=TODAY)
    assert len(wanted) == 2
    assert set(found.values()) == {"168 0000 4321", ID}


def test_two_numbers_that_look_the_same_masked_are_both_told(empty: Workspace, person: int) -> None:
    other = {"customer_id": person, "kind": "mobile", "value": "+8616812344321", "valid": 1}
    with operation(empty, "contact_point", {"number": "x"}) as opened:
        opened.insert_one("contact", other)
    way = read_card(empty, person, as_of=TODAY).contacts[0]
    found = reveal(QUIET, empty, person, [(way.label, way.masked)], as_of=TODAY)
    assert found == {(way.label, way.masked): "168 0000 4321 / 168 1234 4321"}


def test_no_value_is_in_the_note(empty: Workspace, person: int) -> None:
    """PRV-04: the audit trail tells who was looked at and which field."""
    way = read_card(empty, person, as_of=TODAY).contacts[0]
    reveal(QUIET, empty, person, [(way.label, way.masked)], as_of=TODAY)
    note_shown(QUIET, empty, person, [way.label])
    said = "".join(facts(empty)).replace(" ", "")
    assert all(part not in said for part in ("16800004321", "4321", ID))


def test_the_audit_finds_reveals_and_the_chain_holds(empty: Workspace, person: int) -> None:
    """PRV-04"""
    note_shown(QUIET, empty, person, ["手机号"])
    found = auditing.audit(QUIET, empty, today=TODAY, kind="reveal")
    assert [line.sentence for line in found.lines] == ["显示了 TEST-000001 的遮盖内容：手机号"]
    assert not found.findings


def test_nothing_is_noted_for_what_is_no_longer_there(empty: Workspace, person: int) -> None:
    assert reveal(QUIET, empty, person, [("手机号", "139 **** 0000")], as_of=TODAY) == {}
    assert history(empty)[0].kind == "create"


def test_undo_passes_over_a_look(empty: Workspace, person: int) -> None:
    note_shown(QUIET, empty, person, ["手机号"])
    assert "reveal" in NOTES
    undo_operation(QUIET, empty)
    assert history(empty)[0].kind == "undo"
    assert history(empty)[0].undoes == 1


def test_numbers_that_leave_in_clear_are_noted_with_their_purpose(
    empty: Workspace, person: int, tmp_path: Path
) -> None:
    """PRV-04"""
    reason = ExportReason("contact", "陈思远", TODAY, in_clear=True)
    write_address_book(QUIET, empty, np.array([person]), tmp_path / "a.vcf", reason=reason)
    assert history(empty)[0].kind == "export"
    assert MOBILE not in "".join(facts(empty))
