"""Random merges, unmerges and edits end where their direct computation does (CLN-03).

A small sample here; ``ZHIKE_MACHINE=1000`` runs a thousand.
"""

from __future__ import annotations

import os
import random
import shutil
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.progress import Silent
from profiler_app.jobs import editing
from profiler_app.jobs.consenting import Answer, State
from profiler_app.jobs.history import check, content_hash, history, undo_operation
from profiler_app.jobs.merging.doing import merge
from profiler_app.jobs.merging.separating import merged_groups, unmerge
from profiler_app.jobs.recording import Talk, log_contact, record_consent
from profiler_app.jobs.relating import Tie, add_relation
from profiler_app.store import connect
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace, create_workspace, open_workspace
from tests.jobs.conftest import create

TODAY = date(2026, 11, 22)
QUIET = Silent()
SAMPLE = 12
RUNS = int(os.environ.get("ZHIKE_MACHINE", SAMPLE))
RECORDS = 4

Step = tuple[str, int, int]
DEEDS = ["city", "sport", "learn", "tag", "untag", "order", "tie", "consent", "create"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge", "merge", "unmerge", "undo", "again", *DEEDS]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    min_size=3,
    max_size=14,
)
SPORTS = [["ball"], ["ski"], ["run", "ski"], ["hike"]]


@pytest.fixture(autouse=True)
def _quick_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is not what is tested here."""
    monkeypatch.setattr(connect, "_ROUNDS", 1)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a few customers, to be copied."""
    path = tmp_path_factory.mktemp("begun") / "begun.zhike"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connect, "_ROUNDS", 1)
        with create_workspace(path, "pass", prefix="TEST") as workspace:
            for number in range(RECORDS):
                sports = {"sport_pref": [["run"], ["swim"]][number % 2]} if number < 3 else {}
                create(workspace, name=f"林{number}", mobile=f"+861680000000{number}", **sports)
    return path


def act(workspace: Workspace, what: str, customer: int, other: int) -> None:
    """Do something to a customer; what is not possible is not done."""
    told: dict[str, Any] = {"today": TODAY}
    if what == "city":
        editing.edit_customer(QUIET, workspace, customer, {"city": f"330{other}"}, **told)
    elif what == "sport":
        editing.edit_customer(QUIET, workspace, customer, {"sport_pref": SPORTS[other]}, **told)
    elif what == "learn":
        talk = Talk(outcome="", summary=str(other), findings={"sport_pref": SPORTS[other]})
        log_contact(QUIET, workspace, customer, talk, by="陈", **told)
    elif what == "tag":
        given = {"reason": str(other), "by": "陈", **told}
        editing.set_tag(QUIET, workspace, [customer], "m_focus", **given)
    elif what == "untag":
        editing.remove_tag(QUIET, workspace, [customer], "m_focus")
    elif what == "order":
        with operation(workspace, "order") as opened:
            row = {"customer_id": customer, "order_no": f"A{other}", "net": other, "day": 20_000}
            opened.insert_one("order_line", row)
    elif what == "tie":
        with suppress(UserProblem):
            add_relation(QUIET, workspace, customer, Tie("friend", other), **told)
    elif what == "consent":
        state: State = "granted" if other % 2 else "withdrawn"
        answer = Answer(("marketing",), state, "paper", TODAY - timedelta(days=other))
        record_consent(QUIET, workspace, customer, answer)
    elif what == "create":
        create(workspace, name=f"新{customer}{other}")


def living(workspace: Workspace) -> list[int]:
    rows = workspace.connection.execute("SELECT id FROM customer WHERE merged_into IS NULL")
    return sorted(row[0] for row in rows.fetchall())


@settings(
    max_examples=RUNS,
    deadline=None,
    derandomize=RUNS == SAMPLE,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
)
@given(steps=STEPS, seed=st.integers(0, 2**16))
def test_when_all_is_separated_everything_is_as_if_nobody_had_been_merged(
    steps: list[Step], seed: int, begun: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Merges end in any order; edits made meanwhile stay with whom they were made on."""
    folder: Path = tmp_path_factory.mktemp("machine")
    done: dict[int, Step] = {}
    merged = Path(shutil.copy(begun, folder / "merged.zhike"))
    with open_workspace(merged, "pass") as workspace:
        for step in steps:
            take(workspace, step, done)
            assert check(QUIET, workspace, today=TODAY) == []
        order = random.Random(seed)
        while groups := merged_groups(workspace):
            unmerge(QUIET, workspace, order.choice(groups).operation)
        found = content_hash(workspace)
        assert check(QUIET, workspace, today=TODAY) == []
    alone = Path(shutil.copy(begun, folder / "direct.zhike"))
    with open_workspace(alone, "pass") as direct:
        for what, customer, b in done.values():
            act(direct, what, customer, b)
        assert content_hash(direct) == found


def take(workspace: Workspace, step: Step, done: dict[int, Step]) -> None:
    """Take a step and note by operation what does not end with the merges."""
    what, a, b = step
    ids, groups = living(workspace), merged_groups(workspace)
    one, other = ids[a % len(ids)], ids[b % len(ids)]
    before = history(workspace)
    if what == "merge":
        if one != other:
            merge(QUIET, workspace, [one, other], today=TODAY)
    elif what == "unmerge":
        if groups:
            unmerge(QUIET, workspace, groups[a % len(groups)].operation)
    elif what == "again":
        merges = {entry.operation for entry in before if entry.kind == "merge"}
        ended = [e for e in before if e.undoes in merges and not e.undone_by]
        if ended:
            with suppress(UserProblem):
                undo_operation(QUIET, workspace, ended[a % len(ended)].operation)
    elif what == "undo":
        last = editing.last_operation(workspace)
        assert last is not None
        made = done.get(last.operation, ("",))[0] == "create"
        if last.operation > RECORDS and not made:  # a number is never given twice
            undo_operation(QUIET, workspace)
            done.pop(last.operation, None)
    else:
        if what == "tie":
            b = other
        if what != "tie" or one != other:
            act(workspace, what, one, b)
        if len(history(workspace)) > len(before):
            done[history(workspace)[0].operation] = (what, one, b)
