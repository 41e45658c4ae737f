"""Order lines in blocks are those of the table, whatever happened in between."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from profiler_app.domain.progress import Silent
from profiler_app.store import order_blocks, order_changes, undo
from profiler_app.store.activity import NULL_INT
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.order_blocks import COLUMNS, SIZE, OrderBlocks
from profiler_app.store.workspace import Workspace

CUSTOMERS = (1, 2, 3, SIZE - 1, SIZE, SIZE + 5, 3 * SIZE + 7)


@pytest.fixture
def shop(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with customers of three blocks; blocks read even single customers."""
    monkeypatch.setattr(order_blocks, "_HANDFUL", 2)
    with operation(workspace, "import") as work:
        for number in CUSTOMERS:
            row = {"number": [f"N{number}"], "kind": ["person"], "line": ["trade"]}
            first, _count = work.insert_columns("customer", row)
            assert first == number
            following = CUSTOMERS[CUSTOMERS.index(number) + 1 :]
            work._created["customer"] = (1, (following or (number + 1,))[0] - 1)  # ids far apart
    return workspace


def line(dice: random.Random) -> dict[str, Any]:
    gross = dice.choice((0, 5, 199, 70_000, 2**40, -300))
    return {
        "customer_id": dice.choice((*CUSTOMERS, None)),
        "order_no": dice.choice((None, "A1", "A2", "订单" * 30, f"B{dice.randrange(5)}")),
        "content_key": dice.randrange(10**6),
        "day": dice.choice((None, -5, 0, 20_000, 20_001, 20_002)),
        "kind": dice.choice(("sale", "return", None)),
        "channel": dice.choice(("store", "app", "网店", None)),
        "product_id": None,
        "gross": gross,
        "discount": 0,
        "net": dice.choice((gross, None)),
        "cost": dice.choice((None, 7)),
        "coupon": dice.choice((None, 0, 1)),
        "status": dice.choice((None, "done", "cancelled")),
    }


def lines_of_table(workspace: Workspace, customer: int) -> list[tuple[Any, ...]]:
    """Return the lines of a customer by day and id; orders numbered by their first line."""
    names = ", ".join(COLUMNS)
    rows = workspace.connection.execute(
        f"SELECT {names} FROM order_line WHERE customer_id = ? ORDER BY day, id", (customer,)
    ).fetchall()
    at = COLUMNS.index("order_no")
    return numbered([(*row[:at], row[at] or ("line", row[0]), *row[at + 1 :]) for row in rows])


