"""Watching models from run to run: does what they foretell drift, do they tell as well as before.

The bins are those of the first run and stay (DOMAIN M12): PSI of 0.25 and more says that customers
are no longer those the model was made for. A change of the mean by a fifth is told as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.model_log import MODELS, ModelRun
from profiler_app.domain.reports import Report, Section, Table
from profiler_app.domain.text import _, with_minus
from profiler_app.jobs.foresight.market import Move
from profiler_app.jobs.insights.words import percent
from profiler_app.store.undo import facts_of_kind
from profiler_app.store.workspace import Workspace

WATCH: Final = 0.1
REFIT: Final = 0.25
MOVED: Final = 0.2
"""A mean that changed by so much, up or down, is told (RSK-03)."""
_MOST = 12


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed since an earlier run of a model, in words."""

    model: str
    said: str


def runs_like(workspace: Workspace, run: ModelRun) -> list[ModelRun]:
    """Return the earlier runs of this model with the same question, the last of each day."""
    return [
        each
        for each in _all_runs(workspace)
        if (each.model, dict(each.parameters)) == (run.model, dict(run.parameters))
        and each.as_of < run.as_of
    ]


def _all_runs(workspace: Workspace) -> list[ModelRun]:
    """Return the runs that foretold something, the last of each day and question."""
    found: dict[tuple[str, ...], ModelRun] = {}
    for facts in facts_of_kind(workspace, "model_run"):
        run = ModelRun.from_facts(facts)
        if run.spread:
            key = (run.model, *(f"{name}={run.parameters[name]}" for name in run.parameters))
            found[(*key, run.as_of)] = run
    return sorted(found.values(), key=lambda run: run.as_of)


def spread_of(foretold: NDArray[np.float64] | None, earlier: Sequence[ModelRun]) -> dict[str, Any]:
    """Return how what was foretold spreads, in the bins of the first run."""
    from profiler_app.analysis.prediction.monitoring import spread

    if foretold is None or not len(foretold):
        return {}
    edges, counts = spread(foretold, earlier[0].spread["edges"] if earlier else ())
    return {"edges": edges, "counts": counts, "mean": float(foretold.mean())}


def with_runs(report: Report, series: Sequence[ModelRun]) -> Report:
    """Return a report with a section on how its model did from run to run."""
    series = [each for each in series if each.spread]
    if not series or not series[-1].spread:
        return report
    runs = _table(series[-_MOST:], series[0])
    found = [Section(_("From run to run"), _said(series), table=runs)]
    if moves := series[-1].moves:
        told = tuple(Move(**each).sentence for each in moves)
        found.append(Section(_("Markets that move"), told))
    return replace(report, sections=(*report.sections, *found))


def _said(series: Sequence[ModelRun]) -> tuple[str, ...]:
    if len(series) == 1:
        return (_("The first run: from the next one on, this compares."),)
    found = drifts_of(series)
    if found:
        return tuple(each.said for each in found)
    text = _("PSI {psi:.2f} since {day}: stable (under 0.10), or to be watched (under 0.25).")
    return (text.format(psi=_psi(series[0], series[-1]), day=series[0].as_of),)


def drifts_of(series: Sequence[ModelRun]) -> list[Drift]:
    """Return what has drifted in the last run of a model: the spread, the mean, the quality."""
    if len(series) < 2:
        return []
    first, before, last = series[0], series[-2], series[-1]
    found, name = [], _(MODELS[last.model])
    index = _psi(first, last)
    if index >= REFIT:
        text = _("{model}: what is foretold spreads otherwise than on {day} (PSI {psi:.2f}, the "
                 "limit is 0.25). Look at what changed before you act on it.")  # fmt: skip
        found.append(text.format(model=name, day=first.as_of, psi=index))
    mean, was = last.spread["mean"], before.spread["mean"]
    if was and round(abs(mean / was - 1), 6) >= MOVED:
        text = _("{model}: the mean of what is foretold went from {was} to {mean} ({change:+.0%}) "
                 "since {day}.")  # fmt: skip
        said = text.format(model=name, was=_mean(last, was), mean=_mean(last, mean),
                           change=mean / was - 1, day=before.as_of)  # fmt: skip
        found.append(with_minus(said))
    if before.result == "passed" and last.result == "rejected":
        text = _("{model}: it passed on {day} and is rejected now.")
        found.append(text.format(model=name, day=before.as_of))
    return [Drift(last.model, said) for said in found]


def drifts(workspace: Workspace) -> tuple[Drift, ...]:
    """Return what has drifted in the last runs of all models (RSK-03)."""
    by_question: dict[tuple[str, str], list[ModelRun]] = {}
    for run in _all_runs(workspace):
        key = (run.model, repr(sorted(run.parameters.items())))
        by_question.setdefault(key, []).append(run)
    newest: dict[str, list[ModelRun]] = {}
    for (model, _question), series in by_question.items():
        if model not in newest or series[-1].as_of > newest[model][-1].as_of:
            newest[model] = series
    found = [each for model in MODELS if model in newest for each in drifts_of(newest[model])]
    if "value" in newest:
        moves = newest["value"][-1].moves
        found += [Drift("value", Move(**each).sentence) for each in moves]
    return tuple(found)


def _psi(first: ModelRun, last: ModelRun) -> float:
    from profiler_app.analysis.prediction.monitoring import psi

    if len(first.spread["counts"]) != len(last.spread["counts"]):
        return 0.0
    return psi(first.spread["counts"], last.spread["counts"])


def _mean(run: ModelRun, value: float) -> str:
    return f"{value:.1f}" if run.model == "value" else percent(value)


def _table(series: Sequence[ModelRun], first: ModelRun) -> Table:
    mean = _("Purchases foretold") if first.model == "value" else _("Share foretold")
    headers = (_("Run"), _("Foretold of"), mean, "PSI", "AUC", _("Lift"), _("Calibration error"))
    words = (("auc", "{:.3f}"), ("lift", "{:.1f}"))
    rows = []
    for run in reversed(series):
        quality = [text.format(run.figures[name]) if name in run.figures else "—"
                   for name, text in words]  # fmt: skip
        error = percent(run.figures["error"]) if "error" in run.figures else "—"
        rows.append((run.as_of, f"{sum(run.spread['counts']):,}", _mean(run, run.spread["mean"]),
                     f"{_psi(first, run):.2f}", *quality, error))  # fmt: skip
    return Table(headers, tuple(rows))
