"""Whether a model of the earlier rows still tells yes from no on the later ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction import measures, monitoring
from profiler_app.analysis.prediction.validating import (
    LaterRows,
    Validation,
    drifting,
    foretell_later,
)
from profiler_app.domain.predicting import FEWEST_OF_EACH, Told
from profiler_app.domain.rules.showing import listed
from profiler_app.jobs.predicting_question import Question

_FLATTERS = 0.05
_RATE_MOVED = 0.5
_SHOWN_FIELDS = 8


@dataclass(frozen=True, slots=True)
class Later:
    """What a trial on later rows found; ``ordered`` and ``moved`` (with PSI) name fields."""

    rows: LaterRows | None = None
    ordered: tuple[str, ...] = ()
    moved: tuple[tuple[str, float], ...] = ()
    too_small: bool = False


def try_later(
    asked: Question,
    columns: Mapping[str, Column],
    kept: Sequence[str],
    truth: measures.TruthArray,
    seed: int,
) -> Later:
    """Try a model of the first rows on the later ones where the rows have an order in time."""
    ordered: tuple[str, ...] = ()
    if asked.time is not None:
        moments = columns[asked.time]
        order = np.argsort(moments.values, kind="stable")
        order = order[moments.known[order]]
    else:
        order = np.arange(len(truth))
        ordered = tuple(drifting(columns, kept)) if asked.row_order else ()
        if not ordered:
            return Later()
    later = foretell_later(columns, kept, truth, order, seed=seed, fewest=FEWEST_OF_EACH)
    if later is None:
        return Later(ordered=ordered, too_small=True)
    cut = later.first_rows
    drifts = {name: monitoring.drift(columns[name], order[:cut], order[cut:]) for name in kept}
    moved = sorted((n for n in kept if drifts[n] >= monitoring.REFIT), key=lambda n: -drifts[n])
    return Later(later, ordered, tuple((name, drifts[name]) for name in moved))


def later_warnings(asked: Question, tried: Validation, found: Later) -> tuple[Told, ...]:
    """Word what the trial on later rows found, in the current language."""
    warnings: list[Told] = []
    if found.ordered:
        named = listed([asked.label(name) for name in found.ordered[:_SHOWN_FIELDS]])
        warnings.append(Told("row_order", {"fields": named}))
    if found.too_small:
        warnings.append(Told("order_too_small"))
    later = found.rows
    if later is None:
        return tuple(warnings)
    facts = {**asdict(later), "auc": tried.auc, "later": later.auc}
    if tried.auc - later.auc > _FLATTERS:
        warnings.append(Told("flatters", facts))
    if abs(later.later_rate - later.first_rate) > _RATE_MOVED * later.first_rate:
        warnings.append(Told("rate_moved", facts))
    if found.moved:
        named = listed([f"{asked.label(n)} (PSI {psi:.2f})" for n, psi in
                        found.moved[:_SHOWN_FIELDS]])  # fmt: skip
        warnings.append(Told("drifted", {"fields": named}))
    return tuple(warnings)
