"""Encrypted connections, and what their errors mean to a user.

Only this module knows SQLCipher. The key is derived once and then used for every connection of the
process: opening takes milliseconds instead of two tenths of a second.

passphrase -> PBKDF2 -> recovery key (``domain.recovery_keys``) -> PBKDF2 -> key of the file, both
with HMAC-SHA512, 256,000 rounds and the salt at the beginning of the file. So either of the two
opens the file, nothing about them is kept anywhere, and another salt makes both others. The second
half is what SQLCipher 4 does by itself: any tool for it opens the file with the recovery key (24
signs without blanks) as passphrase. Files of the first version have the passphrase there instead.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import sqlcipher3
from sqlcipher3 import dbapi2

from profiler_app.domain.errors import (
    DiskFull,
    NotAWorkspace,
    ReadOnlyPlace,
    UserProblem,
    WorkspaceInUse,
    WorkspaceMissing,
    WrongPassphraseOrDamaged,
)
from profiler_app.domain.progress import Cancelled
from profiler_app.domain.recovery_keys import recovery_key

Connection = Any  # sqlcipher3 ships no types

# The driver asks all its adapters about a None before it stores NULL, which takes ten times as
# long as a text, unless one is registered for it; ``{}.get`` answers None and is no Python code.
dbapi2.register_adapter(type(None), {}.get)

_ROUNDS = 256_000
_CACHE_KIB = 65_536  # the default of 8 MB makes a scan of ten million rows twice as slow


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """The key of one workspace file; never shown, logged or stored."""

    raw: bytes
    salt: bytes

    @property
    def pragma(self) -> str:
        """The value for ``PRAGMA key``."""
        return f"x'{self.raw.hex()}{self.salt.hex()}'"


def derive_key(passphrase: str, salt: bytes) -> Key:
    """Derive the key from a passphrase (normalised to NFC, as input methods differ)."""
    return key_of_recovery(recovery_key_of(passphrase, salt), salt)


def recovery_key_of(passphrase: str, salt: bytes) -> str:
    """Return the recovery key that goes with a passphrase in a file of this salt."""
    return recovery_key(_stretched(unicodedata.normalize("NFC", passphrase), salt))


def key_of_recovery(recovery: str, salt: bytes) -> Key:
    """Derive the key from a recovery key (as ``read_recovery_key`` returns it)."""
    return Key(_stretched(recovery, salt), salt)


def _stretched(secret: str, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", secret.encode("utf-8"), salt, _ROUNDS, 32)


def new_key(passphrase: str) -> Key:
    """Derive the key of a new file, with a fresh salt."""
    return derive_key(passphrase, secrets.token_bytes(16))


def key_of_file(path: Path, passphrase: str) -> Key:
    """Derive the key of an existing file; a file of the first version is known by its opening."""
    salt = salt_of(path)
    stretched = _stretched(unicodedata.normalize("NFC", passphrase), salt)
    first_version = Key(stretched, salt)
    if _opens(path, first_version):
        return first_version
    return key_of_recovery(recovery_key(stretched), salt)


def salt_of(path: Path) -> bytes:
    """Return the first 16 bytes of a workspace. Raises WorkspaceMissing or NotAWorkspace."""
    try:
        with path.open("rb") as file:
            salt = file.read(16)
    except FileNotFoundError as error:
        raise WorkspaceMissing(file=str(path), command=f"profiler new {path.name}") from error
    except OSError as error:
        raise ReadOnlyPlace(file=str(path)) from error
    if len(salt) < 16 or salt.startswith((b"SQLite format 3", b"PK\x03\x04", b"%PDF")):
        raise NotAWorkspace(file=str(path))
    return salt


def _opens(path: Path, key: Key) -> bool:
    try:
        connect(path, key, readonly=True).close()
    except WrongPassphraseOrDamaged:
        return False
    return True


def connect(
    path: Path, key: Key, *, readonly: bool = False, journal: Literal["WAL", "DELETE"] = "WAL"
) -> Connection:
    """Open an encrypted connection for the calling thread; transactions are begun explicitly.

    ``journal`` is how a connection for writing keeps what is not yet in the file. Raises
    WrongPassphraseOrDamaged without touching the file when the key does not fit.
    """
    with problems(path):
        try:
            return _connected(path, key, _mode(path, readonly), None if readonly else journal)
        except dbapi2.OperationalError as error:
            if not readonly or error.sqlite_errorcode & 0xFF != dbapi2.SQLITE_READONLY:
                raise
        # who was killed while writing left a journal, which only a connection for writing undoes
        _connected(path, key, "mode=rw", None).close()
        return _connected(path, key, _mode(path, readonly), None)


def _connected(path: Path, key: Key, mode: str, journal: str | None) -> Connection:
    connection = dbapi2.connect(
        f"{path.resolve().as_uri()}?{mode}",
        uri=True,
        isolation_level=None,
        timeout=5.0,
        check_same_thread=True,
    )
    try:
        _prepare(connection, key, journal)
    except BaseException:
        connection.close()
        raise
    return connection


def _mode(path: Path, readonly: bool) -> str:
    """Where nobody may write, not even beside the file, it is read as something unchanging."""
    if not readonly:
        return "mode=rwc"
    return "mode=ro" if os.access(path.parent, os.W_OK) else "mode=ro&immutable=1"


def give_key(connection: Connection, key: Key) -> None:
    """Tell a new connection its key, before anything else."""
    connection.execute(f'PRAGMA key = "{key.pragma}"')


def _prepare(connection: Connection, key: Key, journal: str | None) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")
    give_key(connection, key)
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # here the key is checked
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    if journal is None:
        connection.execute("PRAGMA query_only = ON")
    else:
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")


def close(connection: Connection) -> None:
    """Close a connection; its memory is given back before the lock of the interpreter is taken."""
    connection.execute("PRAGMA shrink_memory")
    connection.close()


def table_layer(connection: Connection) -> Any:
    """Return sqlite-utils over the connection: for schema, indexes and single rows.

    Imported here and not earlier, because the library brings pandas with it. It looks for
    ``pysqlite3`` to learn the class of errors it may catch, so that name is lent to SQLCipher.
    """
    return load_table_layer().Database(connection)


def load_table_layer() -> Any:
    """Import sqlite-utils so that it works with SQLCipher."""
    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)
    import sqlite_utils

    return sqlite_utils


@contextmanager
def problems(path: Path) -> Iterator[None]:
    """Turn errors of the database into problems a user can act on; others stay bugs."""
    try:
        yield
    except dbapi2.Error as error:
        problem = _problem(path, error)
        if problem is None:
            raise
        raise problem from error


def _problem(path: Path, error: Exception) -> UserProblem | Cancelled | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    file = str(path)
    if code in (dbapi2.SQLITE_NOTADB, dbapi2.SQLITE_CORRUPT):
        return WrongPassphraseOrDamaged(file=file)
    if code == dbapi2.SQLITE_FULL:
        return DiskFull(file=file)
    if code == dbapi2.SQLITE_INTERRUPT:
        return Cancelled()
    if code == dbapi2.SQLITE_BUSY:
        return WorkspaceInUse(file=file, holder="?")
    if code == dbapi2.SQLITE_READONLY:
        return ReadOnlyPlace(file=file)
    if code == dbapi2.SQLITE_CANTOPEN:
        if not path.exists() and os.access(path.parent, os.W_OK):
            return WorkspaceMissing(file=file, command=f"profiler new {path.name}")
        return ReadOnlyPlace(file=file)
    if code == dbapi2.SQLITE_IOERR:
        return DiskFull(file=file) if _no_space(path) else None
    return None


def _no_space(path: Path) -> bool:
    try:
        stat = os.statvfs(path.parent)
    except (OSError, AttributeError):
        return False
    return stat.f_bavail * stat.f_frsize < 1_048_576
