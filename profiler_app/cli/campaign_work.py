"""``profiler campaign``: the list, working through one, its report, and the next budget."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date

from profiler_app.cli.opening import open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.campaign_budget import BudgetPlan, BudgetRequest
from profiler_app.domain.campaign_pages import STATES, CampaignLine, decision_label
from profiler_app.domain.campaign_wording import points, verdict_word
from profiler_app.domain.errors import CampaignProblem
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs import campaign_keeping as keeping
from profiler_app.jobs.campaign_book import campaign_book
from profiler_app.jobs.campaign_budget import budget_plan
from profiler_app.jobs.campaign_export import export_members
from profiler_app.jobs.campaign_margins import (
    keep_campaign_margin,
    keep_usual_margin,
    usual_margin,
)
from profiler_app.jobs.campaign_report import write_campaign_report
from profiler_app.jobs.campaign_results import campaign_named, member_of
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.printing import login_name
from profiler_app.reports.sheet import drawing_application

Step = Callable[[argparse.Namespace, date], None]


def _list(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        lines = campaign_book(ColumnSource(workspace), today=words.as_of or today)
    if words.json:
        print_json({"campaigns": [_as_json(line) for line in lines]})
        return
    headers = (pgettext("campaign", "Campaign"), pgettext("campaign", "State"),
               pgettext("campaign", "Begins"), pgettext("campaign", "Target group"),
               pgettext("campaign", "Control group"), pgettext("campaign", "Difference"),
               pgettext("campaign", "Verdict"))  # fmt: skip
    rows = [
        (
            line.name,
            _(STATES[line.state][0]),
            line.starts_on.isoformat() if line.starts_on else "—",
            f"{line.treated:,}",
            f"{line.control:,}",
            "—" if line.difference is None else points(line.difference),
            " · ".join(filter(None, (verdict_word(line.verdict), decision_label(line.decision)))),
        )
        for line in lines
    ]
    print_table(headers, rows)


def _as_json(line: CampaignLine) -> dict[str, object]:
    return {
        "name": line.name,
        "state": line.state,
        "starts_on": line.starts_on and line.starts_on.isoformat(),
        "ends_on": line.ends_on and line.ends_on.isoformat(),
        "channel": line.channel,
        "audience": line.audience,
        "treated": line.treated,
        "control": line.control,
        "contacted": line.contacted,
        "cost": None if line.cost is None else line.cost / 100,
        "difference": line.difference,
        "verdict": line.verdict or None,
        "decision": line.decision or None,
    }


def _members(words: argparse.Namespace, today: date) -> None:
    arms = ("treat", "control") if words.both else ("treat",)
    progress = TerminalProgress()
    reason = ExportReason("contact", login_name(), today, words.in_clear)
    with open_workspace(words, readonly=False) as workspace:
        n = export_members(progress, workspace, words.name, arms, words.out, reason=reason)
    progress.done()
    if words.json:
        print_json({"file": words.out.name, "members": n})
    else:
        print(_("{n:,} members written to {file}.").format(n=n, file=words.out.name))


def _contact(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=False) as workspace:
        member = member_of(workspace, words.name, words.customer)
        operation = keeping.log_results(
            progress, workspace, words.name, [member], words.result, by=login_name(),
            today=words.as_of or today, summary=words.note,
        )  # fmt: skip
    progress.done()
    _print_operation(words, operation)


def _close(words: argparse.Namespace, _today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=False) as workspace:
        operation = keeping.close_campaign(
            progress, workspace, words.name, words.decision, by=login_name()
        )
    progress.done()
    _print_operation(words, operation)


def _delete(words: argparse.Namespace, _today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=False) as workspace:
        operation = keeping.delete_campaign(progress, workspace, words.name)
    progress.done()
    _print_operation(words, operation)


def _margin(words: argparse.Namespace, _today: date) -> None:
    progress, operation = TerminalProgress(), None
    with open_workspace(words, readonly=False) as workspace:
        if words.name:
            operation = keep_campaign_margin(progress, workspace, words.name, words.margin)
        else:
            keep_usual_margin(progress, workspace, words.margin)
    progress.done()
    if operation is not None:
        _print_operation(words, operation)
    elif words.json:
        print_json({"operation": None})
    else:
        print(_("The margin of the workspace is kept."))


def _print_operation(words: argparse.Namespace, operation: int) -> None:
    if words.json:
        print_json({"operation": operation})
    else:
        print(_("Saved as operation {number}.").format(number=operation))


def _report(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    application = drawing_application()
    with open_workspace(words, readonly=True) as workspace:
        write_campaign_report(
            progress, workspace, words.name, words.out, today=words.as_of or today
        )
    progress.done()
    del application
    if words.json:
        print_json({"file": words.out.name})
    else:
        print(_("Written to {file}.").format(file=words.out.name))


def _budget(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        margin = words.margin if words.margin is not None else usual_margin(workspace)
        if margin is None:
            raise CampaignProblem(reason=_("say which share of the sales is earned: --margin."))
        request = BudgetRequest(
            budget=words.budget,
            margin=margin,
            costs={campaign_named(workspace, name).id: cost for name, cost in words.cost_each},
            capacity={campaign_named(workspace, name).id: n for name, n in words.capacity},
            cautious=words.cautious,
            rest_days=words.rest_days,
        )
        plan = budget_plan(ColumnSource(workspace), request, today=words.as_of or today)
    if words.json:
        print_json(plan.as_json())
    else:
        _print_budget(plan)


def _print_budget(plan: BudgetPlan) -> None:
    headers = (pgettext("campaign", "Campaign"), _("Stage of life"), _("Customers"),
               _("Extra buyers"), pgettext("campaign", "Cost"), _("Extra margin"))  # fmt: skip
    rows = [
        (
            pick.offer.name,
            pick.label,
            f"{pick.count:,}",
            f"{pick.extra:,.1f}",
            f"{pick.cost / 100:,.2f}",
            f"{pick.earned / 100:,.2f}",
        )
        for pick in plan.picks
    ]
    print_table(headers, rows)
    text = _("Spent {cost:,.2f} of {budget:,.2f}; expected profit {profit:,.2f}.")
    profit = (plan.earned - plan.cost) / 100
    print(text.format(cost=plan.cost / 100, budget=plan.budget / 100, profit=profit))
    for offer in plan.offers:
        if offer.unused:
            print(_("{name} gets nothing: {reason}").format(name=offer.name, reason=offer.reason))


STEPS: Mapping[str, Step] = {
    "list": _list,
    "members": _members,
    "contact": _contact,
    "close": _close,
    "delete": _delete,
    "margin": _margin,
    "report": _report,
    "budget": _budget,
}
