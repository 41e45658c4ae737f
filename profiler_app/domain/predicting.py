"""What a foretold yes or no says: the model, what it is worth, what was left out, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from profiler_app.domain.text import N_, _

FEWEST_ROWS: Final = 200
FEWEST_OF_EACH: Final = 50
"""Below these a model is refused (DOMAIN M5)."""
LEAST_AUC: Final = 0.70
MOST_AUC: Final = 0.99
MOST_CALIBRATION_ERROR: Final = 0.05
"""A model outside these is rejected: it must not make tags or levels (MOD-01)."""

_MODEL_NAMES: Mapping[str, str] = {
    "logistic": N_("logistic regression"),
    "boosting": N_("boosted trees"),
    "both": N_("logistic regression and boosted trees together"),
}

_SENTENCES: Mapping[str, str] = {
    # leaks
    "separates": N_(
        "{field} alone tells yes from no almost perfectly (AUC {auc:.3f}): it is probably written "
        "after the outcome, or is the outcome itself."
    ),
    "filled_after": N_(
        "Whether {field} is filled tells yes from no almost perfectly (AUC {auc:.3f}): it is "
        "probably filled in after the outcome."
    ),
    "closed_low": N_(
        "Of the {rows} rows with {field} of at most {value:g}, {found} are {label} where "
        "{expected} would be by chance, and alone it reaches an AUC of {auc:.3f}: it is probably "
        "known only after the outcome."
    ),
    "closed_high": N_(
        "Of the {rows} rows with {field} of at least {value:g}, {found} are {label} where "
        "{expected} would be by chance, and alone it reaches an AUC of {auc:.3f}: it is probably "
        "known only after the outcome."
    ),
    "named_after": N_(
        "The name of {field} says that it is known only after the outcome, and alone it reaches "
        "an AUC of {auc:.3f}."
    ),
    "dated_after": N_("{field} is later than {time} in {share:.0%} of the rows."),
    # left out for other reasons
    "identifier": N_("{field} names the row ({different} different values in {n} rows)."),
    "constant": N_("{field} is the same everywhere."),
    "empty": N_("{field} is empty."),
    "sensitive": N_("{field} is sensitive: no model may learn from it."),
    "time": N_("{field} orders the rows in time and is not learned from."),
    # refusals
    "few_rows": N_("Only {n} rows have a known outcome; at least {needed} are needed."),
    "few_of_each": N_(
        "{yes} rows are yes and {no} are no; at least {needed} of each are needed to learn from."
    ),
    "not_yes_no": N_(
        "{field} has {n} different values; a yes or no has two. Name the value that counts as yes "
        "(--yes)."
    ),
    "no_fields": N_("No field is left to learn from."),
    "few_bads": N_(
        "{bad} cases are bad and {good} are good; a scorecard needs at least {needed} of each. "
        "Judge by rules until then."
    ),
    "no_card": N_("No field tells good from bad well enough for a card (IV of at least 0.02)."),
    # warnings
    "strong": N_(
        "{field} has an information value of {iv:.3f}: check that it was known before the outcome."
    ),
    "unlabelled": N_("Rows without a known outcome were left out of the fit: {n}."),
    "odd_rows": N_("Rows with more cells than the header were left out: {n}."),
    "row_order": N_(
        "The rows stand in an order in which {fields} drift, most likely in time order: the first "
        "60 % were taken as the past, the rest as the future."
    ),
    "flatters": N_(
        "Shuffled validation flatters: AUC {auc:.3f}, but a model of the first {first_rows} rows "
        "reaches only {later:.3f} on the {later_rows} later ones ({first_rate:.1%} yes before, "
        "{later_rate:.1%} after). Expect the lower figure."
    ),
    "rate_moved": N_(
        "The share of yes moved from {first_rate:.1%} in the first 60 % of the rows to "
        "{later_rate:.1%} later: probabilities will be off until the model is fitted anew."
    ),
    "drifted": N_("Fields that changed between the earlier and the later rows: {fields}."),
    "order_too_small": N_("Too few yes or no on one side of the time split to measure it."),
    "as_of_today": N_(
        "All fields are as they are today. Which of them were known before the outcome, the data "
        "do not tell: leave out what was not."
    ),
    "weak": N_("The model is rejected: AUC {auc:.3f}, at least {needed:.2f} is needed."),
    "too_good": N_(
        "The model is rejected: AUC {auc:.3f} is too good to be true. Some field still tells what "
        "is to be foretold; look at those that move it most."
    ),
    "uncalibrated": N_(
        "The model is rejected: its probabilities are off by {error:.1%} on average, at most "
        "{needed:.0%} is allowed."
    ),
    # limits every model has
    "no_cause": N_("Reasons are what the model looked at, not causes."),
    "no_decision": N_("A probability is never the sole basis of a decision about a person."),
}


def model_name(name: str) -> str:
    """Return a model's name for people."""
    return _(_MODEL_NAMES[name])


