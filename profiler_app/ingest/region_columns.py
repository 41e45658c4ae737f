"""Regions in columns of their own: province and city tell which county of a name is meant.

More than ten cities have a 西湖区 or 鼓楼区; such a name alone says nothing (``addresses``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from profiler_app.domain.addresses import region_codes
from profiler_app.domain.checked import clean_text
from profiler_app.ingest.cells import Cache, Column

LEVELS: Final = ("province", "city", "county")
Codes = tuple[str, str, str]


class RegionColumns:
    """The columns of province and city of a table, put before what needs them."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._above = [columns[level].index for level in LEVELS[:2] if level in columns]
        self._codes: Cache[str, Codes] = Cache(lambda text: region_codes([text])[0])
        self._tidy: Cache[str, str] = Cache(lambda cell: clean_text(cell) or "")

    def above(self, columns: Sequence[Sequence[str]]) -> Sequence[str] | None:
        """Return province and city of each row as one text; None without such columns."""
        if not self._above:
            return None
        cells = (columns[index] for index in self._above)
        return [*map("".join, zip(*cells, strict=True))]

    def counties(self, cells: Sequence[str], above: Sequence[str]) -> Sequence[str]:
        """Return the cells of a column of counties, with what tells those of one name apart."""
        return [
            f"{upper}{cell}" if cell.strip() and not self._codes[self._tidy[cell]][2] else cell
            for cell, upper in zip(cells, above, strict=True)
        ]

    def codes(self, texts: Sequence[str], above: Sequence[str] | None) -> list[Codes]:
        """Return the codes of the regions that cleaned addresses lie in ("" where unknown)."""
        return region_codes(texts, above and [*map(self._tidy.__getitem__, above)])
