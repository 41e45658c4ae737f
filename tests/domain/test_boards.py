"""Boards and their tiles as they are saved."""

from __future__ import annotations

from profiler_app.domain.boards import PREFIX, Board, Tile, read_tiles, tiles_text

VALUE, AGES = Tile("value"), Tile("field", "age", 90, "gender == 'F'", "几岁 “女”")
BOARD = Board(1, "每周", (VALUE, AGES, Tile("warned")))


def test_tiles_are_read_as_they_were_written() -> None:
    assert read_tiles(tiles_text((VALUE, AGES))) == (VALUE, AGES)


def test_what_another_version_wrote_takes_no_other_tile_with_it() -> None:
    text = PREFIX + '[{"chart": "value", "days": -3, "shape": "round"}, 7, {"field": "age"}]'
    assert read_tiles(text) == (VALUE,)
    assert read_tiles(PREFIX + "[{") == ()
    assert read_tiles(PREFIX) == ()


def test_a_tile_moves_and_stays_at_the_ends() -> None:
    assert BOARD.moving(0, 1).tiles[:2] == (AGES, VALUE)
    assert BOARD.moving(0, -1) == BOARD
    assert BOARD.moving(2, 5) == BOARD


def test_a_tile_takes_another_title_and_is_the_same_chart() -> None:
    renamed = BOARD.renaming(0, "价值").tiles[0]
    assert renamed.name == "价值"
    assert renamed.what == VALUE.what


def test_a_tile_is_taken_away() -> None:
    assert BOARD.without(1).tiles == (VALUE, Tile("warned"))
