"""Importing files: ours beside the plain ``.import`` of the sqlite3 shell, and bare reading."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks import generating
from benchmarks.drawing import AS_OF, CUSTOMER_HEADERS
from benchmarks.measuring import Bar, Case, Experiment, Missing, Scale, run_once, worker

_INDEXED = ("会员号", "手机号", "邮箱", "姓名")
"""The columns of the file that have a plain index in a workspace too."""
_KEY, _SALT = bytes(range(32)), bytes(range(16))
"""Given, not derived: what a passphrase costs is no part of an import."""


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return the imports of customers, of order lines and of a workbook."""
    from benchmarks import import_orders, import_workbooks

    return [_customers(scale), import_orders.experiment(scale), import_workbooks.experiment()]


def _customers(scale: Scale) -> Experiment:
    """Return the first import of a file, and the import of the same file again."""
    shell = shutil.which("sqlite3")
    if shell is None:
        raise Missing("the sqlite3 shell (package sqlite3).")
    source = generating.customers_csv(scale.customers)
    folder = generating.folder()
    names = ("a.zhike", "b.zhike", "c.db", "d.db")
    made, plain, raw, unchecked = (folder / f"import-{name}" for name in names)
    peer = Case("shell", (shell, str(raw)), prepare=raw_file_gone(raw), stdin=script(source))
    first = _ours("first", source, made, fresh=True)
    again = _ours("again", source, made, fresh=False)
    edited = _ours("edited", source, made, fresh=False)
    edit = worker("edit", "benchmarks.importing:edit_one", target=str(made))
    edited = replace(edited, prepare=lambda: _discard(run_once(edit)))
    bare = _ours("plain", source, plain, fresh=True, encrypted=False)
    bare_again = _ours("plain-again", source, plain, fresh=False, encrypted=False)
    least = replace(
        worker(
            "least",
            "benchmarks.importing:import_unchecked",
            source=str(source),
            target=str(unchecked),
        ),
        prepare=raw_file_gone(unchecked),
    )
    limit = 2.0 if scale.customers <= 100_000 else 2.5
    title = f"{scale.customers:,} customers"
    return Experiment(
        cases=(peer, least, first, again, edited, bare, bare_again),
        bars=(
            Bar(f"Import of {title}, CPU", "first.cpu", "shell.cpu", limit),
            Bar("… without encryption", "plain.cpu", "shell.cpu", limit),
            Bar(
                "… the least of it: unchecked by csv and executemany",
                "least.cpu",
                "shell.cpu",
                None,
            ),
            Bar("The unchanged file again, CPU", "again.cpu", "shell.cpu", 1.6),
            Bar("… without encryption", "plain-again.cpu", "shell.cpu", 1.6),
            Bar("… all rows compared, one was edited since", "edited.cpu", "shell.cpu", None),
            Bar("Rows rewritten by the unchanged file", "again.updated", None, 0, "rows"),
            Bar("Peak memory of the import", "first.rss", None, 250, "MB"),
            Bar("Peak memory of the second import", "again.rss", None, 250, "MB"),
        ),
        runs=1 if scale.customers > 100_000 else None,
        remark="Import of customers: typed, normalised, deduplicated, with plain indexes and "
        "the ledger, into an encrypted file; the peer stores the same cells as text, "
        f"unchecked, with indexes on {', '.join(_INDEXED)}. Whole processes, imports of "
        "libraries included, the derivation of the key from a passphrase not. The least of it "
        "is what Python and SQLCipher cost alone: the same cells as text, from csv.reader by "
        "executemany into an encrypted file, with the indexes of the peer. The unchanged file is "
        "known by its bytes and not read again unless a customer was changed since.",
    )


def script(source: Path) -> str:
    """Return what the sqlite3 shell is told."""
    indexes = (
        f'CREATE INDEX "{number}" ON customer("{CUSTOMER_HEADERS[CUSTOMER_HEADERS.index(name)]}");'
        for number, name in enumerate(_INDEXED)
    )
    return "\n".join((".mode csv", f'.import "{source}" customer', *indexes, ""))


def raw_file_gone(path: Path) -> Any:
    """Return what removes a database file before a run."""
    return lambda: path.unlink(missing_ok=True)


def _ours(name: str, source: Path, target: Path, *, fresh: bool, encrypted: bool = True) -> Case:
    case = worker(
        name,
        "benchmarks.importing:import_ours",
        source=str(source),
        target=str(target),
        encrypted=encrypted,
    )
    if not fresh:
        return case
    new = worker("new", "benchmarks.importing:make_empty", target=str(target), encrypted=encrypted)
    return Case(case.name, case.command, prepare=lambda: _discard(run_once(new)), prints=True)


def _discard(_figures: object) -> None:
    """Nothing of the preparation is measured."""


def make_empty(target: str, encrypted: bool) -> None:
    """Make an empty workspace in place of the one of the run before."""
    for suffix in ("", "-wal", "-shm", ".lock"):
        Path(target + suffix).unlink(missing_ok=True)
    workspace = open_workspace(target, encrypted=encrypted)
    with workspace.writing():
        settings = {"name": "b", "currency": "CNY", "language": "zh", "prefix": "BNCH"}
        workspace.put_setting("workspace", settings)
    workspace.close()


def edit_one(target: str) -> None:
    """Change a customer by hand, so that the rows of a file have to be compared again."""
    from profiler_app.jobs.editing import edit_customer

    workspace = open_workspace(target, encrypted=True)
    edit_customer(generating.Quiet(), workspace, 1, {"name": "改名"}, today=AS_OF)
    workspace.close()


def import_ours(source: str, target: str, encrypted: bool) -> dict[str, float]:
    """Import a file as the product does."""
    from profiler_app.domain.imports import ImportRequest
    from profiler_app.jobs.importing import import_file

    workspace = open_workspace(target, encrypted=encrypted)
    request = ImportRequest(paths=(Path(source),))
    report = import_file(generating.Quiet(), workspace, request, today=AS_OF)
    workspace.close()
    return {"created": report.created, "updated": report.updated, "rejected": report.rejected}


def import_unchecked(source: str, target: str) -> None:
    """Store the cells of a file as they are: what no import in Python can be cheaper than."""
    import csv

    from profiler_app.store import connect

    connection = connect.connect(Path(target), connect.Key(_KEY, _SALT))
    columns = ", ".join(f'"{name}"' for name in CUSTOMER_HEADERS)
    connection.execute(f"CREATE TABLE customer({columns})")
    connection.execute("BEGIN")
    with Path(source).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        marks = ", ".join("?" * len(CUSTOMER_HEADERS))
        connection.executemany(f"INSERT INTO customer VALUES({marks})", rows)
    for number, name in enumerate(_INDEXED):
        connection.execute(f'CREATE INDEX "{number}" ON customer("{name}")')
    connection.execute("COMMIT")
    connection.close()


def open_workspace(target: str, *, encrypted: bool) -> Any:
    """Open a workspace for writing; without encryption only to see what encryption costs."""
    from profiler_app.store import connect
    from profiler_app.store.workspace import Workspace

    if not encrypted:
        connect.give_key = lambda connection, key: None
    return Workspace(Path(target), connect.Key(_KEY, _SALT), readonly=False)
