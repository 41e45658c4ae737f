"""The files and workspaces of the benchmarks: made once, kept in the temporary folder.

Everything is made in a child process, so that the process that measures stays small.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import Any

from benchmarks.drawing import AS_OF, CATEGORIES, CUSTOMER_HEADERS, ORDER_HEADERS, PRODUCTS
from benchmarks.drawing import customers as draw_customers
from benchmarks.drawing import orders as draw_orders
from benchmarks.measuring import ROOT, run_once, worker
from profiler_app.domain.progress import Silent

Quiet = Silent
"""The progress of work nobody watches."""

PASSPHRASE = "zhike-benchmarks"

_BULK_FROM = 2_000_000
"""From this many orders on they are written as rows, without the way through a file."""


def folder() -> Path:
    """Return the folder the data is kept in."""
    path = Path(tempfile.gettempdir()) / "zhike-benchmarks"
    path.mkdir(exist_ok=True)
    return path


# -- files


def customers_csv(count: int, seed: int = 1) -> Path:
    """Return a CSV file (UTF-8) of customers; made when it is not there yet."""
    path = folder() / f"customers-{count}-{seed}.csv"
    return _made(path, "write_customers", count=count, seed=seed)


def orders_csv(count: int, customers: int, seed: int = 1, *, first: int = 0) -> Path:
    """Return a CSV file (UTF-8) of orders; made when it is not there yet."""
    path = folder() / f"orders-{count}-{customers}-{seed}-{first}.csv"
    return _made(path, "write_orders", count=count, customers=customers, seed=seed, first=first)


def customers_workbook(count: int, columns: int, seed: int = 1) -> Path:
    """Return an XLSX file of customers, of their first columns; made when it is not there yet."""
    path = folder() / f"customers-{count}-{columns}-{seed}.xlsx"
    return _made(path, "write_workbook", count=count, columns=columns, seed=seed)


def workspace(customers: int, orders: int, seed: int = 1, *, refreshed: bool = True) -> Path:
    """Return an encrypted workspace with customers and orders; made when it is not there yet.

    The customers come through the import of the product, and so do the orders up to two million;
    more orders are written through one operation of the ledger. ``refreshed``: features, tags and
    search index are computed for ``AS_OF``. The file is shared: measure writes on a ``copy``.
    """
    kind = "refreshed" if refreshed else "facts"
    name = f"workspace-{kind}-{customers}-{orders}-{seed}-{_format()}.zhike"
    arguments = {"customers": customers, "orders": orders, "seed": seed}
    return _made(folder() / name, f"write_{kind}", **arguments)


def home() -> Path:
    """Return a folder of user data as after the first start: one workspace that is locked."""
    path = folder() / "home"
    _made(path / "Zhike" / "window.ini", "write_home")
    return path


def _format() -> str:
    """Return a mark of the tables' present form; read from the files, to import nothing here."""
    store = ROOT / "profiler_app" / "store"
    names = (
        "schema.py",
        "schema_steps.py",
        "schema_blocks.py",
        "schema_indexes.py",
        "migrations.py",
    )
    return blake2b(
        b"".join((store / name).read_bytes() for name in names), digest_size=4
    ).hexdigest()


