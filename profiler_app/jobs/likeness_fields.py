"""Which fields customers are compared in, and the segment a word or a rule means."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.fields import Field, fields
from profiler_app.domain.likeness import CannotCompare
from profiler_app.domain.money import format_money
from profiler_app.domain.rules import to_sentence
from profiler_app.domain.rules.showing import show
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.lists import holds, parse_filter
from profiler_app.jobs.segments.saved import KIND
from profiler_app.store.runs import last_run
from profiler_app.store.segments import read_segments
from profiler_app.store.workspace import Workspace

_COMPARED = (
    *("lifecycle", "recency_days", "freq_12m", "monetary_12m", "aov_12m"),
    *("category_count_12m", "discount_ratio_12m", "online_ratio", "fav_category", "main_channel"),
    *("aum_mavg", "deposit_mavg", "product_kinds", "demand_share", "active_gap_days"),
    *("loan_balance", "inflow_12m", "limit_use", "tenure_days"),
    *("age_band", "income_band", "family_stage", "occupation", "city"),
    *("industry_section", "size_class", "ownership", "revenue", "employees"),
    *("needs", "motive", "ent_pref", "sport_pref", "culture_pref", "lifestyle", "values"),
    *("price_sensitivity", "decision_style", "contact_pref", "csat_last", "nps_last"),
)
_WHOLE = ("int", "money", "date")


def compared_fields(group: str) -> tuple[Field, ...]:
    """Return the fields customers of a kind (``person:trade``) are compared in."""
    kind, line = group.split(":")
    return tuple(fields()[name] for name in _COMPARED if fields()[name].applies(kind, line))


def of_group(source: ColumnSource, group: str) -> BoolArray:
    """Return who is of a kind and may be profiled."""
    kind, line = group.split(":")
    own = source.columns(("kind", "line"))
    chosen = _is(own["kind"], kind) & _is(own["line"], line)
    closed = parse_filter("has('no_profiling')")
    assert closed is not None
    allowed: BoolArray = chosen & ~holds(source, closed).true
    return allowed


def _is(column: Column, value: str) -> BoolArray:
    place = column.labels.index(value) if value in column.labels else -1
    found: BoolArray = column.known & (column.values == place)
    return found


def need_run(workspace: Workspace) -> None:
    """Refuse while nothing has been computed."""
    if last_run(workspace.connection) is None:
        raise TooLittleData(what=_("Comparing customers (refreshes)"), needed=1, found=0)


class Members(NamedTuple):
    """A group of customers: its name, its rule and that in words, who is in it."""

    name: str
    rule: str
    sentence: str
    inside: BoolArray


def segment_members(workspace: Workspace, source: ColumnSource, text: str) -> Members:
    """Return who is in a saved segment, has a tag, or fulfils a rule.

    Raises RuleProblem for what is none of them.
    """
    saved = {row.name.casefold(): row for row in read_segments(workspace.connection, KIND)}
    wanted = text.strip().casefold()
    name, rule_text = text.strip(), text
    if wanted in saved:
        name, rule_text = saved[wanted].name, saved[wanted].rule
    else:
        for tag in known_tags().values():
            if wanted in {tag.id, *(each.casefold() for each in tag.names.values())}:
                name, rule_text = tag.label, f"has('{tag.id}')"
    rule = parse_filter(rule_text)
    if rule is None:
        raise CannotCompare(reason=_("name a segment, a tag or a rule."))
    sentence = to_sentence(rule, currency=workspace.settings.currency)
    if name == rule_text.strip():
        name = sentence
    return Members(name, rule_text, sentence, holds(source, rule).true)


def shown(field: Field, value: Any, currency: str) -> str:
    """Return a value as short as a table wants it; a mean or quartile is rounded."""
    if isinstance(value, float) and field.kind in _WHOLE:
        value = round(value)
    if field.kind == "money":
        return format_money(value, currency=currency, compact=True)
    return show(field, value, currency=currency)


def place_of(source: ColumnSource, customer: int) -> int:
    """Return where a customer stands in all columns."""
    ids: NDArray[Any] = source.ids()
    return int(np.searchsorted(ids, customer))
