"""Whether models of purchases may speak about these customers at all; findings with numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from profiler_app.analysis.value.fitting import Fit
from profiler_app.analysis.value.histories import WEEK, Buyers, FloatArray, Histories, IntArray

FEWEST_BUYERS = 50
FEWEST_REPEATERS = 30
SHORTEST_WEEKS = 8.0
_MANY_ONCE = 0.9
CONTRACT = 0.15
_EVEN = 0.75
_CONTRACT_SHARE = 0.5
_GAPS = 4
_IMMORTAL = 0.995
_LOYAL_DAYS = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the user must know; one that ``stops`` is the reason why there is no model."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    stops: bool = False


def evenness(customer: IntArray, day: IntArray) -> FloatArray:
    """Return how uneven the gaps of each customer with four or more are.

    Standard deviation over mean: about 1 for chance, 0 for a calendar. ``customer`` and ``day`` are
    sorted purchase days.
    """
    same = customer[1:] == customer[:-1]
    owner, gaps = customer[1:][same], np.diff(day)[same].astype(np.float64)
    if not len(owner):
        return np.empty(0)
    starts = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
    counts = np.diff(np.append(starts, len(owner)))
    means = np.add.reduceat(gaps, starts) / counts
    squares = np.add.reduceat(gaps**2, starts) / counts
    enough = (counts >= _GAPS) & (means > 0)
    spread = np.sqrt(np.maximum(squares - means**2, 0.0) * counts / np.maximum(counts - 1, 1))
    uneven: FloatArray = spread[enough] / means[enough]
    return uneven


def stages_of(uneven: FloatArray) -> int:
    """Return the k of Erlang-k gaps that fit: its gaps spread by 1 / sqrt(k) of their mean."""
    if len(uneven) < FEWEST_REPEATERS:
        return 1
    typical = float(np.median(uneven))
    if typical >= _EVEN:
        return 1
    return int(min(max(round(1 / max(typical, 0.3) ** 2), 2), 6))


def look_at(buyers: Buyers, uneven: FloatArray) -> list[Finding]:
    """Return what speaks against a model before one is fitted."""
    found: list[Finding] = []
    count = len(buyers.customers)
    repeaters = int((buyers.histories.frequency > 0).sum())
    if count < FEWEST_BUYERS:
        found.append(Finding("few_buyers", {"n": count, "needed": FEWEST_BUYERS}, stops=True))
    elif repeaters < FEWEST_REPEATERS:
        facts = {"n": repeaters, "needed": FEWEST_REPEATERS}
        found.append(Finding("few_repeaters", facts, stops=True))
    weeks = float(buyers.histories.age.max(initial=0.0))
    if weeks < SHORTEST_WEEKS:
        days = round(weeks * WEEK)
        facts = {"days": days, "needed": round(SHORTEST_WEEKS * WEEK)}
        found.append(Finding("short_period", facts, stops=True))
    steady = float((uneven < CONTRACT).mean()) if len(uneven) else 0.0
    if len(uneven) >= FEWEST_REPEATERS and steady > _CONTRACT_SHARE:
        found.append(Finding("contract", {"share": steady}, stops=True))
    once = 1 - repeaters / count if count else 0.0
    if once > _MANY_ONCE:
        found.append(Finding("mostly_once", {"share": once}))
    return found


def look_at_fit(fit: Fit, histories: Histories) -> list[Finding]:
    """Return what speaks against a fitted model."""
    found: list[Finding] = []
    alive = fit.alive(histories)
    share = float(histories.weights @ alive / histories.customers)
    if fit.at_an_edge:
        values = {name: f"{value:.3g}" for name, value in fit.by_name.items()}
        told = ", ".join(f"{name} = {value}" for name, value in values.items())
        found.append(Finding("degenerate", {"model": fit.model.name, "values": told}))
    if len(fit.values) > 2 and share > _IMMORTAL:
        found.append(Finding("immortal", {"model": fit.model.name, "share": share}))
    if _prefers_strangers(fit, histories):
        found.append(Finding("unfair", {"model": fit.model.name}))
    return found


def _prefers_strangers(fit: Fit, histories: Histories) -> bool:
    """Whether more is expected of a one-time buyer than of loyal and active customers."""
    once = histories.frequency == 0
    loyal = (histories.frequency >= _LOYAL_DAYS - 1) & (histories.recency > 0.8 * histories.age)
    if not once.any() or not loyal.any():
        return False
    expected = fit.expected(histories, 13.0)
    return bool(expected[once].max() > np.median(expected[loyal]))
