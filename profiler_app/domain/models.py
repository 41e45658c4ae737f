"""Parameters and results of the models a run fits: RFM and groups (clusters).

Everything here turns into JSON with ``dataclasses.asdict`` and is stored with its run, so that a
result can be explained, and applied to new customers, long after it was computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from profiler_app.domain.text import N_

RFM_GROUPS = (
    "gen_save",
    "imp_save",
    "gen_keep",
    "imp_keep",
    "gen_develop",
    "imp_develop",
    "gen_value",
    "imp_value",
)
"""The eight groups in the order of ``4 * r_high + 2 * f_high + m_high``; the tag of a group is
``rfm_`` + its name."""

Band = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RfmBand:
    """A named range of the three scores (lowest, highest; both inclusive)."""

    name: str
    recency: Band
    frequency: Band
    monetary: Band


RFM_BANDS = (
    RfmBand(N_("Champions"), (4, 5), (4, 5), (4, 5)),
    RfmBand(N_("Loyal Customers"), (2, 5), (3, 5), (3, 5)),
    RfmBand(N_("Potential Loyalist"), (3, 5), (1, 3), (1, 3)),
    RfmBand(N_("New Customers"), (4, 5), (1, 1), (1, 1)),
    RfmBand(N_("Promising"), (3, 4), (1, 1), (1, 1)),
    RfmBand(N_("Need Attention"), (2, 3), (2, 3), (2, 3)),
    RfmBand(N_("About To Sleep"), (2, 3), (1, 2), (1, 2)),
    RfmBand(N_("At Risk"), (1, 2), (2, 5), (2, 5)),
    RfmBand(N_("Can't Lose Them"), (1, 1), (4, 5), (4, 5)),
    RfmBand(N_("Lost"), (1, 2), (1, 2), (1, 2)),
)
"""The bands of the ``quantile`` method (R package rfm 0.3.0); the first that matches wins."""

RFM_OTHERS = N_("Others")


@dataclass(frozen=True, slots=True)
class RfmParameters:
    """What a run of RFM froze: the edges between scores and the mean scores.

    Edges are in days, purchases and minor units of money. ``window_days`` None is the whole
    history; ``gross`` leaves returns out of the money.
    """

    method: Literal["m1", "quantile"]
    as_of: str
    window_days: int | None
    gross: bool
    customers: int
    recency_edges: tuple[float, ...]
    frequency_edges: tuple[float, ...]
    monetary_edges: tuple[float, ...]
    mean_recency: float
    mean_frequency: float
    mean_monetary: float

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> RfmParameters:
        """Bring back what ``dataclasses.asdict`` and JSON made of the parameters."""
        return cls(
            **{
                name: tuple(value) if isinstance(value, list) else value
                for name, value in stored.items()
            }
        )


@dataclass(frozen=True, slots=True)
class KChoice:
    """How good one number of groups is."""

    k: int
    inertia: float
    silhouette: float
    stability: float
    smallest_share: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """One group: its name in both languages, its size, its share of sales and its centre.

    ``centre`` is in standardised units (0 is the average customer), ``typical`` the medians in
    the units of the fields; both in the order of the fields of the result.
    """

    names: dict[str, str]
    customers: int
    share: float
    sales_share: float | None
    centre: tuple[float, ...]
    typical: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Scaling:
    """How one field becomes a number without unit: winsorise, log1p, z-score."""

    field: str
    low: float
    high: float
    logarithm: bool
    median: float
    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class ClusterParameters:
    """What is needed to put a new customer into a group of this run.

    ``centres`` has one coordinate per field and then one per name in ``missing_flags``.
    """

    scaling: tuple[Scaling, ...]
    missing_flags: tuple[str, ...]
    centres: tuple[tuple[float, ...], ...]
    seed: int
    raw: bool
