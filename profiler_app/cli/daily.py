"""``profiler today``, the first page of the day; ``review``, the last; ``address-book``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.listing import ListQuery
from profiler_app.domain.review import change_label, review_title
from profiler_app.domain.review_words import figures, nobody_moved, period_words
from profiler_app.domain.segmentation import group_label
from profiler_app.domain.text import _, ngettext
from profiler_app.domain.today import Today
from profiler_app.jobs import lists
from profiler_app.jobs.address_book import write_address_book
from profiler_app.jobs.agenda import write_tasks
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.reviewing import print_review, read_review
from profiler_app.jobs.today import read_today


def _today(words: argparse.Namespace, today: date) -> None:
    day = words.as_of or today
    with open_workspace(words, readonly=True) as workspace:
        found = read_today(workspace, ColumnSource(workspace), today=day)
        if words.calendar:
            write_tasks(TerminalProgress(), workspace, words.calendar, today=day)
    if words.json:
        print_json(asdict(found))
    else:
        _print(found)


def _print(found: Today) -> None:
    print(f"{_('Contact first')} ({found.at_risk_total:,})")
    print_table(
        (_("Customer"), _("Reason")),
        [(f"{each.who.name} {each.who.number}", each.reason) for each in found.at_risk],
    )
    print(f"\n{_('Due')} ({len(found.dues):,})")
    print_table(
        (_("Customer"), _("What"), _("When")),
        [
            (f"{due.who.name} {due.who.number}", due.title, due.when(found.day))
            for due in found.dues
        ],
    )
    if found.since is not None:
        print(f"\n{found.since.day} → {found.since.until}")
        for state in found.since.entered:
            print(f"{state.label}: +{state.entered:,} -{state.left:,}")
        for move in found.since.moves:
            told = f"{group_label(move.before)} → {group_label(move.after)}"
            print(f"{told}: {move.customers:,}")


def _review(words: argparse.Namespace, today: date) -> None:
    day = words.as_of or today
    with open_workspace(words, readonly=True) as workspace:
        source = ColumnSource(workspace)
        found = read_review(workspace, source, today=day, period=words.period)
        if words.pdf:
            print_review(TerminalProgress(), workspace, found, words.pdf)
        currency = workspace.settings.currency
    if words.json:
        print_json(asdict(found))
        return
    print(f"{review_title(found.period)} · {period_words(found)}")
    print_table(
        ("", "", ""),
        [(kpi.label, kpi.value or "", kpi.note) for kpi in figures(found, currency)],
    )
    print()
    for change in found.changes:
        print(f"{change_label(change.key)}: {change.members.count:,}")
        for each in change.some:
            print(f"  {each.who.name} {each.who.number}  {each.reason}")
    if not any(change.members.count for change in found.changes):
        print(nobody_moved(found))


def _address_book(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    reason = ExportReason(words.purpose or "contact", login_name(), today)
    with open_workspace(words, readonly=False) as workspace:
        query = ListQuery(where=words.where)
        ids = lists.find(workspace, ColumnSource(workspace), query).ids
        written = write_address_book(progress, workspace, ids, words.out, reason=reason)
    progress.done()
    if words.json:
        print_json({"contacts": written, "file": words.out.name})
    else:
        told = ngettext(
            "{n} contact written to {file}.", "{n} contacts written to {file}.", written
        )
        print(told.format(n=f"{written:,}", file=words.out.name))


COMMANDS: Mapping[str, Command] = {
    "today": _today,
    "review": _review,
    "address-book": _address_book,
}
