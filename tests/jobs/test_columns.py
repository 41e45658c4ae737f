"""Columns from the cache are those of the tables, whatever was written since."""

from __future__ import annotations

from datetime import date

import pytest

from profiler_app.domain.fields import fields
from profiler_app.domain.progress import Silent
from profiler_app.jobs import editing
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.refreshing import refresh
from profiler_app.store import column_cache
from profiler_app.store.workspace import Workspace

TODAY = date(2026, 11, 22)
PLACED = [field.id for field in fields().values() if field.place in ("column", "attribute")]


def values(source: ColumnSource, *, without_cache: bool = False) -> dict[str, list[object]]:
    columns = source.columns(PLACED)
    return {
        name: [
            sorted(value) if isinstance(value, list) else value
            for value in map(column.value, range(len(column)))
        ]
        for name, column in columns.items()
    }


def compare(workspace: Workspace) -> None:
    source = ColumnSource(workspace)
    assert source.is_cached
    cached = values(source)
    with_nothing = workspace.connection
    with_nothing.execute("SAVEPOINT plain")
    with_nothing.execute("DELETE FROM column_cache")
    plain = ColumnSource(workspace)
    assert not plain.is_cached
    assert plain.ids().tolist() == source.ids().tolist()
    assert values(plain) == cached
    with_nothing.execute("ROLLBACK TO plain")
    with_nothing.execute("RELEASE plain")


def test_cached_columns_are_those_of_the_tables(own_demo: Workspace) -> None:
    compare(own_demo)


def test_customers_written_since_are_read_beside_the_cache(own_demo: Workspace) -> None:
    made = column_cache.made_at(own_demo.connection)
    editing.create_customer(
        Silent(),
        own_demo,
        {"kind": "person", "line": "trade", "name": "欧阳锋", "sport_pref": ["run"]},
        today=TODAY,
    )
    changed = {"name": "新名", "birth_date": "1990-05-05", "sport_pref": ["swim"], "has_car": True}
    editing.edit_customer(Silent(), own_demo, 11, changed, today=TODAY)
    editing.edit_customer(Silent(), own_demo, 12, {"gender": None}, today=TODAY)
    editing.delete_customers(Silent(), own_demo, [1, 150, 300])
    assert column_cache.made_at(own_demo.connection) == made
    compare(own_demo)


def test_a_refresh_of_few_changes_leaves_the_cache_and_of_many_renews_it(
    own_demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = column_cache.made_at(own_demo.connection)
    editing.edit_customer(Silent(), own_demo, 11, {"name": "新名"}, today=TODAY)
    refresh(Silent(), own_demo, as_of=TODAY)
    assert column_cache.made_at(own_demo.connection) == made
    monkeypatch.setattr("profiler_app.jobs.indexing._SPARE", -1_000)
    refresh(Silent(), own_demo, as_of=TODAY)
    assert column_cache.made_at(own_demo.connection) == column_cache.last_operation(
        own_demo.connection
    )
    compare(own_demo)


def test_memory_has_a_limit_and_answers_stay_right(
    own_demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = values(ColumnSource(own_demo))
    monkeypatch.setattr("profiler_app.jobs.columns._KEPT_BYTES", 5_000)
    assert values(ColumnSource(own_demo)) == whole


def test_a_change_of_something_else_keeps_the_columns(own_demo: Workspace) -> None:
    source = ColumnSource(own_demo)
    first = source.columns(["name"])["name"]
    assert source.columns(["name"])["name"] is first
