"""RFM: recency, frequency and money as scores from 1 to 5, in the two ways people know.

``m1`` is the Chinese eight-group model (above or below the mean score). ``quantile`` follows the
R package rfm 0.3.0 with its named bands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import NULL_INT, BoolArray
from profiler_app.analysis.facts import Facts
from profiler_app.analysis.purchases import counted_lines, orders_of, purchase_days, sale_lines
from profiler_app.analysis.rows import FloatArray, IntArray
from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.models import RFM_BANDS, RFM_OTHERS, RfmBand, RfmParameters
from profiler_app.domain.text import _

SCORES = 5
YEAR = 365
EPOCH = date(1970, 1, 1)
Method = Literal["m1", "quantile"]


class Edges(NamedTuple):
    """The borders between scores that somebody chose, and the frozen mean scores (R, F, M)."""

    recency: tuple[float, ...]
    frequency: tuple[float, ...]
    monetary: tuple[float, ...]
    means: tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Purchases:
    """Recency (days), frequency and money (minor units) of everyone who ever bought.

    ``positions`` are the positions of these customers in the facts; in those of several parts one
    after the other when they were measured part by part.
    """

    positions: IntArray
    recency: IntArray
    frequency: IntArray
    monetary: IntArray

    @classmethod
    def joined(cls, parts: Sequence[Purchases]) -> Purchases:
        """Return the buyers of several parts as one."""
        names = ("positions", "recency", "frequency", "monetary")
        nobody = [np.zeros(0, np.int64)]
        return cls(*(np.concatenate([*nobody, *(getattr(p, n) for p in parts)]) for n in names))


@dataclass(frozen=True, slots=True, eq=False)
class RfmRun:
    """The scores of the buyers in ``purchases``, and the parameters that produced them."""

    purchases: Purchases
    recency: IntArray
    frequency: IntArray
    monetary: IntArray
    parameters: RfmParameters

    @property
    def groups(self) -> IntArray:
        """The index into ``RFM_GROUPS`` of each buyer."""
        r_high, f_high, m_high = (high.astype(np.int64) for high in self.high)
        return 4 * r_high + 2 * f_high + m_high

    @property
    def high(self) -> tuple[BoolArray, BoolArray, BoolArray]:
        """Whether each score (R, F, M) is above the frozen mean."""
        frozen = self.parameters
        return (
            self.recency > frozen.mean_recency,
            self.frequency > frozen.mean_frequency,
            self.monetary > frozen.mean_monetary,
        )

    @property
    def bands(self) -> NDArray[Any]:
        """The name (English, to be translated) of the band of each buyer.

        The bands are written for five scores; other numbers of scores are projected on five.
        """
        matches = [_within(band, self) for band in RFM_BANDS]
        return np.select(matches, [band.name for band in RFM_BANDS], RFM_OTHERS)


def _within(band: RfmBand, run: RfmRun) -> BoolArray:
    inside = np.ones(len(run.recency), bool)
    ranges = (band.recency, band.frequency, band.monetary)
    for (low, high), scores in zip(ranges, (run.recency, run.frequency, run.monetary), strict=True):
        of_five = -(-scores * SCORES // run.parameters.bins)
        inside &= (of_five >= low) & (of_five <= high)
    return inside


@dataclass(frozen=True, slots=True)
class _Asked:
    """How scores were asked for; see ``RfmParameters``."""

    method: Method
    as_of: date
    window: int | None
    gross: bool
    bins: int

    @property
    def today(self) -> int:
        return (self.as_of - EPOCH).days

    @property
    def start(self) -> int:
        """The day before the window."""
        return NULL_INT if self.window is None else self.today - self.window


Parts = Facts | Iterable[Facts]
"""Everybody's facts, at once or one part after the other."""


def rfm_m1(
    facts: Parts,
    *,
    as_of: date,
    window: int | None = YEAR,
    gross: bool = False,
    bins: int = SCORES,
) -> RfmRun:
    """Score by purchase days and money of the last ``window`` days (None: the whole history).

    Edges are the quantiles (20/40/60/80 % with 5 bins, linear); a value on an edge belongs to the
    lower bin. ``gross`` leaves returns out of the money.

    Raises:
        TooLittleData: nobody bought anything up to ``as_of``.
    """
    asked = _Asked("m1", as_of, window, gross, bins)
    return _fit_m1(_measured(facts, asked), asked)


