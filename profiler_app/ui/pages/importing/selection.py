"""Which changes of a checked file the user wants; without a widget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from profiler_app.domain.imports import CellChange, ImportReport

State = Literal["all", "some", "none"]
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Effect:
    """What writing does to the rows of a file; together with the rejected ones they are all."""

    created: int
    updated: int
    unchanged: int
    fields: int

    @property
    def rows(self) -> int:
        """The rows that are written."""
        return self.created + self.updated


class Selection:
    """The changes of a report with a tick each; counts follow without looking at the file again.

    ``choices`` are what the user decided against the rules so far.
    """

    def __init__(self, report: ImportReport, choices: Mapping[Key, bool] | None = None) -> None:
        self.changes: Sequence[CellChange] = report.changes
        self.choices: dict[Key, bool] = dict(choices or {})
        self._report = report
        self._ticked = [change.writes for change in self.changes]
        self._customer: list[int] = []
        self._lines: list[int] = []
        self._count: list[int] = []
        self._fields: dict[str, list[int]] = {}
        self._number_customers()
        self._beyond = sum(report.unlisted.values())
        self._beyond_fields = sum(len(names) * n for names, n in report.unlisted.items())
        self._updated = sum(
            lines for lines, ticked in zip(self._lines, self._count, strict=True) if ticked
        )
        self._every = report.updated + report.unchanged

    def _number_customers(self) -> None:
        """Number the customers, whose changes stand side by side."""
        places = enumerate(self.changes)
        for place, (_customer, run) in enumerate(groupby(places, key=lambda each: each[1].key[0])):
            mine = list(run)
            self._customer += [place] * len(mine)
            self._lines.append(mine[0][1].lines)
            self._count.append(sum(self._ticked[index] for index, _change in mine))
            for index, change in mine:
                self._fields.setdefault(change.field, []).append(index)

    @property
    def fields(self) -> Mapping[str, Sequence[int]]:
        """The places of the changes of each field, in the order of the file."""
        return self._fields

    @property
    def effect(self) -> Effect:
        """What writing would do now."""
        updated = self._updated + self._beyond
        return Effect(
            self._report.created,
            updated,
            self._every - updated,
            sum(self._ticked) + self._beyond_fields,
        )

    def ticked(self, place: int) -> bool:
        """Return whether a change will be written."""
        return self._ticked[place]

    def state(self, places: Iterable[int]) -> State:
        """Return whether all, some or none of some changes will be written."""
        found = {self._ticked[place] for place in places}
        return "some" if len(found) == 2 else "all" if found == {True} else "none"

    def set(self, places: Iterable[int], *, on: bool) -> None:
        """Tick or untick changes; those nobody can choose about stay."""
        for place in places:
            change = self.changes[place]
            if change.fixed or self._ticked[place] == on:
                continue
            self._ticked[place] = on
            self.choices[change.key] = on
            customer = self._customer[place]
            before = bool(self._count[customer])
            self._count[customer] += 1 if on else -1
            after = bool(self._count[customer])
            self._updated += self._lines[customer] * (after - before)

    def toggle(self, places: Sequence[int]) -> None:
        """Untick changes if all of them are ticked, else tick them."""
        self.set(places, on=self.state(places) != "all")
