"""The report of a campaign: what was planned, what came of it, and how it was reckoned."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from profiler_app.domain.campaign_pages import CampaignView, decision_label
from profiler_app.domain.campaign_wording import (
    caution,
    comparison,
    figures,
    further,
    headline,
    points,
    verdict_word,
)
from profiler_app.domain.campaigns import SIGNIFICANT
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _, pgettext
from profiler_app.jobs.campaign_drawing import split_rows
from profiler_app.jobs.campaign_results import campaign_named
from profiler_app.jobs.campaign_view import campaign_view
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.printing import login_name
from profiler_app.reports.workbooks import Cell
from profiler_app.store.workspace import Workspace


def write_campaign_report(
    progress: Progress, workspace: Workspace, name: str, path: Path, *, today: date
) -> None:
    """Write the report of a campaign by the ending of the file, .pdf or .xlsx.

    Raises CampaignProblem, PlaceNotWritable or NoSpaceForFile; an old file stays then.
    """
    from profiler_app.reports.campaign_page import CampaignSheet, write_pdf, write_workbook

    progress.step(0.1, N_("Measuring the campaign"))
    number = campaign_named(workspace, name).id
    view = campaign_view(ColumnSource(workspace), number, today=today, most=0)
    currency = workspace.settings.currency
    told = [] if view.result is None else [comparison(view.result)]
    if view.result is not None and (more := further(view.result, currency)):
        told.append(" · ".join(more))
    sheet = CampaignSheet(
        title=_("Campaign report: {name}").format(name=view.line.name),
        about=_about(view, today),
        verdict=headline(view),
        sentences=(*told, caution(view)[0]),
        figures=figures(view, currency),
        split=split_rows(view),
        groups=_groups(view),
        group_numbers=_group_numbers(view),
        course=_course(view),
        notes=_notes(view),
    )
    progress.step(0.7, N_("Writing"))
    if path.suffix.lower() == ".pdf":
        write_pdf(path, view, sheet, workspace=workspace.settings.name, printed_by=login_name())
    else:
        write_workbook(path, sheet)


def _about(view: CampaignView, today: date) -> tuple[str, ...]:
    day = _("As of {day}").format(day=today.isoformat())
    what = [day, view.line.period, view.line.channel_label]
    whom = _("Audience: {rule}").format(rule=view.audience)
    told = [" · ".join(part for part in what if part), whom]
    aims = [part for part in (view.goal, view.offer) if part]
    if aims:
        told.append(" · ".join(aims))
    closing = view.closing
    if closing is not None and closing.decision:
        text = _("Decided: {decision} ({by}, {day})")
        told.append(text.format(decision=decision_label(closing.decision), by=closing.by or "—",
                                day=closing.on))  # fmt: skip
    return tuple(told)


def _groups(view: CampaignView) -> tuple[tuple[str, ...], ...]:
    if not view.groups:
        return ()
    head = (
        pgettext("campaign", "Group"),
        pgettext("campaign", "Target group"),
        pgettext("campaign", "Control group"),
        pgettext("campaign", "Difference"),
        _("95 % interval"),
        pgettext("campaign", "Verdict"),
    )
    rows = []
    for each in view.groups:
        effect = each.effect
        arms = [f"{arm.outcome:.1%} / {arm.n:,}" for arm in (effect.treated, effect.control)]
        interval = f"{points(effect.low)} … {points(effect.high)}"
        rows.append((each.group, *arms, points(effect.difference), interval,
                     verdict_word(each.verdict)))  # fmt: skip
    return (head, *rows)


def _group_numbers(view: CampaignView) -> tuple[tuple[Cell, ...], ...]:
    if not view.groups:
        return ()
    head = (
        pgettext("campaign", "Group"),
        pgettext("campaign", "Target group"),
        _("Target group, %"),
        pgettext("campaign", "Control group"),
        _("Control group, %"),
        _("Difference, pp"),
        *_ends(),
        pgettext("campaign", "Verdict"),
    )
    rows: list[tuple[Cell, ...]] = []
    for each in view.groups:
        effect = each.effect
        treated, control = effect.treated, effect.control
        shares = (effect.difference, effect.low, effect.high)
        rows.append((each.group, treated.n, _percent(treated.outcome), control.n,
                     _percent(control.outcome), *map(_percent, shares),
                     verdict_word(each.verdict)))  # fmt: skip
    return (head, *rows)


def _course(view: CampaignView) -> tuple[tuple[Cell, ...], ...]:
    head = (_("Day"), _("Target group, %"), *_ends(), _("Control group, %"), *_ends())
    rows = [
        (treated.day, *(_percent(share) for point in (treated, control)
                        for share in (point.rate, point.low, point.high)))
        for treated, control in zip(*view.curves, strict=True)
    ]  # fmt: skip
    return (head, *rows)


def _ends() -> tuple[str, str]:
    return _("95 % interval from"), _("95 % interval to")


def _percent(share: float) -> float:
    return round(100 * share, 2)


def _notes(view: CampaignView) -> tuple[str, ...]:
    told = [
        _("Everybody assigned counts, reached or not. Intervals of 95 % after Newcombe (1998), "
          "method 10; the control group was drawn by a hash with seed {seed} and can be drawn "
          "again.").format(seed=view.seed)
    ]  # fmt: skip
    if view.result is not None and view.result.profit is not None:
        text = _("Reckoned with a margin of {n}%.")
        told.append(text.format(n=f"{100 * (view.margin or 0):g}"))
    if view.groups:
        told.append(
            _("Intervals of groups hold for all {n} of them together (Bonferroni).").format(
                n=len(view.groups)
            )
        )
    if view.groups_differ is not None:
        text = _("That the effect differs between groups cannot be concluded (p = {p:.2f}).")
        if view.groups_differ < SIGNIFICANT:
            text = _("The effect differs between the groups (p = {p:.3f}).")
        told.append(text.format(p=view.groups_differ))
    return tuple(told)
