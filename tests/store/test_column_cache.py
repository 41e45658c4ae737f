"""Columns kept beside the tables come back as they were stored."""

from __future__ import annotations

import numpy as np
import pytest

from profiler_app.store import column_cache
from profiler_app.store.column_cache import CachedColumn
from profiler_app.store.workspace import Workspace

TEXTS = ("", "王小明", "a", "订单" * 9)


def text_column(texts: tuple[str, ...], dtype: str) -> CachedColumn:
    lengths = np.array([*map(len, texts)], np.int64)
    units = np.array([*map(ord, "".join(texts))], dtype)
    known = np.array([True] * len(texts))
    return CachedColumn("text", np.arange(len(texts)), known, units, lengths)


@pytest.mark.parametrize("piece", [1, 2, 7, 12, 38, 1_000])
def test_texts_are_stored_in_pieces_and_come_back_whole(
    workspace: Workspace, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(column_cache, "_PIECE", piece)
    stored = text_column(TEXTS, "<u2")
    with workspace.writing():
        column_cache.replace_all(workspace.connection, [("name", stored)])
    found = column_cache.read(workspace.connection, "name")
    assert found is not None and found.units is not None and found.lengths is not None
    assert stored.units is not None and stored.lengths is not None
    assert found.units.tolist() == stored.units.tolist()
    assert found.lengths.tolist() == stored.lengths.tolist()
    assert found.values.tolist() == [0, 1, 2, 3]


def test_no_piece_is_larger_than_what_may_hold_up_the_window(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(column_cache, "_PIECE", 10)
    with workspace.writing():
        column_cache.replace_all(workspace.connection, [("name", text_column(TEXTS, "<u2"))])
    parts = "max(length(data)), max(length(units)), max(length(lengths)), count(*)"
    *longest, rows = workspace.connection.execute(f"SELECT {parts} FROM column_cache").fetchone()
    assert max(longest) == 10 and rows > 1


def test_columns_made_anew_leave_no_piece_of_the_old_ones(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(column_cache, "_PIECE", 3)
    rows = []
    for texts in (("ab",), TEXTS, ("ab",)):
        with workspace.writing():
            column_cache.replace_all(workspace.connection, [("name", text_column(texts, "<u2"))])
        found = workspace.connection.execute("SELECT * FROM column_cache ORDER BY name").fetchall()
        rows.append(found)
    assert rows[0] == rows[2] and len(rows[0]) < len(rows[1])


@pytest.mark.parametrize("piece", [1, 8, 9, 1_000])
def test_numbers_are_stored_in_pieces_and_come_back_whole(
    workspace: Workspace, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(column_cache, "_PIECE", piece)
    for numbers in ([], [7, 300, -5, 70_000], [1, 2, 3, 1, 2, 3]):
        known = np.array([number != 300 for number in numbers], np.bool_)
        column = CachedColumn("int", np.array(numbers, np.int64), known)
        with workspace.writing():
            column_cache.replace_all(workspace.connection, [("visits", column)])
        found = column_cache.read(workspace.connection, "visits")
        assert found is not None and found.units is None
        assert found.values.tolist() == numbers
        assert found.known.tolist() == known.tolist()
