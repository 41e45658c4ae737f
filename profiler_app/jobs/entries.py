"""What a person types into a form, and the value it means; the way back for what is stored.

A list is written as its parts with 、 between them, an option as its id, yes and no as ``true``
and ``false``, money in major units.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from profiler_app.domain.addresses import address
from profiler_app.domain.checked import EMPTY, Checked, clean_text
from profiler_app.domain.companies import company_name
from profiler_app.domain.dates import parse_date
from profiler_app.domain.fields import Field, fields, of_catalog
from profiler_app.domain.identifiers import cn_id
from profiler_app.domain.import_sentences import sentence
from profiler_app.domain.money import parse_money
from profiler_app.domain.names import person_name
from profiler_app.domain.regions import region_of
from profiler_app.domain.separate_consent import SEPARATE
from profiler_app.domain.text import _
from profiler_app.ingest.notation import Notation
from profiler_app.ingest.targets import TargetField
from profiler_app.ingest.values import converter

LIST_MARK = "、"
REGION = "province"
"""Stands for province, city and county together: they are told in one text."""
_NUMBERS = ("int", "num", "ratio")
_FIRST = {
    "person": (
        *("name", "gender", "mobile", "wechat_id"),
        *("birth_date", "email", "first_source", "owner_rm"),
    ),
    "company": (
        *("name", "uscc", "short_name", "industry"),
        *("phone", "legal_rep", "first_source", "owner_rm"),
    ),
}
_NOT_TYPED = frozenset({"province", "city", "county", "relation_since"})
_PAST = frozenset({"birth_date", "established_on"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What a typed text means; with a ``problem`` (a sentence) it must not be saved."""

    value: Any = None
    problem: str = ""


def first_fields(kind: str) -> tuple[Field, ...]:
    """Return the fields that stand on top of the form of a person or a company."""
    return tuple(fields()[name] for name in _FIRST[kind])


def further_fields(kind: str, line: str) -> dict[str, tuple[Field, ...]]:
    """Return the other fields that can be typed, by dimension; nothing sensitive (S3)."""
    found: dict[str, list[Field]] = {}
    for field in fields().values():
        if field.id not in _FIRST[kind] and can_be_typed(field) and field.applies(kind, line):
            found.setdefault(field.dimension or "", []).append(field)
    return {dimension: tuple(each) for dimension, each in found.items()}


def can_be_typed(field: Field) -> bool:
    """Return whether a field is a fact that a person may enter."""
    told = field.place in ("column", "attribute") and field.origin not in ("system", "derived")
    secret = field.sensitivity == "S3" and field.id not in SEPARATE  # these ask for the consent
    return told and not secret and field.id not in _NOT_TYPED


def read_entry(name: str, text: str, *, kind: str, today: date) -> Entry:
    """Return what a text means in a field; an empty text is no value and no problem."""
    if clean_text(text) is None:
        return Entry(problem=_("Give a name.") if name == "name" else "")
    if name == REGION:
        return _region(text)
    field = fields()[name]
    checked = _name(text, kind) if name == "name" else _converted(field, text, today)
    if checked.errors:
        empty = checked.errors == (EMPTY,)
        return Entry(problem="" if empty else sentence(checked.errors[0], {"value": text.strip()}))
    value = list(checked.value) if isinstance(checked.value, tuple) else checked.value
    return Entry(value, _beyond(field, value, today))


def _name(text: str, kind: str) -> Checked[str]:
    return company_name(text) if kind == "company" else person_name(text)


def _region(text: str) -> Entry:
    """Read a region: any way of writing it that says at least the province."""
    if _parts_of(text)["province"] is None:
        return Entry(problem=_("Begin with the province or the city."))
    return Entry(text.strip())


def _converted(field: Field, text: str, today: date) -> Checked[Any]:
    if field.kind in _NUMBERS:
        text = _as_number(field, text)
    checked: Checked[Any] = _converter(field.id, today)(text)
    return checked


@of_catalog
def _converter(name: str, today: date) -> Any:
    field = fields()[name]
    target = TargetField(field.id, field.names, field.kind, field.options, field.place)
    return converter(target, notation=Notation(), today=today)


def _as_number(field: Field, text: str) -> str:
    """Write 2万 as 20000 and, in a share, 35% as 0.35; anything else stays."""
    plain = (clean_text(text) or "").replace(" ", "")
    if field.kind == "ratio" and plain.endswith("%"):
        number = Notation().number(plain[:-1])
        return plain if number is None else f"{float(number) / 100:.6f}"
    if Notation().number(plain) is not None:
        return plain
    amount = parse_money(plain)
    return plain if not amount.ok or amount.value is None else f"{amount.value / 100:.2f}"


def _beyond(field: Field, value: Any, today: date) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        problem = _outside(value, field.range)
        if problem:
            return problem
    if field.id in _PAST and isinstance(value, str) and value > today.isoformat():
        return _("This day is still to come.")
    return ""


