"""Rows whose cells stand one column beside their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from profiler_app.domain.imports import Mapped
from profiler_app.domain.usual import Usual
from profiler_app.ingest.opening import Table
from profiler_app.ingest.targets import target_fields

_DATE: Final = Usual(
    r"(?:[12]\d{3}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:[ T日号][^\n]*)?"
    r"|(?:19|20)\d{6}(?:\d{6})?|\d{5}"
)
_SHAPES: Final[Mapping[str, Usual]] = {
    "date": _DATE,
    "moment": _DATE,
    "mobile": Usual(r"\s*\+?[\d -]{10,17}"),
    "email": Usual(r"[^@\n]+@[^@\n]+"),
    "cn_id": Usual(r"\d{14,17}[\dXx]"),
    "uscc": Usual(r"[0-9A-Za-z]{18}"),
}
"""How the cells of strictly written fields look, by field or kind."""
_MOST: Final = 0.9


class Shifted:
    """Finds rows in which two strictly written columns are wrong, and right one place beside."""

    def __init__(self, table: Table, mapped: Mapped) -> None:
        known = target_fields(mapped.target)
        self._width = len(table.headers)
        self._witnesses: list[tuple[int, Usual]] = []
        for field, column in mapped.fields().items():
            shape = _SHAPES.get(field) or _SHAPES.get(known[field].kind)
            cells = [row[column.index] for row in table.sample if column.index < len(row)]
            if shape and _keeps(shape, cells):
                self._witnesses.append((column.index, shape))
        self._witnesses.sort()

    def places(
        self, columns: Sequence[Sequence[str]], unusual: Mapping[int, Sequence[int]]
    ) -> dict[int, list[str]]:
        """Return the places of moved rows, each with its cells moved back.

        ``unusual`` has, by column, the places of cells that are not written as usual
        (``values.short_way``): the usual ones have the shape of their column.
        """
        if len(self._witnesses) < 2:
            return {}
        index, shape = self._witnesses[-1]
        beside, shape_beside = self._witnesses[-2]
        wrong = [
            place
            for place in _wrong(shape, columns[index], unusual.get(index))
            if not shape_beside.fits(columns[beside][place])
        ]
        found = {}
        for place in wrong:
            back = self._moved_back([column[place] for column in columns])
            if back:
                found[place] = back
        return found

    def _moved_back(self, cells: list[str]) -> list[str] | None:
        """Return the cells with one blank put in or taken out, so that all witnesses agree."""
        for place in range(self._width):
            for moved in (
                [*cells[:place], *cells[place + 1 :], ""] if not cells[place].strip() else None,
                [*cells[:place], "", *cells[place:-1]] if not cells[-1].strip() else None,
            ):
                if moved and all(shape.fits(moved[index]) for index, shape in self._witnesses):
                    return moved
        return None


def _wrong(shape: Usual, cells: Sequence[str], unusual: Sequence[int] | None) -> list[int]:
    """Return the places of blank cells and of cells of another shape."""
    few = unusual is not None and 2 * len(unusual) < len(cells)
    wrong = {*(unusual if unusual is not None and few else shape.others(cells))}
    if not all(cells):
        wrong |= {place for place, cell in enumerate(cells) if not cell}
    return sorted(place for place in wrong if not shape.fits(cells[place]))


def _keeps(shape: Usual, cells: Sequence[str]) -> bool:
    """Whether nearly all cells of a sample are there and have the shape."""
    return len(cells) > 3 and sum(map(shape.fits, cells)) >= _MOST * len(cells)
