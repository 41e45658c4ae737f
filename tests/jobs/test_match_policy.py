"""The policy merges by strong keys, is previewed over all history, and ends what it did before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from profiler_app.domain.match_policy import MatchPolicy
from profiler_app.domain.progress import Cancelled, Silent
from profiler_app.jobs.editing import edit_customer, stored_values
from profiler_app.jobs.history import check, content_hash, history
from profiler_app.jobs.merging import policy
from profiler_app.jobs.merging.answers import answers
from profiler_app.jobs.merging.doing import merge, never_merge
from profiler_app.jobs.merging.policy import (
    RunUndone,
    carry_out,
    outlook,
    policy_of_workspace,
    take_back_last_run,
)
from profiler_app.jobs.merging.separating import merged_groups, unmerge
from profiler_app.store.workspace import Workspace, create_workspace
from tests.jobs.conftest import TODAY, create

QUIET = Silent()
BY_ID = MatchPolicy(keys=("cn_id",))
BY_WEIGHT = MatchPolicy(threshold=0.9)
BY_CORE = MatchPolicy(keys=("core_cust_no",))
NOTHING = MatchPolicy()
LIN = {"name": "林婉清", "mobile": "+8616800000001", "birth_date": "1990-03-07", "gender": "female"}
ID_NUMBER = "110101199003077707"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Two with one ID number, two alike in all but a number, one alone."""
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        create(made, name="周大山", cn_id=ID_NUMBER)
        create(made, name="周大山", cn_id=ID_NUMBER)
        create(made, **LIN)
        create(made, **LIN)
        create(made, name="方远")
        yield made


def joined(workspace: Workspace, rules: MatchPolicy) -> list[tuple[int, ...]]:
    return [each.customers for each in outlook(QUIET, workspace).change(rules).joined]


def test_at_first_everything_is_asked(workspace: Workspace) -> None:
    assert policy_of_workspace(workspace) == NOTHING
    assert joined(workspace, NOTHING) == []


def test_a_strong_key_suffices_if_the_policy_says_so(workspace: Workspace) -> None:
    """CLN-03: deterministic keys first."""
    assert joined(workspace, BY_ID) == [(1, 2)]
    assert joined(workspace, MatchPolicy(keys=("uscc",))) == []


def test_so_does_a_high_probability(workspace: Workspace) -> None:
    assert (3, 4) in joined(workspace, BY_WEIGHT)
    assert joined(workspace, MatchPolicy(threshold=1.0)) == []


def test_below_sure_a_probability_suffices_and_a_key_does_not(workspace: Workspace) -> None:
    first = create(workspace, name="赵林峰", mobile="+8616800000009")
    second = create(workspace, name="赵林锋", mobile="+8616800000009")
    (pair,) = [
        each for each in outlook(QUIET, workspace).pairs if {each.a, each.b} == {first, second}
    ]
    assert not pair.sure
    assert (first, second) in joined(workspace, MatchPolicy(threshold=pair.probability))
    assert (first, second) not in joined(workspace, MatchPolicy(threshold=pair.probability + 0.01))


def test_a_preview_writes_nothing(workspace: Workspace) -> None:
    before = content_hash(workspace)
    outlook(QUIET, workspace).change(BY_ID)
    assert content_hash(workspace) == before


def test_another_policy_ends_what_the_former_one_did(workspace: Workspace) -> None:
    before = content_hash(workspace)
    assert carry_out(QUIET, workspace, BY_ID, today=TODAY).joined == 1
    assert [len(each.merged) for each in merged_groups(workspace)] == [1]
    assert policy_of_workspace(workspace) == BY_ID
    change = outlook(QUIET, workspace).change(NOTHING)
    assert (len(change.joined), len(change.ended)) == (0, 1)
    assert carry_out(QUIET, workspace, NOTHING, today=TODAY).ended == 1
    assert content_hash(workspace) == before
    assert check(QUIET, workspace, today=TODAY) == []


def test_what_people_decided_stays(workspace: Workspace) -> None:
    merge(QUIET, workspace, [3, 4], today=TODAY)
    never_merge(QUIET, workspace, [1, 2], today=TODAY)
    run = carry_out(QUIET, workspace, BY_ID, today=TODAY)
    assert (run.joined, run.ended) == (0, 0)
    assert len(merged_groups(workspace)) == 1


def test_what_the_policy_merged_is_no_answer_of_anybody(workspace: Workspace) -> None:
    carry_out(QUIET, workspace, BY_ID, today=TODAY)
    assert answers(workspace) == []


def test_a_run_is_taken_back_at_once(workspace: Workspace) -> None:
    before = content_hash(workspace)
    carry_out(QUIET, workspace, MatchPolicy(("cn_id",), 0.9), today=TODAY)
    assert len(outlook(QUIET, workspace).last_run) == 2
    assert take_back_last_run(QUIET, workspace) == RunUndone(2, 0, 0)
    assert content_hash(workspace) == before
    assert policy_of_workspace(workspace) == NOTHING


def test_taking_a_run_back_merges_again_what_it_had_ended(workspace: Workspace) -> None:
    for _each in range(2):
        create(workspace, name="吴越", core_cust_no="C0007")
    carry_out(QUIET, workspace, BY_ID, today=TODAY)
    before = content_hash(workspace)
    run = carry_out(QUIET, workspace, BY_CORE, today=TODAY)
    assert (run.joined, run.ended) == (1, 1)
    assert take_back_last_run(QUIET, workspace) == RunUndone(1, 1, 0)
    assert content_hash(workspace) == before
    assert policy_of_workspace(workspace) == BY_ID
    assert outlook(QUIET, workspace).last_run == ()
    assert check(QUIET, workspace, today=TODAY) == []


def test_what_somebody_separated_himself_stays_so(workspace: Workspace) -> None:
    carry_out(QUIET, workspace, MatchPolicy(("cn_id",), 0.9), today=TODAY)
    first, _second = merged_groups(workspace)
    unmerge(QUIET, workspace, first.operation)
    assert take_back_last_run(QUIET, workspace) == RunUndone(1, 0, 1)
    assert merged_groups(workspace) == ()


def test_an_undone_run_keeps_what_was_added_to_the_customers_since(workspace: Workspace) -> None:
    carry_out(QUIET, workspace, BY_ID, today=TODAY)
    edit_customer(QUIET, workspace, 1, {"email": "later@example.com"}, today=TODAY)
    take_back_last_run(QUIET, workspace)
    assert stored_values(workspace, 1)["email"] == "later@example.com"
    assert "email" not in {k for k, v in stored_values(workspace, 2).items() if v is not None}


def test_a_run_that_fails_half_way_saves_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, merges = content_hash(workspace), iter([policy.merge])
    monkeypatch.setattr(policy, "merge", lambda *a, **k: next(merges)(*a, **k))
    with pytest.raises(StopIteration):
        carry_out(QUIET, workspace, MatchPolicy(("cn_id",), 0.9), today=TODAY)
    assert content_hash(workspace) == before
    assert [entry for entry in history(workspace) if entry.kind == "merge"] == []


def test_a_cancelled_run_leaves_everything_as_it_was(workspace: Workspace) -> None:
    before = content_hash(workspace)

    class Impatient:
        merges = 0

        def step(self, fraction: float, doing: str) -> None:
            self.merges += fraction >= 0.5
            if self.merges == 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        carry_out(Impatient(), workspace, MatchPolicy(("cn_id",), 0.9), today=TODAY)
    assert content_hash(workspace) == before
    assert policy_of_workspace(workspace) == NOTHING
