"""From typed columns to a model card: screening, validation, fit, reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction import measures, monitoring
from profiler_app.analysis.prediction.fairness import check_groups
from profiler_app.analysis.prediction.screening import LEAKS, Finding, screen
from profiler_app.analysis.prediction.targets import Target, read_target
from profiler_app.analysis.prediction.validating import (
    LaterRows,
    Validation,
    cross_validate,
    drifting,
    foretell_later,
)
from profiler_app.domain.predicting import (
    FEWEST_OF_EACH,
    FEWEST_ROWS,
    LEAST_AUC,
    MOST_AUC,
    MOST_CALIBRATION_ERROR,
    ModelCard,
    PredictionReport,
    Reason,
    RowForecast,
    Told,
)
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import N_

if TYPE_CHECKING:
    from profiler_app.analysis.prediction.choosing import Fitted

_SAMPLE = 2_000
_FLATTERS = 0.05
_RATE_MOVED = 0.5
_REASONS = 3
_SHOWN_FIELDS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is foretold from what: typed columns in one order of rows.

    ``time`` is the column of the moment of a row; with ``row_order`` the order of the rows itself
    is looked at without one. ``names`` are those of the rows, ``labels`` those of the fields,
    ``shown`` reads a value to people, ``locked`` are fields no model may learn from.
    """

    target: str
    column: Column
    yes: str | None
    columns: Mapping[str, Column]
    time: str | None
    row_order: bool
    names: Sequence[str]
    shown: Callable[[str, Column, int], str]
    labels: Mapping[str, str] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    warnings: tuple[Told, ...] = ()

    def label(self, name: str) -> str:
        """Return the name of a field for people."""
        return self.labels.get(name, name)


def foretell(
    progress: Progress, asked: Question, folds: int, seed: int, *, each: bool
) -> PredictionReport:
    """Screen the fields, validate, fit and explain; refuses with numbers below the minimum.

    ``each`` adds every row with its probability and reasons, the most probable first.
    """
    target = read_target(asked.column, asked.yes)
    report = PredictionReport(asked.target, asked.yes or "", 0, 0, folds, seed)
    if isinstance(target, int):
        refusal = Told("not_yes_no", {"field": asked.label(asked.target), "n": target})
        return replace(report, refusals=(refusal,), warnings=asked.warnings)
    rows = np.flatnonzero(target.known)
    truth = target.truth[rows]
    report = replace(report, yes=target.yes, rows=len(rows), positives=int(truth.sum()))
    refusals = _too_little(truth)
    if refusals:
        return replace(report, refusals=refusals, warnings=asked.warnings)
    columns = {name: column.take(rows) for name, column in asked.columns.items()}
    kept, findings = screen(
        columns,
        truth,
        target=asked.target,
        time=asked.time,
        locked=asked.locked,
        report=lambda share: progress.step(0.1 * share, N_("Looking for leaks")),
    )
    report = replace(
        report,
        leaks=tuple(told(asked, f, target.yes) for f in findings if f.code in LEAKS),
        dropped=tuple(told(asked, f, target.yes) for f in findings if f.code not in LEAKS),
        warnings=(*asked.warnings, *_unlabelled(target)),
    )
    if not kept:
        return replace(report, refusals=(Told("no_fields"),))
    return _with_model(progress, asked, report, columns, kept, truth, rows, findings, each)


def _too_little(truth: measures.TruthArray) -> tuple[Told, ...]:
    yes = int(truth.sum())
    found = []
    if len(truth) < FEWEST_ROWS:
        found.append(Told("few_rows", {"n": len(truth), "needed": FEWEST_ROWS}))
    if min(yes, len(truth) - yes) < FEWEST_OF_EACH:
        facts = {"yes": yes, "no": len(truth) - yes, "needed": FEWEST_OF_EACH}
        found.append(Told("few_of_each", facts))
    return tuple(found)


def _unlabelled(target: Target) -> tuple[Told, ...]:
    n = int((~target.known).sum())
    return (Told("unlabelled", {"n": n}),) if n else ()


def told(asked: Question, finding: Finding, yes: str) -> Told:
    """Return a finding of the screening with the names people know."""
    facts: dict[str, Any] = {**finding.facts, "field": asked.label(finding.field)}
    if "label" in facts:
        facts["label"] = yes if facts["label"] else f"≠ {yes}"
    if "time" in facts:
        facts["time"] = asked.label(facts["time"])
    return Told(finding.code, facts)


