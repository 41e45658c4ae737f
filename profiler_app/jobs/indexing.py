"""Making the column cache and the search index of names; a part of every refresh."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.packed import PackedTexts
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.column_reading import attribute_columns, cached, table_columns
from profiler_app.jobs.columns import IDS, MOST_TOUCHED
from profiler_app.jobs.pinyin import index_of
from profiler_app.store import column_cache, customers
from profiler_app.store.workspace import Workspace

SOUNDS, SOUNDED = "@sounds", "@sounded"
"""Under these names the cache keeps syllables of names, and whose they are."""
_SPARE = 500
_AT_ONCE = 4
"""Columns gathered in one pass over the table: their texts are in memory together."""
_PLACES = ("column", "attribute")


def bring_up_to_date(progress: Progress, workspace: Workspace) -> int:
    """Make columns and search index anew when they are missing or many customers changed since.

    A few changed ones are read beside the cache and need nothing. Returns how many customers were
    indexed; 0 when nothing was to do.
    """
    connection = workspace.connection
    stored = column_cache.read(connection, IDS)
    made_at = column_cache.made_at(connection)
    if stored is not None and made_at is not None:
        most = min(MOST_TOUCHED, _SPARE + len(stored.values) // 50)
        if column_cache.touched(connection, after=made_at, most=most) is not None:
            return 0
    everything = [field.id for field in fields().values() if field.place in _PLACES]
    return make(progress, workspace, everything)


def make(progress: Progress, workspace: Workspace, names: Sequence[str]) -> int:
    """Make columns of some fields (and the search index with the names) in place of all others.

    Returns the number of customers.
    """
    ids = customers.customer_ids(workspace.connection)
    with workspace.writing():
        columns = _columns(progress, workspace, ids, [fields()[name] for name in names])
        column_cache.replace_all(workspace.connection, columns)
    return len(ids)


def _columns(
    progress: Progress, workspace: Workspace, ids: NDArray[Any], chosen: Sequence[Field]
) -> Iterator[tuple[str, column_cache.CachedColumn]]:
    connection = workspace.connection
    own = [field for field in chosen if field.place == "column"]
    attributes = [field for field in chosen if field.place == "attribute"]
    yield IDS, column_cache.CachedColumn("int", ids, np.ones(len(ids), np.bool_))
    progress.step(0.0, N_("Indexing customers"))
    there = column_cache.filled(connection, [field.id for field in own])
    for field in own:
        if field.id not in there:
            yield field.id, _empty(field, len(ids))
    own = [field for field in own if field.id in there]
    for first in range(0, len(own), _AT_ONCE):
        for nth, (name, column) in enumerate(
            table_columns(connection, own[first : first + _AT_ONCE]), start=first
        ):
            progress.step(0.9 * nth / len(own), N_("Indexing customers"))
            yield name, cached(column)
            if name == "name":
                yield from _sounds(column)
    progress.step(0.9, N_("Indexing customers"))
    for name, column in attribute_columns(connection, attributes, ids):
        yield name, cached(column)


def _empty(field: Field, size: int) -> column_cache.CachedColumn:
    """Return the column of a field nobody has a value of."""
    return column_cache.CachedColumn(field.kind, np.zeros(size, np.int8), np.zeros(size, np.bool_))


def _sounds(column: Column) -> Iterator[tuple[str, column_cache.CachedColumn]]:
    labels = column.labels
    names = labels if isinstance(labels, PackedTexts) else PackedTexts.of(labels)
    sounds = index_of(names)
    syllables = Column("text", sounds.codes, np.ones(len(sounds.codes), np.bool_), sounds.syllables)
    yield SOUNDS, cached(syllables)
    owners = sounds.owners
    yield SOUNDED, column_cache.CachedColumn("int", owners, np.ones(len(owners), np.bool_))
