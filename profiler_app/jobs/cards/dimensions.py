"""The dimensions of a profile as cells: value, source, age, basis, or the question to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from profiler_app.domain.dates import from_day
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.fields import dimensions as all_dimensions
from profiler_app.domain.money import format_money
from profiler_app.domain.own_fields import own_formulas
from profiler_app.domain.profile import Cell, DimensionBlock
from profiler_app.domain.resources import catalog
from profiler_app.domain.rules.showing import listed, show
from profiler_app.domain.rules.wording import formula_sentence
from profiler_app.domain.text import _, label, ngettext
from profiler_app.jobs.cards import identity, origins
from profiler_app.jobs.cards.layout import PLANS, WORDED, BlockPlan, Part, RowPlan
from profiler_app.jobs.cards.subject import Subject
from profiler_app.jobs.entries import REGION, can_be_typed
from profiler_app.jobs.tagging import ALWAYS_SHOWN
from profiler_app.store.provenance import CLAIM

_LONGEST = 40


def dimensions(subject: Subject) -> tuple[DimensionBlock, ...]:
    """Return the dimensions of the card in the order they are shown."""
    labels = {dimension.id: dimension.label for dimension in all_dimensions()}
    return tuple(_block(subject, plan, labels[plan.id]) for plan in _plans(subject))


def _plans(subject: Subject) -> list[BlockPlan]:
    """Return the plan with the workspace's own fields behind the rows of their dimension.

    They do not count for the completeness, which is the same measure in every workspace. A
    dimension the card does not have gives its fields to the first one.
    """
    plans = {plan.id: plan for plan in PLANS[subject.group]}
    first = next(iter(plans))
    for field in fields().values():
        if field.is_own and field.applies(subject.kind, subject.line):
            home = field.dimension if field.dimension in plans else first
            row = RowPlan(field.id, field.label, (Part((field.id,)),), counted=False)
            plans[home] = replace(plans[home], rows=(*plans[home].rows, row))
    return list(plans.values())


def _block(subject: Subject, plan: BlockPlan, name: str) -> DimensionBlock:
    parts = [part for row in plan.rows if row.counted for part in row.parts]
    filled = sum(_part_text(subject, part) is not None for part in parts)
    filled += sum(subject.value(field) is not None for field in plan.silent)
    cells = tuple(_cell(subject, row) for row in plan.rows)
    stale = sum(cell.stale for cell in cells)
    return DimensionBlock(plan.id, name, cells, filled, len(parts) + len(plan.silent), stale)


def _cell(subject: Subject, row: RowPlan) -> Cell:
    texts = [text for part in row.parts if (text := _part_text(subject, part)) is not None]
    field = row.parts[0].fields[0]
    if not texts:
        return _missing(subject, row)
    basis = _calculation(subject, field) or _basis(subject, row.parts[0])
    source, as_of = _origin(subject, row)
    told = not row.parts[0].table
    disputed, sources = _disputed(subject, row)
    return Cell(
        field,
        _(row.label),
        " · ".join(texts),
        source=source,
        as_of=as_of,
        stale=told and origins.is_stale(subject, as_of),
        basis=basis,
        counted=row.counted,
        edits=_edited(subject, row),
        disputed=disputed,
        sources=sources,
    )


def _disputed(subject: Subject, row: RowPlan) -> tuple[str, int]:
    """Return the first field of a row other sources tell differently, and how many tell it."""
    told = Counter(each["field"] for each in subject.rows.get("attribute", ()))
    for name in (_TOLD_BY.get(name, name) for part in row.parts for name in part.fields):
        if others := told[f"{CLAIM}{name}"]:
            return name, others + 1
    return "", 1


def _edited(subject: Subject, row: RowPlan) -> str:
    """Return the first field of a row that is known and can be typed, else the first to type."""
    names = [_TOLD_BY.get(name, name) for part in row.parts for name in part.fields]
    if any(part.table for part in row.parts):
        return ""
    usable = [n for n in names if n == REGION or can_be_typed(fields()[n])]
    usable = [n for n in usable if fields()[n].applies(subject.kind, subject.line)]
    known = [name for name in usable if subject.value(name) is not None]
    return next(iter([*known, *usable]), "")


def _missing(subject: Subject, row: RowPlan) -> Cell:
    """Return a cell to be asked for; what only records can tell says what it waits for."""
    part = row.parts[0]
    question = "" if part.table else _question(row.key, subject.line)
    waiting = _waiting(subject, part) if part.table else _not_calculated(subject, part.fields[0])
    return Cell(
        part.fields[0],
        _(row.label),
        None,
        question=question,
        basis=waiting,
        counted=row.counted,
        edits=_edited(subject, row),
    )


def _question(key: str, line: str) -> str:
    found: Mapping[str, Mapping[str, str]] = catalog("questions")
    names = found.get(f"{key}:{line}") or found.get(key)
    return label(names) if names else ""


def _waiting(subject: Subject, part: Part) -> str:
    if part.table in ("relation", "company_contact"):
        return _("none recorded")
    if not subject.allowed and part.table not in ("feedback", "survey_response"):
        return _("needs consent")
    if part.table != "order_line":
        return _("no records yet")
    if not subject.orders:
        return _("computed after the first order")
    return ngettext(
        "insufficient data ({n} order)", "insufficient data ({n} orders)", subject.orders
    ).format(n=subject.orders)


def _part_text(subject: Subject, part: Part) -> str | None:
    """Return what is known of a part, None when nothing is or nothing may be said."""
    if part.fields[0] in _SPECIAL:
        return _SPECIAL[part.fields[0]](subject)
    if part.table and not _may_compute(subject, part):
        return None
    shown = [_field_text(subject, name) for name in part.fields]
    known = [text for text in shown if text]
    return " · ".join(known[:3]) or None


def _may_compute(subject: Subject, part: Part) -> bool:
    if part.table == "order_line" and subject.orders < max(part.orders, 1):
        return False
    if part.table in ("feedback", "survey_response") and not subject.dated(part.table):
        return False
    return subject.allowed or part.fields[0] in ALWAYS_SHOWN


def _field_text(subject: Subject, name: str) -> str | None:
    field = fields()[name]
    row = subject.attributes.get(name)
    inferred = field.id in own_formulas() or (row is not None and row["origin"] == "inferred")
    hidden = inferred and not subject.allowed
    if hidden or not field.applies(subject.kind, subject.line):
        return None
    text = _text(subject, field)
    if text is None:
        return None
    template = WORDED.get(name)
    return _(template).format(value=text) if template else text


def _text(subject: Subject, field: Field) -> str | None:
    """Return a value as short as a cell wants it: amounts and days without fractions."""
    value = subject.value(field.id)
    if value is None:
        return None
    if field.kind == "money":
        return format_money(value, currency=subject.currency, compact=True)
    if field.unit == "days" and isinstance(value, float):
        value = round(value)
    return show(field, value, currency=subject.currency)


def _region(subject: Subject) -> str | None:
    return identity.place(subject)


def _last_feedback(subject: Subject) -> str | None:
    said = [row for row in subject.dated("feedback") if row["text"]]
    if not said:
        return None
    text = max(said, key=lambda row: (row["day"] or 0, row["id"]))["text"]
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return _("“{text}”").format(text=short)


_SPECIAL: Mapping[str, Callable[[Subject], str | None]] = {
    "province": _region,
    "industry": identity.industry_text,
    "feedback_text": _last_feedback,
}
_TOLD_BY = {"age": "birth_date", "size_class": "employees"}


def _origin(subject: Subject, row: RowPlan) -> origins.Origin:
    """Return where the first known field of a row comes from."""
    for part in row.parts:
        if part.table:
            return origins.of_rows(subject, part.table)
        for name in (_TOLD_BY.get(name, name) for name in part.fields):
            if name in subject.attributes:
                return origins.of_attribute(subject, subject.attributes[name])
            if fields()[name].place == "column" and subject.own[name] is not None:
                return origins.of_column(subject, name)
    return "", None


def _calculation(subject: Subject, name: str) -> str:
    """Say how a formula came to its result, with the values it used; nothing for other fields."""
    formula = own_formulas().get(name)
    if formula is None:
        return ""
    said = formula_sentence(formula, currency=subject.currency)
    used = [
        _("{field} {value}").format(field=fields()[each].label, value=text)
        for each in sorted(formula.fields)
        if (text := subject.text(each)) is not None
    ]
    return _("{formula} ({values})").format(formula=said, values=listed(used))


def _not_calculated(subject: Subject, name: str) -> str:
    """Say what a formula still needs; nothing for other fields."""
    formula = own_formulas().get(name)
    if formula is None:
        return ""
    if not subject.allowed:
        return _("needs consent")
    unknown = [name for name in sorted(formula.fields) if subject.text(name) is None]
    missing = [fields()[name].label for name in unknown]
    return _("needs {fields}").format(fields=listed(missing)) if missing else _("no result")


def _basis(subject: Subject, part: Part) -> str:
    """Say how many records a derived value rests on, and since when."""
    rows = subject.dated(part.table) if part.table else []
    days = [row["day"] for row in rows if row.get("day") is not None]
    if part.table == "order_line":
        n = subject.orders
        counted = ngettext("{n} order", "{n} orders", n).format(n=n)
    elif rows:
        counted = ngettext("{n} record", "{n} records", len(rows)).format(n=len(rows))
    else:
        return ""
    if not days:
        return counted
    since = f"{from_day(min(days)):%Y-%m}"
    return _("{records} since {month}").format(records=counted, month=since)
