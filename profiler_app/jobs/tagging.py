"""Assigning the tags of the catalog: to everybody in a refresh, to one customer on the card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import NULL_INT, BoolArray, Coded, Column
from profiler_app.analysis.evaluation import Kleene, evaluate
from profiler_app.analysis.facts import Facts
from profiler_app.analysis.happenings import TODAY, behaviour_column, today_column
from profiler_app.analysis.rows import Rows
from profiler_app.analysis.tagging import COMPLIANCE, assign_tags
from profiler_app.domain.dates import to_day
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.own_fields import facts_of_formulas
from profiler_app.domain.rules.wording import node_text
from profiler_app.domain.tags import known_tags
from profiler_app.jobs.column_reading import attribute_column, coded_column

ByHand = Mapping[str, BoolArray]


def facts_of_rules() -> tuple[str, ...]:
    """Return the facts (columns and attributes) that rules of tags and own formulas read."""
    wanted = {name for tag in known_tags().values() if tag.rule for name in tag.rule.fields}
    wanted |= facts_of_formulas()
    return tuple(name for name in sorted(wanted) if fields()[name].place in ("column", "attribute"))


def columns_of_rules() -> tuple[str, ...]:
    """Return the columns of the customer that rules of tags read."""
    return tuple(name for name in facts_of_rules() if fields()[name].place == "column")


def columns_of(facts: Facts) -> dict[str, Column]:
    """Return the facts that rules read, and what each customer is, as columns."""
    return {name: _column(facts, fields()[name]) for name in (*facts_of_rules(), "kind", "line")}


def happened(facts: Facts, day: date) -> dict[str, Column]:
    """Return what rules of tags ask beside fields: functions of events up to a day, and the day."""
    today = to_day(day.isoformat())
    rules = [tag.rule for tag in known_tags().values() if tag.rule and not tag.retired]
    nodes = dict.fromkeys(node for rule in rules for node in rule.behaviours)
    columns = {node_text(node): behaviour_column(node, facts, today=today) for node in nodes}
    return {TODAY: today_column(today, facts.size), **columns}


def _column(facts: Facts, field: Field) -> Column:
    if field.place == "attribute":
        return _newest_attribute(facts, field)
    cells = facts.customer[field.id]
    if isinstance(cells, Coded):
        return coded_column(field.kind, cells.codes, cells.labels)
    known = cells != NULL_INT
    return Column(field.kind, np.where(known, cells, 0), known)


def _newest_attribute(facts: Facts, field: Field) -> Column:
    rows = Rows(facts.tables.get("attribute", {}), facts.size)
    said = rows.where(rows.is_in("field", field.id) & (rows.text("value").codes >= 0))
    newest = said.last()
    value = newest.text("value")
    values = [value.labels[code] for code in value.codes.tolist()]
    return attribute_column(field, newest.owner, values, facts.size)


def assign(
    columns: Mapping[str, Column], *, kind_line: Coded, given: ByHand, refused: ByHand
) -> dict[str, Kleene]:
    """Return per tag who has it; ``given`` and ``refused`` say what people decided by hand."""
    closed = known_tags()["no_profiling"].rule
    assert closed is not None
    size = len(kind_line.codes)
    return assign_tags(
        tuple(known_tags().values()),
        columns,
        kind_line=kind_line,
        manual=given,
        refused=refused,
        profiling_allowed=~evaluate(closed, columns, tags={}, size=size).true,
    )


ALWAYS_SHOWN = frozenset(
    {"monetary_12m", "aum_mavg", "product_kinds", "csat_last", "complaints_12m"}
)
"""Sums of the contract itself and what was said, shown also without consent to profiling."""


def withhold(columns: Mapping[str, Column], hidden: BoolArray) -> dict[str, Column]:
    """Return features with nothing inferred about customers who did not allow profiling.

    What the contract itself says and what compliance tags are decided by stays. So a filter, a
    sort or an export never reveals what the card does not show.
    """
    tags = (tag for tag in known_tags().values() if tag.group == COMPLIANCE and tag.rule)
    stays = ALWAYS_SHOWN.union(*(tag.rule.fields for tag in tags if tag.rule))
    return {
        name: column if name in stays else column.without(hidden)
        for name, column in columns.items()
    }


def kind_and_line(kind: Column, line: Column) -> Coded:
    """Return what each customer is, as ``person:trade`` and so on."""
    labels = tuple(f"{k}:{n}" for k in kind.labels for n in line.labels)
    codes = kind.values.astype(np.int32) * len(line.labels) + line.values
    return Coded(codes.astype(np.int32), labels)


def holds_on(day: date, set_on: str | None, until: str | None) -> bool:
    """Whether a decision by hand holds on a day; ``until`` is its first day without."""
    iso = day.isoformat()
    return (set_on is None or set_on <= iso) and (until is None or until > iso)


def by_hand(pairs: Iterable[tuple[str, int]], ids: NDArray[np.int64]) -> dict[str, BoolArray]:
    """Turn (tag, customer) pairs into flags by tag, in the order of the sorted ``ids``."""
    found: dict[str, BoolArray] = {}
    for tag, customer in pairs:
        flags = found.setdefault(tag, np.zeros(len(ids), np.bool_))
        place = int(np.searchsorted(ids, customer))
        if place < len(ids) and ids[place] == customer:
            flags[place] = True
    return found
