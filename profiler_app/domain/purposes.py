"""What customers are asked for, on which legal basis, and how long data may be kept afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from profiler_app.domain.fields import options
from profiler_app.domain.resources import catalog
from profiler_app.domain.text import N_, _

_BASES = {"contract": N_("contract"), "consent": N_("consent")}


@dataclass(frozen=True, slots=True)
class Purpose:
    """A purpose of the register.

    ``separate``: needs an answer of its own, a general consent never covers it (PIPL articles 23
    and 29). ``retention_days`` count from the withdrawal or the expiry; None: while the contract
    lasts. ``channel``: the purpose is marketing on this one way of contact; whoever refuses it is
    still open to the others.
    """

    id: str
    basis: str
    separate: bool
    retention_days: int | None
    channel: str = ""

    @property
    def label(self) -> str:
        """Its name in the current language."""
        return next(option.label for option in options("purpose") if option.id == self.id)

    @property
    def basis_label(self) -> str:
        """Its legal basis in the current language."""
        return _(_BASES[self.basis])


@cache
def purposes() -> tuple[Purpose, ...]:
    """Return all purposes of the register."""
    return tuple(Purpose(**each) for each in catalog("purposes")["purposes"])


def marketing_on(channel: str) -> str:
    """Return the purpose that is marketing on a way of contact, "" where none asks for it."""
    return next((each.id for each in purposes() if channel and each.channel == channel), "")