def rfm_quantile(
    facts: Parts,
    *,
    as_of: date,
    window: int | None = None,
    gross: bool = False,
    bins: int = SCORES,
    money_unit: int = 100,
) -> RfmRun:
    """Score by orders and money as the R package rfm 0.3.0 does.

    Its edges are the quantiles plus one whole unit (a day, an order, ``money_unit`` minor units
    of money); a value on an edge belongs to the upper bin. Frequency counts different order
    numbers; a line without one is an order of its own.

    Raises:
        TooLittleData: nobody bought anything up to ``as_of``.
    """
    asked = _Asked("quantile", as_of, window, gross, bins)
    return _fit_quantile(_measured(facts, asked), asked, money_unit)


def score_quantile(purchases: Purchases, *, as_of: date) -> RfmRun:
    """Score purchases of the whole history (orders, money) as ``rfm_quantile`` does."""
    return _fit_quantile(purchases, _Asked("quantile", as_of, None, False, SCORES), 100)


def _fit_quantile(purchases: Purchases, asked: _Asked, money_unit: int) -> RfmRun:
    bins = asked.bins
    edges = [
        _edges(values, bins) + unit
        for values, unit in zip(_three(purchases), (1, 1, money_unit), strict=True)
    ]
    scores = [
        1 + np.searchsorted(edge, values, side="right")
        for edge, values in zip(edges, _three(purchases), strict=True)
    ]
    scores[0] = bins + 1 - scores[0]
    return _run(purchases, scores, edges, asked=asked)


def _measured(facts: Parts, asked: _Asked) -> Purchases:
    """Measure all buyers, a part at a time. Raises TooLittleData when there is none."""
    size, found = 0, []
    for part in [facts] if isinstance(facts, Facts) else facts:
        measured = _purchases(part, asked)
        found.append(replace(measured, positions=measured.positions + size))
        size += part.size
    purchases = Purchases.joined(found)
    if not len(purchases.positions):
        raise TooLittleData(what=_("RFM"), needed=1, found=0)
    return purchases


def _purchases(facts: Facts, asked: _Asked) -> Purchases:
    lines = counted_lines(facts, asked.today)
    sales = sale_lines(lines)
    if asked.method == "m1":
        bought = purchase_days(sales)
        frequency = bought.where(bought["day"] > asked.start).count()
    else:
        frequency = orders_of(sales.where(sales["day"] > asked.start)).count()
    counted = lines["day"] > asked.start
    if asked.gross:
        counted &= ~lines.is_in("kind", "return")
    money = lines.total(np.where(counted, lines.amount("net"), 0))
    recency = asked.today - sales.highest(sales["day"])
    buyers = np.flatnonzero(sales.any())
    return Purchases(buyers, recency[buyers], frequency[buyers], money[buyers])


def _three(purchases: Purchases) -> tuple[IntArray, IntArray, IntArray]:
    return purchases.recency, purchases.frequency, purchases.monetary


def _edges(values: NDArray[Any], bins: int) -> FloatArray:
    return np.asarray(np.quantile(values, np.arange(1, bins) / bins))


def score_m1(purchases: Purchases, *, as_of: date) -> RfmRun:
    """Fit the edges and mean scores of ``m1`` to purchases of the last 365 days."""
    return _fit_m1(purchases, _Asked("m1", as_of, YEAR, False, SCORES))


def _fit_m1(purchases: Purchases, asked: _Asked) -> RfmRun:
    edges = [np.unique(_edges(values, asked.bins)) for values in _three(purchases)]
    scores = _scores_m1(purchases, edges, asked.bins)
    return _run(purchases, scores, edges, asked=asked)


