"""Several records become one customer, and separate again, by one ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.errors import CustomerNotFound, OperationProblem
from profiler_app.domain.merging import CannotMerge, NoMerge
from profiler_app.domain.operations import UndoReport
from profiler_app.domain.progress import Silent
from profiler_app.jobs import editing
from profiler_app.jobs.cards.assembling import read_card
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.consenting import Answer
from profiler_app.jobs.history import check, content_hash, undo_operation
from profiler_app.jobs.merging.doing import merge, never_merge
from profiler_app.jobs.merging.planning import plan_merge
from profiler_app.jobs.merging.separating import changes_since, edits_since, merged_groups, unmerge
from profiler_app.jobs.recording import add_task, record_consent
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.relating import Tie, add_relation
from profiler_app.jobs.workspaces import Workspace, create_workspace
from profiler_app.store import feature_blocks
from profiler_app.store.customers import find_customer
from profiler_app.store.merging import row_counts
from tests.jobs.conftest import create

TODAY = date(2026, 11, 22)
QUIET = Silent()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        yield made


def cell(workspace: Workspace, sql: str) -> Any:
    row = workspace.connection.execute(sql).fetchone()
    return row and row[0]


def joined(workspace: Workspace, *customers: int, **more: Any) -> int:
    return merge(QUIET, workspace, customers, today=TODAY, **more)


def separated(workspace: Workspace, operation: int, **more: Any) -> UndoReport:
    return unmerge(QUIET, workspace, operation, **more)


def people(workspace: Workspace) -> list[int]:
    """Three people with orders."""
    rows = workspace.connection.execute(
        "SELECT DISTINCT c.id FROM customer c JOIN order_line o ON o.customer_id = c.id "
        "WHERE c.kind = 'person' ORDER BY c.id LIMIT 3"
    )
    return [row[0] for row in rows.fetchall()]


def value(workspace: Workspace, customer: int, field: str) -> Any:
    return editing.stored_values(workspace, customer).get(field)


def test_everything_of_the_merged_customers_moves_over(own_demo: Workspace) -> None:
    """CLN-03"""
    three = people(own_demo)
    before = row_counts(own_demo.connection, three)
    joined(own_demo, *three)
    after = row_counts(own_demo.connection, three)
    for table in ("order_line", "interaction", "feedback", "event"):
        if table in before:
            assert after[table] == (sum(before[table]), 0, 0)
    assert check(QUIET, own_demo, today=TODAY) == []


def test_an_unmerge_restores_every_table(own_demo: Workspace) -> None:
    """CLN-03"""
    before = content_hash(own_demo)
    operation = joined(own_demo, *people(own_demo))
    assert content_hash(own_demo) != before
    report = separated(own_demo, operation)
    assert (content_hash(own_demo), report.conflicts) == (before, ())
    assert check(QUIET, own_demo, today=TODAY) == []


def test_the_old_number_leads_to_the_survivor(workspace: Workspace) -> None:
    first, second, third = (create(workspace, name=f"林{n}") for n in "一二三")
    joined(workspace, second, third)
    joined(workspace, first, second)
    assert find_customer(workspace.connection, "TEST-000003") == first


def test_features_after_a_merge_are_those_of_a_full_run(own_demo: Workspace) -> None:
    """Whom the rows went to is computed anew, also when nothing else of that one changed."""
    refresh(QUIET, own_demo, as_of=TODAY)
    joined(own_demo, *people(own_demo)[:2], policies={"*": "survivor"})
    assert refresh(QUIET, own_demo, as_of=TODAY).computed < 10
    partly = _features(own_demo)
    feature_blocks.forget_all(own_demo.connection)
    with own_demo.writing():
        own_demo.connection.execute("DELETE FROM tag_bits")
        own_demo.connection.execute("DELETE FROM run")
    refresh(QUIET, own_demo, as_of=TODAY)
    assert _features(own_demo) == partly


def _features(workspace: Workspace) -> list[Any]:
    source, found = ColumnSource(workspace), []
    for name in ("recency_days", "degree", "monetary_12m", "freq_12m"):
        column = source.read_once(name)
        assert column is not None
        found.append((column.values.tolist(), column.known.tolist()))
    return found


def test_typed_values_stand_before_imported_ones_and_the_newest_of_them(
    workspace: Workspace,
) -> None:
    first = create(workspace, city="3301", email="a@example.com")
    second = create(workspace, city="3302")
    editing.edit_customer(QUIET, workspace, second, {"email": "b@example.com"}, today=TODAY)
    plan = plan_merge(workspace, [first, second], today=TODAY)
    rules = {each.field: each.rule for each in plan.fields}
    assert rules["email"] == "trusted"
    joined(workspace, first, second, policies={"email": "survivor"})
    assert value(workspace, first, "email") == "a@example.com"


def test_the_most_complete_address_stands(workspace: Workspace) -> None:
    first = create(workspace, address="江南大道288号")
    second = create(workspace, address="滨江区江南大道288号3幢1201室")
    joined(workspace, first, second)
    assert value(workspace, first, "address") == "滨江区江南大道288号3幢1201室"


def test_the_users_choice_goes_before_every_policy(workspace: Workspace) -> None:
    first = create(workspace, name="周晓芸", city="3301")
    second = create(workspace, name="周小云", city="3302")
    joined(workspace, first, second, take={"city": second}, values={"name": "周晓云"})
    assert (value(workspace, first, "name"), value(workspace, first, "city")) == ("周晓云", "3302")


def test_lists_are_joined(workspace: Workspace) -> None:
    first = create(workspace, sport_pref=["run", "swim"])
    second = create(workspace, sport_pref=["swim", "ball"])
    joined(workspace, first, second)
    assert value(workspace, first, "sport_pref") == ["run", "swim", "ball"]
    assert cell(workspace, "SELECT count(*) FROM attribute WHERE field = 'sport_pref'") == 1


def test_a_value_that_does_not_stand_is_kept_beside_with_its_source(workspace: Workspace) -> None:
    first, second = create(workspace, city="3301"), create(workspace, city="3302")
    joined(workspace, first, second, take={"city": first})
    assert cell(workspace, "SELECT value FROM attribute WHERE field = 'told:city'") == "3302"


def test_the_card_says_from_which_record_a_value_is(own_demo: Workspace) -> None:
    first, second, _third = people(own_demo)
    number = cell(own_demo, f"SELECT number FROM customer WHERE id = {second}")
    joined(own_demo, first, second, take={"occupation": second, "city": second, "mobile": second})
    card = read_card(own_demo, first, as_of=TODAY + timedelta(days=1))
    assert f"来自 {number}" in repr(card)


def test_a_refusal_of_one_record_holds_against_a_later_yes(workspace: Workspace) -> None:
    """PRV: of two answers the stricter wins."""
    first, second = create(workspace), create(workspace)
    for customer, state, day in (
        (second, "withdrawn", date(2026, 1, 5)),
        (first, "granted", date(2026, 6, 1)),
    ):
        answer = Answer(("marketing",), state, "paper", day)  # type: ignore[arg-type]
        record_consent(QUIET, workspace, customer, answer)
    plan = plan_merge(workspace, [first, second], today=TODAY)
    assert plan.consents["marketing"] == (("granted", "withdrawn"), "withdrawn")
    before = content_hash(workspace)
    operation = joined(workspace, first, second)
    refresh(QUIET, workspace, as_of=TODAY)
    column = ColumnSource(workspace).read_once("consent_marketing")
    assert column is not None and column.value(0) == "withdrawn"
    separated(workspace, operation)
    assert content_hash(workspace) == before


def test_relations_follow_and_none_leads_to_oneself(workspace: Workspace) -> None:
    first, second, third = (create(workspace, name=f"林{n}") for n in "一二三")
    for one, other in ((first, second), (second, third), (first, third)):
        add_relation(QUIET, workspace, one, Tie("friend", other), today=TODAY)
    before = content_hash(workspace)
    operation = joined(workspace, first, second)
    rows = workspace.connection.execute("SELECT customer_id, other_id FROM relation").fetchall()
    assert rows == [(first, third)]
    separated(workspace, operation)
    assert content_hash(workspace) == before


def test_what_was_said_to_be_different_is_never_merged(workspace: Workspace) -> None:
    first, second = create(workspace), create(workspace)
    said = never_merge(QUIET, workspace, [first, second], today=TODAY)
    with pytest.raises(CannotMerge):
        joined(workspace, first, second)
    with pytest.raises(OperationProblem):
        never_merge(QUIET, workspace, [second, first], today=TODAY)
    undo_operation(QUIET, workspace, said)
    joined(workspace, first, second)


def test_who_is_different_stays_different_from_a_merged_one(workspace: Workspace) -> None:
    first, second, third = (create(workspace, name=f"林{n}") for n in "一二三")
    never_merge(QUIET, workspace, [second, third], today=TODAY)
    joined(workspace, first, second)
    with pytest.raises(CannotMerge):
        joined(workspace, first, third)


def test_being_different_is_no_relation(workspace: Workspace) -> None:
    first, second = create(workspace), create(workspace)
    never_merge(QUIET, workspace, [first, second], today=TODAY)
    refresh(QUIET, workspace, as_of=TODAY)
    degree = ColumnSource(workspace).read_once("degree")
    assert degree is not None and not degree.values.any()
    card = read_card(workspace, first, as_of=TODAY)
    assert card.relations == ()


def test_a_person_and_a_company_are_not_merged(workspace: Workspace) -> None:
    first, second = create(workspace), create(workspace, kind="company", name="示例科技有限公司")
    with pytest.raises(CannotMerge):
        joined(workspace, first, second)


def test_later_edits_stay_with_the_survivor(workspace: Workspace) -> None:
    first, second = create(workspace), create(workspace, city="3302")
    operation = joined(workspace, first, second)
    editing.edit_customer(QUIET, workspace, first, {"city": "3303"}, today=TODAY)
    report = separated(workspace, operation)
    assert (value(workspace, first, "city"), value(workspace, second, "city")) == ("3303", "3302")
    assert [conflict.column for conflict in report.conflicts] == ["city"]


def test_later_edits_go_to_the_other_side_when_asked(workspace: Workspace) -> None:
    first, second = create(workspace, city="3301"), create(workspace)
    operation = joined(workspace, first, second)
    editing.edit_customer(QUIET, workspace, first, {"city": "3303"}, today=TODAY)
    add_task(QUIET, workspace, first, "回电", TODAY, 2, by="陈")
    edits = edits_since(workspace, operation)
    assert {(edit.table, edit.column) for edit in edits} == {("customer", "city"), ("task", None)}
    merged_state = content_hash(workspace)
    report = separated(workspace, operation, give=edits)
    assert (value(workspace, first, "city"), value(workspace, second, "city")) == ("3301", "3303")
    assert cell(workspace, "SELECT customer_id FROM task") == second
    undo_operation(QUIET, workspace, report.operation)
    assert content_hash(workspace) == merged_state


def test_a_told_value_goes_to_the_other_side_when_asked(workspace: Workspace) -> None:
    first = create(workspace, sport_pref=["run"])
    second = create(workspace, sport_pref=["swim"])
    operation = joined(workspace, first, second)
    editing.edit_customer(QUIET, workspace, first, {"sport_pref": ["ski"]}, today=TODAY)
    (change,) = changes_since(workspace, operation)
    assert "滑雪" in change.text
    separated(workspace, operation, give=[change.edit])
    assert value(workspace, first, "sport_pref") == ["run"]
    assert value(workspace, second, "sport_pref") == ["ski"]
    again = joined(workspace, first, second)
    separated(workspace, again)
    assert value(workspace, second, "sport_pref") == ["ski"]


def test_what_stays_merged_is_merged_by_the_same_decisions(workspace: Workspace) -> None:
    first, second, third = (create(workspace, name=f"林{n}", city=f"330{n}") for n in (1, 2, 3))
    inner = joined(workspace, first, second, take={"city": second}, values={"name": "林大"})
    outer = joined(workspace, first, third, take={"city": third, "name": first})
    assert (value(workspace, first, "city"), value(workspace, first, "name")) == ("3303", "林大")
    separated(workspace, outer)
    assert (value(workspace, first, "city"), value(workspace, first, "name")) == ("3302", "林大")
    joined(workspace, first, third, take={"city": third, "name": first})
    separated(workspace, inner)
    assert (value(workspace, first, "city"), value(workspace, first, "name")) == ("3303", "林1")


def test_who_is_merged_elsewhere_meanwhile_is_not_merged_again(workspace: Workspace) -> None:
    first, second, third = (create(workspace, name=f"林{n}") for n in "一二三")
    report = separated(workspace, joined(workspace, first, second))
    joined(workspace, third, second)
    with pytest.raises(CustomerNotFound):
        undo_operation(QUIET, workspace, report.operation)
    assert check(QUIET, workspace, today=TODAY) == []


def test_merges_on_merges_end_in_any_order(workspace: Workspace) -> None:
    first, second, third = (create(workspace, name=f"林{n}") for n in "一二三")
    for customer in (first, second, third):
        editing.set_tag(
            QUIET, workspace, [customer], "m_focus", reason=str(customer), by="陈", today=TODAY
        )
    before = content_hash(workspace)
    inner = joined(workspace, second, third)
    outer = joined(workspace, first, second)
    separated(workspace, inner)
    assert cell(workspace, f"SELECT merged_into FROM customer WHERE id = {third}") is None
    assert check(QUIET, workspace, today=TODAY) == []
    separated(workspace, outer)
    assert content_hash(workspace) == before


def test_a_merge_that_was_undone_cannot_be_undone_again(workspace: Workspace) -> None:
    operation = joined(workspace, create(workspace), create(workspace))
    assert [group.operation for group in merged_groups(workspace)] == [operation]
    separated(workspace, operation)
    assert merged_groups(workspace) == ()
    with pytest.raises(NoMerge):
        separated(workspace, operation)


def test_what_is_put_back_while_merged_belongs_to_the_survivor(workspace: Workspace) -> None:
    first, second = create(workspace), create(workspace)
    add_task(QUIET, workspace, second, "回电", TODAY, 2, by="陈")
    editing.set_tag(QUIET, workspace, [second], "m_focus", reason="", by="", today=TODAY)
    before = content_hash(workspace)
    taken = editing.remove_tag(QUIET, workspace, [second], "m_focus")
    operation = joined(workspace, first, second)
    undo_operation(QUIET, workspace, taken)
    assert cell(workspace, "SELECT customer_id FROM manual_tag") == first
    separated(workspace, operation)
    assert content_hash(workspace) == before
