"""What encryption costs: the same build of SQLite with a key and without one."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import generating
from benchmarks.importing import import_ours, make_empty, open_workspace
from benchmarks.measuring import Bar, Experiment, Scale, worker

_PARTS = (
    ("Import of customers", "customers"),
    ("Import of orders", "orders"),
    ("Sums by customer over all orders", "sums"),
    ("Search by a fragment of a name", "search"),
    ("5,000 changed customers, one operation", "updates"),
)


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return the daily work on an encrypted workspace beside the same work on a plain one."""
    customers, orders = min(scale.customers, 100_000), min(scale.orders, 300_000)
    arguments = {
        "customers": str(generating.customers_csv(customers)),
        "orders": str(generating.orders_csv(orders, customers)),
    }
    case = "benchmarks.encryption:work"
    return [
        Experiment(
            cases=tuple(
                worker(name, case, target=_target(name), encrypted=name == "key", **arguments)
                for name in ("plain", "key")
            ),
            bars=tuple(Bar(title, f"key.{name}", f"plain.{name}", 1.2) for title, name in _PARTS),
            remark=f"Encryption: {customers:,} customers and {orders:,} order lines; CPU of the "
            "parts of one process, the same work on a file with a key and on one without.",
        )
    ]


def _target(name: str) -> str:
    return str(generating.folder() / f"encryption-{name}.zhike")


def work(target: str, encrypted: bool, customers: str, orders: str) -> dict[str, float]:
    """Do all parts on a new workspace and return the CPU time of each."""
    make_empty(target, encrypted)
    took: dict[str, float] = {}

    def timed(name: str, part: Callable[[], Any]) -> None:
        before = time.process_time()
        part()
        took[name] = time.process_time() - before

    timed("customers", lambda: import_ours(customers, target, encrypted))
    timed("orders", lambda: import_ours(orders, target, encrypted))
    workspace = open_workspace(target, encrypted=encrypted)
    connection = workspace.connection
    sums = "SELECT customer_id, count(*), sum(net), max(day) FROM order_line GROUP BY customer_id"
    timed("sums", lambda: connection.execute(sums).fetchall())
    search = "SELECT count(*) FROM customer WHERE name LIKE '%晓%'"
    timed("search", lambda: [connection.execute(search).fetchone() for _ in range(10)])
    timed("updates", lambda: _change(workspace))
    workspace.close()
    took["size"] = Path(target).stat().st_size / 1e6
    return took


def _change(workspace: Any) -> None:
    from profiler_app.store.ledger import operation

    (last,) = workspace.connection.execute("SELECT max(id) FROM customer").fetchone()
    dice = random.Random(1)
    with operation(workspace, "edit", {"number": "", "fields": ""}) as opened:
        rows = ((f"{i}", dice.randrange(1, last + 1)) for i in range(5_000))
        opened.update_many("customer", ["short_name"], rows)
