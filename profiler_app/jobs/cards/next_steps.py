"""What to do next for one customer, and what is held back and why.

The rules, the reasons against them and the score are those of ``next_actions``.
"""

from __future__ import annotations

from datetime import timedelta

from profiler_app.analysis.evaluation import evaluate
from profiler_app.domain.care import Proposal, Withheld
from profiler_app.domain.dates import to_day
from profiler_app.domain.fields import option_label
from profiler_app.domain.next_actions import HELD_BACK, ActionRule, action_rules
from profiler_app.domain.purposes import marketing_on
from profiler_app.domain.tags import said_of
from profiler_app.domain.text import _
from profiler_app.jobs.cards.consent import consent_state
from profiler_app.jobs.cards.subject import Subject
from profiler_app.jobs.next_actions import (
    DISMISSED,
    MOST_CONTACTS,
    MOST_EACH,
    NO_MARKETING,
    SOON,
    UNKNOWN_VALUE,
    action_key,
    slots,
)

_NO = ("refused", "withdrawn", "expired")


def proposals(subject: Subject) -> tuple[tuple[Proposal, ...], tuple[Withheld, ...]]:
    """Return what to do, the most urgent first, and what is held back. Nothing without a run."""
    if subject.run is None:
        return (), ()
    found, held = [], []
    for rule in action_rules():
        if subject.group not in rule.applies_to or not action_holds(subject, rule):
            continue
        against = next((reason for reason in HELD_BACK if _stops(subject, reason, rule)), "")
        text = action_text(subject, rule)
        if against:
            held.append(Withheld(rule.id, text, _(HELD_BACK[against])))
        else:
            found.append(_proposal(subject, rule, text))
    found.sort(key=lambda each: -each.score)
    return tuple(found[:MOST_EACH]), tuple(held) if subject.allowed else ()


def action_holds(subject: Subject, rule: ActionRule) -> bool:
    """Return whether the rule of an action holds for a customer."""
    return bool(evaluate(rule.rule, subject.columns, tags=subject.tags, size=1).true[0])


def _proposal(subject: Subject, rule: ActionRule, text: str) -> Proposal:
    return Proposal(
        rule=rule.id,
        text=text,
        score=rule.base * _weight(subject) * _urgency(subject, rule),
        due_on=subject.as_of + timedelta(days=rule.due_days),
        channels=tuple(
            option_label("contact_channel", each) or each
            for each in rule.channels
            if not _refused(subject, rule, each)
        ),
    )


def action_text(subject: Subject, rule: ActionRule) -> str:
    """Return an action in words, with the customer's own values."""
    values = {name: subject.value(name) for name in slots(rule)}
    return said_of(rule.texts, values, currency=subject.currency)


def _weight(subject: Subject) -> float:
    known = subject.value("value_pct")
    return 0.6 + 0.8 * (UNKNOWN_VALUE if known is None else float(known))


def _urgency(subject: Subject, rule: ActionRule) -> float:
    left = subject.value(rule.days_left) if rule.days_left else None
    if left is None:
        return 1.0
    return 1 + 0.5 * (1 - min(max(float(left), 0.0), SOON) / SOON)


def _stops(subject: Subject, reason: str, rule: ActionRule) -> bool:
    """Return whether a reason holds an action back; service goes on where marketing may not."""
    if reason == "no_profiling":
        return bool(subject.tags["no_profiling"].true[0])
    if reason == "no_marketing":
        return rule.marketing and _no_marketing(subject)
    if reason == "no_channel":
        return rule.marketing and all(_refused(subject, rule, each) for each in rule.channels)
    if reason == "answered":
        return bool(rule.answered_days and _contacts(subject, rule.answered_days))
    if reason == "contacted_7d":
        return rule.id != "complaint" and _contacts(subject, 7) >= MOST_CONTACTS
    if reason == "contacted_30d":
        return rule.marketing and _contacts(subject, 30) >= MOST_CONTACTS
    tasks = subject.rows.get("task", ())
    if reason == "task":
        return any(
            row["kind"] == rule.task and row["state"] not in ("done", "cancelled") for row in tasks
        )
    key, today = action_key(rule.id), subject.as_of.isoformat()
    return any(
        row["dedupe_key"] == key and row["source"] == DISMISSED and (row["due_on"] or "") > today
        for row in tasks
    )


def _refused(subject: Subject, rule: ActionRule, channel: str) -> bool:
    """Whether marketing on a way of contact was refused; service may use any."""
    purpose = marketing_on(channel) if rule.marketing else ""
    rows = subject.rows.get("consent", ())
    return bool(purpose) and consent_state(rows, purpose, on=subject.as_of)[0] in _NO


def _no_marketing(subject: Subject) -> bool:
    if any(bool(subject.tags[tag].true[0]) for tag in NO_MARKETING):
        return True
    consents = subject.rows.get("consent", ())
    for purpose in ("marketing", "profiling"):
        if consent_state(consents, purpose, on=subject.as_of)[0] in _NO:
            return True
    return any(
        row["kind"] == "complaint" and row["status"] != "closed"
        for row in subject.rows.get("feedback", ())
    )


def _contacts(subject: Subject, days: int) -> int:
    last = to_day(subject.as_of.isoformat())
    return sum(
        row["direction"] == "out" and row["day"] is not None and last - days < row["day"] <= last
        for row in subject.rows.get("interaction", ())
    )