@dataclass(frozen=True, slots=True)
class Told:
    """Something to know about a model: a field left out, a warning, a refusal."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The text in the current language."""
        code = self.code
        if code == "closed_end":
            code = "closed_low" if self.facts["low"] else "closed_high"
        return _(_SENTENCES[code]).format(**self.facts)

    def as_json(self) -> dict[str, Any]:
        """Return the field, a code for programs and the reason in words."""
        named = {"field": self.facts["field"]} if "field" in self.facts else {}
        return {**named, "code": self.code, "why": self.sentence}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a row: the field, its value and the usual one, what it adds to the log odds."""

    field: str
    value: str
    usual: str
    added: float

    @property
    def sentence(self) -> str:
        """The reason in words."""
        text = (
            _("{field} is {value} (usually {usual})")
            if self.value != self.usual
            else _("{field} is {value}")
        )
        return text.format(field=self.field, value=self.value, usual=self.usual)


@dataclass(frozen=True, slots=True)
class RowForecast:
    """The probability of one row, with what speaks for it and against it.

    Rows the model learned from carry the probability of a model that had not seen them.
    """

    row: str
    probability: float
    known: bool | None
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "row": self.row,
            "probability": round(self.probability, 6),
            "outcome": self.known,
            "reasons": [
                {"field": r.field, "text": r.sentence, "log_odds": round(r.added, 4)}
                for r in self.reasons
            ],
        }


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a model is worth and what it was made of (MOD-01).

    ``auc`` and ``lift`` are means over the parts of a shuffled validation, ``brier`` and
    ``calibration`` of all rows; ``later_auc`` is that of the later rows when the rows have a time
    order. ``bins`` hold rows, foretold and observed; ``groups`` the fairness check of fields the
    model did not see; ``drivers`` how much each field moves the log odds on average.
    """

    model: str
    fields: tuple[str, ...]
    auc: float
    aucs: tuple[float, ...]
    later_auc: float | None
    later_brier: float | None
    brier: float
    lift: float
    separation: float
    method: str
    calibration_error: float
    bins: tuple[tuple[int, float, float], ...]
    trials: tuple[tuple[str, float, float], ...]
    drivers: tuple[tuple[str, float], ...]
    groups: tuple[Mapping[str, Any], ...]
    rejected: tuple[Told, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        bins = [{"rows": n, "foretold": told, "observed": came} for n, told, came in self.bins]
        return {
            "auc": self.auc,
            "auc_folds": list(self.aucs),
            "auc_out_of_time": self.later_auc,
            "brier": self.brier,
            "brier_out_of_time": self.later_brier,
            "lift_10": self.lift,
            "ks": self.separation,
            "calibration": {
                "method": self.method,
                "error": self.calibration_error,
                "bins": bins,
            },
            "trials": [
                {"model": name, "auc": auc, "log_loss": loss} for name, auc, loss in self.trials
            ],
            "fields": list(self.fields),
            "drivers": [{"field": name, "log_odds": each} for name, each in self.drivers],
            "fairness": [dict(group) for group in self.groups],
            "accepted": not self.rejected,
            "rejected": [each.sentence for each in self.rejected],
        }


_NOTHING = (
    "auc",
    "auc_out_of_time",
    "brier",
    "lift_10",
    "calibration",
)


@dataclass(frozen=True, slots=True)
class PredictionReport:
    """A model of a yes or no, or the reasons why there is none (``card`` is None then)."""

    target: str
    yes: str
    rows: int
    positives: int
    folds: int
    seed: int
    card: ModelCard | None = None
    leaks: tuple[Told, ...] = ()
    dropped: tuple[Told, ...] = ()
    refusals: tuple[Told, ...] = ()
    warnings: tuple[Told, ...] = ()
    forecasts: tuple[RowForecast, ...] = ()

    @property
    def limits(self) -> tuple[Told, ...]:
        """What holds for every model."""
        return (Told("no_cause"), Told("no_decision"))

    def as_json(self, *, rows: bool = False) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        card = dict.fromkeys(_NOTHING) if self.card is None else self.card.as_json()
        return {
            "model": self.card and self.card.model,
            **card,
            "target": self.target,
            "yes": self.yes,
            "rows": self.rows,
            "positives": self.positives,
            "folds": self.folds,
            "seed": self.seed,
            "leaks": [each.as_json() for each in self.leaks],
            "dropped": [each.as_json() for each in self.dropped],
            "refusals": [each.sentence for each in self.refusals],
            "warnings": [each.sentence for each in self.warnings],
            "limits": [each.sentence for each in self.limits],
            **({"customers": [each.as_json() for each in self.forecasts]} if rows else {}),
        }