def copy(workspace: Path, target: Path) -> None:
    """Copy a workspace that nobody writes to over ``target``, without what lies beside it."""
    for suffix in ("-wal", "-shm", ".lock"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(workspace, target)


def _made(path: Path, function: str, **arguments: Any) -> Path:
    if not path.exists():
        print(f"  making {path.name}", flush=True)
        run_once(
            worker(path.name, f"benchmarks.generating:{function}", path=str(path), **arguments)
        )
    return path


class _Unfinished:
    """A file that gets its name only when it is complete."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._folder = tempfile.TemporaryDirectory(prefix="unfinished-", dir=self._path.parent)

    def __enter__(self) -> Path:
        return Path(self._folder.name) / self._path.name

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            (Path(self._folder.name) / self._path.name).replace(self._path)
        self._folder.cleanup()


def write_customers(path: str, count: int, seed: int) -> None:
    """Write the customer file."""
    _write_csv(path, CUSTOMER_HEADERS, draw_customers(count, seed))


def write_orders(path: str, count: int, customers: int, seed: int, first: int) -> None:
    """Write the order file."""
    _write_csv(path, ORDER_HEADERS, draw_orders(count, customers, seed, first=first))


def write_workbook(path: str, count: int, columns: int, seed: int) -> None:
    """Write the customer file as a workbook."""
    from xlsxwriter import Workbook

    with (
        _Unfinished(path) as unfinished,
        Workbook(str(unfinished), {"constant_memory": True}) as book,
    ):
        sheet = book.add_worksheet()
        rows = chain([CUSTOMER_HEADERS], islice(draw_customers(count, seed), count))
        for place, cells in enumerate(rows):
            sheet.write_row(place, 0, cells[:columns])


def _write_csv(path: str, headers: tuple[str, ...], lines: Iterator[tuple[str, ...]]) -> None:
    with (
        _Unfinished(path) as unfinished,
        unfinished.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headers)
        writer.writerows(lines)


# -- workspaces


def write_facts(path: str, customers: int, orders: int, seed: int) -> None:
    """Make the workspace with nothing computed yet."""
    from profiler_app.jobs.workspaces import create_workspace

    source = customers_csv(customers, seed) if customers else None
    with (
        _Unfinished(path) as unfinished,
        create_workspace(
            unfinished, PASSPHRASE, name="Benchmarks", prefix="BNCH", clock=_noon
        ) as opened,
    ):
        if source is not None:
            _import(opened, source)
        if orders > _BULK_FROM:
            _write_order_lines(opened, orders, customers, seed)
        elif orders:
            _import(opened, orders_csv(orders, customers, seed))


def write_refreshed(path: str, customers: int, orders: int, seed: int) -> None:
    """Make the workspace with features, tags and search index."""
    from profiler_app.jobs.refreshing import refresh
    from profiler_app.jobs.workspaces import open_workspace

    facts = workspace(customers, orders, seed, refreshed=False)
    with _Unfinished(path) as unfinished:
        copy(facts, unfinished)
        with open_workspace(unfinished, PASSPHRASE, clock=_noon) as opened:
            refresh(Quiet(), opened, as_of=AS_OF)


def write_home(path: str) -> None:
    """Make a workspace, and the settings of a window that had it open."""
    from profiler_app.jobs.workspaces import create_workspace
    from profiler_app.ui.entrance.recent import remember
    from profiler_app.ui.preferences import Preferences

    settings = Path(path)
    settings.parent.mkdir(parents=True, exist_ok=True)
    file = settings.with_name("benchmarks.zhike")
    file.unlink(missing_ok=True)
    create_workspace(file, PASSPHRASE, name="Benchmarks").close()
    preferences = Preferences(settings)
    remember(preferences, file, _noon().isoformat(timespec="minutes"))
    preferences.save()


def _noon() -> datetime:
    return datetime(AS_OF.year, AS_OF.month, AS_OF.day, 4, tzinfo=UTC)


def _import(opened: Any, path: Path) -> None:
    from profiler_app.domain.imports import ImportRequest
    from profiler_app.jobs.importing import import_file

    import_file(Quiet(), opened, ImportRequest(paths=(path,)), today=AS_OF)


def _write_order_lines(opened: Any, count: int, customers: int, seed: int) -> None:
    """Write orders as one operation: the same lines as the file, already typed."""
    from profiler_app.store.ledger import operation

    ids = dict(opened.connection.execute("SELECT member_no, id FROM customer"))
    with operation(opened, "import", {"file": "orders"}) as work:
        first, _count = work.insert(
            "product",
            ("code", "name", "category", "line", "active"),
            (
                (f"P{i:04d}", f"商品{i:04d}", CATEGORIES[i % len(CATEGORIES)], "trade", 1)
                for i in range(PRODUCTS)
            ),
        )
        work.insert(
            "order_line",
            (
                *("customer_id", "product_id", "order_no", "content_key", "day", "kind"),
                *("channel", "quantity", "unit_price", "gross", "discount", "net", "status"),
                "source_row",
            ),
            _typed(draw_orders(count, customers, seed), ids, first),
        )


_CHANNELS = {"门店": "store", "网店": "online_shop", "App": "app", "微信": "wechat"}


def _typed(
    lines: Iterator[tuple[str, ...]], ids: dict[str, int], first_product: int
) -> Iterator[tuple[Any, ...]]:
    epoch = date(1970, 1, 1).toordinal()
    for line, row in enumerate(lines, 2):
        number, customer, day, channel, product, _name, _category, quantity, price, paid = row
        gross = round(float(price) * 100) * int(quantity)
        net = round(float(paid) * 100)
        yield (
            *(ids[customer], first_product + int(product[1:]), number, line),
            *(date.fromisoformat(day).toordinal() - epoch, "sale", _CHANNELS[channel]),
            *(float(quantity), price, gross, gross - net, net, None, line),
        )
