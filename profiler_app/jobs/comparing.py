"""Two to four customers side by side, or a customer beside a segment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.likeness import NUMBERS, quartiles, shares
from profiler_app.analysis.ranks import knots, share_among
from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.fields import Field
from profiler_app.domain.likeness import FEWEST, MOST, CannotCompare, ComparedRow, Comparison
from profiler_app.domain.profile import Card
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.likeness_fields import (
    compared_fields,
    need_run,
    of_group,
    place_of,
    segment_members,
    shown,
)
from profiler_app.jobs.personas import SMALLEST
from profiler_app.store.workspace import Workspace


def compare_customers(
    progress: Progress, workspace: Workspace, customers: Sequence[int], *, as_of: date
) -> Comparison:
    """Put the cards of two to four customers side by side. Raises CannotCompare."""
    if not FEWEST <= len(customers) <= MOST or len(set(customers)) < len(customers):
        raise CannotCompare(reason=_("name two to four different customers."))
    progress.step(0.0, N_("Comparing"))
    cards = [read_card(workspace, customer, as_of=as_of) for customer in customers]
    tags = [dict.fromkeys(tag.label for tag in card.tags) for card in cards]
    common = [name for name in tags[0] if all(name in each for each in tags[1:])]
    return Comparison(
        tuple(f"{card.name} ({card.number})" for card in cards),
        tuple(_rows(cards)),
        tuple(common),
        tuple(tuple(name for name in each if name not in common) for each in tags),
    )


def _rows(cards: Sequence[Card]) -> Iterator[ComparedRow]:
    """Yield the figures and the cells of the dimensions; a row for what any of them has."""
    figures = dict.fromkeys((kpi.key, kpi.label) for card in cards for kpi in card.kpis)
    for key, name in figures:
        found = [{kpi.key: kpi.value for kpi in card.kpis}.get(key) for card in cards]
        yield _row(_("Figures"), key, name, found)
    cells = dict.fromkeys(
        (block.id, block.label, cell.field, cell.label)
        for card in cards
        for block in card.dimensions
        for cell in block.cells
    )
    for dimension, title, field, name in sorted(cells, key=lambda cell: cell[0]):
        found = [_cell(card, dimension, field) for card in cards]
        yield _row(title, field, name, found)


def _cell(card: Card, dimension: str, field: str) -> str | None:
    blocks = (block for block in card.dimensions if block.id == dimension)
    return next((c.value for block in blocks for c in block.cells if c.field == field), None)


def _row(section: str, field: str, name: str, found: Sequence[str | None]) -> ComparedRow:
    known = {value for value in found if value is not None}
    return ComparedRow(section, field, name, tuple(found), len(known) > 1)


def compare_with_segment(
    progress: Progress, workspace: Workspace, customer: int, segment: str, *, as_of: date
) -> Comparison:
    """Put a customer beside a segment: a saved one, a tag or a rule; empty: his own group.

    Numbers stand beside the median of the members, with the customer's place among them;
    qualities beside the most frequent value. Everything is that of the last refresh. Raises
    CannotCompare, TooLittleData and RuleProblem.
    """
    progress.step(0.0, N_("Reading features"))
    need_run(workspace)
    card = read_card(workspace, customer, as_of=as_of)
    if not card.profiling_allowed:
        raise CannotCompare(reason=_("this customer did not allow profiling."))
    source = ColumnSource(workspace)
    name, _rule, sentence, members = segment_members(
        workspace, source, segment or own_segment(card)
    )
    group = f"{card.kind}:{card.line}"
    inside = members & of_group(source, group)
    if inside.sum() < SMALLEST:
        raise TooLittleData(what=_("A segment"), needed=SMALLEST, found=int(inside.sum()))
    place = place_of(source, customer)
    columns = source.columns([field.id for field in compared_fields(group)])
    currency = workspace.settings.currency
    rows = (
        _beside(field, columns[field.id], place, inside, currency)
        for field in compared_fields(group)
        if field.id in columns
    )
    return Comparison(
        (f"{card.name} ({card.number})", name),
        tuple(row for row in rows if row is not None),
        (),
        (tuple(tag.label for tag in card.tags), ()),
        customers=int(inside.sum()),
        sentence=sentence,
    )


def own_segment(card: Card) -> str:
    """Return the RFM group of a customer; for who has none everybody of his kind and line."""
    if card.rfm is not None:
        return f"rfm_{card.rfm.group}"
    return f"kind == '{card.kind}' and line == '{card.line}'"


def _beside(
    field: Field, column: Column, place: int, inside: BoolArray, currency: str
) -> ComparedRow | None:
    value = column.value(place)
    mine = None if value is None or value == [] else shown(field, value, currency)
    if column.kind in NUMBERS:
        middle = quartiles(column, inside)
        if middle is None:
            return None
        rank = None
        if value is not None:
            known = column.values[inside & column.known].astype(np.float64)
            rank = round(float(share_among(knots(known), np.array([float(value)]))[0]), 4)
        typical = shown(field, middle[1], currency)
        return ComparedRow(
            _("Figures"), field.id, field.label, (mine, typical), mine != typical, rank
        )
    found, n = shares(column, inside)
    if not n or not found:
        return None
    often = max(found, key=lambda each: (found[each], each))
    named = shown(field, [often] if field.kind == "list" else often, currency)
    typical = _("{value} ({share:.0%})").format(value=named, share=found[often])
    differs = mine is not None and (named not in mine if field.kind == "list" else mine != named)
    return ComparedRow(_("Qualities"), field.id, field.label, (mine, typical), differs)
