"""``profiler cluster``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.errors import GroupsNotKept
from profiler_app.domain.fields import fields
from profiler_app.domain.text import _
from profiler_app.jobs.segments import reporting as segments
from profiler_app.jobs.segments.adopted import adopt
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.jobs.workspaces import Workspace


def _cluster(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    writes = words.adopt or words.save is not None
    with open_workspace(words, readonly=not writes) as workspace:
        report = segments.clusters(
            progress,
            workspace,
            names=words.fields.split(",") if words.fields else None,
            k=words.k,
            seed=words.seed,
            raw=words.raw,
            algorithm=words.algorithm,
            rules=words.rules or words.save is not None,
        )
        if writes:
            _write(progress, workspace, report, words)
    progress.done()
    if words.json:
        print_json(report.as_json())
    else:
        _print(report)


def _write(
    progress: TerminalProgress,
    workspace: Workspace,
    report: segments.ClusterReport,
    words: argparse.Namespace,
) -> None:
    """Save the rule of a group as a segment, or put the groups in force."""
    if words.save is not None:
        if not 1 <= words.save <= len(report.groups):
            reason = _("choose a group from 1 to {n}").format(n=len(report.groups))
            raise GroupsNotKept(reason=reason)
        at = words.save - 1
        save_segment(progress, workspace, None, report.names[at], report.rules[at].rule)
    if words.adopt:
        if report.parameters.algorithm == "density":
            reason = _("dense groups have no centres; save their rules with --save instead")
            raise GroupsNotKept(reason=reason)
        adopt(progress, workspace, report.names, report.parameters)


def _print(report: segments.ClusterReport) -> None:
    rules = report.rules or [None] * len(report.groups)
    print_table(
        ("", _("Group"), _("Customers"), _("Share of sales"), _("Rule")),
        [
            (
                str(at),
                name,
                str(each.customers),
                "—" if each.sales_share is None else f"{each.sales_share:.1%}",
                "" if rule is None else f"{rule.rule} ({rule.accuracy:.1%})",
            )
            for at, (name, each, rule) in enumerate(
                zip(report.names, report.groups, rules, strict=True), 1
            )
        ],
    )
    print()
    _print_centres(report)
    outside = sum(label < 0 for label in report.labels)
    if outside:
        print(_("{n:,} customers belong to no group.").format(n=outside))
    if report.left_out:
        print(_("{n:,} customers have too few known fields.").format(n=report.left_out))


def _print_centres(report: segments.ClusterReport) -> None:
    """Print the typical (median) values of each group, a field a line."""
    names = [rule.field for rule in report.parameters.scaling]
    rows = [
        (
            _label(name),
            *(_typical(name, group.typical[place]) for group in report.groups),
        )
        for place, name in enumerate(names)
    ]
    rows += [
        (_label(each.field), *(group.common[place] or "—" for group in report.groups))
        for place, each in enumerate(report.parameters.categories)
    ]
    print_table((_("Median"), *map(str, range(1, len(report.groups) + 1))), rows)


def _label(name: str) -> str:
    return fields()[name].label


def _typical(name: str, value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value / 100:,.2f}" if fields()[name].kind == "money" else f"{value:,.4g}"


COMMANDS: Mapping[str, Command] = {
    "cluster": _cluster,
}
