"""Boards: charts of the page of insights kept together, each with its own filter.

A board is one row among the saved views. Its tiles are written as JSON, so that making, moving and
removing a tile is one change of that row, and taking it back brings the whole board back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

PREFIX = "board:"
"""What the columns of such a row begin with; no layout of a list does."""

MOST_BOARDS = 12
MOST_TILES = 24

_YEAR = 365


@dataclass(frozen=True, slots=True)
class Tile:
    """A chart that is kept.

    ``chart`` is its key; ``field`` that of the field it is about, where it is about one. ``days``
    is the period looked at. ``rule`` is the filter, with days that move along with today.
    ``name`` is a title of one's own; empty: the title of the chart.
    """

    chart: str
    field: str = ""
    days: int = _YEAR
    rule: str = ""
    name: str = ""

    @property
    def what(self) -> Tile:
        """The same chart without its name: what has to be computed."""
        return replace(self, name="")


@dataclass(frozen=True, slots=True)
class Board:
    """A board and its tiles in their order. ``id`` 0: not saved yet."""

    id: int
    name: str
    tiles: tuple[Tile, ...] = ()
    position: int = 0

    @property
    def full(self) -> bool:
        """Whether there is room for no more tiles."""
        return len(self.tiles) >= MOST_TILES

    def keeping(self, tile: Tile) -> Board:
        """Return the board with one more tile at its end."""
        return replace(self, tiles=(*self.tiles, tile))

    def without(self, at: int) -> Board:
        """Return the board without a tile."""
        return replace(self, tiles=(*self.tiles[:at], *self.tiles[at + 1 :]))

    def renaming(self, at: int, name: str) -> Board:
        """Return the board with another title over a tile."""
        named = replace(self.tiles[at], name=name)
        return replace(self, tiles=(*self.tiles[:at], named, *self.tiles[at + 1 :]))

    def moving(self, at: int, by: int) -> Board:
        """Return the board with a tile moved; at its ends it stays where it is."""
        tiles = list(self.tiles)
        tiles.insert(max(0, min(len(tiles) - 1, at + by)), tiles.pop(at))
        return replace(self, tiles=tuple(tiles))


def tiles_text(tiles: Sequence[Tile]) -> str:
    """Return tiles as they are saved."""
    return PREFIX + json.dumps([asdict(tile) for tile in tiles], ensure_ascii=False)


def read_tiles(text: str) -> tuple[Tile, ...]:
    """Return the tiles of a saved text. What is no tile is left out: another version made it."""
    try:
        found = json.loads(text.removeprefix(PREFIX) or "[]")
    except json.JSONDecodeError:
        return ()
    rows = found if isinstance(found, list) else []
    return tuple(tile for each in rows if (tile := _tile(each)) is not None)


def _tile(row: object) -> Tile | None:
    if not isinstance(row, dict) or not isinstance(row.get("chart"), str):
        return None
    texts = {key: str(row.get(key) or "") for key in ("chart", "field", "rule", "name")}
    days = row.get("days")
    return Tile(**texts, days=days if isinstance(days, int) and days > 0 else _YEAR)
