"""What a credit scorecard says: bins and points, quality, cut-offs, reasons, and its notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from profiler_app.domain.predicting import Told
from profiler_app.domain.text import N_, _

FEWEST_BAD: Final = 100
"""With fewer bad cases (or good ones) no card is made (DOMAIN M9)."""
GRADES: Final = (("A", 700), ("B", 650), ("C", 600), ("D", 550))
_NOTICE = N_(
    "For assistance only: a score does not replace the decision on credit and must never be the "
    "sole basis of a decision."
)
_STRENGTHS: Final = (
    (0.02, N_("useless")),
    (0.1, N_("weak")),
    (0.3, N_("medium")),
    (0.5, N_("strong")),
)
_SUSPICIOUS = N_("very strong: check that it was known before the outcome")


def notice() -> str:
    """Return what must stand on every card and every score."""
    return _(_NOTICE)


def strength(iv: float) -> str:
    """Return what an information value means in words (Siddiqi 2006)."""
    return _(next((word for limit, word in _STRENGTHS if iv < limit), _SUSPICIOUS))


def grade(score: float) -> str:
    """Return the grade of a score, A the best, E the worst."""
    return next((letter for letter, least in GRADES if score >= least), "E")


@dataclass(frozen=True, slots=True)
class BinRow:
    """One bin of a field: what it holds, good and bad, its evidence and its points."""

    name: str
    good: int
    bad: int
    woe: float
    points: int


@dataclass(frozen=True, slots=True)
class CardField:
    """One field of the card."""

    field: str
    iv: float
    weight: float
    bins: tuple[BinRow, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "field": self.field,
            "iv": self.iv,
            "strength": strength(self.iv),
            "weight": self.weight,
            "bins": [
                {
                    "bin": b.name,
                    "good": b.good,
                    "bad": b.bad,
                    "bad_rate": b.bad / max(1, b.good + b.bad),
                    "woe": b.woe,
                    "points": b.points,
                }
                for b in self.bins
            ],
        }


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """One row: its score is the sum of ``points``; ``reasons`` are what cost it most."""

    row: str
    score: int
    bad_rate: float
    points: Mapping[str, int]
    reasons: tuple[tuple[str, int], ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "row": self.row,
            "score": self.score,
            "grade": grade(self.score),
            "bad_rate": self.bad_rate,
            "points": dict(self.points),
            "reasons": [{"field": name, "points_lost": lost} for name, lost in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class ScorecardReport:
    """A scorecard, or the reasons why there is none (``fields`` is empty then).

    ``quality`` (auc, gini, ks, brier, calibration_error, lift, psi) is measured on rows the bins
    and weights had not seen; ``ivs`` holds all fields looked at, the strongest first.
    """

    target: str
    bad: str
    rows: int
    bads: int
    scale: Mapping[str, float]
    fields: tuple[CardField, ...] = ()
    ivs: tuple[tuple[str, float], ...] = ()
    base: float | None = None
    quality: Mapping[str, float | None] | None = None
    cut_offs: tuple[Mapping[str, float], ...] = ()
    leaks: tuple[Told, ...] = ()
    dropped: tuple[Told, ...] = ()
    refusals: tuple[Told, ...] = ()
    warnings: tuple[Told, ...] = ()
    scored: tuple[ScoredRow, ...] = ()

    def as_json(self, *, rows: bool = False) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        quality = self.quality or dict.fromkeys(("auc", "gini", "ks"))
        return {
            "target": self.target,
            "bad": self.bad,
            "rows": self.rows,
            "bads": self.bads,
            "scale": dict(self.scale),
            "iv": dict(self.ivs),
            "intercept": self.base,
            "fields": [each.as_json() for each in self.fields],
            **quality,
            "cut_offs": [dict(each) for each in self.cut_offs],
            "grades": dict(GRADES),
            "leaks": [each.as_json() for each in self.leaks],
            "dropped": [each.as_json() for each in self.dropped],
            "refusals": [each.sentence for each in self.refusals],
            "warnings": [each.sentence for each in self.warnings],
            "notice": notice(),
            **({"customers": [each.as_json() for each in self.scored]} if rows else {}),
        }
