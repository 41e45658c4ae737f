"""The map of relations: who is around, the group as one, guarantee circles; changing relations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from profiler_app.domain.errors import OperationProblem
from profiler_app.domain.relation_map import RelationMap
from profiler_app.jobs import cards
from profiler_app.jobs.colleagues import Standing, change_colleague
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.relating import Tie, TieDetails, add_relation, change_relation
from profiler_app.jobs.relation_map import places_of, relation_map
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace, create_workspace
from tests.jobs.conftest import TODAY, Silent, create
from tests.jobs.test_cards import add_order


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass") as made:
        for name in ("甲", "乙", "丙", "丁"):
            create(made, kind="company", line="bank", name=f"{name}公司")
        yield made


def tie(workspace: Workspace, customer: int, other: int, kind: str, **more: object) -> int:
    wanted = Tie(kind=kind, other=other, **more)  # type: ignore[arg-type]
    add_relation(Silent(), workspace, customer, wanted, today=TODAY)
    rows = workspace.connection.execute("SELECT max(id) FROM relation").fetchone()
    return int(rows[0])


def map_of(workspace: Workspace, customer: int, *, as_of: date = TODAY) -> RelationMap:
    return relation_map(workspace, ColumnSource(workspace), customer, as_of=as_of)


def test_a_group_of_twelve_has_twelve_nodes(workspace: Workspace) -> None:
    """REL-01."""
    for number in range(5, 13):
        create(workspace, kind="company", line="bank", name=f"子公司{number}")
    for child in range(2, 13):
        tie(workspace, child, 1 if child < 8 else 2, "parent_company")
    found = map_of(workspace, 12)
    assert len(found.customers) == 12
    assert len(places_of(found, gap=100)) == 12
    assert found.group is not None and len(found.group.members) == 12


def test_the_group_is_a_tree_with_shares(workspace: Workspace) -> None:
    tie(workspace, 2, 1, "parent_company", share=70.0)
    tie(workspace, 2, 3, "subsidiary", share=51.0)
    group = map_of(workspace, 3).group
    assert group is not None
    assert [(each.customer, each.level, each.share) for each in group.members] == [
        (1, 0, None),
        (2, 1, 70.0),
        (3, 2, 51.0),
    ]


def test_exposure_of_the_group_is_the_sum_of_its_limits(workspace: Workspace) -> None:
    tie(workspace, 2, 1, "parent_company")
    with operation(workspace, "import", {"file": "limits.csv"}) as opened:
        for customer, approved, used in ((1, 500_00, 100_00), (2, 300_00, 250_00)):
            values = {"kind": "limit", "approved": approved, "used": used}
            opened.insert_one("facility", {"customer_id": customer, **values})
    group = map_of(workspace, 1).group
    assert group is not None
    assert (group.approved_minor, group.used_minor) == (800_00, 350_00)


def test_a_guarantee_circle_is_found_from_any_of_its_members(workspace: Workspace) -> None:
    """REL-01: a row says that the other one guarantees for the customer."""
    for customer, guarantor in ((1, 2), (2, 3), (3, 1)):
        tie(workspace, customer, guarantor, "guarantor")
    tie(workspace, 4, 1, "guarantor")
    for customer in (1, 2, 3, 4):
        (ring,) = map_of(workspace, customer).circles
        assert set(ring) == {1, 2, 3}
    assert map_of(workspace, 1).circles == ((1, 3, 2),)


def test_without_a_ring_there_is_no_circle(workspace: Workspace) -> None:
    tie(workspace, 1, 2, "guarantor")
    assert map_of(workspace, 1).circles == ()


def test_an_ended_relation_is_off_the_map_from_that_day(workspace: Workspace) -> None:
    row = tie(workspace, 1, 2, "affiliate")
    ended = TieDetails(None, None, TODAY, "")
    number = change_relation(Silent(), workspace, row, ended)
    assert len(map_of(workspace, 1).customers) == 1
    assert len(map_of(workspace, 1, as_of=TODAY - timedelta(days=1)).customers) == 2
    undo_operation(Silent(), workspace, number)
    assert len(map_of(workspace, 1).customers) == 2


def test_a_changed_share_stands_on_the_card(workspace: Workspace) -> None:
    row = tie(workspace, 1, 2, "shareholder", share=20.0)
    change_relation(Silent(), workspace, row, TieDetails(35.0, None, None, "增资"))
    (relation,) = cards.read_card(workspace, 1, as_of=TODAY).relations
    assert (relation.note, relation.remark) == ("35%", "增资")


def test_a_relation_cannot_end_before_it_began(workspace: Workspace) -> None:
    row = tie(workspace, 1, 2, "affiliate")
    wrong = TieDetails(None, TODAY, TODAY - timedelta(days=2), "")
    with pytest.raises(OperationProblem):
        change_relation(Silent(), workspace, row, wrong)


def test_open_roles_of_a_company_are_listed(workspace: Workspace) -> None:
    """CRM-02: missing roles are listed, and a role spoken with is none of them."""
    with operation(workspace, "colleague", {"number": "1"}) as opened:
        person = opened.insert_one(
            "company_contact", {"customer_id": 1, "name": "沈怀瑾", "role": "user"}
        )
        talk = {"customer_id": 1, "person_id": person, "outcome": "reached"}
        day = TODAY.toordinal() - date(1970, 1, 1).toordinal()
        opened.insert_one("interaction", {**talk, "day": day})
    card = cards.read_card(workspace, 1, as_of=TODAY)
    assert card.open_roles == ("决策人", "审批人", "影响人", "财务负责人")
    change_colleague(Silent(), workspace, person, Standing("decider", "supporter", 5))
    card = cards.read_card(workspace, 1, as_of=TODAY)
    assert card.open_roles == ("审批人", "影响人", "使用人", "财务负责人")
    assert (card.people[0].strength, card.people[0].stance.id) == (5, "supporter")  # type: ignore[union-attr]


def test_who_left_is_no_longer_shown(workspace: Workspace) -> None:
    with operation(workspace, "colleague", {"number": "1"}) as opened:
        person = opened.insert_one("company_contact", {"customer_id": 1, "name": "沈怀瑾"})
    change_colleague(Silent(), workspace, person, Standing("", "unknown", None, TODAY))
    assert cards.read_card(workspace, 1, as_of=TODAY).people == ()


def test_a_family_is_one_household_without_being_merged(workspace: Workspace) -> None:
    """REL-01: the household follows from relations, and so does its value."""
    mother = create(workspace, name="林一")
    father, child, friend = (create(workspace, name=name) for name in ("林二", "林三", "林四"))
    tie(workspace, mother, father, "spouse")
    tie(workspace, child, mother, "parent")
    tie(workspace, child, friend, "friend")
    for buyer, amount in ((mother, 20_000), (child, 5_000), (friend, 70_000)):
        day = TODAY - timedelta(days=30)
        add_order(workspace, buyer, day, number=f"O{buyer}", net=amount)
    refresh(Silent(), workspace, as_of=TODAY)
    for member in (mother, father, child):
        home = map_of(workspace, member).household
        assert home is not None
        assert {each.customer for each in home.members} == {mother, father, child}
        assert home.value_minor == 25_000
    assert map_of(workspace, friend).household is None
    assert map_of(workspace, mother).group is None


def test_who_left_the_family_is_no_longer_counted(workspace: Workspace) -> None:
    """REL-01."""
    one, other = create(workspace, name="林一"), create(workspace, name="林二")
    number = tie(workspace, one, other, "spouse")
    change_relation(Silent(), workspace, number, TieDetails(None, None, TODAY, ""))
    assert map_of(workspace, one).household is None
