"""How long contracts run: the report, from whatever they were read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.domain.predicting import LEAST_AUC, MOST_CALIBRATION_ERROR, Reason
from profiler_app.domain.staying import (
    DISCOUNT,
    FEWEST_CONTRACTS,
    FEWEST_ENDED,
    CurvePoint,
    GroupStay,
    Note,
    Source,
    StayForecast,
    StayNote,
    StayReport,
    StayTrial,
)

if TYPE_CHECKING:
    from profiler_app.analysis.survival.choosing import Staying
    from profiler_app.analysis.survival.curve import Curve
    from profiler_app.analysis.survival.trial import Trial

MOST_LISTED = 200
_POINTS = 24
_REASONS = 3
_EIGHT_OF_TEN = 1.2815515655446004
_OFF = 0.1
_FEWEST_OF_A_KIND = 30


@dataclass(frozen=True, slots=True, eq=False)
class Spells:
    """Contracts as they were on a day: how long each ran, whether it is over, what is known of it.

    ``fields`` are the columns to learn from, ``kind`` the one whose kinds are told apart in a
    table. ``monthly`` is what each brings in a unit of time (NaN: not known). ``named`` tells a
    field to people and ``shown`` a value, both in the current language.
    """

    source: Source
    as_of: str
    unit: str
    time: NDArray[np.float64]
    ended: NDArray[np.bool_]
    columns: Mapping[str, Column]
    fields: tuple[str, ...]
    keys: Callable[[int], str]
    monthly: NDArray[np.float64] | None = None
    customers: NDArray[np.int64] | None = None
    contract: Callable[[int], str] = lambda _at: ""
    named: Callable[[str], str] = str
    shown: Callable[[str, Column, int], str] = lambda _name, column, at: str(column.value(at))
    kind: str = ""
    dropped: tuple[Note, ...] = ()
    warnings: tuple[StayNote, ...] = ()


def too_few(contracts: int, ended: int) -> tuple[StayNote, ...]:
    """Return why nothing can be said of so few contracts, in numbers."""
    found = []
    if contracts < FEWEST_CONTRACTS:
        found.append(StayNote("few_contracts", {"n": contracts, "needed": FEWEST_CONTRACTS}))
    if ended < FEWEST_ENDED:
        facts = {"ended": ended, "n": contracts, "needed": FEWEST_ENDED}
        found.append(StayNote("few_ended", facts))
    return tuple(found)


def trial_of(
    found: Staying, tried: Trial | None, horizon: float, split: str = ""
) -> StayTrial | None:
    """Return what a trial found of the model that speaks, as the report tells it."""
    if tried is None:
        return None
    alike = found.hazard is None
    foretold, error = (tried.plain, tried.plain_error) if alike else (tried.foretold, tried.error)
    return StayTrial(
        split, horizon, tried.rows, tried.ended, foretold, tried.auc, error, tried.lift, alike
    )


def report_of(
    spells: Spells, found: Staying, horizon: float, trial: StayTrial | None, *, each: bool
) -> StayReport:
    """Return what was found in words of the current language; ``each`` lists all that run."""
    running = np.flatnonzero(~spells.ended)
    mine = {name: spells.columns[name].take(running) for name in spells.fields}
    age = spells.time[running]
    stays = found.stays(mine, age, horizon)
    ends, low, high = _ends(found.curve, age, stays, horizon)
    order = np.argsort(stays, kind="stable")
    listed = order if each else order[:MOST_LISTED]
    worth = _worth(spells, found, running, mine, horizon)
    return StayReport(
        spells.as_of,
        spells.source,
        horizon,
        len(spells.time),
        int(spells.ended.sum()),
        spells.unit,
        "hazard" if found.hazard is not None else "curve",
        found.curve.median,
        float(stays.mean()) if len(stays) else None,
        ends,
        low,
        high,
        None,
        None if worth is None else float(np.nansum(worth)),
        _points(found.curve),
        _kinds(spells, horizon),
        trial,
        dropped=spells.dropped,
        warnings=(*spells.warnings, *_notes(spells, found, horizon, trial)),
        forecasts=_forecasts(spells, found, running, listed, stays, worth, horizon),
    )


def _ends(
    curve: Curve, age: NDArray[np.float64], stays: NDArray[np.float64], horizon: float
) -> tuple[float, float, float]:
    """Return the ends to expect among the running, with an interval of eight in ten.

    Chance adds up over the contracts; what is not known of the curve is the same for all of them.
    """
    from profiler_app.analysis.survival.curve import Z95

    low, high = curve.ahead_interval(age, horizon)
    unsure = float((high - low).sum()) / (2 * Z95)
    deviation = float(np.sqrt((stays * (1 - stays)).sum() + unsure**2))
    ends = float((1 - stays).sum())
    half = _EIGHT_OF_TEN * deviation
    return ends, max(0.0, ends - half), min(float(len(age)), ends + half)


def _worth(
    spells: Spells,
    found: Staying,
    running: NDArray[np.intp],
    mine: Mapping[str, Column],
    horizon: float,
) -> NDArray[np.float64] | None:
    if spells.monthly is None:
        return None
    discount = 0.0 if spells.unit else DISCOUNT
    paid = found.months_paid(mine, spells.time[running], max(1, round(horizon)), discount)
    return np.asarray(spells.monthly[running] * paid, np.float64)


def _points(curve: Curve) -> tuple[CurvePoint, ...]:
    """Return the curve at even steps up to the known time; at the beginning everybody is there."""
    when = np.linspace(0.0, curve.known_until, _POINTS + 1)
    stays = curve.at(when)
    low, high = curve.interval(when)
    left = [curve.running_at(float(time)) for time in when]
    return tuple(
        CurvePoint(float(time), n, float(s), float(a), float(b))
        for time, n, s, a, b in zip(when, left, stays, low, high, strict=True)
    )


def _kinds(spells: Spells, horizon: float) -> tuple[GroupStay, ...]:
    """Return the share there at the horizon by kind, where at least 30 of a kind have ended."""
    from profiler_app.analysis.survival.curve import kaplan_meier

    if not spells.kind:
        return ()
    column = spells.columns[spells.kind]
    found = []
    for code in np.unique(column.values[column.known]).tolist():
        rows = np.flatnonzero(column.known & (column.values == code))
        ended = spells.ended[rows]
        if ended.sum() < _FEWEST_OF_A_KIND:
            continue
        curve = kaplan_meier(spells.time[rows], ended)
        low, high = curve.interval(horizon)
        name = spells.shown(spells.kind, column, int(rows[0]))
        found.append(
            GroupStay(name, len(rows), int(ended.sum()), float(curve.at(horizon)),
                      float(low), float(high))
        )  # fmt: skip
    return tuple(sorted(found, key=lambda group: (group.stays, group.name)))


def _notes(
    spells: Spells, found: Staying, horizon: float, trial: StayTrial | None
) -> tuple[StayNote, ...]:
    facts: dict[str, Mapping[str, Any]] = {"no_fields": {}, "no_trial": {}}
    if trial is not None:
        facts["weak"] = {"auc": trial.auc, "needed": LEAST_AUC}
    if found.trial is not None:
        error = found.trial.error
        facts["uncalibrated"] = {"error": error, "needed": MOST_CALIBRATION_ERROR}
    notes = [StayNote(code, facts[code]) for code in found.failed]
    if trial is not None and abs(trial.foretold - trial.ended) > _OFF * trial.ended:
        notes.append(StayNote("off", {"forecast": trial.foretold, "actual": trial.ended}))
    age = spells.time[~spells.ended]
    if len(age) and float(np.median(age)) + horizon > found.curve.known_until:
        notes.append(StayNote("beyond", {"known": found.curve.known_until, "unit": spells.unit}))
    if found.hazard is not None:
        notes.append(StayNote("no_cause"))
    return tuple(notes)


def _forecasts(
    spells: Spells,
    found: Staying,
    running: NDArray[np.intp],
    listed: NDArray[np.intp],
    stays: NDArray[np.float64],
    worth: NDArray[np.float64] | None,
    horizon: float,
) -> tuple[StayForecast, ...]:
    rows = running[listed]
    mine = {name: spells.columns[name].take(rows) for name in spells.fields}
    age = spells.time[rows]
    stayed, half = found.stayed(mine, age, horizon), found.half_gone(mine, age)
    reasons = _reasons(spells, found, rows)
    made = []
    for nth, at in enumerate(rows.tolist()):
        brings = None if worth is None else float(worth[listed[nth]])
        made.append(
            StayForecast(
                spells.keys(at),
                spells.contract(at),
                float(age[nth]),
                float(stays[listed[nth]]),
                float(stayed[nth]),
                float(half[nth]) if np.isfinite(half[nth]) else None,
                None if brings is None or np.isnan(brings) else brings,
                reasons(nth),
                0 if spells.customers is None else int(spells.customers[at]),
            )
        )
    return tuple(made)


def _reasons(
    spells: Spells, found: Staying, rows: NDArray[np.intp]
) -> Callable[[int], tuple[str, ...]]:
    """Return what words the strongest reasons to end; none where nothing is known of each."""
    from profiler_app.analysis.prediction.reasons import contributions, usual_value

    if found.hazard is None:
        return lambda _nth: ()
    added = contributions(found.hazard.now(spells.time[rows]), spells.columns, spells.fields, rows)
    usual = {}
    for name in spells.fields:
        column = spells.columns[name]
        value, known = usual_value(column)
        one = Column(column.kind, np.array([value], column.values.dtype),
                     np.array([known], np.bool_), column.labels)  # fmt: skip
        usual[name] = spells.shown(name, one, 0)

    def said(nth: int) -> tuple[str, ...]:
        best = [
            at for at in np.argsort(-added[nth], kind="stable")[:_REASONS] if added[nth, at] > 0
        ]
        return tuple(
            Reason(spells.named(name), spells.shown(name, spells.columns[name], int(rows[nth])),
                   usual[name], 0.0).sentence
            for name in (spells.fields[at] for at in best)
        )  # fmt: skip

    return said


def with_refusals(spells: Spells, horizon: float, refusals: Sequence[Note]) -> StayReport:
    """Return a report that only says why there is none."""
    return StayReport(
        spells.as_of, spells.source, horizon, len(spells.time), int(spells.ended.sum()),
        spells.unit, refusals=tuple(refusals), dropped=spells.dropped, warnings=spells.warnings,
    )  # fmt: skip
