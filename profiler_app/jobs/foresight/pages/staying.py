"""The page of staying under contract."""

from __future__ import annotations

from profiler_app.domain.insights import Chart
from profiler_app.domain.profile import Tone
from profiler_app.domain.reports import Report, Section, Table
from profiler_app.domain.rules.showing import in_a_row
from profiler_app.domain.staying import StayForecast, StayReport, stay_model_name
from profiler_app.domain.text import _
from profiler_app.jobs.foresight.pages.parts import MOST_ROWS, bars, names
from profiler_app.jobs.foresight.staying import Learned
from profiler_app.jobs.insights.words import money, percent
from profiler_app.store.workspace import Workspace

_EVERY = 4
"""Of the points of the curve every fourth is shown; at the beginning all are there."""


def staying_page(workspace: Workspace, learned: Learned, horizon_days: int) -> Report:
    """Report how long contracts run: the curve, its trial, and who may end theirs."""
    found = learned.report(horizon_days, each=False)
    title = _("Staying under contract")
    if found.refusals:
        verdict = _("No forecast: the data do not allow one.")
        lines = tuple(each.sentence for each in (*found.refusals, *found.warnings))
        return Report("staying", title, found.as_of, verdict, "warning",
                      sections=(Section(_("Why not"), lines),))  # fmt: skip
    sections = [
        Section(_("How long contracts run"), _said(found), (_curve(found), *_kinds(found))),
        Section(_("To know"), tuple(each.sentence for each in found.warnings)),
        _worklist(workspace, found),
    ]
    tone: Tone = "success" if found.model == "hazard" else "neutral"
    return Report("staying", title, found.as_of, found.forecast, tone,
                  _figures(workspace, found), tuple(sections))  # fmt: skip


def _figures(workspace: Workspace, found: StayReport) -> tuple[tuple[str, str, str], ...]:
    worth = 0.0 if found.worth is None else found.worth
    assert found.stays is not None
    return (
        (_("Model"), stay_model_name(found.model), _("chosen by a trial on your own data")),
        (_("Contracts"), f"{found.contracts:,}",
         _("{n} of them ended").format(n=f"{found.ended:,}")),
        (_("Still running at the horizon"), percent(found.stays),
         _("in {n:.0f} months").format(n=found.horizon)),
        (_("Contribution until then"), money(worth * 100, workspace.settings.currency),
         _("as far as contracts run on")),
    )  # fmt: skip


def _said(found: StayReport) -> tuple[str, ...]:
    if found.median is None:
        half = _("In the time that is known, less than half of the contracts ended.")
    else:
        half = _("After {n:.0f} months half of the contracts have ended.").format(n=found.median)
    return (half,) if found.trial is None else (half, found.trial.sentence)


def _curve(found: StayReport) -> Chart:
    rows = [
        (_("{n:.0f} months").format(n=each.time), each.stays, percent(each.stays),
         _("{low} to {high}, {n} at risk").format(
             low=percent(each.low), high=percent(each.high), n=f"{each.running:,}"))
        for each in found.curve[_EVERY::_EVERY]
    ]  # fmt: skip
    note = _("Kaplan-Meier, 95% intervals by Greenwood")
    return bars("stays", _("Share still running after"), rows, note)


def _kinds(found: StayReport) -> tuple[Chart, ...]:
    if not found.groups:
        return ()
    rows = [
        (each.name, each.stays, percent(each.stays),
         _("{low} to {high}, {n} contracts").format(
             low=percent(each.low), high=percent(each.high), n=f"{each.contracts:,}"))
        for each in found.groups
    ]  # fmt: skip
    title = _("Share running after {n:.0f} months, by kind").format(n=found.horizon)
    return (bars("kinds", title, rows, _("kinds of which at least 30 have ended")),)


def _worklist(workspace: Workspace, found: StayReport) -> Section:
    shown = found.forecasts[:MOST_ROWS]
    named = names(workspace, [each.customer for each in shown])
    headers = (_("Number"), _("Name"), _("Contract"), _("Has run"), _("Runs on"),
               _("Expected"), _("Contribution until then"), _("Reasons"))  # fmt: skip
    rows = tuple((*named[each.customer], *_row(workspace, each)) for each in shown)
    customers = tuple(each.customer for each in shown)
    lines = [_("Runs on: the chance that it has not ended at the horizon. Expected: months it runs "
               "until then.")]  # fmt: skip
    return Section(_("Most likely to end"), tuple(lines), table=Table(headers, rows, customers))


def _row(workspace: Workspace, each: StayForecast) -> tuple[str, ...]:
    months = _("{n:.0f} months")
    worth = "—" if each.worth is None else money(each.worth * 100, workspace.settings.currency)
    return (
        each.name or "—",
        months.format(n=each.age),
        percent(each.stays, 0),
        _("{n:.1f} months").format(n=each.stayed),
        worth,
        in_a_row(each.reasons) or "—",
    )
