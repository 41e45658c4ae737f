"""What every kind of rows is given to be written, and what it counts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from profiler_app.domain.imports import CellChange, ImportRequest, Note, Reject, RowOutcome
from profiler_app.store.imports import CustomerLookup
from profiler_app.store.ledger import Operation
from profiler_app.store.value_dates import ValueDates
from profiler_app.store.workspace import Workspace

BATCH = 5_000


class RowsDiffer(Exception):
    """A row of a file that should be as it was is not: the long way has to be taken."""


@dataclass
class Tally:
    """What became of the rows so far; ``kept`` counts cells newer than the file.

    ``repeats``: the same rows once more would find every customer as they tell them.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    customers_created: int = 0
    kept: int = 0
    notes: list[Note] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    changes: list[CellChange] = field(default_factory=list)
    unlisted: dict[tuple[str, ...], int] = field(default_factory=dict)
    listed: list[RowOutcome] = field(default_factory=list)
    repeats: bool = False


@dataclass(frozen=True)
class Work:
    """One file being imported: its name, and how old its data are (``moment``)."""

    workspace: Workspace
    opened: Operation
    request: ImportRequest
    today: date
    moment: datetime
    file: str
    tally: Tally

    def lookup(self, key: str) -> CustomerLookup:
        """Return what finds the customers the rows name by a field."""
        return CustomerLookup(
            self.workspace.connection,
            self.opened,
            prefix=self.workspace.settings.prefix,
            line=self.request.line,
            key=key,
        )

    def dates(self) -> ValueDates:
        """Return what tells which stored values are newer than the file."""
        return ValueDates(self.workspace.connection, self.moment, self.opened.id)

    def refuse_unknown(self, line: int, key: str, lookup: CustomerLookup) -> None:
        """Count a row that names a customer nobody knows, or several have the name of."""
        code = "several_customers" if key in lookup.several else "unknown_customer"
        self.tally.rejects.append(Reject(line, None, key, code))


class KindWriter(ABC):
    """Writes the records of one kind: compares them with what is stored, by their natural key."""

    def __init__(self, work: Work, maker: Any) -> None:
        self.work = work
        self.maker = maker

    @abstractmethod
    def write(self) -> Iterator[int]:
        """Write everything batch by batch, yield the rows done, and complete the tally."""
