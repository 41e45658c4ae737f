"""The strip of figures of a card; the forecast comes a moment later, in a place kept for it."""

from __future__ import annotations

from datetime import date

from profiler_app.domain.profile import Card, Kpi
from profiler_app.domain.text import _
from profiler_app.jobs.card_forecast import forecast_kpi, forecast_of
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.widgets.kpi import KpiStrip

_REPLACED = "aov_12m"
"""The figure that makes way for the forecast: it also stands among the dimensions."""


class Figures(KpiStrip):
    """Who buys has a forecast in it, or the way to get one."""

    def __init__(self, desk: Desk, card: Card, *, foretell: bool) -> None:
        super().__init__()
        self._card = card
        bought = card.line == "trade" and card.profiling_allowed and card.series is not None
        if not (foretell and bought and any(each.key == _REPLACED for each in card.kpis)):
            self.set_kpis(card.kpis)
            return
        self._show(Kpi("value_12m", _("Next 12 months"), "…"))
        desk.reads.ask(
            "card_forecast",
            read_forecast,
            card.customer,
            as_of=card.as_of,
            currency=card.currency,
            done=self._show,
            failed=desk.show_problem,
            owner=self,
        )

    def _show(self, forecast: Kpi) -> None:
        self.set_kpis(
            tuple(forecast if each.key == _REPLACED else each for each in self._card.kpis)
        )


def read_forecast(reader: Reader, customer: int, *, as_of: date, currency: str) -> Kpi:
    """Read the forecast on the reader thread."""
    found = forecast_of(reader.workspace, reader.source, customer, as_of=as_of)
    return forecast_kpi(found, currency=currency, as_of=as_of)
