"""The page of customer value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from profiler_app.domain.reports import Report, Section, Table
from profiler_app.domain.text import _
from profiler_app.domain.valuing import ValueReport
from profiler_app.domain.valuing import model_name as value_model
from profiler_app.jobs.foresight.bank_value import ContractValue
from profiler_app.jobs.foresight.pages.parts import (
    MOST_ROWS,
    names,
)
from profiler_app.jobs.insights.words import money
from profiler_app.store.workspace import Workspace


def value_page(
    workspace: Workspace,
    found: ValueReport,
    ids: Mapping[str, int],
    banks: ContractValue,
    calendar: ContractValue | None = None,
) -> Report:
    """Report a forecast of purchases and their value, and the value of those under contract."""
    title, day = _("Customer value"), found.until.isoformat()
    if found.refusals:
        lines = tuple(each.sentence for each in found.refusals)
        verdict = _("No forecast: the data do not allow one.")
        why_not = Section(_("Why not"), lines)
        return Report("value", title, day, verdict, "warning",
                      sections=(why_not, *_of_calendar(workspace, calendar),
                                *_of_banks(workspace, banks)))  # fmt: skip
    currency = workspace.settings.currency
    total = sum(each.value for each in found.outlooks)
    assert found.forecast is not None
    text = _("{n:,.0f} purchases are expected in {weeks:.0f} weeks, worth {amount}.")
    verdict = text.format(n=found.forecast, weeks=found.weeks, amount=money(total, currency))
    figures = (
        (_("Model"), value_model(found.model), _("chosen by a trial on your own data")),
        (_("Expected purchases"), f"{found.forecast:,.0f}",
         _("{low:,.0f} to {high:,.0f} in eight of ten cases").format(
             low=found.low, high=found.high)),
        (_("Customers"), f"{found.customers:,}",
         _("{n} of them bought again").format(n=f"{found.repeaters:,}")),
    )  # fmt: skip
    sections = [*_trials(found), *_warnings([each.sentence for each in found.warnings])]
    sections.append(_outlooks(workspace, found, ids, currency))
    sections += _of_banks(workspace, banks)
    return Report("value", title, day, verdict, "success", figures, tuple(sections))


def _trials(found: ValueReport) -> list[Section]:
    if not found.trials:
        return []
    headers = (_("Model"), _("Weeks tried"), _("Foretold"), _("Came"), _("Error"))
    rows = tuple(
        (value_model(each.model), f"{each.weeks:.0f}", f"{each.forecast:,.0f}",
         f"{each.actual:,.0f}", f"{each.error:.3f}")
        for each in found.trials
    )  # fmt: skip
    lines = (_("Every model foretold the last part of the known time from what was before it."),)
    return [Section(_("Trial on your own data"), lines, table=Table(headers, rows))]


def _warnings(lines: Sequence[str]) -> list[Section]:
    return [Section(_("To know"), tuple(lines))] if lines else []


def _outlooks(
    workspace: Workspace, found: ValueReport, ids: Mapping[str, int], currency: str
) -> Section:
    shown = [each for each in found.outlooks if each.customer in ids][:MOST_ROWS]
    customers = tuple(ids[each.customer] for each in shown)
    named = names(workspace, customers)
    headers = (_("Number"), _("Name"), _("Expected purchases"), _("Expected value"),
               _("Value of 36 months"), _("Next purchase"))  # fmt: skip
    rows = tuple(
        (*named[customer], f"{each.expected:.1f} ({each.low}–{each.high})",
         money(each.value, currency), money(each.lifetime, currency),
         each.next_purchase.isoformat() if each.next_purchase else "—")
        for customer, each in zip(customers, shown, strict=True)
    )  # fmt: skip
    title = _("The customers worth most")
    return Section(title, (found.method,), table=Table(headers, rows, customers))


def _of_banks(workspace: Workspace, banks: ContractValue) -> list[Section]:
    assumed = _("Value of 36 months: contribution of 12 months, of which 90% is assumed to stay a "
                "year, discounted 0.4% a month. {n} customers.")  # fmt: skip
    learned = _("Value of 36 months: contribution of 12 months, as long as its contracts are "
                "expected to run, discounted 0.4% a month. {n} customers.")  # fmt: skip
    said = ((learned, banks.by_contracts), (assumed, len(banks.ids) - banks.by_contracts))
    lines = tuple(text.format(n=f"{n:,}") for text, n in said if n)
    return _under_contract(workspace, banks, _("Customers of the bank"), lines)


def _of_calendar(workspace: Workspace, calendar: ContractValue | None) -> list[Section]:
    if calendar is None:
        return []
    text = _("Value of 36 months: what a customer brings in 12 months at the usual interval, as "
             "long as the customer is expected to stay, discounted 0.4% a month. "
             "{n} customers.")  # fmt: skip
    lines = (text.format(n=f"{len(calendar.ids):,}"),)
    return _under_contract(workspace, calendar, _("Customers who buy by the calendar"), lines)


def _under_contract(
    workspace: Workspace, found: ContractValue, title: str, lines: tuple[str, ...]
) -> list[Section]:
    if not len(found.ids):
        return []
    currency = workspace.settings.currency
    best = np.argsort(-found.value, kind="stable")[:MOST_ROWS]
    customers = tuple(found.ids[best].tolist())
    named = names(workspace, customers)
    headers = (_("Number"), _("Name"), _("Contribution, 12 months"), _("Value of 36 months"))
    rows = tuple(
        (
            *named[customer],
            money(found.contribution[at], currency),
            money(found.value[at], currency),
        )
        for customer, at in zip(customers, best.tolist(), strict=True)
    )
    return [Section(title, lines, table=Table(headers, rows, customers))]
