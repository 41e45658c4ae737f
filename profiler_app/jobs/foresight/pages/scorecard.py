"""The page of a scorecard."""

from __future__ import annotations

from datetime import date

from profiler_app.domain.fields import find_field
from profiler_app.domain.insights import Chart
from profiler_app.domain.predicting import LEAST_AUC
from profiler_app.domain.reports import Cell, Report, Section, Table
from profiler_app.domain.scorecards import ScorecardReport, notice, strength
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.foresight.pages.parts import (
    MOST_DRIVERS,
    bars,
    told,
)
from profiler_app.jobs.insights.words import percent
from profiler_app.store.workspace import Workspace


def scorecard_page(workspace: Workspace, found: ScorecardReport, today: date) -> Report:
    """Report a scorecard: points, quality, cut-offs, and its notice."""
    field = find_field(found.target)
    title = _("Scorecard: {field}").format(field=field.label if field else found.target)
    day = today.isoformat()
    hints = [
        *told(_("Not possible yet"), found.refusals),
        *told(_("Leaks: left out"), found.leaks),
        *told(_("To know"), found.warnings),
    ]
    if not found.fields or found.quality is None:
        verdict = _("No scorecard: the data do not allow one.")
        return Report("scorecard", title, day, verdict, "warning",
                      sections=(*hints, Section(_("Notice"), (notice(),))))  # fmt: skip
    quality = {name: value or 0.0 for name, value in found.quality.items()}
    figures = (
        ("AUC", f"{quality['auc']:.3f}", _("on rows it had not seen")),
        ("Gini", f"{quality['gini']:.3f}", ""),
        ("KS", f"{quality['ks']:.3f}", ""),
        (_("Cases"), f"{found.rows:,}", _("{n} bad").format(n=f"{found.bads:,}")),
    )
    sections = (
        Section(pgettext("scorecard", "Points"), charts=(_strengths(found),), table=_points(found)),
        Section(_("Cut-offs"), table=_cut_offs(found)),
        *hints,
    )
    if quality["auc"] < LEAST_AUC:
        weak = _("The card hardly tells good from bad: do not use it.")
        return Report("scorecard", title, day, f"{weak} {notice()}", "warning", figures, sections)
    return Report("scorecard", title, day, notice(), "neutral", figures, sections)


def _strengths(found: ScorecardReport) -> Chart:
    rows = [(name, iv, f"{iv:.2f}", strength(iv)) for name, iv in found.ivs[:MOST_DRIVERS]]
    return bars("iv", _("Information value"), rows)


def _points(found: ScorecardReport) -> Table:
    headers = (_("Field"), _("Values"), _("Good"), _("Bad"), pgettext("scorecard", "Points"))
    rows = tuple(
        (field.field, each.name, each.good, each.bad, each.points)
        for field in found.fields
        for each in field.bins
    )
    return Table(headers, rows)


def _cut_offs(found: ScorecardReport) -> Table:
    if not found.cut_offs:
        return Table((), ())
    headers = (_("Score from"), _("Accepted"), _("Bad among them"), _("Bad stopped"),
               _("Good lost"))  # fmt: skip
    shares = ("accepted", "bad_rate", "bad_stopped", "good_lost")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (int(cut["score"]), *(percent(float(cut[name])) for name in shares))
        for cut in found.cut_offs
    )
    return Table(headers, rows)
