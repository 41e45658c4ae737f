"""A workspace: one encrypted file with all customers, opened for reading or for writing."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from profiler_app.domain.errors import (
    NotAWorkspace,
    ReadOnlyPlace,
    WorkspaceExists,
    WrongPassphraseOrDamaged,
)
from profiler_app.store import connect
from profiler_app.store.connect import Connection, Key, problems
from profiler_app.store.lock import WriterLock
from profiler_app.store.migrations import is_older, migrate
from profiler_app.store.rekey import sweep
from profiler_app.store.schema_stock import show_later_columns

_PREFIX_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"


def utc_now() -> datetime:
    """Return the moment written into the history (replaced by a fixed one in tests)."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """What belongs to the workspace itself and travels with the file.

    ``prefix`` starts every customer number made here; it is drawn once, so that numbers of
    workspaces on different machines never collide.
    """

    name: str
    currency: str
    language: str
    prefix: str


class Workspace:
    """An open workspace, used by one thread.

    ``connection`` is for the modules of ``store``; everyone else passes the workspace on.
    """

    def __init__(
        self,
        path: Path,
        key: Key,
        *,
        readonly: bool,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.path = path
        self.key = key
        self.readonly = readonly
        self.clock = clock
        self._lock = WriterLock(path)
        if not readonly:
            self._lock.take()
            sweep(path)
        try:
            self.connection: Connection = connect.connect(path, key, readonly=readonly)
            if readonly:
                show_later_columns(self.connection)
            else:
                migrate(self.connection, path)
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let others write."""
        connect.close(self.connection)
        self._lock.release()

    def be_one_file(self) -> None:
        """Have no write-ahead log beside the file, so that the file alone can be carried.

        Raises WorkspaceInUse while any other connection has the file open.
        """
        with problems(self.path):
            self.connection.execute("PRAGMA journal_mode = DELETE")

    def replace_file(self, copy: Path, key: Key) -> None:
        """Let a complete copy of the file take its place and go on with that.

        Raises WorkspaceInUse while any other connection has the file open.
        """
        self.be_one_file()
        connect.close(self.connection)
        try:
            copy.replace(self.path)
            self.key = key
        finally:
            self.connection = connect.connect(self.path, self.key)

    def interrupt(self) -> None:
        """Stop the statement that runs now; may be called from another thread."""
        self.connection.interrupt()

    @contextmanager
    def writing(self, *, references_hold: bool = False) -> Iterator[None]:
        """Run a block as one transaction: all of it is saved, or nothing.

        ``references_hold``: the block deletes nothing that is referred to, and refers only to rows
        it has looked up, so that the database need not look for them again (a quarter of an import
        of order lines).

        Inside another such block it is a part of that: it fails alone, but is saved with the whole.
        """
        if self.readonly:
            raise ReadOnlyPlace(file=str(self.path))
        if self.connection.in_transaction:
            with self._within_another():
                yield
            return
        with problems(self.path), _without_looking_up(self.connection, references_hold):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _within_another(self) -> Iterator[None]:
        self.connection.execute("SAVEPOINT inner")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK TO inner")
                self.connection.execute("RELEASE inner")
            raise
        self.connection.execute("RELEASE inner")

    def setting(self, name: str, default: Any = None) -> Any:
        """Return a setting of the workspace."""
        row = self.connection.execute("SELECT value FROM setting WHERE name = ?", (name,))
        found = row.fetchone()
        return default if found is None else json.loads(found[0])

    def put_setting(self, name: str, value: Any) -> None:
        """Keep a setting in the workspace; inside ``writing()``."""
        self.connection.execute(
            "INSERT INTO setting VALUES(?, ?) "
            "ON CONFLICT(name) DO UPDATE SET value = excluded.value",
            (name, json.dumps(value, ensure_ascii=False)),
        )

    @property
    def is_older(self) -> bool:
        """Whether the file is of an older format; opening it for writing brings it up to date."""
        return is_older(self.connection, self.path)

    @property
    def settings(self) -> Settings:
        """The workspace's own settings."""
        return Settings(**self.setting("workspace"))


@contextmanager
def _without_looking_up(connection: Connection, asked: bool) -> Iterator[None]:
    """Take rows that are referred to for granted during a transaction, where that is asked for."""
    if not asked:
        yield
        return
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def open_workspace(
    path: Path,
    passphrase: str | Key,
    *,
    readonly: bool = False,
    clock: Callable[[], datetime] = utc_now,
) -> Workspace:
    """Open an existing workspace; an older format is brought up to date when opened for writing.

    Raises WorkspaceMissing, NotAWorkspace, WrongPassphraseOrDamaged, NewerWorkspace,
    WorkspaceInUse or ReadOnlyPlace; in all these cases the file is as it was.
    """
    key = passphrase if isinstance(passphrase, Key) else connect.key_of_file(path, passphrase)
    _prove_beginning(path, key)
    if not readonly:
        connect.close(connect.connect(path, key, readonly=True))  # a wrong key leaves no traces
        if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
            raise ReadOnlyPlace(file=str(path))
    return Workspace(path, key, readonly=readonly, clock=clock)


def _prove_beginning(path: Path, key: Key) -> None:
    """Refuse what the database would not: a file of no bytes, and one whose salt is not the key's.

    An empty file would be made a new workspace of; with another salt the key of this session still
    opens the file, but no passphrase ever would again.
    """
    if not path.exists():
        return
    try:
        with path.open("rb") as file:
            beginning = file.read(len(key.salt))
    except OSError as error:
        raise ReadOnlyPlace(file=str(path)) from error
    if not beginning:
        raise NotAWorkspace(file=str(path))
    if beginning != key.salt:
        raise WrongPassphraseOrDamaged(file=str(path))


def create_workspace(
    path: Path,
    passphrase: str | Key,
    *,
    name: str | None = None,
    currency: str = "CNY",
    language: str = "zh",
    prefix: str | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Workspace:
    """Make a new, empty workspace and open it for writing.

    ``prefix`` is drawn by chance unless it is given. A file that exists is never touched.
    """
    if path.exists():
        raise WorkspaceExists(file=str(path))
    if not os.access(path.parent, os.W_OK):
        raise ReadOnlyPlace(file=str(path))
    settings = {
        "name": name or path.stem,
        "currency": currency,
        "language": language,
        "prefix": prefix or "".join(secrets.choice(_PREFIX_LETTERS) for _ in range(4)),
    }
    try:
        key = passphrase if isinstance(passphrase, Key) else connect.new_key(passphrase)
        workspace = Workspace(path, key, readonly=False, clock=clock)
        with workspace.writing():
            workspace.put_setting("workspace", settings)
    except BaseException:
        for suffix in ("", "-wal", "-shm", ".lock"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        raise
    return workspace
