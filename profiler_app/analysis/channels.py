"""Choosing a way of contact for many customers at once; the rules are in the domain (STR-02)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray
from profiler_app.domain.contact_channels import (
    AGE,
    CHANNELS,
    DECLARED,
    FEWEST_TRIES,
    NOT_TO,
    OBSERVED,
    OLDER_BY,
    OLDER_FROM,
    REASONS,
    UNKNOWN,
    YOUNGER_BY,
)

Counts = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known of customers: rows of all arrays, columns of the wide ones are ``CHANNELS``.

    ``refused`` are the ways on which marketing was refused; ``tried`` and ``answered`` count our
    contacts within a year; ``age`` is -1 where unknown.
    """

    not_to: BoolArray
    refused: BoolArray
    declared: BoolArray
    tried: Counts
    answered: Counts
    age: NDArray[np.int16]


def advise(known: Known) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return for each customer the channel (index, -1: none) and the reason (of ``REASONS``).

    Between several declared channels, and between those that were tried, the one with the higher
    ``(answered + 1) / (tried + 2)`` is taken, then the earlier one of ``CHANNELS``: one lucky call
    does not outweigh a habit. A refused channel is never advised.
    """
    rate = (known.answered + 1.0) / (known.tried + 2.0)
    declared = known.declared & ~known.refused
    answering = (known.answered > 0) & ~known.refused
    by_wish = np.where(declared, rate, -1.0)
    by_answers = np.where(answering, rate, -1.0)
    enough = known.tried.sum(axis=1, dtype=np.int64) >= FEWEST_TRIES
    default = np.where(known.age < OLDER_FROM, CHANNELS.index(YOUNGER_BY), CHANNELS.index(OLDER_BY))
    usual = ~known.refused[np.arange(len(default)), default]
    cases = (
        (NOT_TO, known.not_to, np.full(len(rate), -1)),
        (DECLARED, declared.any(axis=1), by_wish.argmax(axis=1)),
        (OBSERVED, enough & answering.any(axis=1), by_answers.argmax(axis=1)),
        (AGE, (known.age >= 0) & usual, default),
    )
    conditions = [each[1] for each in cases]
    channel = np.select(conditions, [each[2] for each in cases], -1)
    reasons = [REASONS.index(each[0]) for each in cases]
    because = np.select(conditions, reasons, REASONS.index(UNKNOWN))
    return channel.astype(np.int8), because.astype(np.int8)
