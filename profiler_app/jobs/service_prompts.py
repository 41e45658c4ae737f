"""Service that is due: from the day something was installed, serviced or bought, and its cycle."""

from __future__ import annotations

from datetime import date, timedelta

from profiler_app.domain.recommending import ServicePrompt
from profiler_app.jobs.cards.subject import Subject, day_or_none
from profiler_app.store.rewind import Row

SOON = 30
_LONG_AGO = 730
"""Of something bought longer ago and never serviced here nobody knows whether it is still used."""


def service_prompts(subject: Subject) -> tuple[ServicePrompt, ...]:
    """Return services due within 30 days or overdue, and warranties that end; soonest first."""
    assets = subject.dated("asset")
    found = [prompt for row in assets for prompt in _of_asset(subject, row)]
    known = {row["product_id"] for row in assets}
    last: dict[int, int] = {}
    for line in subject.lines:
        if line["kind"] == "sale" and line["product_id"] and line["product_id"] not in known:
            last[line["product_id"]] = line["day"]
    for number, day in last.items():
        cycle = subject.products[number]["service_cycle_days"] if number in subject.products else 0
        bought = day_or_none(day)
        if cycle and bought and (subject.as_of - bought).days <= _LONG_AGO:
            found += _due(subject, "service", number, bought, bought + timedelta(days=cycle))
    return tuple(sorted(found, key=lambda prompt: (prompt.due_on, prompt.product)))


def _of_asset(subject: Subject, row: Row) -> list[ServicePrompt]:
    number = row["product_id"]
    installed = day_or_none(row["installed_on"])
    since = day_or_none(row["last_service_on"]) or installed
    cycle = row["service_cycle_days"]
    found = []
    if since and cycle:
        found += _due(subject, "service", number, since, since + timedelta(days=cycle))
    warranty = day_or_none(row["warranty_until"])
    if warranty and warranty >= subject.as_of:
        found += _due(subject, "warranty", number, installed or warranty, warranty)
    return found


def _due(
    subject: Subject, what: str, number: int | None, since: date, due: date
) -> list[ServicePrompt]:
    days = (due - subject.as_of).days
    if days > SOON:
        return []
    return [ServicePrompt(what, subject.product_name(number), since, due, days)]