def _with_model(
    progress: Progress,
    asked: Question,
    report: PredictionReport,
    columns: Mapping[str, Column],
    kept: tuple[str, ...],
    truth: measures.TruthArray,
    rows: NDArray[np.int64],
    findings: Sequence[Finding],
    each: bool,
) -> PredictionReport:
    from profiler_app.analysis.prediction.choosing import choose
    from profiler_app.analysis.prediction.reasons import contributions, drivers

    seed = report.seed
    tried = cross_validate(
        columns,
        kept,
        truth,
        folds=report.folds,
        seed=seed,
        report=lambda share: progress.step(0.1 + 0.6 * share, N_("Trying models")),
    )
    progress.step(0.7, N_("Trying the later rows"))
    later, warnings = _later(asked, columns, kept, truth, tried, seed)
    progress.step(0.8, N_("Fitting the model"))
    fitted = choose(columns, kept, truth, np.arange(len(truth)), seed=seed)
    sample = np.sort(np.random.default_rng(seed).permutation(len(truth))[:_SAMPLE])
    moved = drivers(contributions(fitted, columns, kept, sample), kept)
    bins = measures.calibration(truth, tried.probability)
    error = measures.calibration_error(bins)
    card = ModelCard(
        model=fitted.name,
        fields=tuple(map(asked.label, kept)),
        auc=tried.auc,
        aucs=tried.aucs,
        later_auc=None if later is None else later.auc,
        later_brier=None if later is None else later.brier,
        brier=measures.brier(truth, tried.probability),
        lift=tried.lift,
        separation=measures.separation(truth, tried.scores),
        method=fitted.calibrator.method,
        calibration_error=error,
        bins=tuple((b.rows, b.foretold, b.observed) for b in bins),
        trials=tuple((t.model, t.auc, t.log_loss) for t in fitted.trials),
        drivers=tuple((asked.label(name), strength) for name, strength in moved),
        groups=tuple(
            {**asdict(group), "field": asked.label(finding.field)}
            for finding in findings
            if finding.code == "sensitive"
            for group in check_groups(
                finding.field, columns[finding.field], truth, tried.probability
            )
        ),
        rejected=_rejected(min(tried.auc, later.auc) if later else tried.auc, error),
    )
    report = replace(report, card=card, warnings=(*report.warnings, *warnings))
    if not each:
        return report
    progress.step(0.9, N_("Looking for reasons"))
    return replace(report, forecasts=_forecasts(asked, fitted, kept, tried, rows, truth))


def _rejected(auc: float, error: float) -> tuple[Told, ...]:
    found = []
    if auc < LEAST_AUC:
        found.append(Told("weak", {"auc": auc, "needed": LEAST_AUC}))
    if auc > MOST_AUC:
        found.append(Told("too_good", {"auc": auc}))
    if error > MOST_CALIBRATION_ERROR:
        found.append(Told("uncalibrated", {"error": error, "needed": MOST_CALIBRATION_ERROR}))
    return tuple(found)


def _later(
    asked: Question,
    columns: Mapping[str, Column],
    kept: Sequence[str],
    truth: measures.TruthArray,
    tried: Validation,
    seed: int,
) -> tuple[LaterRows | None, tuple[Told, ...]]:
    """Try a model of the first rows on the later ones where the rows have an order in time."""
    warnings: list[Told] = []
    if asked.time is not None:
        moments = columns[asked.time]
        order = np.argsort(moments.values, kind="stable")
        order = order[moments.known[order]]
    else:
        order = np.arange(len(truth))
        ordered = drifting(columns, kept) if asked.row_order else ()
        if not ordered:
            return None, ()
        named = listed([asked.label(name) for name in ordered[:_SHOWN_FIELDS]])
        warnings.append(Told("row_order", {"fields": named}))
    later = foretell_later(columns, kept, truth, order, seed=seed, fewest=FEWEST_OF_EACH)
    if later is None:
        return None, (*warnings, Told("order_too_small"))
    facts = {**asdict(later), "auc": tried.auc, "later": later.auc}
    if tried.auc - later.auc > _FLATTERS:
        warnings.append(Told("flatters", facts))
    if abs(later.later_rate - later.first_rate) > _RATE_MOVED * later.first_rate:
        warnings.append(Told("rate_moved", facts))
    cut = later.first_rows
    drifts = {name: monitoring.drift(columns[name], order[:cut], order[cut:]) for name in kept}
    moved = sorted((n for n in kept if drifts[n] >= monitoring.REFIT), key=lambda n: -drifts[n])
    if moved:
        named = listed([f"{asked.label(n)} (PSI {drifts[n]:.2f})" for n in moved[:_SHOWN_FIELDS]])
        warnings.append(Told("drifted", {"fields": named}))
    return later, tuple(warnings)


def _forecasts(
    asked: Question,
    fitted: Fitted,
    kept: Sequence[str],
    tried: Validation,
    rows: NDArray[np.int64],
    truth: measures.TruthArray,
) -> tuple[RowForecast, ...]:
    """Return all rows, also those without an outcome, the most probable first."""
    from profiler_app.analysis.prediction.reasons import contributions, usual_value

    columns = {name: asked.columns[name] for name in kept}
    everybody = np.arange(len(asked.column))
    probability = fitted.probability(columns)
    probability[rows] = tried.probability
    outcome: dict[int, bool] = dict(zip(rows.tolist(), truth.tolist(), strict=True))
    added = contributions(fitted, columns, kept, everybody)
    usual = {}
    for name, column in columns.items():
        value, known = usual_value(column)
        one = Column(
            column.kind,
            np.array([value], column.values.dtype),
            np.array([known], np.bool_),
            column.labels,
        )
        usual[name] = asked.shown(name, one, 0)
    return tuple(
        RowForecast(
            row=asked.names[i],
            probability=float(probability[i]),
            known=outcome.get(i),
            reasons=tuple(
                Reason(
                    asked.label(kept[place]),
                    asked.shown(kept[place], columns[kept[place]], i),
                    usual[kept[place]],
                    float(added[i, place]),
                )
                for place in np.argsort(-added[i], kind="stable")[:_REASONS]
                if added[i, place] > 0
            ),
        )
        for i in np.argsort(-probability, kind="stable").tolist()
    )
