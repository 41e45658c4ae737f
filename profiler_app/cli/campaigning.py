"""``profiler campaign``, ``profiler next-actions`` and ``profiler uplift``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from profiler_app.cli.campaign_work import STEPS
from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.campaign_reports import CampaignPlan, CampaignResult
from profiler_app.domain.campaign_wording import further
from profiler_app.domain.campaigns import SIGNIFICANT, Effect, GroupEffect
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.next_actions import HELD_BACK
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.campaign_results import campaign_result, record_outcomes
from profiler_app.jobs.campaign_targets import CampaignRequest, plan_campaign, save_campaign
from profiler_app.jobs.list_export import export_list
from profiler_app.jobs.next_actions import next_actions
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.uplift import uplift_of_file

_LIST = ("name", "mobile", "phone", "best_time", "owner_rm")


def _campaign(words: argparse.Namespace, today: date) -> None:
    {"plan": _plan, "targets": _targets, "result": _result, **STEPS}[words.step](words, today)


def _request(words: argparse.Namespace) -> CampaignRequest:
    return CampaignRequest(
        name=words.name,
        segment=words.segment,
        where=words.where,
        channel=words.channel,
        control_share=words.control_share,
        seed=words.seed,
        rest_days=words.rest_days,
        window_days=words.window,
        base_rate=words.base_rate,
        cost=words.cost,
        cost_each=words.cost_each,
    )


def _plan(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        plan = plan_campaign(progress, workspace, _request(words), today=words.as_of or today)
    progress.done()
    _print_plan(words, plan)


def _targets(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    request = replace(
        _request(words),
        goal=words.goal,
        offer=words.offer,
        starts_on=words.starts,
        margin=words.margin,
    )
    with open_workspace(words, readonly=False) as workspace:
        plan, ids = save_campaign(progress, workspace, request, today=words.as_of or today)
        if words.out:
            export_list(
                progress,
                workspace,
                ids,
                _LIST,
                words.out,
                reason=ExportReason("contact", login_name(), today),
            )
    progress.done()
    _print_plan(words, plan)


def _print_plan(words: argparse.Namespace, plan: CampaignPlan) -> None:
    if words.json:
        print_json(plan.as_json())
    else:
        print("\n".join(plan.sentences))


def _result(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    day = words.as_of or today
    money = {"cost": words.cost, "margin": words.margin}
    if words.outcomes:
        with open_workspace(words, readonly=False) as workspace:
            result = record_outcomes(
                progress, workspace, words.name, words.outcomes, today=day, **money
            )
    else:
        with open_workspace(words, readonly=True) as workspace:
            result = campaign_result(progress, workspace, words.name, today=day, **money)
    progress.done()
    if words.json:
        print_json(result.as_json())
    else:
        _print_result(result, workspace.settings.currency)


def _print_result(result: CampaignResult, currency: str) -> None:
    if result.source == "file":
        text = _("{n:,} outcomes recorded; {others:,} lines name nobody of the campaign.")
        print(text.format(n=result.recorded, others=result.strangers))
    print_effect(result.conversion)
    for said in further(result, currency):
        print(said)
    if not result.over and result.measured_until:
        text = _("The campaign is not over; measured until {day}.")
        print(text.format(day=result.measured_until.isoformat()))
    if result.profit is not None:
        profit, low, high = (each / 100 for each in result.profit)
        text = _("Extra profit after cost: {profit:,.2f} ({low:,.2f} to {high:,.2f}).")
        print(text.format(profit=profit, low=low, high=high))
    if result.warning:
        print(result.warning)
    print(result.proposal)


def _next_actions(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        found = next_actions(progress, workspace, today=words.as_of or today, limit=words.limit)
    progress.done()
    if words.json:
        print_json(found.as_json())
        return
    rows = [
        (each.customer, each.name, each.text, each.due_on.isoformat(), listed(each.why))
        for each in found.actions
    ]
    print_table((_("Number"), _("Name"), _("Next step"), _("Until"), _("Why")), rows)
    if words.why_not:
        rows = [
            (each.customer, each.name, each.text, listed(each.why), each.reason)
            for each in found.withheld
        ]
        headers = (_("Number"), _("Name"), _("Next step"), _("Why"), _("Why not"))
        print_table(headers, rows)
    for reason, n in found.held_back.items():
        if n:
            print(_("Held back: {n:,} ({reason})").format(n=n, reason=_(HELD_BACK[reason])))


def _uplift(words: argparse.Namespace, _today: date) -> None:
    progress = TerminalProgress()
    report = uplift_of_file(
        progress,
        words.file,
        treatment=words.treatment,
        outcome=words.outcome,
        control=words.control,
        by=words.by,
    )
    progress.done()
    if words.json:
        print_json(report.as_json())
        return
    print_effect(report.effect)
    for groups in (report.arms, report.groups):
        if groups:
            _print_groups(groups)
    if report.groups_differ is not None:
        text = _("That the effect differs between groups cannot be concluded (p = {p:.2f}).")
        if report.groups_differ < SIGNIFICANT:
            text = _("The effect differs between the groups (p = {p:.3f}).")
        print(text.format(p=report.groups_differ))


def print_effect(effect: Effect) -> None:
    """Print a difference with its arms and its verdict."""
    text = _("Treated {treated} of {n:,}, control {control} of {others:,}: {difference}.")
    print(
        text.format(
            treated=_outcome(effect, effect.treated.outcome),
            n=effect.treated.n,
            control=_outcome(effect, effect.control.outcome),
            others=effect.control.n,
            difference=effect.shown(effect.difference),
        )
    )
    print(effect.sentence)


def _outcome(effect: Effect, value: float) -> str:
    return f"{value:.2%}" if effect.is_rate else f"{value:,.2f}"


def _print_groups(groups: Sequence[GroupEffect]) -> None:
    verdicts = {
        "proved": pgettext("effect", "worked"),
        "harmful": pgettext("effect", "did harm"),
        "not_proved": pgettext("effect", "cannot be concluded"),
        "too_few": pgettext("effect", "too few"),
    }
    headers = (_("Group"), _("Difference"), _("95 % interval"), _("p (adjusted)"), _("Verdict"))
    rows = [
        (
            each.group,
            each.effect.shown(each.effect.difference),
            f"{each.effect.shown(each.effect.low)} … {each.effect.shown(each.effect.high)}",
            f"{each.adjusted:.4f}",
            verdicts[each.verdict],
        )
        for each in groups
    ]
    print_table(headers, rows)


COMMANDS: Mapping[str, Command] = {
    "campaign": _campaign,
    "next-actions": _next_actions,
    "uplift": _uplift,
}