def numbered(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Number the orders of each customer as they come: only which are the same counts."""
    at, owner = COLUMNS.index("order_no"), COLUMNS.index("customer_id")
    seen: dict[Any, dict[Any, int]] = {}
    result = []
    for row in rows:
        own = seen.setdefault(row[owner], {})
        result.append((*row[:at], own.setdefault(row[at], len(own)), *row[at + 1 :]))
    return result


def lines_of_blocks(columns: Any) -> list[tuple[Any, ...]]:
    cells = []
    for name in COLUMNS:
        found = columns[name]
        if isinstance(found, tuple):
            cells.append([None if code < 0 else found[1][code] for code in found[0].tolist()])
        else:
            cells.append([None if value == NULL_INT else value for value in found.tolist()])
    return numbered(list(zip(*cells, strict=True)))


def assert_true(workspace: Workspace) -> None:
    """Compare every way of reading with the table."""
    blocks = OrderBlocks(workspace.connection)
    expected = {number: lines_of_table(workspace, number) for number in CUSTOMERS}
    everybody = [row for number in CUSTOMERS for row in expected[number]]
    found = [
        row
        for block in range(CUSTOMERS[-1] // SIZE + 1)
        for row in lines_of_blocks(blocks.read(block, COLUMNS))
    ]
    assert found == everybody
    some = np.array(CUSTOMERS[1::2])
    assert lines_of_blocks(blocks.read_customers(some, COLUMNS)) == [
        row for number in some.tolist() for row in expected[number]
    ]
    assert (
        blocks.read(0, ("net",))["net"].tolist()
        == [  # type: ignore[union-attr]
            NULL_INT if row[COLUMNS.index("net")] is None else row[COLUMNS.index("net")]
            for number in CUSTOMERS[:4]
            for row in expected[number]
        ]
    )


def change(workspace: Workspace, work: Operation, dice: random.Random) -> None:
    """Do something to the order lines."""
    ids = [row[0] for row in workspace.connection.execute("SELECT id FROM order_line").fetchall()]
    kind = dice.choice(("insert", "insert", "edit", "merge", "delete"))
    if kind == "insert" or not ids:
        new = [line(dice) for _each in range(dice.randrange(1, 30))]
        work.insert("order_line", list(new[0]), [tuple(each.values()) for each in new])
    elif kind == "edit":
        for number in dice.sample(ids, min(3, len(ids))):
            values = line(dice)
            name = dice.choice(("net", "day", "kind", "customer_id", "order_no"))
            work.update("order_line", number, {name: values[name]})
    elif kind == "merge":
        one, other = dice.sample(CUSTOMERS, 2)
        rows = workspace.connection.execute(
            "SELECT id FROM order_line WHERE customer_id = ?", (one,)
        ).fetchall()
        work.update_many("order_line", ["customer_id"], [(other, row[0]) for row in rows])
    else:
        work.delete("order_line", dice.sample(ids, min(5, len(ids))))


@pytest.mark.parametrize("seed", range(12))
def test_blocks_are_never_stale(
    shop: Workspace, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FEA-01: imports, edits, merges, deletions, undo; brought up to date or not."""
    dice = random.Random(seed)
    monkeypatch.setattr(order_changes, "_AT_ONCE", dice.choice((7, 1_000)))
    monkeypatch.setattr(order_blocks, "_MOST_PARTS", dice.choice((1, 3)))
    for _step in range(25):
        if dice.random() < 0.25 and len(undo.history(shop)) > 1:
            entries = [e for e in undo.history(shop) if e.operation > 1 and e.undone_by is None]
            undo.undo(shop, dice.choice(entries).operation, on_conflict="overwrite")
        else:
            with operation(shop, "edit") as work:
                for _change in range(dice.randrange(1, 4)):
                    change(shop, work, dice)
        if dice.random() < 0.4:
            order_blocks.catch_up(shop, Silent())
        assert_true(shop)


def test_a_cancelled_catching_up_leaves_the_blocks_as_they_were(shop: Workspace) -> None:
    class Stop:
        def step(self, fraction: float, doing: str) -> None:
            raise KeyboardInterrupt

    with operation(shop, "import") as work:
        new = [line(random.Random(1)) for _each in range(50)]
        work.insert("order_line", list(new[0]), [tuple(each.values()) for each in new])
    with pytest.raises(KeyboardInterrupt):
        order_blocks.catch_up(shop, Stop())
    assert shop.connection.execute("SELECT count(*) FROM order_block").fetchone() == (0,)
    assert_true(shop)


def test_catching_up_twice_writes_nothing(shop: Workspace) -> None:
    order_blocks.catch_up(shop, Silent())
    before = shop.connection.total_changes
    order_blocks.catch_up(shop, Silent())
    assert shop.connection.total_changes == before


def test_blocks_are_outside_history_and_content(shop: Workspace) -> None:
    from profiler_app.store.content import content_hash

    before = content_hash(shop.connection), len(undo.history(shop))
    with operation(shop, "import") as work:
        new = [line(random.Random(2)) for _each in range(5)]
        work.insert("order_line", list(new[0]), [tuple(each.values()) for each in new])
    order_blocks.catch_up(shop, Silent())
    undo.undo(shop)
    assert (content_hash(shop.connection), len(undo.history(shop)) - 2) == before
