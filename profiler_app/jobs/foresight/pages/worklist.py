"""Whom to look after first: level, reasons with numbers, last contact, and a step (CHU-01)."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from profiler_app.domain.dates import days_ago
from profiler_app.domain.fields import fields
from profiler_app.domain.reports import Section, Table
from profiler_app.domain.rules.showing import in_a_row, show
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.foresight.churn import ChurnModel, level_of
from profiler_app.jobs.foresight.own_reasons import supporting
from profiler_app.jobs.foresight.pages.parts import MOST_ROWS, names, reasons_of
from profiler_app.jobs.insights.warned import level_label
from profiler_app.jobs.next_actions import first_steps
from profiler_app.store.workspace import Workspace

_OF_THE_RHYTHM = ("recency_days", "overdue_ratio", "ipi_median")
"""What the sentence of the rhythm says already."""


def worklist(workspace: Workspace, found: ChurnModel) -> Section:
    """Return those most likely to stay away."""
    from profiler_app.analysis.prediction.reasons import contributions

    assert found.model is not None and found.probability is not None
    order = np.argsort(-found.probability, kind="stable")[:MOST_ROWS]
    order = order[[bool(level_of(float(found.probability[at]))) for at in order.tolist()]]
    added = contributions(found.model, found.now.columns, found.fields, order)
    added = supporting(added, found.now.columns, found.fields, order)
    for name in _OF_THE_RHYTHM:
        if name in found.fields:
            added[:, found.fields.index(name)] = 0.0
    said = reasons_of(workspace, found.now.columns, found.fields)
    customers = tuple(int(found.now.ids[at]) for at in order.tolist())
    named = names(workspace, customers)
    steps = first_steps(workspace, customers, today=found.now.day)
    contacts = _contacts(workspace, found, customers)
    rows = tuple(
        (
            *named[customer],
            level_label(level_of(float(found.probability[at]))),
            in_a_row([*_rhythm(found, at), *said(added[row], at)]),
            contacts[customer],
            steps.get(customer, "—"),
        )
        for row, (at, customer) in enumerate(zip(order.tolist(), customers, strict=True))
    )
    headers = (_("Number"), _("Name"), _("Level"), _("Reasons"), _("Last contact"),
               _("Suggested step"))  # fmt: skip
    lines: tuple[str, ...] = (_("Reasons are what the model looked at, not causes."),)
    if found.failed:
        lines = (_("Only a rough guide: a rejected model makes no tags."), *lines)
    title = _("Most likely to stay away")
    return Section(title, lines, table=Table(headers, rows, customers))


def _rhythm(found: ChurnModel, at: int) -> list[str]:
    """Return how long ago the last purchase was beside the usual interval, where it is longer."""
    since, usual = (found.now.columns[name].value(at) for name in ("recency_days", "ipi_median"))
    if since is None or not usual or since <= usual:
        return []
    text = _("{days} without a purchase, usually every {usual}")
    return [text.format(days=show(fields()["recency_days"], since),
                        usual=show(fields()["ipi_median"], round(usual)))]  # fmt: skip


def _contacts(
    workspace: Workspace, found: ChurnModel, customers: tuple[int, ...]
) -> dict[int, str]:
    source = ColumnSource(workspace)
    column = source.columns(["last_contact_days"]).get("last_contact_days")
    if column is None:
        return dict.fromkeys(customers, "—")
    told, never = {}, pgettext("contact", "never")
    for customer, at in zip(customers, np.searchsorted(source.ids(), customers), strict=True):
        days = column.value(int(at))
        day = None if days is None else found.now.day - timedelta(days=days)
        told[customer] = never if day is None else days_ago(day, found.now.day)
    return told
