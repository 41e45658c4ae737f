"""``profiler uplift``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import date

from profiler_app.cli.opening import Command
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.campaigns import SIGNIFICANT, Effect, GroupEffect
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.uplift import uplift_of_file


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


COMMANDS: Mapping[str, Command] = {"uplift": _uplift}
