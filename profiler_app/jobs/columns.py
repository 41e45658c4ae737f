"""The columns of all customers that filters, tags, sorting and facets are evaluated on.

Facts come from the column cache (brought up to date with what was written since) or from the
tables, features from the last refresh; all in the order of the same ids.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.evaluation import Kleene
from profiler_app.analysis.packed import PackedTexts
from profiler_app.analysis.tagging import COMPLIANCE
from profiler_app.domain.childhood import children_born_after
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.tags import known_tags
from profiler_app.jobs.column_reading import (
    attribute_columns,
    merged,
    table_columns,
    uncached,
)
from profiler_app.jobs.segments import tiers
from profiler_app.jobs.segments.adopted import cluster_column
from profiler_app.jobs.tagging import withhold
from profiler_app.store import column_cache, customers, runs
from profiler_app.store.consents import born_after, closed_since
from profiler_app.store.tag_table import TagTable, read_tag_table
from profiler_app.store.workspace import Workspace

IDS = "@ids"
"""Under this name the cache keeps whose columns it has."""
MOST_TOUCHED = 20_000
"""Up to so many customers written since are read beside the cache."""
_SCORE = "dq_score"
_CLOSED = "no_profiling"
_KEPT_BYTES = 250_000_000


class ColumnSource:
    """Reads columns of one workspace and keeps those used last until the data changes."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._state: tuple[Any, ...] | None = None
        self._kept: OrderedDict[tuple[str, ...], Any] = OrderedDict()
        self._cached_ids: NDArray[Any] | None = None
        self._touched: list[int] = []
        self._living: NDArray[Any] = np.empty(0, np.int64)  # of the touched
        self._ids: NDArray[Any] = np.empty(0, np.int64)
        self._made_at: int | None = None

    def ids(self) -> NDArray[Any]:
        """Return the ids of all customers, sorted; every column is in this order."""
        self._refresh()
        return self._ids

    @property
    def is_cached(self) -> bool:
        """Whether there are cached columns that are not too far behind the facts."""
        self._refresh()
        return self._cached_ids is not None

    def columns(self, names: Iterable[str]) -> dict[str, Column]:
        """Return columns by field id; a field that is gone or not computed yet is left out."""
        self._refresh()
        found = {}
        for name in names:
            field = fields().get(name)
            if field is None:  # a field of one's own that was given up
                continue
            column = self.kept(("column", name), partial(self._read, field))
            if column is not None:
                found[name] = column
        return found

    def read_once(self, name: str) -> Column | None:
        """Return a column without keeping it, for what is made of it."""
        self._refresh()
        return self._kept.get(("column", name)) or self._read(fields()[name])

    def tags(self, names: Iterable[str]) -> dict[str, Kleene]:
        """Return who has each tag, as of the last refresh.

        Who withdrew profiling since has none but those of compliance.
        """
        self._refresh()
        return {name: self.kept(("tag", name), partial(self._tag, name)) for name in names}

    def kept(self, key: tuple[str, ...], make: Callable[[], Any]) -> Any:
        """Return something that follows from the data as it is, made once while there is room."""
        self._refresh()
        if key not in self._kept:
            self._kept[key] = make()
            self._make_room()
        self._kept.move_to_end(key)
        return self._kept[key]

    def has_kept(self, key: tuple[str, ...]) -> bool:
        """Whether something that follows from the data as it is, is kept."""
        self._refresh()
        return key in self._kept

    def held_by(self, ids: Sequence[int]) -> list[tuple[str, ...]]:
        """Return the tags of some customers, the rarest first, as of the last refresh."""
        connection = self.workspace.connection
        held: TagTable = self.kept(("held",), lambda: read_tag_table(connection))
        known = known_tags()  # a definition may have been taken back since
        closed = {*self._ids[self._closed()].tolist()}
        return [
            _allowed(tags, closed=customer in closed)
            for customer, tags in zip(
                ids, ([tag for tag in tags if tag in known] for tags in held.of(ids)), strict=True
            )
        ]

    def cached(self, name: str) -> Column | None:
        """Return something that is kept among the cached columns under a name of its own."""
        if not self.is_cached:
            return None
        stored = column_cache.read(self.workspace.connection, name)
        return None if stored is None else uncached(stored)

    # -- what is there

    def _refresh(self) -> None:
        connection = self.workspace.connection
        state = column_cache.state(connection)
        if state == self._state:
            return
        self._kept.clear()
        self._made_at = column_cache.made_at(connection)
        self._take_stock()
        self._state = state

    def _take_stock(self) -> None:
        """Find out whose columns are cached and who was touched since."""
        connection = self.workspace.connection
        stored = column_cache.read(connection, IDS)
        touched = None
        if stored is not None and self._made_at is not None:
            touched = column_cache.touched(connection, after=self._made_at, most=MOST_TOUCHED)
        if stored is None or touched is None:
            self._cached_ids, self._touched = None, []
            self._ids = customers.customer_ids(connection)
            return
        ids = stored.values.astype(np.int64)
        self._cached_ids, self._touched = ids, touched
        if touched:
            rest = ids[~np.isin(ids, np.array(touched))]
            self._living = np.array(column_cache.living(connection, touched), np.int64)
            ids = np.sort(np.concatenate([rest, self._living]))
        self._ids = ids

    def _make_room(self) -> None:
        while len(self._kept) > 1 and sum(map(_size, self._kept.values())) > _KEPT_BYTES:
            self._kept.popitem(last=False)

    # -- reading

    def _tag(self, name: str) -> Kleene:
        has, unknown = runs.read_tag(self.workspace.connection, name, self._ids)
        closed = self._closed()
        if name == _CLOSED:
            return Kleene(has | closed, unknown & ~closed)
        tag = known_tags().get(name)
        if tag is not None and tag.group == COMPLIANCE:
            return Kleene(has, unknown)
        return Kleene(has & ~closed, unknown & ~closed)

    def _closed(self) -> NDArray[np.bool_]:
        """Return who withdrew profiling, or is told to be a child, after the last refresh."""

        def read() -> NDArray[np.bool_]:
            connection = self.workspace.connection
            run = runs.last_run(connection)
            since = closed_since(connection, run.operation) if run else []
            if run and self._touched:
                born = children_born_after(date.fromisoformat(run.as_of)).isoformat()
                since = [*since, *born_after(connection, born, self._touched)]
            return np.isin(self._ids, np.array(since, np.int64))

        found: NDArray[np.bool_] = self.kept(("closed",), read)
        return found

    def _read(self, field: Field) -> Column | None:
        if field.id == "cluster":
            groups = cluster_column(self.workspace.connection, self.columns, len(self._ids))
            return None if groups is None else groups.without(self._closed())
        if field.id == _SCORE:
            return self._scores()
        if field.id == tiers.FIELD:
            return tiers.tier_column(self.workspace.connection, self)
        if field.place not in ("column", "attribute"):
            return self._from_features(field)
        stored = None
        if self._cached_ids is not None:
            stored = column_cache.read(self.workspace.connection, field.id)
        if stored is None or self._cached_ids is None:
            return self._from_facts(field, self._ids, None)
        column = uncached(stored)
        if not self._touched:
            return column
        column = _reordered(column, self._cached_ids, self._ids)
        mine = self._living
        fresh = self._from_facts(field, mine, mine.tolist())
        return merged(column, fresh, np.searchsorted(self._ids, mine))

    def _scores(self) -> Column | None:
        """Return the quality of every record, as of the last run."""
        from profiler_app.jobs.quality.measuring import score_column  # it reads columns from here

        run = runs.last_run(self.workspace.connection)
        return None if run is None else score_column(self, date.fromisoformat(run.as_of))

    def _from_facts(
        self, field: Field, ids: NDArray[Any], customers: Sequence[int] | None
    ) -> Column:
        connection = self.workspace.connection
        if field.place == "column":
            return dict(table_columns(connection, [field], customers))[field.id]
        return dict(attribute_columns(connection, [field], ids, customers))[field.id]

    def _from_features(self, field: Field) -> Column | None:
        connection = self.workspace.connection
        stored = runs.read_feature(connection, field.id)
        if stored is None:
            return None
        column = Column(stored.kind, stored.values, stored.known, stored.labels)
        stored_ids = self.kept(("feature ids",), lambda: runs.feature_ids(connection))
        if not np.array_equal(stored_ids, self._ids):
            column = _reordered(column, stored_ids, self._ids)
        closed = self._closed()
        return withhold({field.id: column}, closed)[field.id] if closed.any() else column