def score_by_edges(
    purchases: Purchases,
    edges: Edges,
    *,
    as_of: date,
    method: Literal["m1", "fixed"] = "m1",
    window: int | None = YEAR,
    gross: bool = False,
    bins: int = SCORES,
) -> RfmRun:
    """Score by borders and means somebody chose; the rest says how purchases were measured."""
    recency, frequency, monetary = edges.means
    parameters = RfmParameters(
        method=method,
        as_of=as_of.isoformat(),
        window_days=window,
        gross=gross,
        bins=bins,
        customers=len(purchases.positions),
        recency_edges=edges.recency,
        frequency_edges=edges.frequency,
        monetary_edges=edges.monetary,
        mean_recency=recency,
        mean_frequency=frequency,
        mean_monetary=monetary,
        by_hand=True,
    )
    return apply_m1(purchases, parameters)


def mean_scores(
    purchases: Purchases,
    edges: tuple[Sequence[float], Sequence[float], Sequence[float]],
    *,
    bins: int = SCORES,
) -> tuple[float, float, float]:
    """Return the mean scores (R, F, M) these customers have by some borders."""
    arrays = [np.array(each, np.float64) for each in edges]
    recency, frequency, monetary = _scores_m1(purchases, arrays, bins)
    return float(recency.mean()), float(frequency.mean()), float(monetary.mean())


def scores_of_edges(edges: Sequence[float], *, bins: int = SCORES) -> list[int]:
    """Return the score between each two edges: of the values up to the first edge, up to the
    second, and so on, and above the last."""
    probes = np.array([*edges, edges[-1] + 1] if len(edges) else [0.0])
    scores = scores_from_edges(probes, np.array(edges, np.float64), bins=bins)
    return [int(score) for score in scores]


def purchases_m1(facts: Parts, *, as_of: date) -> Purchases:
    """Return recency, frequency and money of the buyers as M1 measures them on a day.

    Raises TooLittleData when nobody bought anything up to ``as_of``.
    """
    return measured_m1(facts, as_of=as_of, window=YEAR)


def measured_m1(facts: Parts, *, as_of: date, window: int | None, gross: bool = False) -> Purchases:
    """Return recency, purchase days and money of the last ``window`` days (None: all of them).

    Raises TooLittleData when nobody bought anything up to ``as_of``.
    """
    return _measured(facts, _Asked("m1", as_of, window, gross, SCORES))


def apply_m1(purchases: Purchases, parameters: RfmParameters) -> RfmRun:
    """Score buyers with the frozen edges of an earlier run."""
    edges = [
        np.array(parameters.recency_edges),
        np.array(parameters.frequency_edges),
        np.array(parameters.monetary_edges),
    ]
    return _with_scores(purchases, _scores_m1(purchases, edges, parameters.bins), parameters)


def _scores_m1(purchases: Purchases, edges: list[FloatArray], bins: int) -> list[IntArray]:
    recency, frequency, monetary = (
        scores_from_edges(values, edge, bins=bins)
        for edge, values in zip(edges, _three(purchases), strict=True)
    )
    return [bins + 1 - recency, frequency, monetary]


def scores_from_edges(values: NDArray[Any], edges: FloatArray, *, bins: int = SCORES) -> IntArray:
    """Return 1 + the number of edges strictly below each value.

    Fewer than ``bins - 1`` edges (many equal values) are stretched to reach the top score.
    """
    above = np.searchsorted(edges, values, side="left")
    if len(edges) == bins - 1:
        return 1 + above
    return 1 + np.rint(above * (bins - 1) / max(len(edges), 1)).astype(np.int64)


def _run(
    purchases: Purchases, scores: list[IntArray], edges: list[FloatArray], *, asked: _Asked
) -> RfmRun:
    recency, frequency, monetary = (tuple(edge.tolist()) for edge in edges)
    mean_recency, mean_frequency, mean_monetary = (float(score.mean()) for score in scores)
    parameters = RfmParameters(
        method=asked.method,
        as_of=asked.as_of.isoformat(),
        window_days=asked.window,
        gross=asked.gross,
        bins=asked.bins,
        customers=len(purchases.positions),
        recency_edges=recency,
        frequency_edges=frequency,
        monetary_edges=monetary,
        mean_recency=mean_recency,
        mean_frequency=mean_frequency,
        mean_monetary=mean_monetary,
    )
    return _with_scores(purchases, scores, parameters)


def _with_scores(purchases: Purchases, scores: list[IntArray], parameters: RfmParameters) -> RfmRun:
    recency, frequency, monetary = scores
    return RfmRun(purchases, recency, frequency, monetary, parameters)
