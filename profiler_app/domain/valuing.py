"""What a forecast of purchases says: the model, the figures, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from profiler_app.domain.text import N_, _, with_minus

MODELS = ("auto", "bgnbd", "mbgnbd", "pareto")

_MODEL_NAMES: Mapping[str, str] = {
    "bgnbd": N_("BG/NBD"),
    "mbgnbd": N_("MBG/NBD"),
    "pareto": N_("Pareto/NBD"),
    "nbd": N_("NBD (nobody is lost)"),
}

_SENTENCES: Mapping[str, str] = {
    "few_buyers": N_("Only {n} customers bought anything by then; at least {needed} are needed."),
    "few_repeaters": N_("Only {n} customers bought a second time; at least {needed} are needed."),
    "short_period": N_("The purchases cover {days} days; at least {needed} are needed."),
    "contract": N_(
        "{share:.0%} of the regular customers buy by the calendar, as under a contract. Models of "
        "purchases do not fit contracts: see “Staying under contract” instead (profiler stay)."
    ),
    "mostly_once": N_(
        "{share:.0%} of the customers bought only once. How they go on is hardly known."
    ),
    "degenerate": N_(
        "The fit of {model} ran away ({values}): it does not describe these customers."
    ),
    "immortal": N_(
        "{model} holds {share:.1%} of all customers for active, which nobody should believe."
    ),
    "unfair": N_("{model} expects more of a one-time buyer than of loyal customers."),
    "fallback": N_(
        "No model with dropout is left, so everybody is expected to go on at his own pace (NBD). "
        "Nothing can be said about who is lost."
    ),
    "future": N_("Purchases dated after today were left out: {n}."),
    "returns": N_("Returns were left out: {n} lines."),
    "few": N_("Too few customers bought again for money: {n}. Means are used for the spend."),
    "related": N_(
        "Spend and frequency hang together (correlation {related:.2f}), so the spend per purchase "
        "is a mean shrunk to that of all."
    ),
    "no_fit": N_("The model of the spend did not fit; means are used."),
    "off": N_(
        "In the trial the total was {off:+.0%} off ({forecast:,.0f} foretold, {actual:,.0f} came)."
    ),
}


LIFETIME_MONTHS: Final = 36
DISCOUNT: Final = 0.01
"""Of a month (DOMAIN M4)."""
ASSUMED_MARGIN: Final = 0.30
MarginOrigin = Literal["said", "costs", "assumed"]
_ORIGINS: Mapping[str, str] = {
    "said": N_("said for this workspace"),
    "costs": N_("by the costs of the last 12 months"),
    "assumed": N_("assumed: no costs are known"),
}


def model_name(name: str) -> str:
    """Return a model's name for people."""
    if name.startswith("mbgcnbd"):
        return _("MBG/CNBD-{k} (regular buyers)").format(k=name.removeprefix("mbgcnbd"))
    return _(_MODEL_NAMES.get(name, name))


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to know about a forecast."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The warning in the current language."""
        facts = dict(self.facts)
        if "model" in facts:
            facts["model"] = model_name(facts["model"])
        return with_minus(_(_SENTENCES[self.code]).format(**facts))


@dataclass(frozen=True, slots=True)
class CustomerOutlook:
    """What one customer is expected to buy in the horizon; money in minor units.

    ``low`` and ``high`` bound the purchases of eight in ten such customers, ``value_low`` and
    ``value_high`` their spend at the expected amount. ``next_purchase`` is the day by which half of
    such customers have bought again; None for those who are more likely lost than not.
    """

    customer: str
    frequency: int
    recency: float
    age: float
    alive: float
    expected: float
    low: int
    high: int
    spend: float
    value: float
    value_low: float
    value_high: float
    lifetime: float
    next_purchase: date | None

    def as_json(self) -> dict[str, Any]:
        """Return the customer as the command line prints it; money in major units."""
        money = {
            name: round(getattr(self, name) / 100, 2)
            for name in ("spend", "value", "value_low", "value_high")
        }
        return {
            "customer": self.customer,
            "frequency": self.frequency,
            "recency": round(self.recency, 4),
            "age": round(self.age, 4),
            "alive": self.alive,
            "expected": self.expected,
            "low": self.low,
            "high": self.high,
            **money,
            "clv_36m": round(self.lifetime / 100, 2),
            "next_purchase": self.next_purchase and self.next_purchase.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class TrialResult:
    """How a model foretold the last part of the time it could see."""

    model: str
    weeks: float
    forecast: float
    actual: float
    error: float


@dataclass(frozen=True, slots=True)
class ValueReport:
    """A forecast of purchases, or the reasons why there is none (``model`` is empty then).

    ``actual`` is what was really bought in the horizon, None while it is not over. ``spending``
    holds p, q and v of the Gamma-Gamma model with v in major units, empty without one.
    ``margin`` is the share of the sales that counts as earned in the value of 36 months.
    """

    until: date
    weeks: float
    customers: int
    repeaters: int
    model: str = ""
    parameters: Mapping[str, float] = field(default_factory=dict)
    log_likelihood: float | None = None
    forecast: float | None = None
    low: float | None = None
    high: float | None = None
    actual: float | None = None
    spending: Mapping[str, float] = field(default_factory=dict)
    trials: tuple[TrialResult, ...] = ()
    warnings: tuple[Caution, ...] = ()
    refusals: tuple[Caution, ...] = ()
    outlooks: tuple[CustomerOutlook, ...] = ()
    margin: float = ASSUMED_MARGIN
    margin_origin: MarginOrigin = "assumed"

    @property
    def method(self) -> str:
        """How the value of 36 months comes about: models, months, discount, margin (VAL-02)."""
        spend = _("Gamma-Gamma") if self.spending else _("means drawn towards that of all")
        text = _("Value of {months} months: purchases by {model}, spend by {spend}, discounted "
                 "{discount:.0%} a month, margin {margin:.1%} ({origin}).")  # fmt: skip
        return text.format(
            months=LIFETIME_MONTHS, model=model_name(self.model), spend=spend, discount=DISCOUNT,
            margin=self.margin, origin=_(_ORIGINS[self.margin_origin]),
        )  # fmt: skip

    def as_json(self, *, customers: bool = False) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        names = ("model", "weeks", "forecast", "actual", "error")
        return {
            "until": self.until.isoformat(),
            "horizon_weeks": self.weeks,
            "customers_in_fit": self.customers,
            "repeaters": self.repeaters,
            "model": self.model or None,
            "parameters": dict(self.parameters),
            "log_likelihood": self.log_likelihood,
            "forecast": self.forecast,
            "interval": None if self.low is None else [self.low, self.high],
            "actual": self.actual,
            "gamma_gamma": dict(self.spending),
            "lifetime": {
                "months": LIFETIME_MONTHS,
                "discount": DISCOUNT,
                "margin": self.margin,
                "margin_from": self.margin_origin,
            },
            "trials": [{name: getattr(trial, name) for name in names} for trial in self.trials],
            "warnings": [warning.sentence for warning in self.warnings],
            "refusals": [refusal.sentence for refusal in self.refusals],
            **({"customers": [each.as_json() for each in self.outlooks]} if customers else {}),
        }
