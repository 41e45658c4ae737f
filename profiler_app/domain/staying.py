"""What a forecast of staying says: how long contracts run, and which of them may end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from profiler_app.domain.predicting import Told
from profiler_app.domain.text import N_, _, with_minus

FEWEST_CONTRACTS: Final = 200
FEWEST_ENDED: Final = 50
"""Below these nothing is foretold."""
MONTH: Final = 365.25 / 12
"""Days to the unit of time of contracts in a workspace."""
DISCOUNT: Final = 0.004
"""Of a month (DOMAIN M4)."""

Source = Literal["accounts", "orders", "table"]

_SENTENCES: Mapping[str, str] = {
    "none": N_(
        "There are no contracts: neither accounts with a day of opening nor customers who buy by "
        "the calendar."
    ),
    "few_contracts": N_("Only {n} contracts are known; at least {needed} are needed."),
    "few_ended": N_(
        "{ended} of {n} contracts have ended; at least {needed} are needed to tell how long they "
        "run."
    ),
    "not_a_number": N_("{field} is no column of numbers: how long each was there must be one."),
    "undated": N_("Left out because the day they began or ended is not known: {n}."),
    "future": N_("Left out because they begin after that day: {n}."),
    "beyond": N_(
        "How long contracts run is known up to {known:.0f} {unit}; what is said beyond goes on at "
        "the rate of the last quarter of that time."
    ),
    "maturity": N_(
        "A contract that matures counts as running until it is closed, as your records keep it."
    ),
    "calendar": N_(
        "{n} customers buy by the calendar. One who has not come for twice the usual interval "
        "counts as gone, from the day the next purchase was due."
    ),
    "grows": N_(
        "{field} grows with the time itself (rank correlation {related:.2f}): it would tell the "
        "end of the story."
    ),
    "no_fields": N_("Nothing is known of single contracts: all that ran as long are alike."),
    "no_trial": N_(
        "Too few contracts ended on one side of every time split to try who goes, so all that ran "
        "as long are taken as alike."
    ),
    "weak": N_(
        "Who goes cannot be told apart well enough (AUC {auc:.3f}, at least {needed:.2f} is "
        "needed), so all that ran as long are taken as alike."
    ),
    "uncalibrated": N_(
        "The chances of single contracts were off by {error:.1%} on average, at most {needed:.0%} "
        "is allowed, so all that ran as long are taken as alike."
    ),
    "off": N_(
        "In the trial {forecast:,.0f} ends were foretold and {actual:,.0f} came: expect to be off "
        "as much again."
    ),
    "no_cause": N_("Reasons are what the model looked at, not causes."),
}

_MODELS: Mapping[str, str] = {
    "hazard": N_("Hazard by period"),
    "curve": N_("Kaplan-Meier"),
}


def stay_model_name(name: str) -> str:
    """Return the name of a model of staying for people."""
    return _(_MODELS[name])


@dataclass(frozen=True, slots=True)
class StayNote:
    """Something to know: a refusal, a warning, a field that was left out."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The text in the current language."""
        facts = dict(self.facts)
        if "unit" in facts:
            facts["unit"] = (
                _("units of {column}").format(column=facts["unit"]) if facts["unit"] else
                _("months")
            )  # fmt: skip
        return with_minus(_(_SENTENCES[self.code]).format(**facts))


