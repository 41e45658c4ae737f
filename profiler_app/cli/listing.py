"""``profiler list`` and ``profiler count``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from typing import Any

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json, print_table
from profiler_app.domain.dates import from_day
from profiler_app.domain.errors import RuleProblem, UserProblem
from profiler_app.domain.export_reasons import PURPOSES, ExportReason
from profiler_app.domain.fields import Field, find_field
from profiler_app.domain.listing import CustomerRow, ListQuery
from profiler_app.domain.text import N_, _
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.list_export import export_list
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.workspaces import Workspace

_USUAL = "lifecycle,monetary_all,last_order_on,mobile"
_SCREEN = 1_000
_SHOWN_AS = {"name": "customer", "lifecycle": "stage", "last_order_on": "last_order"}
"""Fields that are another column of the list."""


class PurposeMissing(UserProblem):
    """A file with customers needs a purpose."""

    code = "purpose_missing"
    template = N_("Nothing was written: say what the file is for with --purpose ({choices}).")


def _count(words: argparse.Namespace, today: date) -> None:
    with open_workspace(words, readonly=True) as workspace:
        holding, unknown = lists.count(ColumnSource(workspace), words.where)
    if words.json:
        print_json({"count": holding, "unknown": unknown})
    else:
        text = _("{count} customers; unknown for {unknown}.")
        print(text.format(count=holding, unknown=unknown))


def _list(words: argparse.Namespace, today: date) -> None:
    target = words.csv or words.xlsx
    if target and not words.purpose:
        raise PurposeMissing(choices=", ".join(PURPOSES))
    with open_workspace(words, readonly=not target) as workspace:
        _list_customers(words, workspace, today)


def _list_customers(words: argparse.Namespace, workspace: Workspace, today: date) -> None:
    """Print or export the customers a rule holds for."""
    source = ColumnSource(workspace)
    sort = words.sort or ""
    query = ListQuery(
        where=words.where,
        search=words.search,
        sort=_field(sort.removeprefix("-")).id if sort else None,
        descending=sort.startswith("-"),
    )
    found = lists.find(workspace, source, query)
    chosen = [_field(name) for name in (words.columns or _USUAL).split(",")]
    if words.csv or words.xlsx:
        _export(words, workspace, found.ids[: words.limit], chosen, today)
        return
    ids = found.ids[: words.limit].tolist()
    names = [field.id for field in chosen]
    rows = [
        row
        for start in range(0, len(ids), _SCREEN)
        for row in lists.rows(workspace, source, ids[start : start + _SCREEN], names)
    ]
    currency = workspace.settings.currency
    if words.json:
        print_json(
            {
                "total": len(found.ids),
                "unknown": found.unknown,
                "customers": [_as_json(row, chosen) for row in rows],
            }
        )
    else:
        headers = (_("Number"), _("Name"), *(field.label for field in chosen))
        print_table(headers, [_texts(row, chosen, currency) for row in rows])
        print(_("{shown} of {total}").format(shown=len(rows), total=len(found.ids)))


def _export(
    words: argparse.Namespace, workspace: Workspace, ids: Any, chosen: list[Field], today: date
) -> None:
    """Write customers into a file, its reason noted."""
    progress = TerminalProgress()
    target = words.csv or words.xlsx
    path = target.with_suffix(".xlsx" if words.xlsx else target.suffix)
    reason = ExportReason(words.purpose, login_name(), today, in_clear=words.in_clear)
    keys = [_SHOWN_AS.get(field.id, field.id) for field in chosen]
    export_list(progress, workspace, ids, keys, path, reason=reason)
    progress.done()
    print(path)


def _field(name: str) -> Field:
    field = find_field(name.strip())
    if field is None:
        reason = _("{name} is not a field").format(name=name)
        raise RuleProblem(position=0, reason=reason)
    return field


def _texts(row: CustomerRow, chosen: list[Field], currency: str) -> list[str]:
    cells = [lists.shown_value(row.values.get(field.id), field, currency) for field in chosen]
    return [row.number, row.name, *cells]


def _as_json(row: CustomerRow, chosen: list[Field]) -> Mapping[str, Any]:
    values = {field.id: _plain(row.values.get(field.id), field) for field in chosen}
    return {"number": row.number, "name": row.name, "kind": row.kind, "line": row.line, **values}


def _plain(value: Any, field: Field) -> Any:
    """Money in major units, days as ISO dates."""
    if value is None:
        return None
    if field.kind == "money":
        return value / 100
    return from_day(value).isoformat() if field.kind == "date" else value


COMMANDS: Mapping[str, Command] = {"list": _list, "count": _count}
