"""Potential: who may be of high value half a year on, why, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from profiler_app.domain.predicting import (
    FEWEST_OF_EACH,
    FEWEST_ROWS,
    LEAST_AUC,
    MOST_CALIBRATION_ERROR,
)
from profiler_app.domain.text import N_, _

HORIZON: Final = 182
"""Days within which somebody is to rise."""
TOP_TIER: Final = 0.80
"""Above this share of the contribution of their kind customers are of high value (DOMAIN tags)."""
LISTED_FROM: Final = 75
"""The score from which a customer is listed and tagged."""

_GATES: Mapping[str, str] = {
    "few": N_(
        "{first} customers below the top tier could be learned from, {rose_first} of them rose; "
        "{second} could be tried on, {rose_second} rose. At least {rows} customers are needed each "
        "time, {each} of them on either side."
    ),
    "weak": N_(
        "It does not tell who rises from who stays well enough: AUC {auc:.3f}, {least:.2f} is "
        "needed."
    ),
    "uncalibrated": N_(
        "Its probabilities are off by {error:.1%} on average, {most:.0%} is allowed."
    ),
}


@dataclass(frozen=True, slots=True)
class Promise:
    """A customer who may rise: score 0 to 100, reasons and what is missing, in own values."""

    customer: int
    number: str
    name: str
    score: int
    reasons: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PotentialReport:
    """What the model found; ``model`` is empty where there was too little to learn from.

    ``base_rate`` is the share of all that rose in the trial, ``list_rate`` of those a list made
    then would have named. ``refusals`` are sentences with the numbers behind them; with any, no
    score is used. ``customers`` are the first of those with a score from 75 on, best first;
    ``listed`` is how many there are.
    """

    as_of: str
    rows: tuple[int, int]
    rose: tuple[int, int]
    model: str = ""
    auc: float = 0.0
    calibration_error: float = 0.0
    base_rate: float = 0.0
    list_rate: float = 0.0
    refusals: tuple[str, ...] = ()
    listed: int = 0
    customers: tuple[Promise, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as the command line prints it; customers by number, not by name."""
        found = asdict(self)
        for each in found["customers"]:
            del each["customer"], each["name"]
        return found


def gate_sentence(
    code: str, *, rows: tuple[int, int], rose: tuple[int, int], auc: float, error: float
) -> str:
    """Return why a model is refused (few) or rejected (weak, uncalibrated), with its numbers."""
    return _(_GATES[code]).format(
        first=f"{rows[0]:,}", second=f"{rows[1]:,}", rose_first=f"{rose[0]:,}",
        rose_second=f"{rose[1]:,}", rows=FEWEST_ROWS, each=FEWEST_OF_EACH, auc=auc,
        least=LEAST_AUC, error=error, most=MOST_CALIBRATION_ERROR,
    )  # fmt: skip
