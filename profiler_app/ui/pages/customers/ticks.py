"""Which customers are ticked: by id, so that ticks survive sorting, filtering and reading anew."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal


class Ticks(QObject):
    """Ticks of any number of customers; one byte for each id there has ever been."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._flags: Any = np.zeros(0, np.bool_)
        self._gone: Any = np.zeros(0, np.int64)
        self._count = 0

    def __contains__(self, customer: int) -> bool:
        return customer < len(self._flags) and bool(self._flags[customer])

    def __len__(self) -> int:
        return self._count

    def ids(self) -> Any:
        """Return the ids of the ticked, sorted (int64 array)."""
        return np.flatnonzero(self._flags)

    def among(self, ids: Any) -> Any:
        """Return those of ``ids`` that are ticked, in their order."""
        if not self._count or not len(ids):
            return ids[:0]
        self._grow(int(ids.max()))
        return ids[self._flags[ids]]

    def count_among(self, ids: Any) -> int:
        """Return how many of ``ids`` are ticked."""
        if not self._count or not len(ids):
            return 0
        self._grow(int(ids.max()))
        return int(np.count_nonzero(self._flags[ids]))

    def set(self, ids: Any, *, on: bool = True) -> None:
        """Tick or untick customers (int64 array)."""
        if len(ids):
            self._grow(int(ids.max()))
            self._flags[ids] = on
            self._tell()

    def toggle(self, customer: int) -> None:
        """Tick a customer, or untick him."""
        self.set(np.array([customer]), on=customer not in self)

    def clear(self) -> None:
        """Untick everybody."""
        self._gone = self._gone[:0]
        if self._count:
            self._flags[:] = False
            self._tell()

    def watched(self) -> Any:
        """Return the ticked, and those who were when they were deleted, sorted."""
        return np.union1d(self.ids(), self._gone)

    def keep(self, there: Any) -> None:
        """Untick who of the watched is not there any more; who came back is ticked again."""
        watched = self.watched()
        if len(there) == len(watched) == self._count:
            return
        self._flags[:] = False
        self._gone = np.setdiff1d(watched, there, assume_unique=True)
        self.set(there)
        if not len(there):
            self._tell()

    def _grow(self, highest: int) -> None:
        if highest >= len(self._flags):
            grown = np.zeros(highest + 1, np.bool_)
            grown[: len(self._flags)] = self._flags
            self._flags = grown

    def _tell(self) -> None:
        self._count = int(np.count_nonzero(self._flags))
        self.changed.emit()
