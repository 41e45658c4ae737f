"""Features of customers from stored orders: from the encrypted file to columns, beside DuckDB.

The set of features: per customer the number of lines, their sum, the largest, the first and the
last day, number and sum of the last 90 days, and the number of lines of six channels.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import generating
from benchmarks.drawing import AS_OF
from benchmarks.measuring import Bar, Experiment, Missing, Scale, worker

CHANNELS = ("store", "online_shop", "app", "wechat", "phone", "other")
COLUMNS = ("customer_id", "day", "net", "channel")
QUARTER, NEW_ORDERS = 90, 10_000


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return the features over all stored orders, and a refresh, beside DuckDB's GROUP BY."""
    try:
        import duckdb  # noqa: F401
    except ImportError:
        raise Missing("duckdb is not installed") from None
    path = str(generating.workspace(scale.customers, scale.orders))
    duck = worker("duckdb", "benchmarks.features:group_by", path=path)
    ours = worker("zhike", "benchmarks.features:from_file", path=path)
    later = worker("later", "benchmarks.features:after_new_orders", path=path)
    whole = worker("refresh", "benchmarks.features:refresh_all", path=path)
    return [
        Experiment(
            cases=(duck, ours, later),
            bars=(
                Bar("Features over all stored orders", "zhike.seconds", "duckdb.seconds", 1.0),
                Bar("Cells that differ from DuckDB's", "zhike.different", None, 0, "cells"),
                Bar("Memory", "zhike.rss", None, 600, "MB"),
                Bar(
                    f"The same of the customers of {NEW_ORDERS:,} new orders",
                    "later.seconds",
                    "duckdb.seconds",
                    0.05,
                ),
                Bar(
                    f"Refresh after {NEW_ORDERS:,} new orders: all features, tags, saved",
                    "later.refresh",
                    "duckdb.seconds",
                    None,
                ),
            ),
            remark="Features: count, sum, largest, first and last day, 90-day count and sum, six "
            "channel counts per customer. Ours reads the blocks of the encrypted workspace in a "
            "fresh process (key derived before, nothing cached) and computes with the engine of "
            "the refresh; DuckDB groups the same lines, already in memory, on all cores, and the "
            "second of two passes counts.",
        ),
        Experiment(
            cases=(whole,),
            bars=(
                Bar("Whole refresh of a new day", "refresh.seconds", None, None),
                Bar("Memory of it", "refresh.rss", None, 1_000, "MB"),
            ),
            runs=1,
            remark="Whole refresh: search index, all features, RFM and tags of everybody.",
        ),
    ]


def from_file(path: str) -> dict[str, float]:
    """Compute the features from the file, and count what differs from DuckDB's."""
    import numpy as np

    import profiler_app.analysis.rows
    import profiler_app.domain.dates  # noqa: F401 - imports are not measured
    from profiler_app.store.connect import close, connect, key_of_file
    from profiler_app.store.order_blocks import SIZE, OrderBlocks

    key = key_of_file(Path(path), generating.PASSPHRASE)
    began = time.perf_counter()
    connection = connect(Path(path), key, readonly=True)
    blocks = OrderBlocks(connection)
    parts = []
    for block in blocks.numbers():
        columns: Any = blocks.read(block, COLUMNS)
        first = block * SIZE
        ids = np.arange(first, first + SIZE)
        parts.append((ids, *_features(columns, columns["customer_id"] - first, SIZE)))
    found = [np.concatenate(each) for each in zip(*parts, strict=True)]
    seconds = time.perf_counter() - began
    close(connection)
    buyers = found[1] > 0
    expected = np.load(_answer(path))
    different = sum(
        int((ours[buyers] != theirs).sum())
        for ours, theirs in zip(found, expected.values(), strict=True)
    )
    return {"seconds": seconds, "different": different}


def _features(columns: Any, owner: Any, customers: int) -> list[Any]:
    """Compute the features of customers with the engine of the refresh."""
    from profiler_app.analysis.columns import Coded
    from profiler_app.analysis.rows import Rows
    from profiler_app.domain.dates import to_day

    channel = Coded(*columns["channel"])
    lines = Rows({**columns, "channel": channel, "owner": owner}, customers)
    net, day = lines.amount("net"), lines["day"]
    recent = lines.where(day > to_day(AS_OF.isoformat()) - QUARTER)
    return [
        lines.count(),
        lines.total(net),
        lines.highest(net),
        lines.lowest(day),
        lines.highest(day),
        recent.count(),
        recent.total(recent.amount("net")),
        *(lines.where(lines.is_in("channel", name)).count() for name in CHANNELS),
    ]


