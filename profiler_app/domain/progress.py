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
