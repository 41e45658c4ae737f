"""Importing order lines: ours beside the plain ``.import`` of the sqlite3 shell and one index."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks import generating
from benchmarks.importing import import_ours, make_empty, raw_file_gone
from benchmarks.measuring import Bar, Case, Experiment, Missing, Scale, run_once, worker

_INDEX = 'CREATE INDEX "0" ON orders("会员号", "下单日期");'


def experiment(scale: Scale) -> Experiment:
    """Return the first import of a file of order lines, whose customers are known."""
    shell = shutil.which("sqlite3")
    if shell is None:
        raise Missing("the sqlite3 shell (package sqlite3).")
    customers = generating.customers_csv(scale.customers)
    source = generating.orders_csv(scale.orders, scale.customers)
    folder = generating.folder()
    known, target, raw = (folder / f"import-{name}" for name in ("k.zhike", "o.zhike", "o.db"))

    def prepare() -> None:
        if not known.exists():
            case = "benchmarks.import_orders:make_known"
            run_once(worker("known", case, source=str(customers), target=str(known)))
        generating.copy(known, target)

    known.unlink(missing_ok=True)
    ours = worker(
        "orders",
        "benchmarks.importing:import_ours",
        source=str(source),
        target=str(target),
        encrypted=True,
    )
    told = "\n".join((".mode csv", f'.import "{source}" orders', _INDEX, ""))
    peer = Case("shell", (shell, str(raw)), prepare=raw_file_gone(raw), stdin=told)
    title = f"{scale.orders:,} order lines"
    return Experiment(
        cases=(peer, Case(ours.name, ours.command, prepare=prepare, prints=True)),
        bars=(
            Bar(f"Import of {title}, CPU", "orders.cpu", "shell.cpu", 0.6),
            Bar("Peak memory of it", "orders.rss", None, 600, "MB"),
        ),
        runs=1 if scale.orders > 1_000_000 else None,
        remark="Import of order lines: typed, priced, told apart by content, filed under their "
        f"customers ({scale.customers:,}), with indexes and the ledger, into an encrypted file; "
        "the peer stores the same cells as text, unchecked, with an index on 会员号, 下单日期.",
    )


def make_known(source: str, target: str) -> None:
    """Make a workspace that knows the customers."""
    unfinished = target + ".unfinished"
    make_empty(unfinished, encrypted=True)
    import_ours(source, unfinished, encrypted=True)
    Path(unfinished).replace(target)
