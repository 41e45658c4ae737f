import numpy as np

from profiler_app.analysis.columns import NULL_INT, Coded
from profiler_app.analysis.rows import Rows, find, group_ids, look_up, pack


def rows() -> Rows:
    """Customer 0 has three rows, customer 2 one, customer 1 none."""
    return Rows(
        {
            "owner": np.array([0, 0, 0, 2]),
            "amount": np.array([5, NULL_INT, -2, 7]),
            "kind": Coded(np.array([0, 1, -1, 0], np.int32), ("sale", "return")),
        },
        3,
    )


def test_sums_counts_and_extremes_per_customer() -> None:
    table = rows()
    assert table.count().tolist() == [3, 0, 1]
    assert table.total(table.amount("amount")).tolist() == [3, 0, 7]
    assert table.highest(table.amount("amount")).tolist() == [5, 0, 7]
    assert table.lowest(table.amount("amount")).tolist() == [-2, 0, 7]


def test_sums_are_exact_beyond_the_precision_of_floats() -> None:
    big = Rows({"owner": np.array([0, 0])}, 1)
    assert big.total(np.array([2**60, 1])).tolist() == [2**60 + 1]


def test_a_null_is_none_of_the_labels() -> None:
    assert rows().is_in("kind", "sale").tolist() == [True, False, False, True]
    assert rows().is_in("kind", "gift").tolist() == [False] * 4


def test_a_selection_of_a_selection_keeps_its_rows() -> None:
    chosen = rows().where(rows().is_in("kind", "sale"))
    last = chosen.where(chosen["amount"] > 5)
    assert last["amount"].tolist() == [7]
    assert last.text("kind").codes.tolist() == [0]


def test_a_column_that_was_not_delivered_is_null() -> None:
    assert rows().is_null("day").all()
    assert rows().text("channel").codes.tolist() == [-1] * 4


def test_the_last_row_by_a_key_and_by_order_among_equals() -> None:
    table = rows()
    assert table.last(np.array([1, 9, 3, 0]))["amount"].tolist() == [NULL_INT, 7]
    assert table.last(np.array([1, 1, 1, 0]))["amount"].tolist() == [-2, 7]


def test_an_empty_table_gives_nothing_for_everybody() -> None:
    empty = Rows({}, 2)
    assert empty.count().tolist() == [0, 0]
    assert empty.total(empty["amount"]).tolist() == [0, 0]
    assert len(empty.last(empty["amount"])) == 0


def test_pairs_have_the_same_key_only_when_they_are_equal() -> None:
    first, second = np.array([0, 0, 1, 1]), np.array([NULL_INT, 2**62, NULL_INT, NULL_INT])
    keys = pack(first, second)
    assert len(set(keys.tolist())) == 3
    assert keys[2] == keys[3]


def test_groups_are_numbered_in_any_order() -> None:
    assert group_ids(np.array([3, 3, 7, 9])).tolist() == [0, 0, 1, 2]
    assert group_ids(np.array([7, 3, 3, 7])).tolist() == [1, 0, 0, 1]


def test_rows_of_another_table_are_found_by_id() -> None:
    place = find(np.array([30, 10, 20]), np.array([10, 99, 30]))
    assert place.tolist() == [1, -1, 0]
    assert look_up(np.array([5, 6, 7]), place, -1).tolist() == [6, -1, 5]
    assert find(np.zeros(0, np.int64), np.array([1])).tolist() == [-1]