def _allowed(tags: Sequence[str], *, closed: bool) -> tuple[str, ...]:
    """Return the tags that may be told, less where profiling was withdrawn since they were given.

    That it was withdrawn is told in their place.
    """
    if not closed:
        return tuple(tags)
    kept = [tag for tag in tags if known_tags()[tag].group == COMPLIANCE]
    return tuple(dict.fromkeys([*kept, _CLOSED]))


def _size(kept: Any) -> int:
    """Return about how many bytes something kept takes."""
    if isinstance(kept, Column):
        labels = kept.labels.nbytes if isinstance(kept.labels, PackedTexts) else 0
        return int(kept.values.nbytes + kept.known.nbytes + labels)
    if isinstance(kept, Kleene):
        return int(kept.true.nbytes + kept.unknown.nbytes)
    return int(getattr(kept, "nbytes", 0))


def _reordered(column: Column, stored: NDArray[Any], ids: NDArray[Any]) -> Column:
    """Bring a column of an earlier set of customers into the order of the present ones."""
    if not len(stored):
        return Column(
            column.kind,
            np.zeros(len(ids), column.values.dtype),
            np.zeros(len(ids), np.bool_),
            column.labels,
        )
    places = np.minimum(np.searchsorted(stored, ids), len(stored) - 1)
    present = stored[places] == ids
    known = column.known[places] & present
    empty = column.values.dtype.type(0)
    return Column(column.kind, np.where(known, column.values[places], empty), known, column.labels)
