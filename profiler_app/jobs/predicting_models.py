"""From typed columns to a model card: screening, validation, fit, reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction import measures
from profiler_app.analysis.prediction.fairness import GroupCheck, check_groups
from profiler_app.analysis.prediction.screening import LEAKS, Finding, screen
from profiler_app.analysis.prediction.targets import Target, read_target
from profiler_app.analysis.prediction.validating import (
    LaterRows,
    Validation,
    cross_validate,
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
from profiler_app.domain.text import N_
from profiler_app.jobs.predicting_later import later_warnings, try_later
from profiler_app.jobs.predicting_question import Question, told

if TYPE_CHECKING:
    from profiler_app.analysis.prediction.choosing import Fitted

_SAMPLE = 2_000
_REASONS = 3


Worded = Callable[[], PredictionReport]
"""Words what was found in the current language; asked again in another, it is in that one."""


def learn_to_foretell(
    progress: Progress, asked: Question, folds: int, seed: int, *, each: bool
) -> Worded:
    """Screen the fields, validate, fit and explain; refuses with numbers below the minimum.

    ``each`` adds every row with its probability and reasons, the most probable first.
    """
    target = read_target(asked.column, asked.yes)
    report = PredictionReport(asked.target, asked.yes or "", 0, 0, folds, seed)
    if isinstance(target, int):
        different = target
        return lambda: replace(
            report,
            refusals=(Told("not_yes_no", {"field": asked.label(asked.target), "n": different}),),
            warnings=asked.warnings,
        )
    rows = np.flatnonzero(target.known)
    truth = target.truth[rows]
    report = replace(report, yes=target.yes, rows=len(rows), positives=int(truth.sum()))
    refusals = _too_little(truth)
    if refusals:
        refused = replace(report, refusals=refusals, warnings=asked.warnings)
        return lambda: refused
    columns = {name: column.take(rows) for name, column in asked.columns.items()}
    kept, findings = screen(
        columns,
        truth,
        target=asked.target,
        time=asked.time,
        locked=asked.locked,
        report=lambda share: progress.step(0.1 * share, N_("Looking for leaks")),
    )
    unlabelled = _unlabelled(target)

    def screened() -> PredictionReport:
        return replace(
            report,
            leaks=tuple(told(asked, f, report.yes) for f in findings if f.code in LEAKS),
            dropped=tuple(told(asked, f, report.yes) for f in findings if f.code not in LEAKS),
            warnings=(*asked.warnings, *unlabelled),
        )

    if not kept:
        return lambda: replace(screened(), refusals=(Told("no_fields"),))
    return _with_model(progress, asked, screened, columns, kept, truth, rows, findings, each)


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


def _with_model(
    progress: Progress,
    asked: Question,
    screened: Worded,
    columns: Mapping[str, Column],
    kept: tuple[str, ...],
    truth: measures.TruthArray,
    rows: NDArray[np.int64],
    findings: Sequence[Finding],
    each: bool,
) -> Worded:
    from profiler_app.analysis.prediction.choosing import choose
    from profiler_app.analysis.prediction.reasons import contributions, drivers

    folds, seed = screened().folds, screened().seed
    tried = cross_validate(
        columns,
        kept,
        truth,
        folds=folds,
        seed=seed,
        report=lambda share: progress.step(0.1 + 0.6 * share, N_("Trying models")),
    )
    progress.step(0.7, N_("Trying the later rows"))
    later = try_later(asked, columns, kept, truth, seed)
    progress.step(0.8, N_("Fitting the model"))
    fitted = choose(columns, kept, truth, np.arange(len(truth)), seed=seed)
    sample = np.sort(np.random.default_rng(seed).permutation(len(truth))[:_SAMPLE])
    moved = drivers(contributions(fitted, columns, kept, sample), kept)
    groups = [
        group
        for finding in findings
        if finding.code == "sensitive"
        for group in check_groups(finding.field, columns[finding.field], truth, tried.probability)
    ]
    if each:
        progress.step(0.9, N_("Looking for reasons"))
    forecasts = _forecasts(asked, fitted, kept, tried, rows, truth) if each else tuple

    def worded() -> PredictionReport:
        report = screened()
        return replace(
            report,
            card=_card(asked, fitted, kept, truth, tried, later.rows, moved, groups),
            warnings=(*report.warnings, *later_warnings(asked, tried, later)),
            forecasts=forecasts(),
        )

    return worded


def _card(
    asked: Question,
    fitted: Fitted,
    kept: tuple[str, ...],
    truth: measures.TruthArray,
    tried: Validation,
    later: LaterRows | None,
    moved: Sequence[tuple[str, float]],
    groups: Sequence[GroupCheck],
) -> ModelCard:
    bins = measures.calibration(truth, tried.probability)
    error = measures.calibration_error(bins)
    return ModelCard(
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
        groups=tuple({**asdict(group), "field": asked.label(group.field)} for group in groups),
        rejected=_rejected(min(tried.auc, later.auc) if later else tried.auc, error),
    )


def _rejected(auc: float, error: float) -> tuple[Told, ...]:
    found = []
    if auc < LEAST_AUC:
        found.append(Told("weak", {"auc": auc, "needed": LEAST_AUC}))
    if auc > MOST_AUC:
        found.append(Told("too_good", {"auc": auc}))
    if error > MOST_CALIBRATION_ERROR:
        found.append(Told("uncalibrated", {"error": error, "needed": MOST_CALIBRATION_ERROR}))
    return tuple(found)


def _forecasts(
    asked: Question,
    fitted: Fitted,
    kept: Sequence[str],
    tried: Validation,
    rows: NDArray[np.int64],
    truth: measures.TruthArray,
) -> Callable[[], tuple[RowForecast, ...]]:
    """Return what words all rows, also those without an outcome, the most probable first."""
    from profiler_app.analysis.prediction.reasons import contributions, usual_value

    columns = {name: asked.columns[name] for name in kept}
    everybody = np.arange(len(asked.column))
    probability = fitted.probability(columns)
    probability[rows] = tried.probability
    outcome: dict[int, bool] = dict(zip(rows.tolist(), truth.tolist(), strict=True))
    added = contributions(fitted, columns, kept, everybody)
    usual = {name: _one(column, *usual_value(column)) for name, column in columns.items()}

    def worded() -> tuple[RowForecast, ...]:
        shown = {name: asked.shown(name, one, 0) for name, one in usual.items()}
        return tuple(
            RowForecast(
                row=asked.names[i],
                probability=float(probability[i]),
                known=outcome.get(i),
                reasons=tuple(
                    Reason(
                        asked.label(kept[place]),
                        asked.shown(kept[place], columns[kept[place]], i),
                        shown[kept[place]],
                        float(added[i, place]),
                    )
                    for place in np.argsort(-added[i], kind="stable")[:_REASONS]
                    if added[i, place] > 0
                ),
            )
            for i in np.argsort(-probability, kind="stable").tolist()
        )

    return worded


def _one(column: Column, value: Any, known: bool) -> Column:
    """Return a column of a single value."""
    values = np.array([value], column.values.dtype)
    return Column(column.kind, values, np.array([known], np.bool_), column.labels)
