"""What is special about one customer among those of the own group (ANA-04)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.likeness import NUMBERS, quartiles, shares
from profiler_app.analysis.standing_out import rarity, say_the_same, share_at_least
from profiler_app.domain.fields import Field
from profiler_app.domain.likeness import Deviation, Deviations
from profiler_app.domain.profile import Card
from profiler_app.domain.text import _
from profiler_app.jobs.cards.subject import Subject, read_subject
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.comparing import own_segment
from profiler_app.jobs.likeness_fields import compared_fields, of_group, segment_members, shown
from profiler_app.jobs.personas import SMALLEST
from profiler_app.store.runs import last_run
from profiler_app.store.workspace import Workspace

_TOP: Final = 3
_RARE: Final = 0.2
"""What more of the group share is not special."""
_SAME: Final = 0.7
"""Numbers with at least this rank correlation are told once."""
_KNOWN_OF: Final = 0.05
_SAMPLE: Final = 20_000
_AT_ONCE: Final = 4


def find_deviations(
    workspace: Workspace, source: ColumnSource, card: Card, *, as_of: date, at_once: bool = True
) -> Deviations | None:
    """Return the three strongest deviations of a customer from the own RFM group, or his kind.

    None where nobody was computed yet, profiling is not allowed, or the group has fewer than ten
    members. With ``at_once`` False a few columns of the group are read and kept, and the strongest
    are told only when all are there: until then ``NotYet`` is raised, to be asked again.
    """
    if last_run(workspace.connection) is None or not card.profiling_allowed:
        return None
    kind, own = f"{card.kind}:{card.line}", own_segment(card)
    chosen = source.kept(("deviations", kind, own), partial(_members, workspace, source, card))
    name, rule, n, places = chosen
    if n < SMALLEST:
        return None
    wanted = {field.id: field for field in compared_fields(kind)}
    waiting = [each for each in wanted if not source.has_kept(("deviation", kind, own, each))]
    if not at_once and len(waiting) > _AT_ONCE:
        for each in waiting[:_AT_ONCE]:
            _column(source, (kind, own, each), places)
        raise NotYet
    columns = {each: _column(source, (kind, own, each), places) for each in wanted}
    subject = read_subject(workspace, card.customer, as_of=as_of)
    return Deviations(name, rule, n, _strongest(subject, wanted, columns))


class NotYet(Exception):
    """Raised while there is more to be read first."""


def _members(
    workspace: Workspace, source: ColumnSource, card: Card
) -> tuple[str, str, int, NDArray[np.int64]]:
    """Return the name of the own group, its rule, its size and the places of a sample."""
    found = segment_members(workspace, source, own_segment(card))
    places = np.flatnonzero(found.inside & of_group(source, f"{card.kind}:{card.line}"))
    step = np.linspace(0, len(places) - 1, min(len(places), _SAMPLE)).round().astype(np.int64)
    name = card.rfm.group_label if card.rfm is not None else found.name
    return name, found.rule, len(places), places[step]


def _column(
    source: ColumnSource, key: tuple[str, str, str], places: NDArray[np.int64]
) -> Column | None:
    def read() -> Column | None:
        column = source.read_once(key[2])
        return None if column is None else column.take(places)

    found: Column | None = source.kept(("deviation", *key), read)
    return found


def _strongest(
    subject: Subject, wanted: Mapping[str, Field], columns: Mapping[str, Column | None]
) -> tuple[Deviation, ...]:
    found = [
        each
        for name, column in columns.items()
        if column is not None and (each := _one(subject, wanted[name], column)) is not None
    ]
    found.sort(key=lambda each: each.rarity)
    chosen: list[Deviation] = []
    for each in found:
        if not _told(each.field, (one.field for one in chosen), columns):
            chosen.append(each)
    return tuple(chosen[:_TOP])


def _told(field: str, chosen: Iterable[str], columns: Mapping[str, Column | None]) -> bool:
    own = columns[field]
    others = (columns[name] for name in chosen)
    return own is not None and any(
        other is not None and say_the_same(own, other, at_least=_SAME) for other in others
    )


def _one(subject: Subject, field: Field, column: Column) -> Deviation | None:
    value: Any = subject.columns[field.id].value(0) if field.id in subject.columns else None
    known = int(column.known.sum())
    if value is None or value == [] or known < max(SMALLEST, _KNOWN_OF * len(column)):
        return None
    rare = rarity(column, value)
    if rare > _RARE:
        return None
    mine = shown(field, value, subject.currency)
    made = _number if column.kind in NUMBERS else _quality
    usual, spread, sentence = made(field, column, value, subject.currency)
    if mine == usual:
        return None
    return Deviation(field.id, field.label, mine, usual, round(rare, 4), sentence, spread, known)


def _number(field: Field, column: Column, value: Any, currency: str) -> tuple[str, str, str]:
    middle = quartiles(column, column.known)
    assert middle is not None
    below, above = share_at_least(column, float(value))
    more, less = _("more than {share:.0%} of them"), _("less than {share:.0%} of them")
    said = more if below > above else less
    low, usual, high = (shown(field, each, currency) for each in middle)
    return usual, f"{low} – {high}", said.format(share=1 - min(below, above))


def _quality(field: Field, column: Column, value: Any, currency: str) -> tuple[str, str, str]:
    found, _n = shares(column, column.known)
    often = max(found, key=lambda each: (found[each], each))
    as_list = field.kind == "list"
    usual = shown(field, [often] if as_list else often, currency)
    own = value if as_list else [value]
    rarest = min(own, key=lambda each: found.get(str(each), 0.0))
    said = _("{share:.0%} of them have {value}").format(
        share=found.get(str(rarest), 0.0),
        value=shown(field, [rarest] if as_list else rarest, currency),
    )
    return _("{value} ({share:.0%})").format(value=usual, share=found[often]), "", said
