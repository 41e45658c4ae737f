"""What was packed comes back as it was, in few bytes."""

from __future__ import annotations

import numpy as np
import pytest

from profiler_app.store.activity import NULL_INT
from profiler_app.store.packing import Packed, among, join, pack, places_of, unpack

COLUMNS = {
    "empty": [],
    "nothing known": [NULL_INT, NULL_INT],
    "all the same": [7, 7, 7],
    "the same or nothing": [7, NULL_INT, 7],
    "small": [0, 254, 3],
    "just too large for one byte": [0, 255, 3],
    "small around a large one": [2**40, 2**40 + 9, NULL_INT],
    "negative": [-5, NULL_INT, 300, 70_000],
    "three bytes": [7, 2**24 + 6, 70_000, 65_543],
    "three bytes and nothing": [7, 2**24 + 6, NULL_INT],
    "just too large for three bytes": [7, 2**24 + 7, 70_000],
    "wide": [-(2**62), 2**62, 0],
    "runs": [3] * 9 + [4] * 5 + [900_000] * 7,
    "runs that fall back": [5] * 9 + [4] * 9,
}


@pytest.mark.parametrize("name", COLUMNS)
def test_integers_come_back(name: str) -> None:
    values = np.array(COLUMNS[name], np.int64)
    packed = pack(values)
    assert unpack(packed).tolist() == values.tolist()  # type: ignore[union-attr]
    some = np.arange(0, len(values), 2)
    assert unpack(packed, some).tolist() == values[some].tolist()  # type: ignore[union-attr]


def test_texts_come_back_with_their_labels() -> None:
    codes = np.array([2, -1, 0, 2], np.int32)
    found, labels = unpack(pack((codes, ("a", "b", "门店"))))
    assert (list(found), labels) == ([2, -1, 0, 2], ("a", "b", "门店"))


def test_masks_of_lists_keep_all_their_bits() -> None:
    masks = np.array([2**62, 1, 0], np.int64)
    found, _labels = unpack(pack((masks, ("a", "b"))))
    assert list(found) == [2**62, 1, 0]


def test_real_numbers_come_back_bit_for_bit() -> None:
    values = np.array([0.1, np.nan, -1e300])
    np.testing.assert_array_equal(unpack(pack(values)), values)  # type: ignore[arg-type]


def test_sorted_owners_take_hardly_any_room() -> None:
    owners = np.repeat(np.arange(1_000), 20)
    assert len(pack(owners).data) < len(owners)


@pytest.mark.parametrize("name", COLUMNS)
def test_rows_are_found_by_their_values(name: str) -> None:
    values = np.array(COLUMNS[name], np.int64)
    wanted = np.unique(values[::2])
    expected = [place for place, value in enumerate(COLUMNS[name]) if value in wanted.tolist()]
    assert places_of(pack(values), wanted).tolist() == expected


def test_runs_as_they_were_written_once_are_still_read() -> None:
    raw = np.array([0, 1, 899_997, 9, 5, 7], "<u8").tobytes()
    first = Packed(21, 3, "runs", "", raw)
    values = COLUMNS["runs"]
    assert unpack(first).tolist() == values  # type: ignore[union-attr]
    assert places_of(first, np.array([4])).tolist() == [9, 10, 11, 12, 13]


def test_joined_labels_are_put_together() -> None:
    codes, labels = join(
        [(np.array([0, -1], np.int32), ("x",)), (np.array([0, 1], np.int32), ("y", "x"))]
    )
    assert [labels[code] if code >= 0 else None for code in codes] == ["x", None, "y", "x"]


def test_what_is_among_sorted_numbers_is_what_numpy_says() -> None:
    dice = np.random.default_rng(7)
    values, wanted = dice.integers(0, 50, 200), np.unique(dice.integers(0, 50, 9))
    assert among(values, wanted).tolist() == np.isin(values, wanted).tolist()
    assert not among(values, wanted[:0]).any()
    assert not len(among(values[:0], wanted))
