"""What the model of potential found, customer by customer, and its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.fields import find_field
from profiler_app.domain.potential import (
    HORIZON,
    LISTED_FROM,
    TOP_TIER,
    PotentialReport,
    Promise,
    gate_sentence,
)
from profiler_app.domain.predicting import model_name
from profiler_app.domain.reports import Report, Section, Table
from profiler_app.domain.rules.showing import in_a_row, show
from profiler_app.domain.text import _
from profiler_app.jobs.foresight.pages.parts import MOST_ROWS, bars, names, reasons_of
from profiler_app.jobs.foresight.potential import COMPARED, PotentialModel
from profiler_app.jobs.insights.words import percent
from profiler_app.store.workspace import Workspace

_MOST_MISSING = 2


def potential_report(workspace: Workspace, found: PotentialModel) -> PotentialReport:
    """Return what was found; reasons and gaps only of those on the list."""
    refusals = tuple(
        gate_sentence(code, rows=found.rows, rose=found.rose, auc=found.auc, error=found.error)
        for code in found.failed
    )
    if found.model is None or found.scores is None:
        return PotentialReport(found.now.day.isoformat(), found.rows, found.rose, refusals=refusals)
    inside = np.flatnonzero(found.scores >= LISTED_FROM)
    best = inside[np.argsort(-found.scores[inside], kind="stable")][:MOST_ROWS]
    return PotentialReport(
        found.now.day.isoformat(),
        found.rows,
        found.rose,
        found.name,
        found.auc,
        found.error,
        found.base,
        found.listed,
        refusals,
        0 if refusals else len(inside),
        () if refusals else _promises(workspace, found, best),
    )


def _promises(
    workspace: Workspace, found: PotentialModel, rows: NDArray[np.intp]
) -> tuple[Promise, ...]:
    from profiler_app.analysis.prediction.reasons import contributions

    assert found.model is not None and found.scores is not None
    added = contributions(found.model, found.now.columns, found.fields, rows)
    said = reasons_of(workspace, found.now.columns, found.fields)
    missing = _missing(workspace, found)
    named = names(workspace, found.now.ids[rows].tolist())
    made = []
    for nth, at in enumerate(rows.tolist()):
        customer = int(found.now.ids[at])
        number, name = named[customer]
        score = int(found.scores[at])
        reasons = tuple(said(added[nth], at))
        made.append(Promise(customer, number, name, score, reasons, missing(at)))
    return tuple(made)


def _missing(workspace: Workspace, found: PotentialModel) -> Any:
    """Return what tells where a customer stays behind the middle of those of high value."""
    currency = workspace.settings.currency
    middles = {}
    for name in COMPARED:
        column = found.high.columns[name]
        if column.known.any():
            middles[name] = float(np.median(column.values[column.known]))

    def told(at: int) -> tuple[str, ...]:
        behind = []
        for name, middle in middles.items():
            mine = found.now.columns[name].value(at)
            if mine is not None and mine < middle:
                behind.append((float(mine) / middle, name, mine, middle))
        return tuple(_gap(*each[1:], currency) for each in sorted(behind)[:_MOST_MISSING])

    return told


def _gap(name: str, mine: Any, middle: float, currency: str) -> str:
    field = find_field(name)
    assert field is not None
    usual: Any = round(middle) if field.kind in ("int", "money") else middle
    return _("{field} {value}, those of high value {usual}").format(
        field=field.label,
        value=show(field, mine, currency=currency),
        usual=show(field, usual, currency=currency),
    )


def potential_page(found: PotentialReport) -> Report:
    """Report who may rise, and whether the model can be believed (POT-01, MOD-01)."""
    title = _("Potential high value")
    if not found.model:
        verdict = _("No model: the data do not allow one.")
        return Report("potential", title, found.as_of, verdict, "warning",
                      sections=(Section(_("Why not"), found.refusals),))  # fmt: skip
    figures = (
        (_("Model"), model_name(found.model),
         _("learned on {n} customers").format(n=f"{found.rows[0]:,}")),
        (_("Listed in the trial"), percent(found.list_rate),
         _("rose within {n} days").format(n=HORIZON)),
        (_("All in the trial"), percent(found.base_rate),
         _("{n} of {all} rose").format(n=f"{found.rose[1]:,}", all=f"{found.rows[1]:,}")),
        ("AUC", f"{found.auc:.3f}", _("on rows it had not seen")),
        (_("Calibration error"), percent(found.calibration_error), _("at most 5% is allowed")),
    )  # fmt: skip
    if found.refusals:
        verdict = _("The model is rejected: it must not make tags or levels.")
        sections = (Section(_("Why it is rejected"), found.refusals, (_trial(found),)),)
        return Report("potential", title, found.as_of, verdict, "warning", figures, sections)
    text = _("{n} customers may rise into the top {share}: of such a list {rate} did in the trial, "
             "of all {base}.")  # fmt: skip
    verdict = text.format(
        n=f"{found.listed:,}", share=percent(1 - TOP_TIER, 0), rate=percent(found.list_rate),
        base=percent(found.base_rate),
    )  # fmt: skip
    lines = (
        _("Customers of high value today are not on the list. Reasons are what the model looked "
          "at, not causes."),
        _("Next: care for them by the suggestions of their cards; the tag “High potential” lists "
          "them."),
    )  # fmt: skip
    listed = Section(_("Who may rise"), lines, table=_table(found.customers))
    trial = Section(_("The trial"), (), (_trial(found),))
    return Report("potential", title, found.as_of, verdict, "success", figures, (listed, trial))


def _trial(found: PotentialReport) -> Any:
    rows = [
        (_("On the list"), found.list_rate, percent(found.list_rate), ""),
        (_("All looked at"), found.base_rate, percent(found.base_rate), ""),
    ]
    note = _("in the top tier {n} days later").format(n=HORIZON)
    return bars("rose", _("Who rose"), rows, note)


def _table(found: Sequence[Promise]) -> Table:
    headers = (_("Number"), _("Name"), _("Score"), _("Reasons"), _("What is missing"))
    rows = tuple(
        (each.number, each.name, each.score, in_a_row(each.reasons), in_a_row(each.missing))
        for each in found
    )
    return Table(headers, rows, tuple(each.customer for each in found))
