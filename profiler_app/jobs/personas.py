"""A segment as one typical customer: what he is like, and what sets him apart from the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import numpy as np

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.likeness import NUMBERS, medoid, more_or_less, quartiles, shares
from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.likeness import Distinction, PersonaCard, Range
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.likeness_fields import (
    compared_fields,
    need_run,
    of_group,
    segment_members,
    shown,
)
from profiler_app.jobs.printing import login_name
from profiler_app.store.workspace import Workspace

SMALLEST = 10
"""A smaller segment would describe people, not a type (PRO-02)."""
SEED = 7
_STRIKING, _SHOWN, _KNOWN_OF = 0.1, 8, 0.05
_GROUPS = ("person:trade", "person:bank", "company:trade", "company:bank")


def persona(
    progress: Progress, workspace: Workspace, segment: str, *, seed: int = SEED
) -> PersonaCard:
    """Draw the typical customer of a saved segment, a tag or a rule.

    Members who did not allow profiling are left out, and so is who is of another kind than most
    members. Raises TooLittleData below 10 members or before the first refresh, and RuleProblem.
    """
    progress.step(0.0, N_("Reading features"))
    need_run(workspace)
    source = ColumnSource(workspace)
    name, rule, sentence, members = segment_members(workspace, source, segment)
    by_group = {group: of_group(source, group) for group in _GROUPS}
    group = max(_GROUPS, key=lambda each: int((members & by_group[each]).sum()))
    inside, outside = members & by_group[group], by_group[group] & ~members
    if inside.sum() < SMALLEST:
        raise TooLittleData(what=_("A persona"), needed=SMALLEST, found=int(inside.sum()))
    wanted = [field.id for field in compared_fields(group)]
    columns = source.columns([*wanted, "monetary_12m"])
    used = {name: columns[name] for name in wanted if name in columns}
    progress.step(0.4, N_("Comparing"))
    currency = workspace.settings.currency
    middle = medoid(used, np.flatnonzero(inside), seed=seed)
    return PersonaCard(
        name=name,
        rule=rule,
        sentence=sentence,
        customers=int(inside.sum()),
        share=float(inside.sum()) / max(int(by_group[group].sum()), 1),
        sales_share=_sales(columns.get("monetary_12m"), inside, by_group[group]),
        typical=_typical(used, middle, currency),
        ranges=tuple(_ranges(used, inside, outside, currency)),
        distinctions=_distinctions(used, inside, outside, currency),
        frequent=tuple(_frequent(used, inside, currency)),
    )


def print_persona(
    found: PersonaCard, path: Path, *, today: date, printed_by: str | None = None
) -> None:
    """Write a persona as a PDF of one A4 page.

    Raises PlaceNotWritable or NoSpaceForFile; an old file stays then.
    """
    from profiler_app.reports.persona_page import write_persona

    write_persona(found, path, printed_by=printed_by or login_name(), today=today)


def _sales(column: Column | None, inside: BoolArray, everybody: BoolArray) -> float | None:
    if column is None:
        return None
    money = np.where(column.known, column.values, 0)
    total = float(money[everybody].sum())
    return float(money[inside].sum()) / total if total else None


def _typical(
    columns: Mapping[str, Column], place: int, currency: str
) -> tuple[tuple[str, str], ...]:
    known = ((fields()[n], column.value(place)) for n, column in columns.items())
    return tuple(
        (field.label, shown(field, value, currency))
        for field, value in known
        if value is not None and value != []
    )


def _ranges(
    columns: Mapping[str, Column], inside: BoolArray, outside: BoolArray, currency: str
) -> Iterator[Range]:
    for name, column in columns.items():
        found, field = quartiles(column, inside) if column.kind in NUMBERS else None, fields()[name]
        if found is None:
            continue
        rest = quartiles(column, outside)
        low, middle, high = (shown(field, value, currency) for value in found)
        others = shown(field, rest[1], currency) if rest else "—"
        known = int((inside & column.known).sum())
        yield Range(name, field.label, low, middle, high, others, known)


def _distinctions(
    columns: Mapping[str, Column], inside: BoolArray, outside: BoolArray, currency: str
) -> tuple[Distinction, ...]:
    """Return what sets the members apart most, the strongest first; one line a field."""
    found = []
    for name, column in columns.items():
        enough = _KNOWN_OF * inside.sum()
        if (inside & column.known).sum() < max(enough, SMALLEST) or not outside.any():
            continue
        each = (_number if column.kind in NUMBERS else _quality)(
            fields()[name], column, inside, outside, currency
        )
        if each is not None and abs(each.strength) >= _STRIKING:
            found.append(each)
    found.sort(key=lambda each: (-abs(each.strength), each.field))
    return tuple(found[:_SHOWN])


def _number(
    field: Field, column: Column, inside: BoolArray, outside: BoolArray, currency: str
) -> Distinction | None:
    strength = more_or_less(column, inside, outside)
    ours, theirs = quartiles(column, inside), quartiles(column, outside)
    if strength is None or ours is None or theirs is None:
        return None
    typical, usual = (shown(field, each[1], currency) for each in (ours, theirs))
    if typical == usual:
        return None
    words = _("{field}: half of them have at least {ours}, of the others {theirs}").format(
        field=field.label, ours=typical, theirs=usual
    )
    return Distinction(field.id, field.label, round(strength, 4), words)


def _quality(
    field: Field, column: Column, inside: BoolArray, outside: BoolArray, currency: str
) -> Distinction | None:
    ours, n = shares(column, inside)
    theirs, others = shares(column, outside)
    if not n or not others:
        return None
    far = {value: ours.get(value, 0.0) - theirs.get(value, 0.0) for value in {*ours, *theirs}}
    value = max(far, key=lambda each: (abs(far[each]), each))
    words = _("{field} {value}: {ours:.0%} of them, {theirs:.0%} of the others").format(
        field=field.label,
        value=_named(field, value, currency),
        ours=ours.get(value, 0.0),
        theirs=theirs.get(value, 0.0),
    )
    return Distinction(field.id, field.label, round(far[value], 4), words)


def _frequent(
    columns: Mapping[str, Column], inside: BoolArray, currency: str
) -> Iterator[tuple[str, str, float]]:
    """Yield of every quality the most frequent value and its share."""
    for name, column in columns.items():
        found, n = ({}, 0) if column.kind in NUMBERS else shares(column, inside)
        if n >= SMALLEST and found:
            value = max(found, key=lambda each: (found[each], each))
            yield fields()[name].label, _named(fields()[name], value, currency), found[value]


def _named(field: Field, value: str, currency: str) -> str:
    if field.kind == "bool":
        return shown(field, value == "true", currency)
    return shown(field, [value] if field.kind == "list" else value, currency)
