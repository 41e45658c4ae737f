"""Who the customer is: the line under the name, contacts, consents, registration."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from profiler_app.domain.fields import fields, option_label, options
from profiler_app.domain.identifiers import mask
from profiler_app.domain.industries import industry
from profiler_app.domain.loyalty import distance, distance_words
from profiler_app.domain.money import format_money
from profiler_app.domain.profile import Badge, Consent, Contact, Fact, Tone
from profiler_app.domain.regions import region_of
from profiler_app.domain.tags import NO_PROFILING
from profiler_app.domain.text import _, language, ngettext
from profiler_app.jobs.cards.consent import consent_state
from profiler_app.jobs.cards.subject import Subject, day_or_none
from profiler_app.jobs.entries import entry_text
from profiler_app.jobs.segments.tiers import ORDERS, saved_tiers

_STAGE_TONES: dict[str, Tone] = {
    "acquire": "accent",
    "growth": "success",
    "mature": "success",
    "decline": "warning",
    "lost": "danger",
    "winback": "accent",
}
_PURPOSES = {
    "person": ("profiling", "marketing", "phone_marketing"),
    "company": ("credit_query",),
}
_CONTACTS = ("mobile", "phone", "email", "wechat_id")
_IDENTIFIERS = ("uscc", "member_no", "core_cust_no", "cn_id")
_REGISTRATION = (
    "legal_rep",
    "business_status",
    "legal_form",
    "ownership",
    "established_on",
    "registered_capital",
    "uscc",
    "address",
)


class Masked(NamedTuple):
    """A text the card shows masked: what it is called, how it is shown, what it is."""

    label: str
    masked: str
    value: str


def stage(subject: Subject, since: date | None) -> Badge | None:
    """Return the stage of life, with the day since which it has been that."""
    value = subject.value("lifecycle")
    if value is None or not subject.allowed:
        return None
    return Badge(value, option_label("lifecycle", value), _STAGE_TONES.get(value, "neutral"), since)


def initial(subject: Subject) -> str:
    """Return what stands in the avatar."""
    name = str(subject.own["short_name"] or subject.own["name"] or "").strip()
    return name[:1].upper()


def facts(subject: Subject) -> tuple[str, ...]:
    """Return the parts of the line under the name."""
    parts = _of_company(subject) if subject.kind == "company" else _of_person(subject)
    parts.append(loyalty_line(subject))
    return tuple(part for part in parts if part)


def loyalty_line(subject: Subject) -> str | None:
    """Say on which of the user's tiers the customer stands and how far the next one is (LOY-01).

    Only for the present: the tiers are those of today. None without tiers, or without leave to
    profile.
    """
    tiers = saved_tiers(subject.connection) if subject.known_on is None else None
    if tiers is None or subject.has(NO_PROFILING):
        return None
    money, orders = subject.value(tiers.figure), subject.value(ORDERS)
    if money is None and orders is None:
        return None
    return distance_words(distance(tiers, money, orders), subject.currency)


def _of_person(subject: Subject) -> list[str | None]:
    age, joined = subject.value("age"), day_or_none(subject.own["relation_since"])
    return [
        option_label("kind", "person"),
        subject.text("gender"),
        None if age is None else ngettext("{n} year old", "{n} years old", age).format(n=age),
        place(subject),
        subject.own["job_title"] or subject.text("occupation"),
        None if joined is None else _("customer since {month}").format(month=f"{joined:%Y-%m}"),
    ]


def _of_company(subject: Subject) -> list[str | None]:
    founded, capital = day_or_none(subject.own["established_on"]), subject.own["registered_capital"]
    shown = None if capital is None else _money(subject, capital)
    staff = subject.own["employees"]
    return [
        industry_text(subject),
        subject.text("size_class"),
        None if staff is None else ngettext("{n} employee", "{n} employees", staff).format(n=staff),
        None if founded is None else _("founded {month}").format(month=f"{founded:%Y-%m}"),
        None if shown is None else _("capital {amount}").format(amount=shown),
    ]


def _money(subject: Subject, minor: int) -> str:
    return format_money(minor, currency=subject.currency, compact=True)


def industry_text(subject: Subject) -> str | None:
    """Return the code of the industry with its name (only Chinese names exist)."""
    code = subject.own["industry"]
    if not code:
        return None
    known = industry(code).derived
    if language() == "en" or "name" not in known:
        return f"{known.get('section', '')}{code.lstrip('ABCDEFGHIJKLMNOPQRST')}"
    return f"{known['section']}{code.lstrip('ABCDEFGHIJKLMNOPQRST')} {known['name']}"


def place(subject: Subject) -> str | None:
    """Return city and county (the province where there is no city, as in a municipality)."""
    own = subject.own
    code = own["county"] or f"{own['city'] or own['province'] or ''}".ljust(6, "0")
    region = region_of(str(code))
    if region is None:
        return None
    city = region.city if own["city"] else None
    return f"{city or region.province}{region.county or ''}"


def contacts(subject: Subject) -> tuple[Contact, ...]:
    """Return the ways to reach the customer, masked."""
    own = {str(subject.own[kind]) for kind in _CONTACTS if subject.own[kind]}
    return tuple(
        _contact(kind, value, primary=not at and value in own)
        for at, (value, kind) in enumerate(_ways(subject).items())
    )


def _ways(subject: Subject) -> dict[str, str]:
    """Return the kind of every number and address to reach the customer by, each once."""
    found: dict[str, str] = {}
    for kind in _CONTACTS:
        if subject.own[kind]:
            found.setdefault(str(subject.own[kind]), kind)
    for row in subject.rows.get("contact", ()):
        if row["value"] and row["valid"] != 0:
            found.setdefault(str(row["value"]), row["kind"])
    return found


def masked(subject: Subject) -> list[Masked]:
    """Return what the head of the card shows masked, with the whole texts."""
    ways = [(_contact(kind, value, primary=False), value) for value, kind in _ways(subject).items()]
    found = [
        Masked(way.label, way.masked, _whole(way.kind, value))
        for way, value in ways
        if way.masked != value
    ]
    for name in _IDENTIFIERS:
        value = str(subject.own[name] or "")
        if value and _shown(name, value) != value:
            found.append(Masked(fields()[name].label, _shown(name, value), _whole(name, value)))
    return found


def _whole(name: str, value: str) -> str:
    return entry_text(name, value) if name in fields() else value


def _contact(kind: str, value: str, *, primary: bool) -> Contact:
    field = fields().get(kind)
    label = field.label if field else option_label("contact_channel", kind)
    return Contact(kind, label, mask(kind, value), primary=primary)


def identifiers(subject: Subject) -> tuple[Fact, ...]:
    """Return the numbers that name the customer; sensitive ones masked."""
    return tuple(
        Fact(fields()[name].label, _shown(name, str(subject.own[name])))
        for name in _IDENTIFIERS
        if subject.own[name] and fields()[name].applies(subject.kind, subject.line)
    )


def _shown(name: str, value: str) -> str:
    return mask(name, value) if fields()[name].sensitivity in ("S2", "S3") else value


def registration(subject: Subject) -> tuple[Fact, ...]:
    """Return what the register says about a company."""
    if subject.kind != "company":
        return ()
    pairs = [(name, subject.text(name)) for name in _REGISTRATION]
    return tuple(
        Fact(fields()[name].label, _shown(name, text) if name != "address" else text)
        for name, text in pairs
        if text
    )


def consents(subject: Subject) -> tuple[Consent, ...]:
    """Return the state of every purpose that matters, asked or not."""
    asked = [row["purpose"] for row in subject.rows.get("consent", ())]
    purposes = dict.fromkeys((*_PURPOSES[subject.kind], *asked))
    return tuple(_consent(subject, purpose) for purpose in purposes if purpose)


def _consent(subject: Subject, purpose: str) -> Consent:
    rows = subject.rows.get("consent", ())
    state, until = consent_state(rows, purpose, on=subject.today)
    label = {option.id: option.label for option in options("purpose")}.get(purpose, purpose)
    return Consent(purpose, label, state, until)
