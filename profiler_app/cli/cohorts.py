"""``profiler cohort`` and ``profiler lifecycle``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.fields import option_label
from profiler_app.domain.lifecycle import LifecycleReport
from profiler_app.domain.text import _
from profiler_app.jobs.cohorts import Cohort, CohortReport, cohorts
from profiler_app.jobs.lifecycles import lifecycle

_SHOWN = 50


def _cohort(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        report = cohorts(progress, workspace, until=words.until or today, unit=words.unit)
    progress.done()
    if words.json:
        print_json(report.as_json())
    else:
        _print_cohorts(report)


def _print_cohorts(report: CohortReport) -> None:
    longest = max(len(each.active) for each in report.cohorts)
    print_table(
        (_("First purchase"), _("Customers"), *(f"+{at}" for at in range(1, longest))),
        [(each.period, str(each.customers), *_shares(each, longest)) for each in report.cohorts],
    )
    if report.partial:
        print(_("The last period ends on {day}; it is not over.").format(day=report.until))


def _shares(cohort: Cohort, longest: int) -> list[str]:
    """Return the share still buying in each later period, blank where there are no data yet."""
    shares = [f"{share:.1%}" for share in cohort.retention[1:]]
    return shares + [""] * (longest - 1 - len(shares))


def _lifecycle(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        report = lifecycle(
            progress,
            workspace,
            as_of=words.as_of or today,
            months=words.months,
            each=words.customers,
        )
    progress.done()
    if words.json:
        print_json(report.as_json(customers=words.customers))
    else:
        _print_lifecycle(report)


def _print_lifecycle(report: LifecycleReport) -> None:
    print_table(
        (_("Stage"), _("Customers"), _("Came this month"), _("Left this month")),
        [
            (_stage(stage), str(count), str(report.came(stage)), str(report.left(stage)))
            for stage, count in report.counts.items()
        ],
    )
    if report.customers:
        print()
        print_table(
            (_("Customer"), _("Stage"), _("Since (seen by)"), _("Before")),
            [
                (
                    each.customer,
                    _stage(each.stage),
                    each.entered_by or f"< {report.days[0]}",
                    _stage(each.before) if each.before else "—",
                )
                for each in report.customers[:_SHOWN]
            ],
        )


def _stage(stage: str) -> str:
    return option_label("lifecycle", stage)


COMMANDS: Mapping[str, Command] = {"cohort": _cohort, "lifecycle": _lifecycle}
"""Commands that look back over time."""
