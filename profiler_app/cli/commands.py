"""What each command does: call one job, print its result."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from profiler_app.cli.demo import demo
from profiler_app.cli.importing import import_files
from profiler_app.cli.listing import count, list_customers
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.cli.passphrase import passphrase
from profiler_app.cli.quality import quality
from profiler_app.domain.profile import to_json
from profiler_app.domain.text import _, language
from profiler_app.jobs import cards, history, refreshing, workspaces
from profiler_app.jobs.printing import print_card
from profiler_app.jobs.segments import reporting as segments

Command = Callable[[argparse.Namespace, date], None]


def open_workspace(words: argparse.Namespace, *, readonly: bool) -> workspaces.Workspace:
    """Open the workspace a command names."""
    secret = passphrase(words.passphrase_file)
    return workspaces.open_workspace(words.workspace, secret, readonly=readonly)


def _new(words: argparse.Namespace, today: date) -> None:
    secret = passphrase(words.passphrase_file, new=True)
    with workspaces.create_workspace(
        words.workspace,
        secret,
        name=words.name,
        currency=words.currency,
        language=language(),
    ) as made:
        settings = asdict(made.settings)
    if words.json:
        print_json({"workspace": str(words.workspace), **settings})
    else:
        print(_("Made {file}.").format(file=words.workspace))


def _import(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=False) as workspace:
        import_files(words, workspace, today)


def _refresh(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=False) as workspace:
        report = refreshing.refresh(progress, workspace, as_of=words.as_of or today)
    progress.done()
    if words.json:
        print_json(asdict(report))
        return
    print(
        _(
            "{customers} customers as of {day}: {computed} computed anew, {holding} tags held "
            "({added} new, {removed} gone)."
        ).format(
            customers=report.customers,
            day=report.as_of,
            computed=report.computed,
            holding=report.holding,
            added=report.added,
            removed=report.removed,
        )
    )
    if not report.saved:
        print(_("Nothing was saved: the last run is of a later day."))


def _list(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        list_customers(words, workspace)


def _count(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        count(words, workspace)


def _card(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        card = cards.read_card(
            workspace,
            cards.find(workspace, words.customer),
            as_of=words.as_of or today,
            known_on=words.known_on,
        )
    if words.png or words.pdf:
        path = words.png or words.pdf
        print_card(card, path, today=today)
        print(path)
    elif words.json:
        print_json(to_json(card))
    else:
        _print_card(card)


def _print_card(card: Any) -> None:
    print(" · ".join([card.name, card.number, *card.facts]))
    print_table(
        (_("Figure"), _("Value"), ""),
        [(kpi.label, kpi.value or "—", kpi.note or kpi.reason) for kpi in card.kpis],
    )
    for label, tags in card.tag_groups():
        print(f"{label}: " + "、".join(tag.label for tag in tags))
    for block in card.dimensions:
        print(f"\n{block.label} {block.filled}/{block.total}")
        for cell in block.cells:
            print(f"  {cell.label}: {cell.value or '—'}  {cell.source}".rstrip())


def _why(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        why = cards.why(
            workspace,
            cards.find(workspace, words.customer),
            words.tag,
            as_of=words.as_of or today,
            known_on=words.known_on,
        )
    if words.json:
        print_json(to_json(why))
        return
    print(f"{why.label}: {_(why.verdict)}")
    print(why.rule)
    for leaf in why.leaves:
        print(f"  [{_(leaf.verdict)}] {leaf.sentence} · {leaf.value or '—'} · {leaf.change}")


def _rfm(words: argparse.Namespace, today: date) -> None:
    window = words.window
    if window == -1:
        window = 365 if words.scheme == "m1" else None
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        report = segments.rfm(
            progress,
            workspace,
            as_of=words.as_of or today,
            scheme=words.scheme,
            window=window,
            bins=words.bins,
            gross=words.gross,
        )
    progress.done()
    rows = [{**asdict(row), "monetary": row.monetary / 100} for row in report.rows]
    edges = {name: list(values) for name, values in report.edges.items()}
    edges["monetary"] = [value / 100 for value in edges["monetary"]]
    if words.json:
        print_json({"customers": rows, "edges": edges})
        return
    headers = (_("Customer"), "R", "F", "M", "RFM", _("Segment"))
    print_table(
        headers,
        [
            (
                row["customer"],
                str(row["recency_days"]),
                str(row["frequency"]),
                f"{row['monetary']:,.2f}",
                f"{row['recency_score']}{row['frequency_score']}{row['monetary_score']}",
                row["segment"],
            )
            for row in rows
        ],
    )


def _cluster(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        report = segments.clusters(
            progress,
            workspace,
            names=words.fields.split(",") if words.fields else None,
            k=words.k,
            seed=words.seed,
            raw=words.raw,
        )
    progress.done()
    if words.json:
        print_json(report.as_json())
        return
    print_table(
        (_("Group"), _("Customers"), _("Share of sales")),
        [
            (
                each.name,
                str(each.customers),
                "—" if each.sales_share is None else f"{each.sales_share:.1%}",
            )
            for each in report.groups
        ],
    )


def _history(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        entries = history.history(workspace)
    if words.json:
        print_json({"operations": [{**asdict(e), "sentence": e.sentence} for e in entries]})
        return
    for entry in entries:
        mark = _("(undone)") if entry.undone_by else ""
        print(f"{entry.operation:>5}  {entry.at}  {entry.sentence} {mark}".rstrip())


def _undo(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=False) as workspace:
        report = history.undo_operation(
            progress, workspace, words.operation, on_conflict=words.conflicts
        )
    progress.done()
    if words.json:
        print_json(asdict(report))
        return
    print(
        _(
            "Undid operation {undone}: {removed} rows removed, {restored} set back, "
            "{put_back} put back, {kept} kept because later records need them."
        ).format(**asdict(report))
    )


def _hash(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        found = history.content_hash(workspace)
    if words.json:
        print_json({"hash": found})
    else:
        print(found)


def _check(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    with open_workspace(words, readonly=True) as workspace:
        findings = history.check(progress, workspace, today=today)
    progress.done()
    if words.json:
        rows = [{"code": code, "sentence": sentence} for code, sentence in findings]
        print_json({"ok": not findings, "findings": rows})
    else:
        print("\n".join(sentence for _code, sentence in findings) or _("Everything is sound."))
    if findings:
        raise SystemExit(1)


def _quality(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=not words.record) as workspace:
        quality(words, workspace, today)


COMMANDS: Mapping[str, Command] = {
    "demo": demo,
    "new": _new,
    "import": _import,
    "refresh": _refresh,
    "list": _list,
    "count": _count,
    "card": _card,
    "why": _why,
    "rfm": _rfm,
    "cluster": _cluster,
    "quality": _quality,
    "history": _history,
    "undo": _undo,
    "hash": _hash,
    "check": _check,
}