def read_amount(text: str) -> Entry:
    """Read an amount of money as minor units."""
    if clean_text(text) is None:
        return Entry()
    amount = Notation().minor(text)
    if amount is None:
        return Entry(problem=sentence("MONEY_FORMAT"))
    return Entry(amount, "" if amount >= 0 else _("Give an amount that is not negative."))


def read_quantity(text: str) -> Entry:
    """Read how many pieces, above zero."""
    if clean_text(text) is None:
        return Entry()
    number = Notation().number(text)
    if number is None:
        return Entry(problem=sentence("bad_number", {"value": text.strip()}))
    return Entry(Decimal(number), "" if Decimal(number) > 0 else _("Give a number above zero."))


def read_number(text: str, limits: tuple[float, float] | None = None) -> Entry:
    """Read a whole number within limits."""
    if clean_text(text) is None:
        return Entry()
    number = Notation().number(text)
    if number is None or "." in number:
        return Entry(problem=sentence("bad_number", {"value": text.strip()}))
    return Entry(int(number), _outside(int(number), limits))


def read_share(text: str, limits: tuple[float, float] | None = None) -> Entry:
    """Read a percentage (3.5 and 3.5% are the same) as a share of one, within limits."""
    plain = (clean_text(text) or "").replace(" ", "").removesuffix("%")
    if not plain:
        return Entry()
    number = Notation().number(plain)
    if number is None:
        return Entry(problem=sentence("bad_number", {"value": text.strip()}))
    share = float(Decimal(number) / 100)
    low, high = limits or (-1e9, 1e9)
    return Entry(share, _outside(100 * share, (100 * low, 100 * high)))


def _outside(value: float, limits: tuple[float, float] | None) -> str:
    if limits is None or limits[0] <= value <= limits[1]:
        return ""
    return _("Give a number from {low} to {high}.").format(
        low=f"{limits[0]:,.10g}", high=f"{limits[1]:,.10g}"
    )


def read_day(text: str, *, latest: date | None = None, earliest: date | None = None) -> Entry:
    """Read a date, not after ``latest`` and not before ``earliest``."""
    if clean_text(text) is None:
        return Entry()
    checked = parse_date(text)
    if checked.errors or checked.value is None:
        return Entry(problem=sentence(checked.errors[0]))
    day = date.fromisoformat(checked.value)
    if latest is not None and day > latest:
        return Entry(day, _("This day is still to come."))
    if earliest is not None and day < earliest:
        return Entry(day, _("This day is over."))
    return Entry(day)


def amount_text(amount: int) -> str:
    """Return minor units as they stand in a form."""
    return f"{amount / 100:,.2f}".removesuffix(".00")


def entry_text(name: str, value: Any) -> str:
    """Return a stored value as it stands in a form."""
    field = fields()[name]
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return LIST_MARK.join(str(part) for part in value)
    if field.kind == "bool":
        return "true" if value else "false"
    if field.kind == "money":
        return amount_text(value)
    if field.kind in ("int", "num"):
        return f"{value:,}"
    if field.kind == "ratio":
        return f"{value * 100:.10g}%"
    if name == "mobile" and str(value).startswith("+86"):
        digits = str(value)[3:]
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return str(value)


def region_text(values: Mapping[str, Any]) -> str:
    """Return province, city and county of a customer as one text to be changed."""
    code = next((values[n] for n in ("county", "city", "province") if values.get(n)), None)
    region = region_of(str(code).ljust(6, "0")) if code else None
    if region is None:
        return ""
    names = (region.province, region.city, region.county)
    return "".join(name for name in dict.fromkeys(names) if name)


def _parts_of(text: str | None) -> dict[str, str | None]:
    """Return the codes of province, city and county a text begins with; None where unknown."""
    found = address(text).derived if text else {}
    parts = (("province", 2), ("city", 4), ("county", 6))
    codes = {name: (found.get(f"{name}_code"), digits) for name, digits in parts}
    return {name: code[:digits] if code else None for name, (code, digits) in codes.items()}


def with_implied(values: Mapping[str, Any], *, kind: str, today: date) -> dict[str, Any]:
    """Add what values imply: region of an address, gender and birthday of an ID, legal form."""
    full = dict(values)
    if REGION in values:
        full |= _parts_of(values[REGION])
    if "address" in values:
        full |= _parts_of(values["address"])
    if kind == "person" and values.get("cn_id"):
        told = cn_id(values["cn_id"], as_of=today).derived
        for name in ("gender", "birth_date"):
            if told.get(name) and values.get(name) is None:
                full[name] = told[name]
    if kind == "company" and values.get("name"):
        form = company_name(values["name"]).derived.get("legal_form")
        if form:
            full["legal_form"] = form
    return full
