"""What happened with a customer, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any

from profiler_app.domain.dates import from_day
from profiler_app.domain.fields import find_field, option_label
from profiler_app.domain.money import format_money
from profiler_app.domain.operations import SENTENCES, HistoryEntry
from profiler_app.domain.profile import Event, EventKind
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import N_, _, label, pgettext, with_minus
from profiler_app.jobs.cards.figures import monthly_balances
from profiler_app.jobs.cards.subject import Subject, day_or_none, order_key
from profiler_app.store import neighbours
from profiler_app.store.rewind import Row

LONGEST = 60
_NOTABLE_SHARE, _NOTABLE_AMOUNT = 0.3, 10_000_00

RISKS = {
    "lawsuit": N_("Lawsuit"),
    "penalty": N_("Penalty"),
    "negative_news": N_("Negative news"),
    "legal_rep_change": N_("Change of legal representative"),
    "equity_pledge": N_("Equity pledge"),
}


def timeline(subject: Subject) -> tuple[tuple[Event, ...], int]:
    """Return the newest events up to the day of the card, and how many there are in all."""
    events = every_event(subject)
    return events[:LONGEST], len(events)


def every_event(subject: Subject) -> tuple[Event, ...]:
    """Return all events up to the day of the card, the newest first."""
    found = [
        *_orders(subject),
        *_interactions(subject),
        *_feedback(subject),
        *_surveys(subject),
        *risks(subject),
        *_accounts(subject),
        *_balance_changes(subject),
        *_manual_tags(subject),
        *_operations(subject),
    ]
    events = [event for event in found if event.on <= subject.as_of]
    events.sort(key=lambda event: (-event.on.toordinal(), event.kind, event.record))
    return tuple(events)


def _money(subject: Subject, minor: int) -> str:
    return format_money(minor, currency=subject.currency)


def _orders(subject: Subject) -> Iterator[Event]:
    def key(row: Row) -> tuple[Any, ...]:
        return (*order_key(row), row["kind"] == "return")

    rows = sorted(subject.lines, key=lambda row: (*map(str, key(row)), row["id"]))
    for _key, lines in groupby(rows, key):
        yield _order(subject, list(lines))


def _order(subject: Subject, lines: list[Row]) -> Event:
    first, returned = lines[0], lines[0]["kind"] == "return"
    names = [name for row in lines if (name := subject.product_name(row["product_id"]))]
    amount = sum(row["net"] or 0 for row in lines)
    text = names[0] if names else str(first["order_no"] or "")
    if len(lines) > 1:
        text = _("{product} and {n} more").format(product=text, n=len(lines) - 1)
    kind: EventKind = "return" if returned else "order"
    title = _("Return") if returned else _("Order")
    return Event(
        from_day(first["day"]),
        kind,
        title,
        text,
        _money(subject, amount),
        amount,
        option_label("channel", first["channel"]) if first["channel"] else "",
        f"order_line:{first['id']}",
    )


def _interactions(subject: Subject) -> Iterator[Event]:
    for row in subject.dated("interaction"):
        if row["day"] is None:
            continue
        outcome = option_label("outcome", row["outcome"]) if row["outcome"] else ""
        name = option_label("contact_channel", row["channel"] or "") or pgettext("talk", "Contact")
        yield Event(
            from_day(row["day"]),
            "interaction",
            name,
            row["summary"] or row["purpose"] or outcome,
            outcome,
            source=row["by_whom"] or "",
            record=f"interaction:{row['id']}",
        )


def _feedback(subject: Subject) -> Iterator[Event]:
    for row in subject.dated("feedback"):
        if row["day"] is None:
            continue
        kind: EventKind = "complaint" if row["kind"] == "complaint" else "feedback"
        name = option_label("feedback_kind", row["kind"] or "") or _("Feedback")
        rating = (
            "" if row["rating"] is None else _("{n} of {total}").format(n=row["rating"], total=5)
        )
        text = row["text"] or subject.product_name(row["product_id"])
        record = f"feedback:{row['id']}"
        yield Event(from_day(row["day"]), kind, name, text, rating, record=record)


def _surveys(subject: Subject) -> Iterator[Event]:
    rows = [row for row in subject.dated("survey_response") if row["day"] is not None]
    wanted = (row["survey_id"] for row in rows)
    titles = {
        row["id"]: label({"zh": row["title_zh"] or "", "en": row["title_en"] or ""})
        for row in neighbours.rows_by_id(subject.connection, "survey", wanted)
    }
    for row in rows:
        score = "" if row["score"] is None else _("{n} points").format(n=f"{row['score']:g}")
        title = titles.get(row["survey_id"], "")
        record = f"survey_response:{row['id']}"
        yield Event(from_day(row["day"]), "survey", _("Survey"), title, score, record=record)


def risks(subject: Subject) -> Iterator[Event]:
    """Yield what is recorded of lawsuits, defaults and the like."""
    for row in subject.dated("risk_event"):
        day = day_or_none(row["occurred_on"])
        if day is None:
            continue
        word = RISKS.get(row["kind"], N_("Risk event"))
        name = _(word)
        amount = row["amount"]
        yield Event(
            day,
            "risk",
            name,
            row["note"] or name,
            "" if amount is None else _money(subject, amount),
            amount,
            row["source"] or "",
            f"risk_event:{row['id']}",
        )


def _accounts(subject: Subject) -> Iterator[Event]:
    for row in subject.dated("account"):
        name = subject.product_name(row["product_id"]) or str(row["account_no"] or "")
        for column, title in (("opened_on", _("Opened")), ("closed_on", _("Closed"))):
            day = day_or_none(row[column])
            if day is not None:
                yield Event(day, "transaction", title, name, record=f"account:{row['id']}")


def _balance_changes(subject: Subject) -> Iterator[Event]:
    """Yield months whose average balance moved by 30 % and 10,000 or more."""
    if subject.line != "bank":
        return
    for (_month, before), (month, now) in pairwise(sorted(monthly_balances(subject).items())):
        change = now - before
        if abs(change) < _NOTABLE_AMOUNT or abs(change) < _NOTABLE_SHARE * abs(before):
            continue
        share = round(100 * change / before) if before else 100
        text = with_minus(_("Month-average balance {percent:+d}%").format(percent=share))
        yield Event(month, "transaction", _("Balance"), text, _money(subject, now), now)


def _manual_tags(subject: Subject) -> Iterator[Event]:
    for row in subject.rows.get("manual_tag", ()):
        day, tag = day_or_none(row["set_on"]), known_tags().get(row["tag"])
        if day is None or tag is None:
            continue
        yield Event(
            day,
            "tag",
            _("Tag"),
            tag.label,
            source=row["set_by"] or "",
            record=f"manual_tag:{row['id']}",
        )


_KINDS: dict[str, EventKind] = {"import": "import", "sample": "import"}
_TITLES = {"import": N_("Import"), "sample": N_("Import"), "merge": N_("Merge")}
_TOLD_ELSEWHERE = frozenset({"tag", "untag", "interaction", "order"})


def _operations(subject: Subject) -> Iterator[Event]:
    """Yield what people did to the record of the customer, from the ledger."""
    for number, found in subject.operations.items():
        kind, day = found["kind"], subject.day_of_operation(number)
        if day is None or kind in _TOLD_ELSEWHERE or kind not in SENTENCES:
            continue
        title = _(_TITLES.get(kind, N_("Change")))
        record = f"operation:{number}"
        text = _sentence(found)
        yield Event(day, _KINDS.get(kind, "edit"), title, text, record=record)


def _sentence(found: Row) -> str:
    facts = dict(found["facts"])
    if found["kind"] == "edit":
        names = [name.strip() for name in str(facts.get("fields", "")).split(",")]
        known = [field.label if (field := find_field(name)) else name for name in names]
        return _("Edited: {fields}").format(fields=listed(known))
    if found["kind"] in ("refuse_tag", "accept_tag") and facts.get("tag") in known_tags():
        facts["tag"] = known_tags()[facts["tag"]].label
    return HistoryEntry(found["id"], found["at"], found["kind"], facts, None, None).sentence
