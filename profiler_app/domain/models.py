"""Parameters and results of the models a run fits: RFM and groups (clusters).

Everything here turns into JSON with ``dataclasses.asdict`` and is stored with its run, so that a
result can be explained, and applied to new customers, long after it was computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from profiler_app.domain.fields import fields, option_label
from profiler_app.domain.text import N_, _

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
    history; ``gross`` leaves returns out of the money; scores go from 1 to ``bins``. ``by_hand``
    says that a user chose the edges.
    """

    method: Literal["m1", "quantile", "fixed"]
    as_of: str
    window_days: int | None
    gross: bool
    bins: int
    customers: int
    recency_edges: tuple[float, ...]
    frequency_edges: tuple[float, ...]
    monetary_edges: tuple[float, ...]
    mean_recency: float
    mean_frequency: float
    mean_monetary: float
    by_hand: bool = False

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> RfmParameters:
        """Bring back what ``dataclasses.asdict`` and JSON made of the parameters."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in stored.items()
        }
        return cls(**values)


WORDS: Mapping[str, tuple[str, str]] = {
    "recency_days": (N_("Dormant"), N_("Recently active")),
    "freq_12m": (N_("Frequent"), N_("Infrequent")),
    "freq_all": (N_("Frequent"), N_("Infrequent")),
    "monetary_12m": (N_("High spend"), N_("Low spend")),
    "monetary_all": (N_("High spend"), N_("Low spend")),
    "aov_12m": (N_("Large orders"), N_("Small orders")),
    "category_count_12m": (N_("Broad choice"), N_("Narrow choice")),
    "discount_ratio_12m": (N_("Bargain-minded"), N_("Full price")),
    "aum_mavg": (N_("High assets"), N_("Low assets")),
    "deposit_mavg": (N_("High deposits"), N_("Low deposits")),
    "aum_chg_3m": (N_("Assets rising"), N_("Assets falling")),
    "product_kinds": (N_("Many products"), N_("Few products")),
    "demand_share": (N_("Demand deposits"), N_("Time deposits")),
    "active_gap_days": (N_("Quiet account"), N_("Busy account")),
    "tenure_days": (N_("Long-standing"), N_("New")),
}
"""The words for a group that is high, or low, in a field; other fields are named themselves."""


@dataclass(frozen=True, slots=True)
class Trait:
    """What sets a group apart: it is high (or low) in a field, or mostly has one value of it."""

    field: str
    high: bool
    value: str = ""

    @property
    def label(self) -> str:
        """The word in the current language."""
        if self.value:
            field = fields()[self.field]
            return f"{field.label}: {option_label(field.options or field.id, self.value)}"
        if self.field in WORDS:
            return _(WORDS[self.field][0 if self.high else 1])
        template = _("High: {field}") if self.high else _("Low: {field}")
        return template.format(field=fields()[self.field].label)


@dataclass(frozen=True, slots=True)
class KChoice:
    """How good one number of groups is.

    ``stability`` is the median adjusted Rand index of ten bootstraps,
    ``silhouette`` the mean over a sample, ``smallest_share`` the share of customers in the
    smallest group.
    """

    k: int
    inertia: float
    silhouette: float
    stability: float
    smallest_share: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """One group: what sets it apart, its size and its share of sales.

    ``number`` tells groups with the same traits apart, 0 when there is no need. ``centre`` is in
    standard deviations from the average customer, ``typical`` the medians in the units of the
    fields (None: unknown for all); both in the order of the numbers of the parameters. ``common``
    is the commonest value of each category.
    """

    traits: tuple[Trait, ...]
    number: int
    customers: int
    share: float
    sales_share: float | None
    centre: tuple[float, ...]
    typical: tuple[float | None, ...]
    common: tuple[str | None, ...] = ()

    @property
    def name(self) -> str:
        """The name in the current language, such as Frequent · High spend."""
        words = " · ".join(trait.label for trait in self.traits) or _("Balanced")
        return f"{words} {self.number}" if self.number else words


@dataclass(frozen=True, slots=True)
class Scaling:
    """How one field becomes a number without unit: winsorise, log1p, z-score.

    ``median`` stands in for an unknown value.
    """

    field: str
    low: float
    high: float
    logarithm: bool
    median: float
    mean: float
    deviation: float


Algorithm = Literal["kmeans", "mixed", "minibatch", "gaussian", "hierarchical", "density"]
ALGORITHMS: tuple[Algorithm, ...] = get_args(Algorithm)


@dataclass(frozen=True, slots=True)
class Categories:
    """How a category becomes numbers: one per label; two different labels are ``distance`` apart
    (squared)."""

    field: str
    labels: tuple[str, ...]
    distance: float


@dataclass(frozen=True, slots=True)
class ClusterParameters:
    """What is needed to put a new customer into a group of this run.

    ``centres`` has one coordinate per field, then one per field in ``missing_flags``, which
    is 1 where that field is unknown, then one per label of the ``categories``. ``spreads``
    (variances) and ``shares`` are those of a mixture of Gaussians.
    """

    scaling: tuple[Scaling, ...]
    missing_flags: tuple[str, ...]
    centres: tuple[tuple[float, ...], ...]
    seed: int
    raw: bool
    algorithm: Algorithm = "kmeans"
    categories: tuple[Categories, ...] = ()
    spreads: tuple[tuple[float, ...], ...] = ()
    shares: tuple[float, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The numbers, then the categories."""
        return (*(rule.field for rule in self.scaling), *(each.field for each in self.categories))

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> ClusterParameters:
        """Bring back what ``dataclasses.asdict`` and JSON made of the parameters."""
        return cls(
            scaling=tuple(Scaling(**row) for row in stored["scaling"]),
            missing_flags=tuple(stored["missing_flags"]),
            centres=tuple(tuple(row) for row in stored["centres"]),
            seed=stored["seed"],
            raw=stored["raw"],
            algorithm=stored.get("algorithm", "kmeans"),
            categories=tuple(
                Categories(row["field"], tuple(row["labels"]), row["distance"])
                for row in stored.get("categories", ())
            ),
            spreads=tuple(tuple(row) for row in stored.get("spreads", ())),
            shares=tuple(stored.get("shares", ())),
        )
