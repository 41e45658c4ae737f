"""Who and what belongs to a customer: relations, people, holdings, tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from profiler_app.analysis.features.contacts import HALF_YEAR, REACHED, ROLES
from profiler_app.domain.care import Complaint
from profiler_app.domain.dates import days_ago, from_day, to_day
from profiler_app.domain.fields import option_label
from profiler_app.domain.money import format_money
from profiler_app.domain.profile import Badge, Holding, Person, Relation, Task, Tone
from profiler_app.domain.text import N_, _
from profiler_app.jobs.cards.subject import Subject, day_or_none
from profiler_app.store.rewind import Row

_INVERSE = {
    "parent": "child",
    "child": "parent",
    "parent_company": "subsidiary",
    "subsidiary": "parent_company",
    "upstream_supplier": "downstream_buyer",
    "downstream_buyer": "upstream_supplier",
}
_FROM_OTHERS = {
    "referrer": N_("Referred by this customer"),
    "employer": N_("Employee"),
    "guarantor": N_("Guaranteed by this customer"),
    "legal_rep": N_("Legal representative of"),
    "actual_controller": N_("Controls"),
    "shareholder": N_("Holds a share of"),
}
_STANCES: dict[str, Tone] = {
    "supporter": "success",
    "neutral": "neutral",
    "opponent": "danger",
    "unknown": "warning",
}
_ORDER_OF_ROLES = ("decider", "approver", "finance_head", "legal_rep", "actual_controller")


def relations(subject: Subject) -> tuple[Relation, ...]:
    """Return the live relations in both directions; a company group comes first, as a tree."""
    found: dict[tuple[int, str], Relation] = {}
    for row, other, kind, name in _ties(subject):
        if other in subject.others and subject.others[other]["merged_into"] is None:
            found.setdefault((other, kind), _relation(subject, row, other, kind=kind, name=name))
    every = list(found.values())
    above = [tie for tie in every if tie.kind == "parent_company"]
    below = [tie for tie in every if tie.kind == "subsidiary"]
    rest = [tie for tie in every if tie.kind not in ("parent_company", "subsidiary")]
    return (*_tree(subject, above, below), *rest)


def _ties(subject: Subject) -> Iterator[tuple[Row, int, str, str]]:
    for row in subject.dated("relation"):
        if _live(subject, row) and row["other_id"] is not None:
            yield row, row["other_id"], row["kind"], option_label("relation", row["kind"])
    for row in subject.incoming:
        if not _live(subject, row):
            continue
        kind = _INVERSE.get(row["kind"], str(row["kind"]))
        if row["kind"] in _FROM_OTHERS:
            name = _FROM_OTHERS[row["kind"]]
            yield row, row["customer_id"], f"{kind}_of", _(name)
        else:
            yield row, row["customer_id"], kind, option_label("relation", kind)


def _live(subject: Subject, row: Row) -> bool:
    iso = subject.as_of.isoformat()
    return (row["until"] is None or row["until"] > iso) and (row["since"] or "") <= iso


def _relation(subject: Subject, row: Row, other: int, *, kind: str, name: str) -> Relation:
    them = subject.others[other]
    title = str(them["name"] or them["number"])
    share = "" if row["share"] is None else f"{row['share']:g}%"
    initial = str(them["short_name"] or title)[:1].upper()
    return Relation(
        other,
        title,
        kind,
        name,
        share,
        initial,
        row=row["id"],
        share=row["share"],
        since=day_or_none(row["since"]),
        remark=row["note"] or "",
    )


def _tree(
    subject: Subject, above: Sequence[Relation], below: Sequence[Relation]
) -> Iterator[Relation]:
    if not above and not below:
        return
    yield from above
    depth = 1 if above else 0
    name = str(subject.own["name"])
    yield Relation(
        subject.customer, name, "self", _("this customer"), "", name[:1], level=depth, here=True
    )
    for tie in below:
        yield replace(tie, level=depth + 1)


def people(subject: Subject) -> tuple[Person, ...]:
    """Return who speaks for a company: deciders first, then by influence."""
    rows = [row for row in subject.rows.get("company_contact", ()) if row["active"] != 0]
    rows.sort(key=lambda row: (_rank(row), -(row["influence"] or 0), row["id"]))
    return tuple(_person(subject, row) for row in rows)


def _rank(row: Row) -> int:
    role = row["role"]
    return _ORDER_OF_ROLES.index(role) if role in _ORDER_OF_ROLES else len(_ORDER_OF_ROLES)


def _person(subject: Subject, row: Row) -> Person:
    talks = [talk for talk in subject.dated("interaction") if talk["person_id"] == row["id"]]
    last = max(talks, key=lambda talk: talk["day"] or 0) if talks else None
    stance = row["stance"] or "unknown"
    met = ""
    if last is not None and last["day"] is not None:
        channel = option_label("contact_channel", last["channel"] or "")
        ago = days_ago(from_day(last["day"]), subject.as_of)
        met = f"{ago} · {channel}" if channel else ago
    return Person(
        name=row["name"] or "",
        title=row["title"] or "",
        role=option_label("buying_role", row["role"] or ""),
        influence=None if row["influence"] is None else (row["influence"] + 1) // 2,
        stance=Badge(stance, option_label("stance", stance), _STANCES.get(stance, "neutral")),
        last_contact=met,
        owner=(last["by_whom"] or "") if last else "",
        initial=(row["name"] or "")[:1],
        row=row["id"],
        role_id=row["role"] or "",
        strength=row["influence"],
    )


def open_roles(subject: Subject) -> tuple[str, ...]:
    """Return the parts in decisions nobody was spoken with lately, as ``roles_covered`` counts."""
    if subject.kind != "company":
        return ()
    last = to_day(subject.as_of.isoformat()) - HALF_YEAR
    role_of = {row["id"]: row["role"] for row in subject.rows.get("company_contact", ())}
    met = {
        role_of.get(talk["person_id"])
        for talk in subject.dated("interaction")
        if talk["day"] is not None and talk["day"] > last and talk["outcome"] in REACHED
    }
    return tuple(option_label("buying_role", role) for role in ROLES if role not in met)


def holdings(subject: Subject) -> tuple[Holding, ...]:
    """Return accounts with their latest balance and loans in use, or equipment bought."""
    return (*_accounts(subject), *_facilities(subject), *_assets(subject))


def _accounts(subject: Subject) -> Iterator[Holding]:
    latest: dict[int, Row] = {}
    for row in sorted(subject.dated("balance"), key=lambda row: row["day"] or 0):
        latest[row["account_id"]] = row
    for row in subject.dated("account"):
        closed = day_or_none(row["closed_on"])
        if row["status"] in ("closed", "matured") or (closed and closed <= subject.as_of):
            continue
        found = latest.get(row["id"])
        amount = None if found is None else found["point"]
        yield _holding(subject, row, amount, unit=_("in use"))


def _facilities(subject: Subject) -> Iterator[Holding]:
    for row in subject.dated("facility"):
        matures = day_or_none(row["matures_on"])
        if row["kind"] != "limit" and row["used"] and (matures is None or matures >= subject.as_of):
            yield _holding(subject, row, row["used"], unit="")


def _holding(subject: Subject, row: Row, amount: int | None, *, unit: str) -> Holding:
    matures = day_or_none(row["matures_on"])
    kind = row["kind"] or ""
    name = subject.product_name(row["product_id"]) or option_label("product_kind", kind)
    shown = (
        unit if amount is None else format_money(amount, currency=subject.currency, compact=True)
    )
    note = "" if matures is None else _("due {day}").format(day=matures.isoformat())
    return Holding(name, shown, note, amount, matures)


def _assets(subject: Subject) -> Iterator[Holding]:
    for row in subject.dated("asset"):
        installed, until = day_or_none(row["installed_on"]), day_or_none(row["warranty_until"])
        name = subject.product_name(row["product_id"]) or str(row["serial_no"] or "")
        since = "" if installed is None else _("since {day}").format(day=installed.isoformat())
        note = "" if until is None else _("warranty until {day}").format(day=until.isoformat())
        yield Holding(name, since, note, maturity=until)


def complaints(subject: Subject) -> tuple[Complaint, ...]:
    """Return the complaints open on the day of the card, the oldest first."""
    found = []
    for row in subject.dated("feedback"):
        closed = day_or_none(row["closed_on"])
        still = row["status"] != "closed" or (closed is not None and closed > subject.as_of)
        if row["kind"] != "complaint" or not still:
            continue
        since = None if row["day"] is None else from_day(row["day"])
        due = day_or_none(row["due_on"])
        found.append(
            Complaint(
                row=row["id"],
                text=row["text"] or subject.product_name(row["product_id"]) or _("Complaint"),
                since=since,
                days=None if since is None else (subject.as_of - since).days,
                due=due,
                overdue=due is not None and due < subject.as_of,
            )
        )
    return tuple(sorted(found, key=lambda each: (each.since or date.max, each.row)))


def tasks(subject: Subject) -> tuple[Task, ...]:
    """Return what is still to do, the earliest due first."""
    rows = [row for row in subject.rows.get("task", ()) if row["state"] in (None, "open")]
    rows.sort(key=lambda row: (row["due_on"] or "9999", row["priority"] or 9, row["id"]))
    return tuple(_task(subject, row) for row in rows)


def _task(subject: Subject, row: Row) -> Task:
    due = day_or_none(row["due_on"])
    overdue = due is not None and due < subject.as_of
    return Task(row["title"] or "", due, overdue, row["assigned_to"] or "", row["id"])
