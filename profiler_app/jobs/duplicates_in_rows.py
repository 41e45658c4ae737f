"""Which rows somebody is about to import may be customers that are there, or each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from profiler_app.domain.matching import Evidence, MatchPair
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import N_
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.deduplicating import customer_traits, labelled
from profiler_app.store.customers import read_customers
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RowTwin:
    """A row (from 0) that may be a customer (``customer``, id), or an earlier row (``other``).

    ``sure``: they share a strong key, or much that nothing contradicts; ``probability`` 0 to 1.
    """

    row: int
    customer: int | None
    other: int | None
    number: str
    name: str
    probability: float
    sure: bool
    evidence: tuple[Evidence, ...]

    @property
    def because(self) -> str:
        """What speaks for it, in words."""
        return listed([each.sentence for each in self.evidence if each.bits > 0])


def twins_of_rows(
    progress: Progress,
    workspace: Workspace,
    rows: Sequence[Mapping[str, Any]],
    source: ColumnSource | None = None,
) -> tuple[RowTwin, ...]:
    """Compare rows (values by field id, as stored) with all customers and among themselves.

    By the same weights as the whole base (M15), exact and alike; the surest first. Nothing is
    written. Rows that name a known customer by key should be left out: they are no new ones.
    """
    from profiler_app.analysis.matching.stated import match
    from profiler_app.analysis.matching.telling import pairs_told

    if not rows:
        return ()
    columns = source or ColumnSource(workspace)
    ids = columns.ids()
    traits = customer_traits(Part(progress, 0.0, 0.5), columns, rows)
    part = Part(progress, 0.5, 1.0)
    found = match(
        traits,
        len(ids) + len(rows),
        since=len(ids),
        step=lambda done: part.step(done, N_("Comparing customers")),
    )
    pairs = pairs_told(found, traits)
    known = sorted({int(ids[pair.a]) for pair in pairs if pair.a < len(ids)})
    heads = read_customers(workspace.connection, known, ("number", "name")) if known else {}

    def told(pair: MatchPair) -> RowTwin:
        customer = int(ids[pair.a]) if pair.a < len(ids) else None
        other = None if customer is not None else pair.a - len(ids)
        number, name = heads[customer] if customer is not None else ("", _name(rows, other))
        evidence = tuple(labelled(each) for each in pair.evidence)
        row = pair.b - len(ids)
        return RowTwin(
            row, customer, other, number, name or number, pair.probability, pair.match, evidence
        )

    return tuple(told(pair) for pair in pairs)


def _name(rows: Sequence[Mapping[str, Any]], row: int | None) -> str:
    return str(rows[row or 0].get("name") or "")
