"""A refresh computes what changed, keeps what earlier runs said, and may be cancelled."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from profiler_app.domain.listing import ListQuery
from profiler_app.domain.progress import Cancelled, Silent
from profiler_app.jobs import editing, lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.history import content_hash
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.workspaces import Workspace, open_workspace
from profiler_app.store import runs

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "demo.zhike"
    create_demo(Silent(), path, customers=400, seed=3, today=TODAY)
    return path


@pytest.fixture
def workspace(made: Path, tmp_path: Path) -> Iterator[Workspace]:
    path = tmp_path / "demo.zhike"
    shutil.copy(made, path)
    with open_workspace(path, DEMO_PASSPHRASE) as opened:
        yield opened


def tags(workspace: Workspace) -> dict[str, tuple[int, int]]:
    return runs.tag_counts(workspace.connection)


def test_the_same_sample_is_the_same_byte_for_byte(made: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zhike"
    create_demo(Silent(), again, customers=400, seed=3, today=TODAY)
    hashes = []
    for path in (made, again):
        with open_workspace(path, DEMO_PASSPHRASE, readonly=True) as opened:
            hashes.append((content_hash(opened), tags(opened)))
    assert hashes[0] == hashes[1]


def test_a_workspace_without_customers_is_refreshed(empty: Workspace) -> None:
    report = refresh(Silent(), empty, as_of=TODAY)
    assert (report.customers, report.computed, report.holding) == (0, 0, 0)
    assert lists.find(empty, ColumnSource(empty), ListQuery()).ids.tolist() == []


def test_nothing_is_computed_when_nothing_changed(workspace: Workspace) -> None:
    report = refresh(Silent(), workspace, as_of=TODAY)
    assert (report.computed, report.added, report.removed) == (0, 0, 0)


def test_only_touched_customers_are_computed_and_the_result_is_that_of_a_full_run(
    workspace: Workspace,
) -> None:
    """TAG-04, FEA-01"""
    for customer in (5, 17, 200):
        values = {"birth_date": "1990-05-05", "gender": "F", "sport_pref": ["run"]}
        editing.edit_customer(Silent(), workspace, customer, values, today=TODAY)
    report = refresh(Silent(), workspace, as_of=TODAY)
    assert 3 <= report.computed < 20 and report.added > 0
    patched = tags(workspace)
    columns = ColumnSource(workspace).columns(["age", "value_pct", "rfm_r", "lifecycle"])
    workspace.connection.execute("DELETE FROM tag_bits")
    workspace.connection.execute("DELETE FROM run")
    full = refresh(Silent(), workspace, as_of=TODAY)
    assert full.computed == full.customers
    assert tags(workspace) == patched
    again = ColumnSource(workspace).columns(columns)
    for name, column in columns.items():
        np.testing.assert_array_equal(column.known, again[name].known)
        np.testing.assert_allclose(column.values, again[name].values, atol=0.002)


def test_nothing_inferred_is_kept_of_those_who_did_not_allow_it(workspace: Workspace) -> None:
    source = ColumnSource(workspace)
    columns = source.columns(["lifecycle", "monetary_12m", "recency_days"])
    refused, _unknown = runs.read_tag(workspace.connection, "no_profiling", source.ids())
    assert 0 < refused.sum() < len(refused)
    assert not columns["lifecycle"].known[refused].any()
    assert not columns["recency_days"].known[refused].any()
    assert columns["monetary_12m"].known[refused].any()  # a sum of the contract itself
    assert columns["lifecycle"].known[~refused].any()


def test_a_past_day_only_reports(workspace: Workspace) -> None:
    """DECISIONS 5: a run of a past date never overwrites current tags."""
    before = tags(workspace)
    report = refresh(Silent(), workspace, as_of=date(2025, 6, 30))
    assert not report.saved and report.computed == report.customers
    assert tags(workspace) == before


def test_a_later_day_remembers_since_when_a_tag_is_held(workspace: Workspace) -> None:
    refresh(Silent(), workspace, as_of=date(2026, 12, 24))
    last = runs.last_run(workspace.connection)
    assert last is not None and last.as_of == "2026-12-24"
    kept = [tag for tag in ("gender_f", "gender_m") if tags(workspace)[tag][0]]
    source = ColumnSource(workspace)
    place = int(np.flatnonzero(source.tags(kept)[kept[0]].true)[0])
    customer = int(source.ids()[place])
    since = runs.tags_since(workspace.connection, customer, kept[:1], until_run=last.id)
    assert since == {kept[0]: "2026-11-22"}


@pytest.mark.parametrize("share", [0.0, 0.3, 0.69, 0.7, 0.9])
def test_cancel_keeps_the_run_before(workspace: Workspace, share: float) -> None:
    class Stop:
        def step(self, fraction: float, doing: str) -> None:
            if fraction >= share:
                raise Cancelled

    before = tags(workspace)
    with pytest.raises(Cancelled):
        refresh(Stop(), workspace, as_of=date(2026, 12, 24))
    last = runs.last_run(workspace.connection)
    assert last is not None and last.as_of == TODAY.isoformat()
    assert tags(workspace) == before


def test_counts_of_a_list_are_those_of_the_tags(workspace: Workspace) -> None:
    """SEG-02, TAG-02"""
    source = ColumnSource(workspace)
    for tag, (holding, unknown) in list(tags(workspace).items())[::9]:
        assert lists.count(source, f"has('{tag}')") == (holding, unknown)


def test_every_facet_sums_to_everybody(workspace: Workspace) -> None:
    source = ColumnSource(workspace)
    for name in ("gender", "lifecycle", "province", "education"):
        facet = lists.facet(source, name)
        assert sum(value.count for value in facet.values) + facet.unknown == 400


def test_a_deleted_customer_leaves_lists_and_tags(workspace: Workspace) -> None:
    before = lists.count(ColumnSource(workspace), "has('rfm_imp_value')")[0]
    editing.delete_customers(Silent(), workspace, list(range(1, 100)))
    refresh(Silent(), workspace, as_of=TODAY)
    source = ColumnSource(workspace)
    assert len(source.ids()) == 301
    assert lists.count(source, "has('rfm_imp_value')")[0] <= before


def test_one_changed_customer_costs_the_store_no_whole_row_of_tags(workspace: Workspace) -> None:
    """UPD-01: what a small refresh writes is about the customer it computed."""
    editing.edit_customer(Silent(), workspace, 7, {"birth_date": "1941-05-05"}, today=TODAY)
    report = refresh(Silent(), workspace, as_of=TODAY)
    kinds = workspace.connection.execute(
        "SELECT DISTINCT is_difference FROM tag_bits WHERE run_id = (SELECT max(id) FROM run)"
    ).fetchall()
    assert (report.computed, kinds) == (1, [(2,)])


def test_many_small_refreshes_end_where_a_full_one_does(workspace: Workspace) -> None:
    """Patches of features are put together, the last one wins, who is gone stays away."""
    changed = ["age", "gender", "lifecycle", "fav_category", "kinds", "completeness"]
    for step in range(11):
        values = {"birth_date": f"19{60 + step}-05-05", "gender": "FM"[step % 2]}
        for customer in (7, 20 + step):
            editing.edit_customer(Silent(), workspace, customer, values, today=TODAY)
        if step % 4 == 3:
            editing.delete_customers(Silent(), workspace, [100 + step, 20 + step])
        refresh(Silent(), workspace, as_of=TODAY)
    source = ColumnSource(workspace)
    names = [name for name in changed if name != "gender"]
    patched, ids, held = source.columns(names), source.ids(), tags(workspace)
    assert runs.feature_ids(workspace.connection).tolist() == ids.tolist()
    workspace.connection.execute("DELETE FROM tag_bits")
    workspace.connection.execute("DELETE FROM run")
    assert refresh(Silent(), workspace, as_of=TODAY).computed == len(ids)
    again = ColumnSource(workspace).columns(names)
    for name, column in patched.items():
        for place in range(len(ids)):
            assert column.value(place) == again[name].value(place), (name, ids[place])
    different = {tag for tag, counts in tags(workspace).items() if counts != held[tag]}
    assert all(tag.startswith(("rfm_", "vt_")) for tag in different)  # places in the population
