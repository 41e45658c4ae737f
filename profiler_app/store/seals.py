"""The digest of the rows an operation created, by which a change behind its back is found.

Every column that holds anything is hashed on its own, cell after cell, so that the digest can be
taken while whole columns are written, and again from rows that are read: one text a cell, NULL and
the separator told apart from any text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from profiler_app.store.schema import ADDED_LATER, fact_tables

SALT_BYTES = 24
"""Seals of the first format, which hashed rows as JSON, have a salt of 16 bytes."""


def seals_the_end(salt: bytes) -> bool:
    """Whether a seal tells the rows as they were when their operation ended (the first format).

    Now it tells them as they were created, before the same operation changed any of them.
    """
    return len(salt) != SALT_BYTES


_END, _ESCAPE = "\x1f", "\x00"
_NULL = f"{_ESCAPE}N"
_BATCH = 1_000
_TEXTS = frozenset(("text", "date"))


class Seal:
    """The digest of the rows of one table, fed in the order of their ids."""

    def __init__(self, table: str, salt: bytes) -> None:
        kinds = {"source_row": "int", **fact_tables()[table]}
        self._is_text = {name: kind in _TEXTS for name, kind in kinds.items()}
        self._is_real = {name: kind == "real" for name, kind in kinds.items()}
        self.salt = salt
        self._columns: dict[str, Any] = {}
        self._rows = 0

    def add(self, columns: Mapping[str, Sequence[Any]], count: int) -> None:
        """Take in ``count`` rows; columns that are left out hold nothing in them."""
        for name, cells in columns.items():
            if name in self._columns or cells.count(None) < len(cells):
                self._of(name).update(self._encoded(name, cells))
        for name in self._columns.keys() - columns.keys():
            self._columns[name].update(_nulls(count))
        self._rows += count

    def digest(self) -> bytes:
        """Return the digest of all rows so far."""
        whole = hashlib.sha256(self.salt)
        for name in sorted(self._columns):
            whole.update(f"{name}{_END}".encode() + self._columns[name].digest())
        return whole.digest()

    def _of(self, name: str) -> Any:
        if name not in self._columns:
            self._columns[name] = hashlib.sha256(_nulls(self._rows))
        return self._columns[name]

    def _encoded(self, name: str, cells: Sequence[Any]) -> bytes:
        if self._is_text[name]:
            texts: Sequence[str] = cells
            if not all(cells):  # quicker than to look for None
                texts = [_NULL if cell is None else cell for cell in cells]
            joined = _END.join(texts)
            marks = texts.count(_NULL) if _ESCAPE in joined else 0
            if joined.count(_END) == len(cells) - 1 and joined.count(_ESCAPE) == marks:
                return (joined + _END).encode("utf-8", "surrogatepass")
            texts = [_NULL if cell is None else _escaped(cell) for cell in cells]
        else:
            number, form = (float, b"%r\x1f") if self._is_real[name] else (int, b"%d\x1f")
            if {*map(type, cells)} == {number}:
                return form * len(cells) % (*cells,)
            texts = [_NULL if cell is None else str(number(cell)) for cell in cells]
        return (_END.join(texts) + _END).encode("utf-8", "surrogatepass")


def _nulls(count: int) -> bytes:
    return (_NULL + _END).encode() * count


def _escaped(text: str) -> str:
    return text.replace(_ESCAPE, _ESCAPE * 2).replace(_END, f"{_ESCAPE}E")


def digest_of_rows(
    table: str, names: Sequence[str], salt: bytes, rows: Iterable[Sequence[Any]]
) -> bytes:
    """Hash rows in the order of their ids, in the format the salt tells.

    ``names`` are the columns of the rows; ``id`` and ``op`` are told by the seal itself.
    """
    waiting = iter(rows)
    if seals_the_end(salt):
        later = ADDED_LATER.get(table, ())
        kept = [place for place, name in enumerate(names) if name not in later]
        return _digest_of_first_format(salt, (tuple(row[at] for at in kept) for row in waiting))
    seal = Seal(table, salt)
    while batch := list(islice(waiting, _BATCH)):
        columns = dict(zip(names, zip(*batch, strict=True), strict=True))
        for name in ("id", "op"):
            columns.pop(name, None)
        seal.add(columns, len(batch))
    return seal.digest()


def _digest_of_first_format(salt: bytes, rows: Iterable[Sequence[Any]]) -> bytes:
    """Hash rows as the first format did: BLAKE2b over the salt and the JSON of 1,000 rows each."""
    digest = hashlib.blake2b(salt, digest_size=32)
    waiting = iter(rows)
    while batch := list(islice(waiting, 1_000)):
        digest.update(json.dumps(batch, ensure_ascii=False, separators=(",", ":")).encode())
    return digest.digest()
