"""What to ask a customer next: the missing answer that would decide most about him."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decided:
    """A tag an answer may decide: ``chance`` (0 to 1) that the customer then has it."""

    tag: str
    label: str
    chance: float


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A question and what its answer is worth.

    ``gain`` is the information (in bits) the answer is expected to give about the groups of tags
    the customer belongs to; 0 where no rule reads the answer. ``fields`` are those it fills,
    ``cell`` names the row of the card it belongs to.
    """

    key: str
    cell: str
    label: str
    question: str
    fields: tuple[str, ...]
    gain: float
    decides: tuple[Decided, ...]
