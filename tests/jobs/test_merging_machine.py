"""Random merges, unmerges and edits end where their direct computation does (CLN-03).

A small sample here; ``ZHIKE_MACHINE=1000`` runs a thousand.
"""

from __future__ import annotations

import os
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from profiler_app.domain.progress import Silent
from profiler_app.jobs import editing
from profiler_app.jobs.history import check, content_hash, history
from profiler_app.jobs.merging.doing import merge
from profiler_app.jobs.merging.separating import merged_groups, unmerge
from profiler_app.store import connect
from profiler_app.store.workspace import Workspace, create_workspace
from tests.jobs.conftest import create

TODAY = date(2026, 11, 22)
QUIET = Silent()
RUNS = int(os.environ.get("ZHIKE_MACHINE", "15"))
RECORDS = 4

Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge", "unmerge", "city", "sport", "tag", "create"]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    min_size=3,
    max_size=14,
)


@pytest.fixture(autouse=True)
def _quick_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is not what is tested here."""
    monkeypatch.setattr(connect, "_ROUNDS", 1)


def begin(workspace: Workspace) -> None:
    for number in range(RECORDS):
        sports = {"sport_pref": [["run"], ["swim"]][number % 2]} if number < 3 else {}
        create(workspace, name=f"林{number}", mobile=f"+861680000000{number}", **sports)


def act(workspace: Workspace, what: str, customer: int, other: int) -> None:
    if what == "city":
        editing.edit_customer(QUIET, workspace, customer, {"city": f"330{other}"}, today=TODAY)
    elif what == "sport":
        values = {"sport_pref": [["ball"], ["ski"], ["run", "ski"], ["hike"]][other]}
        editing.edit_customer(QUIET, workspace, customer, values, today=TODAY)
    elif what == "tag":
        told: dict[str, Any] = {"reason": str(other), "by": "陈", "today": TODAY}
        editing.set_tag(QUIET, workspace, [customer], "m_focus", **told)
    elif what == "create":
        create(workspace, name=f"新{customer}{other}")


def living(workspace: Workspace) -> list[int]:
    rows = workspace.connection.execute("SELECT id FROM customer WHERE merged_into IS NULL")
    return sorted(row[0] for row in rows.fetchall())


@settings(
    max_examples=RUNS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
)
@given(steps=STEPS, seed=st.integers(0, 2**16))
def test_when_all_is_separated_everything_is_as_if_nobody_had_been_merged(
    steps: list[Step], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Merges end in any order; edits made meanwhile stay with whom they were made on."""
    folder: Path = tmp_path_factory.mktemp("machine")
    done: list[Step] = []
    with create_workspace(folder / "w.zhike", "pass", prefix="TEST") as workspace:
        begin(workspace)
        for what, a, b in steps:
            ids = living(workspace)
            groups = merged_groups(workspace)
            one, other = ids[a % len(ids)], ids[b % len(ids)]
            if what == "merge":
                if one != other:
                    merge(QUIET, workspace, [one, other], today=TODAY)
            elif what == "unmerge":
                if groups:
                    unmerge(QUIET, workspace, groups[a % len(groups)].operation)
            else:
                before = len(history(workspace))
                act(workspace, what, one, b)
                if len(history(workspace)) > before:
                    done.append((what, one, b))
            assert check(QUIET, workspace, today=TODAY) == []
        order = random.Random(seed)
        while groups := merged_groups(workspace):
            unmerge(QUIET, workspace, order.choice(groups).operation)
        found = content_hash(workspace)
        assert check(QUIET, workspace, today=TODAY) == []
    with create_workspace(folder / "direct.zhike", "pass", prefix="TEST") as direct:
        begin(direct)
        for what, customer, b in done:
            act(direct, what, customer, b)
        assert content_hash(direct) == found