Note = StayNote | Told


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The share still there after ``time``, its 95 % interval, and how many were still running."""

    time: float
    running: int
    stays: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class StayTrial:
    """What the forecast was worth; ``horizon`` in the unit of time, ``split`` the day (ISO).

    Without a day the contracts were split by lot and ``auc`` is Harrell's concordance. ``alike``:
    the model of single contracts failed, and ``foretold`` and ``error`` are those of the curve.
    """

    split: str
    horizon: float
    rows: int
    ended: float
    foretold: float
    auc: float
    error: float
    lift: float | None
    alike: bool = False

    @property
    def sentence(self) -> str:
        """What came of it, in the current language."""
        text = (
            _("Tried on time that is over: {foretold:,.0f} of {rows:,} were to end, {ended:,.0f} "
              "did (off by {error:.1%} on average).")
            if self.alike else
            _("Tried from {split} on: {foretold:,.0f} of {rows:,} were to end, {ended:,.0f} did "
              "(AUC {auc:.3f}, off by {error:.1%} on average).")
            if self.split
            else _("Tried on others, drawn by lot: {foretold:,.0f} of {rows:,} were to end, "
                   "{ended:,.0f} did (concordance {auc:.3f}, off by {error:.1%} on average).")
        )  # fmt: skip
        return text.format(
            split=self.split, foretold=self.foretold, rows=self.rows, ended=self.ended,
            auc=self.auc, error=self.error,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StayForecast:
    """A contract that runs: how long already, the chance to run on up to the horizon, and why.

    ``stayed`` is how much of the time up to the horizon it is expected to run, ``half_gone`` after
    how long half of such have ended (None: longer than is known). ``worth`` is what it
    brings until then, in major units of money; None where nothing is known of it.
    """

    key: str
    name: str
    age: float
    stays: float
    stayed: float
    half_gone: float | None
    worth: float | None = None
    reasons: tuple[str, ...] = ()
    customer: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "row": self.key,
            "contract": self.name,
            "age": round(self.age, 2),
            "stays": round(self.stays, 6),
            "expected_time": round(self.stayed, 2),
            "half_gone_after": None if self.half_gone is None else round(self.half_gone, 1),
            "value": None if self.worth is None else round(self.worth, 2),
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True)
class GroupStay:
    """Contracts of one kind: how many, how many ended, the share there at the horizon."""

    name: str
    contracts: int
    ended: int
    stays: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class StayReport:
    """How long contracts run, or the reasons why nothing is said (``model`` is empty then).

    ``unit`` is the column the time stands in, empty for months. ``ends`` are those expected among
    the running up to the horizon, with an interval of 80 %; ``actual`` did, where it is over.
    """

    as_of: str
    source: Source
    horizon: float
    contracts: int
    ended: int
    unit: str = ""
    model: str = ""
    median: float | None = None
    stays: float | None = None
    ends: float | None = None
    low: float | None = None
    high: float | None = None
    actual: int | None = None
    worth: float | None = None
    curve: tuple[CurvePoint, ...] = ()
    groups: tuple[GroupStay, ...] = ()
    trial: StayTrial | None = None
    refusals: tuple[Note, ...] = ()
    warnings: tuple[StayNote, ...] = ()
    dropped: tuple[Note, ...] = ()
    forecasts: tuple[StayForecast, ...] = ()

    @property
    def running(self) -> int:
        """Contracts that had not ended on the day."""
        return self.contracts - self.ended

    @property
    def forecast(self) -> str:
        """What is expected up to the horizon, in the current language; empty without a model."""
        if self.ends is None:
            return ""
        text = _("Of {n:,} that run, {ends:,.0f} are expected to end within {horizon:.0f} {unit} "
                 "({low:,.0f} to {high:,.0f} in eight of ten cases).")  # fmt: skip
        return text.format(
            n=self.running, ends=self.ends, horizon=self.horizon, low=self.low, high=self.high,
            unit=_("units of {column}").format(column=self.unit) if self.unit else _("months"),
        )  # fmt: skip

    def as_json(self, *, rows: bool = False) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        point = ("time", "running", "stays", "low", "high")
        trial = ("split", "horizon", "rows", "ended", "foretold", "auc", "error", "lift")
        group = ("name", "contracts", "ended", "stays", "low", "high")
        return {
            "model": self.model or None,
            "source": self.source,
            "as_of": self.as_of or None,
            "unit": self.unit or "months",
            "horizon": self.horizon,
            "contracts": self.contracts,
            "ended": self.ended,
            "running": self.running,
            "median": self.median,
            "stays": self.stays,
            "expected_ends": self.ends,
            "interval": None if self.low is None else [self.low, self.high],
            "actual": self.actual,
            "value": self.worth,
            "curve": [{name: getattr(each, name) for name in point} for each in self.curve],
            "kinds": [{name: getattr(each, name) for name in group} for each in self.groups],
            "trial": self.trial and {name: getattr(self.trial, name) for name in trial},
            "dropped": [each.sentence for each in self.dropped],
            "warnings": [each.sentence for each in self.warnings],
            "refusals": [each.sentence for each in self.refusals],
            **({"customers": [each.as_json() for each in self.forecasts]} if rows else {}),
        }
