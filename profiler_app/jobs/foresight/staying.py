"""How long the contracts of a workspace run, tried on the customers' own past."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.dates import from_day, to_day
from profiler_app.domain.predicting import LEAST_AUC, MOST_CALIBRATION_ERROR
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.staying import FEWEST_ENDED, MONTH, Note, StayNote, StayReport
from profiler_app.domain.text import N_
from profiler_app.jobs.foresight.contracts import Calendar, Contracts, accounts_of
from profiler_app.jobs.purchases import read_purchases
from profiler_app.jobs.staying import Spells, report_of, too_few, trial_of, with_refusals
from profiler_app.jobs.unprofiled import not_profiled
from profiler_app.store.workspace import Workspace

if TYPE_CHECKING:
    from profiler_app.analysis.survival.choosing import Staying
    from profiler_app.analysis.survival.trial import Trial

_SEED = 42
_TRIALS = (365, 182, 91)
"""Days foretold in the trial: the longest with enough ends before and after is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """The contracts on a day, and what was learned of them; ``found`` None where it is refused."""

    spells: Spells
    found: Staying | None
    refusals: tuple[Note, ...] = ()
    trial: Trial | None = None
    split: str = ""
    months: float = 0.0

    def ends(self, horizon_days: int) -> NDArray[np.float64] | None:
        """Return the chance of each contract that runs to end up to the horizon."""
        if self.found is None:
            return None
        rows = np.flatnonzero(~self.spells.ended)
        columns = {name: self.spells.columns[name].take(rows) for name in self.spells.fields}
        age = self.spells.time[rows]
        return np.asarray(1 - self.found.stays(columns, age, horizon_days / MONTH), np.float64)

    def report(self, horizon_days: int, *, each: bool) -> StayReport:
        """Word it in the current language."""
        horizon = horizon_days / MONTH
        if self.found is None:
            return with_refusals(self.spells, horizon, self.refusals)
        trial = trial_of(self.found, self.trial, self.months, self.split)
        return report_of(self.spells, self.found, horizon, trial, each=each)


def foretell_staying(
    progress: Progress,
    workspace: Workspace,
    *,
    until: date,
    horizon_days: int,
    today: date,
    each: bool = False,
) -> StayReport:
    """Foretell which contracts that ran on day ``until`` will run on. Nothing is saved.

    ``each`` lists all of them, else those most likely to end. Where the horizon is over by
    ``today`` the report says how many really ended.
    """
    contracts = read_contracts(Part(progress, 0.0, 0.3), workspace)
    last = to_day(min(until, today).isoformat())
    learned = learn_staying(Part(progress, 0.3, 0.9), contracts, last)
    report = learned.report(horizon_days, each=each)
    ends = last + horizon_days
    if learned.found is None or ends > to_day(today.isoformat()):
        return report
    gone = contracts.same(learned.spells, contracts.on(ends))
    return replace(report, actual=int((gone & ~learned.spells.ended).sum()))


def read_contracts(progress: Progress, workspace: Workspace) -> Contracts:
    """Read the accounts where there are any, else the customers who buy by the calendar."""
    progress.step(0.0, N_("Reading contracts"))
    held = accounts_of(workspace)
    return held if len(held.customer) else read_calendar(progress, workspace)


def read_calendar(progress: Progress, workspace: Workspace) -> Contracts:
    """Read the customers who buy by the calendar and may be profiled."""
    bought = read_purchases(progress, workspace.connection)
    return Calendar(workspace, bought.without(not_profiled(workspace)))


def learn_staying(progress: Progress, contracts: Contracts, day: int) -> Learned:
    """Learn how long contracts run from what was known on a day; refuses with numbers."""
    from profiler_app.analysis.survival.choosing import choose

    spells = contracts.on(day)
    if not len(spells.time):
        return Learned(spells, None, (StayNote("none"),))
    few = too_few(len(spells.time), int(spells.ended.sum()))
    if few:
        return Learned(spells, None, few)
    progress.step(0.2, N_("Trying models"))
    trial, cut, days = _tried(contracts, spells, day)
    progress.step(0.7, N_("Fitting the model"))
    found = choose(
        spells.columns, spells.fields, spells.time, spells.ended, trial,
        least_auc=LEAST_AUC, most_error=MOST_CALIBRATION_ERROR, seed=_SEED,
    )  # fmt: skip
    split = from_day(cut).isoformat() if trial else ""
    return Learned(spells, found, (), trial, split, days / MONTH)


def _tried(contracts: Contracts, spells: Spells, day: int) -> tuple[Trial | None, int, int]:
    """Foretell the time up to a day from what was known before it; also that day, and how long."""
    from profiler_app.analysis.survival.choosing import FEWEST_IN_TRIAL
    from profiler_app.analysis.survival.trial import Split, try_in_time

    for days in _TRIALS:
        earlier = contracts.on(day - days)
        if int(earlier.ended.sum()) < FEWEST_ENDED:
            continue
        gone = contracts.same(earlier, spells) & ~earlier.ended
        if int(gone.sum()) < FEWEST_IN_TRIAL or not (~gone & ~earlier.ended).any():
            continue
        fields = tuple(name for name in spells.fields if name in earlier.fields)
        split = Split(earlier.columns, earlier.time, earlier.ended, gone, days / MONTH)
        return try_in_time(split, fields, seed=_SEED), day - days, days
    return None, day, 0
