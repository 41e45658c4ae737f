"""How long work reports where it is, and how it is cancelled."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):
    """The user cancelled; raised inside the job, so that its transaction rolls back."""


class Progress(Protocol):
    """What every job is given as its first argument."""

    def step(self, fraction: float, doing: str) -> None:
        """Report ``fraction`` (0..1) and what is being done (a text marked with ``N_``).

        This is also the cancel point: raises Cancelled when the user asked for it.
        """


class Silent:
    """Progress nobody watches: tests, and the command line without a terminal."""

    def step(self, fraction: float, doing: str) -> None:
        """Do nothing."""


class Part:
    """The progress of one part of a job within the whole: 0..1 becomes ``start``..``end``."""

    def __init__(self, whole: Progress, start: float, end: float) -> None:
        self._whole, self._start, self._length = whole, start, end - start

    def step(self, fraction: float, doing: str) -> None:
        """Pass a step on to the whole job."""
        self._whole.step(self._start + fraction * self._length, doing)
