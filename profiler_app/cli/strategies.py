"""``profiler strategy``, ``channel`` and ``effort``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import print_json, print_table
from profiler_app.domain.contact_channels import ChannelMix, reasons_said
from profiler_app.domain.effort import Capacity, owner_label, verdict_label
from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.strategies import PARTS, part_label
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.cards import find
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.segments.channels import channel_advice
from profiler_app.jobs.segments.effort import effort_matrix
from profiler_app.jobs.segments.saved import saved_segments
from profiler_app.jobs.segments.strategies import segment_channels, strategy_of


def _strategy(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        source = ColumnSource(workspace)
        found = [each for each in saved_segments(workspace, source) if each.name == words.name]
        if not found:
            reason = _("there is no segment named {name}").format(name=words.name)
            raise RuleProblem(position=0, reason=reason)
        strategy = strategy_of(workspace, source, found[0].number)
        mix = segment_channels(workspace, source, found[0].number)
    if words.json:
        print_json({"segment": words.name, **asdict(strategy), "channels": asdict(mix)})
        return
    if strategy.target is not None:
        text = _("{share} of its members: {tag}")
        tag = known_tags()[strategy.target].label
        print(text.format(share=f"{strategy.share:.0%}", tag=tag))
    if strategy.strategy is not None:
        for part in PARTS:
            print(f"{part_label(part)}: {getattr(strategy.strategy, part)}")
    print()
    _print_mix(mix)


def _print_mix(mix: ChannelMix) -> None:
    rows = [
        (each.label, f"{each.customers:,}", f"{mix.share(each.customers):.1%}",
         reasons_said(each.because))
        for each in mix.shares
    ]  # fmt: skip
    rows += [
        (label, f"{n:,}", f"{mix.share(n):.1%}", "")
        for label, n in ((_("not to be contacted"), mix.not_to), (_("no advice"), mix.unknown))
    ]
    head = (_("Contact by"), pgettext("figures", "Customers"), _("Share"))
    print_table((*head, pgettext("figures", "Why")), rows)


def _channel(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        customer = find(workspace, words.customer)
        advice = channel_advice(ColumnSource(workspace), customer)
    if words.json:
        print_json({**asdict(advice), "sentence": advice.sentence})
    else:
        print(advice.sentence)


def _effort(words: argparse.Namespace, today: date) -> None:
    typed = None
    if words.people is not None and words.contacts is not None:
        typed = Capacity(words.people, words.contacts)
    with open_workspace(words, readonly=True) as workspace:
        matrix = effort_matrix(ColumnSource(workspace), typed)
    if words.json:
        print_json(
            {
                "planned": matrix.planned,
                "capacity": matrix.capacity and matrix.capacity.a_year,
                "tiers": [
                    {
                        **asdict(each),
                        "owner": each.owner,
                        "value_share": matrix.value_share(each),
                        "effort_share": matrix.effort_share(each),
                        "verdict": matrix.verdict(each),
                    }
                    for each in matrix.tiers
                ],
            }
        )
        return
    rows = [
        (
            each.label,
            f"{each.customers:,}",
            f"{matrix.value_share(each):.1%}",
            f"{matrix.effort_share(each):.1%}",
            verdict_label(matrix.verdict(each)),
            f"{each.contacts_each:.1f}",
            str(each.proposed),
            owner_label(each.owner),
        )
        for each in matrix.tiers
    ]
    head = (
        _("Tier"),
        pgettext("figures", "Customers"),
        pgettext("effort", "Value share"),
        pgettext("effort", "Effort share"),
        "",
        pgettext("effort", "Contacts a year"),
        pgettext("effort", "Proposed"),
        pgettext("effort", "Looked after by"),
    )
    print_table(head, rows)
    if matrix.capacity is not None:
        text = _("{n:,} contacts a year are proposed, the team can make {most:,}.")
        print(text.format(n=matrix.planned, most=matrix.capacity.a_year))


COMMANDS: Mapping[str, Command] = {
    "strategy": _strategy,
    "channel": _channel,
    "effort": _effort,
}
