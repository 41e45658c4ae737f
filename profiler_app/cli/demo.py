"""``profiler demo --headless``: the trip from a file to a profile card, without a window."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from profiler_app.cli.output import TerminalProgress, print_table
from profiler_app.domain.errors import ReadOnlyPlace
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.listing import CustomerRow, ListQuery
from profiler_app.domain.resources import resource_path
from profiler_app.domain.text import _, language
from profiler_app.jobs import cards, lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.printing import print_card
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.workspaces import Workspace, open_workspace

_AT_RISK = "has('repeat_buyer') and lifecycle == 'decline'"


def demo(words: argparse.Namespace, today: date) -> None:
    """Make a workspace of sample data, import a file, and print the card of a customer."""
    path = words.out / "demo.zhike"
    try:
        words.out.mkdir(parents=True, exist_ok=True)
        for suffix in ("", "-wal", "-shm", ".lock"):  # our own sample of an earlier trip
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    except OSError as error:
        raise ReadOnlyPlace(file=str(path)) from error
    steps = _Steps(5)
    steps.say(_("Making a workspace with {n} fictional customers").format(n=words.customers))
    progress = TerminalProgress()
    create_demo(
        progress,
        path,
        language=language(),
        customers=words.customers,
        seed=words.seed,
        today=today,
    )
    progress.done()
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        _import_members(workspace, steps, today)
        _list_customers(workspace, steps)
        _show_card(workspace, steps, words.out, today)
    steps.say(
        _("Done. The passphrase of {file} is {passphrase}.").format(
            file=path, passphrase=DEMO_PASSPHRASE
        )
    )


class _Steps:
    """Numbers the steps of the trip."""

    def __init__(self, count: int) -> None:
        self._count, self._at = count, 0

    def say(self, text: str) -> None:
        """Print the next step."""
        self._at += 1
        print(f"\n[{self._at}/{self._count}] {text}", flush=True)


def _import_members(workspace: Workspace, steps: _Steps, today: date) -> None:
    file = resource_path("samples", f"new_members_{language()}.csv")
    steps.say(_("Importing {file}").format(file=file.name))
    progress = TerminalProgress()
    report = import_file(progress, workspace, ImportRequest(paths=(file,)), today=today)
    refresh(progress, workspace, as_of=today)
    progress.done()
    print(
        _("{encoding}, {rows} rows: {created} new, {rejected} rejected").format(
            encoding=report.facts.encoding,
            rows=report.rows,
            created=report.created,
            rejected=report.rejected,
        )
    )
    for reject in report.rejects:
        print("  " + _("line {line}").format(line=reject.line) + f": {reject.reason}")


def _list_customers(workspace: Workspace, steps: _Steps) -> None:
    steps.say(_("Looking for regular customers who are drifting away"))
    source = ColumnSource(workspace)
    query = ListQuery(where=_AT_RISK, sort="monetary_12m", descending=True)
    found = lists.find(workspace, source, query)
    names = ("monetary_12m", "recency_days", "ipi_ref")
    rows = lists.rows(workspace, source, found.ids[:5].tolist(), names)
    chosen = [fields()[name] for name in names]
    currency = workspace.settings.currency
    print_table(
        (_("Number"), _("Name"), *(field.label for field in chosen)),
        [
            (row.number, row.name, *(_shown(row, field, currency) for field in chosen))
            for row in rows
        ],
    )
    print(_("{shown} of {total}").format(shown=len(rows), total=len(found.ids)))


def _shown(row: CustomerRow, field: Field, currency: str) -> str:
    return lists.shown_value(row.values.get(field.id), field, currency)


def _show_card(workspace: Workspace, steps: _Steps, out: Path, today: date) -> None:
    card = cards.read_card(workspace, 1, as_of=today)
    steps.say(_("The profile card of {name}").format(name=card.name))
    for kpi in card.kpis:
        print(f"  {kpi.label}: {kpi.value or '—'}  {kpi.note or kpi.reason}".rstrip())
    for label, tags in card.tag_groups():
        print(f"  {label}: " + " · ".join(tag.label for tag in tags))
    told = next((tag for tag in card.tags if tag.group == "rfm"), None)
    if told is not None:
        why = cards.why(workspace, 1, told.id, as_of=today)
        print(f"  {why.label} ← {why.rule}")
        for leaf in why.leaves:
            print(f"    [{_(leaf.verdict)}] {leaf.sentence} ({leaf.value or '—'})")
    for suffix in ("png", "pdf"):
        file = out / f"card.{suffix}"
        print_card(card, file, today=today)
        print(f"  → {file}")
