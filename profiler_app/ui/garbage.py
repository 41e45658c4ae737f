"""Garbage is looked for in the thread of the window only.

A widget in a cycle of references that nobody holds is garbage, and whoever collects it destroys
it. Left to itself Python collects in whatever thread happens to make the next object; a widget
destroyed in the thread of a job ends the program. So the collector that runs by itself stays off
while there is a window, and a timer does its rounds.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250


class GarbageRounds(QTimer):
    """Collects as Python would, by the same thresholds; begins when it is made."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self.timeout.connect(self.look)
        self.start(_EVERY_MS)

    def look(self) -> None:
        """Collect the oldest generation that is due, if any."""
        due = [at for at, most in enumerate(gc.get_threshold()) if gc.get_count()[at] > most]
        if due and due[0] == 0:
            gc.collect(_unbroken(due))


def _unbroken(due: list[int]) -> int:
    """Return the last of the generations due from the youngest on without a gap."""
    return max(at for at, generation in enumerate(due) if at == generation)