def group_by(path: str) -> dict[str, float]:
    """Group the same lines, in memory, with DuckDB."""
    import duckdb
    import numpy as np

    from profiler_app.domain.dates import to_day

    lines = _lines(path)
    duck = duckdb.connect()
    duck.register("given", lines)
    duck.execute("CREATE TABLE line AS SELECT * FROM given")
    since = to_day(AS_OF.isoformat()) - QUARTER
    counts = ", ".join(f"count(*) FILTER (WHERE channel = {code})" for code in range(len(CHANNELS)))
    sql = (
        "SELECT customer_id, count(*), sum(net)::BIGINT, max(net), min(day), max(day), "
        f"count(*) FILTER (WHERE day > {since}), "
        f"coalesce(sum(net) FILTER (WHERE day > {since}), 0)::BIGINT, {counts} "
        "FROM line GROUP BY customer_id"
    )
    duck.execute(sql).fetchnumpy()
    began = time.perf_counter()
    found = list(duck.execute(sql).fetchnumpy().values())
    seconds = time.perf_counter() - began
    order = np.argsort(found[0])
    np.savez(_answer(path), *(np.asarray(each)[order] for each in found))
    return {"seconds": seconds}


def _lines(path: str) -> Any:
    """Return the lines of the workspace as a frame, read from the table."""
    import numpy as np
    import pandas as pd

    from profiler_app.store.activity import read_columns
    from profiler_app.store.workspace import open_workspace

    with open_workspace(Path(path), generating.PASSPHRASE, readonly=True) as opened:
        columns = read_columns(opened.connection, "order_line", COLUMNS)
    codes, labels = columns["channel"]
    customer, day, net = (np.asarray(columns[name]) for name in COLUMNS[:3])
    places = [CHANNELS.index(name) if name in CHANNELS else len(CHANNELS) for name in labels]
    return pd.DataFrame(
        {
            "customer_id": customer,
            "day": day.astype(np.int32),
            "net": net,
            "channel": np.array(places, np.int8)[codes],
        }
    )


def _answer(path: str) -> Path:
    return Path(path).with_suffix(".duckdb.npz")


def after_new_orders(path: str) -> dict[str, float]:
    """Add new orders; compute the same features of their customers, then refresh everything."""
    import numpy as np

    from profiler_app.jobs.refreshing import refresh
    from profiler_app.store import activity
    from profiler_app.store.order_blocks import OrderBlocks
    from profiler_app.store.runs import last_run
    from profiler_app.store.workspace import open_workspace

    target = generating.folder() / "after-new-orders.zhike"
    generating.copy(Path(path), target)
    with open_workspace(target, generating.PASSPHRASE) as opened:
        _add_orders(opened, NEW_ORDERS)
    with open_workspace(target, generating.PASSPHRASE) as opened:
        began = time.perf_counter()
        last = last_run(opened.connection)
        assert last is not None
        touched = activity.touched_customers(opened.connection, after=last.operation)
        ids = np.array(sorted(touched))
        columns: Any = OrderBlocks(opened.connection).read_customers(ids, COLUMNS)
        _features(columns, np.searchsorted(ids, columns["customer_id"]), len(ids))
        seconds = time.perf_counter() - began
        began = time.perf_counter()
        report = refresh(generating.Quiet(), opened, as_of=AS_OF)
        taken = time.perf_counter() - began
    target.unlink()
    if report.computed != len(ids):
        raise RuntimeError(f"{report.computed} customers were computed, {len(ids)} were touched")
    return {"seconds": seconds, "refresh": taken}


def _add_orders(opened: Any, count: int) -> None:
    from random import Random

    from profiler_app.domain.dates import to_day
    from profiler_app.store.customers import customer_ids
    from profiler_app.store.ledger import operation

    dice = Random(7)
    ids = customer_ids(opened.connection).tolist()
    day = to_day(AS_OF.isoformat())
    names = ("customer_id", "order_no", "content_key", "day", "kind", "channel", "gross", "net")
    with operation(opened, "import", {"file": "new orders"}) as work:
        work.insert(
            "order_line",
            names,
            (
                (dice.choice(ids), f"NEW{i}", i, day, "sale", "app", 9_900, 9_900)
                for i in range(count)
            ),
        )


def refresh_all(path: str) -> dict[str, float]:
    """Refresh everybody for a new day."""
    from datetime import timedelta

    from profiler_app.jobs.refreshing import refresh
    from profiler_app.store.workspace import open_workspace

    target = generating.folder() / "new-day.zhike"
    generating.copy(Path(path), target)
    with open_workspace(target, generating.PASSPHRASE) as opened:
        began = time.perf_counter()
        refresh(generating.Quiet(), opened, as_of=AS_OF + timedelta(days=1))
        seconds = time.perf_counter() - began
    target.unlink()
    return {"seconds": seconds}
