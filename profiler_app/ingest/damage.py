"""Finds damage while a file is read, treats it as asked, and counts it.

``watch = DamageWatch(table, mapped, treatments)``; the records are made from ``watch.table``,
whose rows pass through the watch. Afterwards ``watch.rejects`` are the rows refused for damage and
``watch.report(rejects)`` says what was found. A check before writing and the writing itself go the
same way, so that both find the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from profiler_app.domain.cell_issues import CellIssue
from profiler_app.domain.damage import (
    NO_TREATMENTS,
    SHOWN,
    Damage,
    DamagedCell,
    DamageReport,
    Treatment,
    Treatments,
    damage_key,
    report_of,
)
from profiler_app.domain.identifiers import is_excel_damage
from profiler_app.domain.imports import ColumnMapping, Mapped, Note, Reject
from profiler_app.domain.usual import Usual
from profiler_app.ingest.blocks import Block
from profiler_app.ingest.cells import notation_in
from profiler_app.ingest.damage_signs import LIMITS, Found, Sign, is_key, is_number, signs_of
from profiler_app.ingest.mixed_text import BROKEN
from profiler_app.ingest.opening import Table
from profiler_app.ingest.shifted import Shifted
from profiler_app.ingest.targets import TargetField, target_fields
from profiler_app.ingest.values import short_way

_MOST_KEPT: Final = 5_000
_NOTES: Final = {"merged_cells": "merged", "mixed_encoding": "mixed_encoding"}
"""Notes of the readers that tell of damage they have settled."""


@dataclass(slots=True)
class _Tally:
    """What one sign found in one column so far."""

    column: ColumnMapping | None
    sign: Sign
    treatment: Treatment
    target: TargetField | None = None
    count: int = 0
    recoverable: int = 0
    longest: int = 0
    cells: list[DamagedCell] = field(default_factory=list)

    def add(self, line: int, before: str, after: str | None) -> None:
        self.count += 1
        self.recoverable += after is not None
        if len(self.cells) < SHOWN:
            self.cells.append(DamagedCell(line, before, after))

    def damage(self) -> Damage:
        treatments, treatment = self.sign.treatments, self.treatment
        if not self.recoverable:
            treatments = tuple(each for each in treatments if each != "repair")
            treatment = "drop" if treatment == "repair" else treatment
        header = self.column.column if self.column else None
        return Damage(
            self.sign.code,
            header,
            self.count,
            tuple(self.cells),
            self.recoverable == self.count,
            treatments,
            treatment,
            self.target.id if self.target else None,
            self.target is not None and is_key(self.target),
        )


_SHIFTED: Final = Sign(
    "shifted", lambda text: True, lambda cell: None, ("intact", "repair", "keep")
)
_BROKEN_LINE: Final = Sign("broken_line", BROKEN.__contains__, lambda cell: None, ("intact",))


class DamageWatch:
    """Looks at every row of a table on its way to the records."""

    def __init__(
        self, table: Table, mapped: Mapped, treatments: Treatments = NO_TREATMENTS
    ) -> None:
        self._columns: dict[int, list[_Tally]] = {}
        self._source = table
        known = target_fields(mapped.target)
        for name, column in mapped.fields().items():
            cells = [row[column.index] for row in table.sample if column.index < len(row)]
            system_1904 = table.facts.system_1904
            self._columns[column.index] = [
                _Tally(column, sign, _chosen(sign, column.column, treatments), known[name])
                for sign in signs_of(known[name], cells, system_1904=system_1904)
            ]
        self._usual = _usual_ways(table, mapped)
        self._keys = [each.index for name, each in mapped.fields().items() if is_key(known[name])]
        self._shifts = Shifted(table, mapped)
        self._shifted = _Tally(None, _SHIFTED, _chosen(_SHIFTED, None, treatments))
        self._broken = _Tally(None, _BROKEN_LINE, "intact")
        self._rejects: dict[int, Reject] = {}
        self.raw: list[CellIssue] = []
        self._repeats: dict[int, bool] = {}
        self._may_be_broken = any(note.code == "broken_lines" for note in table.notes)
        self._before = table.through
        self.table = replace(table, through=self._look, sample=self._treated_sample(table))

    @property
    def rejects(self) -> tuple[Reject, ...]:
        """The rows that were refused for damage; complete once all rows were read."""
        return tuple(self._rejects.values())

    def report(self, rejects: Iterable[Reject] = ()) -> DamageReport:
        """Return what was found; totals are told from the rejects of the records."""
        tallies = [tally for column in self._columns.values() for tally in column]
        found = [tally.damage() for tally in (*tallies, self._shifted, self._broken)]
        kept = [each for each in found if each.code != "truncated" or self._is_cut(each)]
        footers = [*self._source.footers.notes()]
        return report_of([*kept, _totals(rejects, footers), *_told(self._source.notes)])

    def _is_cut(self, damage: Damage) -> bool:
        """Texts of the very length of a limit are cut only where no text is longer."""
        tallies = (tally for column in self._columns.values() for tally in column)
        longest = max(
            tally.longest
            for tally in tallies
            if tally.sign.code == "truncated"
            and tally.column is not None
            and tally.column.column == damage.column
        )
        return longest in LIMITS

    def _treated_sample(self, table: Table) -> tuple[tuple[str, ...], ...]:
        """Return the sample as the records see it; nothing of it is counted."""
        columns = [*map(list, zip(*table.sample, strict=True))]
        for index, tallies in self._columns.items():
            for tally in tallies:
                if tally.treatment == "repair" and tally.sign.maybe("\n".join(columns[index])):
                    columns[index] = [
                        (found.after or "") if (found := tally.sign.judge(cell)) else cell
                        for cell in columns[index]
                    ]
        return tuple(zip(*columns, strict=True))

    def _look(self, block: Block) -> Block:
        """Count the damage of a block, and return the block as it is to be imported."""
        if self._before is not None:
            block = self._before(block)
        if not block.lines:
            return block
        columns: list[Sequence[str]] = [*block.columns]
        refused: dict[int, Reject] = {}
        unusual = {index: way.others(columns[index]) for index, way in self._usual.items()}
        shifted = self._shifts.places(columns, unusual)
        for place, back in shifted.items():
            self._take_shifted(block, place, back, columns, refused)
        if shifted:
            unusual = {index: way.others(columns[index]) for index, way in self._usual.items()}
        for index, tallies in self._columns.items():
            if index in unusual:
                places = unusual[index]
                self._look_at(
                    block,
                    index,
                    [t for t in tallies if t.sign.spares_usual],
                    places,
                    columns,
                    refused,
                )
                tallies = [t for t in tallies if not t.sign.spares_usual]
            if tallies:
                everyone = range(len(block.lines))
                self._look_at(block, index, tallies, everyone, columns, refused)
        if self._may_be_broken:
            self._refuse_broken(block, refused)
        same = {n: places for n, places in unusual.items() if columns[n] is block.columns[n]}
        changed = Block(block.lines, columns, block.odd, block.flat, same)
        if not refused:
            return changed
        for reject in refused.values():
            self._rejects[reject.line] = reject
        return replace(changed.without(refused.keys()), odd=block.odd)

    def _look_at(
        self,
        block: Block,
        index: int,
        tallies: Sequence[_Tally],
        places: Sequence[int],
        columns: list[Sequence[str]],
        refused: dict[int, Reject],
    ) -> None:
        """Look for signs in some cells of a column."""
        if not places:
            return
        said = self._said(index, columns[index], places)
        text = "\n".join(said)
        answers: dict[Callable[[str], bool], bool] = {}  # some signs ask the same
        for tally in tallies:
            is_long = tally.sign.code == "truncated"
            if is_long and max(map(len, said)) < LIMITS[0]:
                continue
            maybe = tally.sign.maybe
            if maybe not in answers:
                answers[maybe] = maybe(text)
            if answers[maybe]:
                self._treat(block, tally, index, places, columns, refused)
                said = self._said(index, columns[index], places)
                text = "\n".join(said)
                answers.clear()
            if is_long:
                tally.longest = max(tally.longest, max(map(len, said)))

    def _said(self, index: int, cells: Sequence[str], places: Sequence[int]) -> Collection[str]:
        """Return what some cells of a column say, once where they say the same again and again."""
        if len(places) < len(cells):
            return [*map(cells.__getitem__, places)]
        if not self._repeats.get(index, True):
            return cells
        different = {*cells}
        self._repeats[index] = 2 * len(different) < len(cells)
        return different

    def _take_shifted(
        self,
        block: Block,
        place: int,
        back: list[str],
        columns: list[Sequence[str]],
        refused: dict[int, Reject],
    ) -> None:
        line, cells = block.lines[place], block.cells(place)
        self._shifted.add(line, " | ".join(cells), " | ".join(back))
        if self._shifted.treatment == "repair":
            for index, cell in enumerate(back):
                columns[index] = _with(columns[index], {place: cell})
        elif self._shifted.treatment == "intact":
            refused[place] = Reject(line, None, "", "shifted_row", tuple(cells))

    def _treat(
        self,
        block: Block,
        tally: _Tally,
        index: int,
        places: Sequence[int],
        columns: list[Sequence[str]],
        refused: dict[int, Reject],
    ) -> None:
        new = {}
        cells = columns[index]
        for place in places:
            cell = cells[place]
            found = tally.sign.judge(cell) if cell and place not in refused else None
            if found is None:
                continue
            tally.add(block.lines[place], cell.strip(), found.after)
            if tally.treatment == "intact":
                refused[place] = self._reject(block, place, tally, cell)
            elif (wanted := _wanted(found, tally, cell)) != cell:
                new[place] = wanted
                self._keep(block.lines[place], tally, cell, wanted)
                if not wanted and self._is_bare(block, place, index, tally):
                    refused[place] = self._reject(block, place, tally, cell)
        if new:
            columns[index] = _with(columns[index], new)

    def _keep(self, line: int, tally: _Tally, cell: str, wanted: str) -> None:
        """Keep the raw text of a cell that is not imported as it is."""
        if tally.column and len(self.raw) < _MOST_KEPT:
            code = f"damage_{tally.sign.code}"
            name = tally.column.column
            self.raw.append(CellIssue(line, name, cell.strip(), code, not wanted, wanted))

    def _reject(self, block: Block, place: int, tally: _Tally, cell: str) -> Reject:
        column = tally.column.column if tally.column else None
        code = f"damage_{tally.sign.code}"
        return Reject(block.lines[place], column, cell.strip(), code, tuple(block.cells(place)))

    def _is_bare(self, block: Block, place: int, index: int, tally: _Tally) -> bool:
        """Whether a row loses its only key: it must not pass for a new customer."""
        target = tally.target
        if target is None or not (is_number(target) or target.id in ("cn_id", "uscc")):
            return False
        if tally.sign.code not in ("digits_lost", "scientific", "zeros_lost"):
            return False
        others = (block.columns[key][place].strip() for key in self._keys if key != index)
        return not any(others)

    def _refuse_broken(self, block: Block, refused: dict[int, Reject]) -> None:
        for column in block.columns:
            if BROKEN not in "".join(column):
                continue
            for place, cell in enumerate(column):
                if BROKEN in cell and place not in refused:
                    cells = tuple(each.replace(BROKEN, "\ufffd") for each in block.cells(place))
                    shown = cell.replace(BROKEN, "\ufffd")
                    self._broken.add(block.lines[place], shown, None)
                    refused[place] = Reject(block.lines[place], None, shown, "broken_line", cells)


def _usual_ways(table: Table, mapped: Mapped) -> dict[int, Usual]:
    """Return how the cells of columns are usually written, where few signs fit such cells.

    Names are left out: text in a wrong character set may look like one.
    """
    notation, known = notation_in(table), target_fields(mapped.target)
    ways = {
        column.index: short_way(known[field], notation=notation, unit=column.unit)
        for field, column in mapped.fields().items()
        if field != "name"
    }
    return {index: way.usual for index, way in ways.items() if way}


def _chosen(sign: Sign, column: str | None, treatments: Treatments) -> Treatment:
    asked = treatments.get(damage_key(sign.code, column))
    return asked if asked in sign.treatments else sign.treatments[0]


def _wanted(found: Found, tally: _Tally, cell: str) -> str:
    """Return the cell as it is to be imported; what its validator refuses anyway stays."""
    if tally.treatment == "keep":
        return cell
    if tally.treatment == "repair" and found.after is not None:
        return cell if tally.sign.code == "serial_date" else found.after
    return cell if _refuses(tally, cell) else ""


def _refuses(tally: _Tally, cell: str) -> bool:
    target = tally.target
    if target is None:
        return False
    if tally.sign.code == "digits_lost":
        return is_number(target) and is_excel_damage(cell.strip())
    if tally.sign.code == "placeholder":
        return "9999" not in cell
    return tally.sign.code == "scientific" and is_key(target)


def _with(cells: Sequence[str], new: dict[int, str]) -> list[str]:
    changed = [*cells]
    for place, cell in new.items():
        changed[place] = cell
    return changed


def _totals(rejects: Iterable[Reject], footers: Iterable[Note]) -> Damage:
    rows = [DamagedCell(each.line, each.value) for each in rejects if each.code == "total_row"]
    count = len(rows)
    for note in footers:
        if note.code == "total_lines":
            facts: Mapping[str, Any] = note.facts
            rows.append(DamagedCell(facts["line"], facts["value"]))
            count += facts["n"]
    return Damage("total_row", None, count, tuple(rows), False, (), "intact")


def _told(notes: Iterable[Note]) -> list[Damage]:
    found = []
    for note in notes:
        if note.code in _NOTES:
            count = note.facts.get("n")
            lines: Any = note.facts.get("lines")
            cells = tuple(DamagedCell(line, "") for line in lines or ())
            number = count if isinstance(count, int) else 1
            found.append(Damage(_NOTES[note.code], note.column, number, cells, True, (), "repair"))
    return found
