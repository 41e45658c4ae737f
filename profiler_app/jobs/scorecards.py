"""A credit scorecard of a table in a file or of the customers of a workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction import measures
from profiler_app.analysis.prediction.monitoring import psi
from profiler_app.analysis.prediction.screening import LEAKS, screen
from profiler_app.analysis.prediction.targets import read_target
from profiler_app.analysis.scoring.binning import learn_bins
from profiler_app.analysis.scoring.points import Scale, Scorecard, learn_scorecard
from profiler_app.analysis.scoring.strategy import cut_offs
from profiler_app.analysis.scoring.trial import unseen_scores
from profiler_app.domain.predicting import Told
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.scorecards import (
    FEWEST_BAD,
    BinRow,
    CardField,
    ScorecardReport,
    ScoredRow,
)
from profiler_app.domain.text import N_, _
from profiler_app.jobs.predicting_question import Question, told

if TYPE_CHECKING:
    from profiler_app.analysis.scoring.binning import Binning

_SUSPICIOUS_IV = 0.5
_BINS = 10


def make_scorecard(
    progress: Progress,
    asked: Question,
    *,
    scale: tuple[float, float, float] = (600, 50, 20),
    folds: int = 5,
    seed: int = 42,
    each: bool = False,
) -> ScorecardReport:
    """Make a card of all fields that may be used, and try it on rows it did not see.

    "Yes" of the question is bad. ``scale`` holds a score, the odds of good to one bad at it, and
    the points that double them. ``each`` adds every row with its points and reasons. Nothing is
    saved. Below the minimum it refuses with numbers.
    """
    return learn_card(progress, asked, scale=scale, folds=folds, seed=seed, each=each)()


def learn_card(
    progress: Progress,
    asked: Question,
    *,
    scale: tuple[float, float, float] = (600, 50, 20),
    folds: int = 5,
    seed: int = 42,
    each: bool = False,
) -> Callable[[], ScorecardReport]:
    """Make a card as ``make_scorecard``; return what words it in the current language."""
    target = read_target(asked.column, asked.yes)
    report = ScorecardReport(asked.target, asked.yes or "", 0, 0, asdict(Scale(*scale)))
    if isinstance(target, int):
        different = target
        return lambda: replace(
            report,
            refusals=(Told("not_yes_no", {"field": asked.label(asked.target), "n": different}),),
        )
    rows = np.flatnonzero(target.known)
    bad = target.truth[rows]
    bads = int(bad.sum())
    report = replace(report, bad=target.yes, rows=len(rows), bads=bads, warnings=asked.warnings)
    if min(bads, len(bad) - bads) < FEWEST_BAD:
        facts = {"bad": bads, "good": len(bad) - bads, "needed": FEWEST_BAD}
        refused = replace(report, refusals=(Told("few_bads", facts),))
        return lambda: refused
    columns = {name: column.take(rows) for name, column in asked.columns.items()}
    progress.step(0.0, N_("Looking for leaks"))
    kept, findings = screen(columns, bad, target=asked.target, time=asked.time, locked=asked.locked)

    def screened() -> ScorecardReport:
        return replace(
            report,
            leaks=tuple(told(asked, f, report.bad) for f in findings if f.code in LEAKS),
            dropped=tuple(told(asked, f, report.bad) for f in findings if f.code not in LEAKS),
        )

    making = partial(progress.step, 0.3, N_("Making the scorecard"))
    card = learn_scorecard(columns, kept, bad, Scale(*scale), making)
    if card is None:
        return lambda: replace(screened(), refusals=(Told("no_card"),))
    binnings = {name: learn_bins(columns[name], bad) for name in kept}
    ivs = {name: binning.iv if binning else 0.0 for name, binning in binnings.items()}
    trying = partial(progress.step, 0.5, N_("Trying the scorecard"))
    unseen = unseen_scores(columns, kept, bad, folds, seed, card, trying)
    quality = _quality(card, columns, bad, unseen)
    cuts = tuple(asdict(cut) for cut in cut_offs(unseen, bad))

    def worded() -> ScorecardReport:
        made = replace(_with_card(asked, screened(), card, ivs), quality=quality, cut_offs=cuts)
        return replace(made, scored=_scored(asked, card)) if each else made

    return worded


def _with_card(
    asked: Question,
    report: ScorecardReport,
    card: Scorecard,
    ivs: Mapping[str, float],
) -> ScorecardReport:
    ordered = sorted(ivs, key=lambda name: -ivs[name])
    return replace(
        report,
        base=card.base,
        ivs=tuple((asked.label(name), ivs[name]) for name in ordered),
        fields=tuple(
            CardField(
                asked.label(name),
                ivs[name],
                card.weights[name],
                _bin_rows(asked, name, card.binnings[name], card.points[name]),
            )
            for name in ordered
            if name in card.binnings
        ),
        warnings=(
            *report.warnings,
            *(
                Told("strong", {"field": asked.label(name), "iv": ivs[name]})
                for name in ordered
                if ivs[name] > _SUSPICIOUS_IV
            ),
        ),
    )


def _bin_rows(
    asked: Question, name: str, binning: Binning, points: tuple[int, ...]
) -> tuple[BinRow, ...]:
    names = _bin_names(asked, name, binning)
    counts = zip(names, binning.good, binning.bad, binning.woe, points, strict=True)
    return tuple(BinRow(*row) for row in counts if row[1] + row[2])


def _bin_names(asked: Question, name: str, binning: Binning) -> list[str]:
    column = asked.columns[name]
    names = [_("(no value)")]
    if len(binning.of_level):
        for number in range(1, len(binning.good)):
            codes = np.flatnonzero(binning.of_level == number).tolist()
            present = set(np.unique(column.values[column.known]).tolist())
            names.append(listed([_shown(asked, name, code) for code in codes if code in present]))
        return names
    edges = [_shown(asked, name, edge) for edge in binning.edges[1:]]
    if not edges:
        return [*names, _("any value")]
    between = [f"{low} – < {high}" for low, high in pairwise(edges)]
    return [*names, f"< {edges[0]}", *between, f"≥ {edges[-1]}"]


def _shown(asked: Question, name: str, raw: float) -> str:
    column = asked.columns[name]
    value = np.array([raw]).astype(column.values.dtype)
    one = Column(column.kind, value, np.ones(1, np.bool_), column.labels)
    return asked.shown(name, one, 0)


def _quality(
    card: Scorecard,
    columns: Mapping[str, Column],
    bad: measures.TruthArray,
    unseen: measures.FloatArray,
) -> dict[str, float | None]:
    probability = card.scale.bad_rate(unseen)
    seen = card.scores(columns)
    edges = np.unique(np.quantile(seen, np.linspace(0, 1, _BINS + 1)[1:-1]))
    counts = [
        np.bincount(np.searchsorted(edges, scores, "right"), minlength=len(edges) + 1).tolist()
        for scores in (seen, unseen)
    ]
    area = measures.auc(bad, -unseen)
    return {
        "auc": area,
        "gini": 2 * area - 1,
        "ks": measures.separation(bad, -unseen),
        "brier": measures.brier(bad, probability),
        "calibration_error": measures.calibration_error(measures.calibration(bad, probability)),
        "lift": measures.lift(bad, -unseen),
        "psi": psi(counts[0], counts[1]),
    }


def _scored(asked: Question, card: Scorecard) -> tuple[ScoredRow, ...]:
    """Return every row with its points, the lowest score first."""
    parts: NDArray[np.int64] = card.parts(asked.columns)
    scores = parts.sum(axis=1)
    rates = card.scale.bad_rate(scores.astype(np.float64))
    reasons = card.reasons(asked.columns)
    names = [asked.label(name) for name in card.binnings]
    return tuple(
        ScoredRow(
            asked.names[i],
            int(scores[i]),
            float(rates[i]),
            dict(zip(names, parts[i].tolist(), strict=True)),
            tuple((asked.label(name), lost) for name, lost in reasons[i]),
        )
        for i in np.argsort(scores, kind="stable").tolist()
    )
