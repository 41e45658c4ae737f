"""What the last model of value foretold for one customer, with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from profiler_app.domain.money import format_money
from profiler_app.domain.profile import Kpi
from profiler_app.domain.text import _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store import model_runs
from profiler_app.store.workspace import Workspace

KIND = "value"
_OLD_DAYS = 90
_NAMES = ("p_alive", "value_12m", "value_12m_low", "value_12m_high")


@dataclass(frozen=True, slots=True)
class CardForecast:
    """The spend expected in 12 months (minor units) with its 80 % interval, as told on ``day``.

    ``alive`` is the chance that the customer still buys at all, 0 to 1.
    """

    day: date
    alive: float
    value_minor: int
    low_minor: int
    high_minor: int


def forecast_of(
    workspace: Workspace, source: ColumnSource, customer: int, *, as_of: date
) -> CardForecast | None:
    """Return the stored forecast of a customer; None where no model ran or knows the customer."""
    connection = workspace.connection
    last = model_runs.last_report(connection, KIND)
    if last is None or last[0] > as_of.isoformat():
        return None
    mark = str(model_runs.mark(connection))
    found = source.kept(
        ("foretold", mark),
        lambda: {
            name: each
            for name, each in model_runs.read_foretold(connection, on=as_of.isoformat()).items()
            if name in _NAMES
        },
    )
    if any(name not in found for name in _NAMES):
        return None
    values = {}
    for name in _NAMES:
        ids = found[name].ids
        place = int(np.searchsorted(ids, customer))
        if place >= len(ids) or ids[place] != customer:
            return None
        values[name] = float(found[name].values[place])
    return CardForecast(
        day=date.fromisoformat(last[0]),
        alive=values["p_alive"],
        value_minor=round(values["value_12m"]),
        low_minor=round(values["value_12m_low"]),
        high_minor=round(values["value_12m_high"]),
    )


def forecast_kpi(found: CardForecast | None, *, currency: str, as_of: date) -> Kpi:
    """Return the forecast as a figure; without one it says how to get it."""
    name = _("Next 12 months")
    if found is None:
        return Kpi("value_12m", name, None, reason=_("foretell it in Insights"))
    low, high = (
        format_money(each, currency=currency, compact=True).removeprefix("¥")
        for each in (found.low_minor, found.high_minor)
    )
    note = _("{low} to {high} · active {share:.0%}").format(low=low, high=high, share=found.alive)
    if (as_of - found.day).days > _OLD_DAYS:
        note = _("{note} · old").format(note=note)
    value = format_money(found.value_minor, currency=currency, compact=True)
    return Kpi("value_12m", name, value, note=note, amount_minor=found.value_minor)
