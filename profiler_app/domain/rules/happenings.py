"""What happened to customers, as rules see it: sources of events and the functions of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

from profiler_app.domain.fields import Field, Kind
from profiler_app.domain.rules.adapting import TYPE_NAMES, problem
from profiler_app.domain.rules.tree import TYPE_OF_KIND, Behaviour, Events
from profiler_app.domain.rules.vocabulary import with_guess
from profiler_app.domain.text import N_, _, label

MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Source:
    """A source of events.

    ``table`` holds them; ``columns`` are what a condition may ask of one event. Lines of one order
    are one event (``of_orders``).
    """

    id: str
    names: Mapping[str, str]
    table: str
    columns: Mapping[str, Field]
    of_orders: bool = False

    @property
    def label(self) -> str:
        """The name in the current language."""
        return label(self.names)


def _columns(*rows: tuple[str, str, str, Kind, str | None]) -> Mapping[str, Field]:
    return {
        name: Field(name, {"zh": zh, "en": en}, kind, "rows", frozenset(), options=options)
        for name, zh, en, kind, options in rows
    }


_DAY: tuple[str, str, str, Kind, str | None] = ("day", "日期", "Day", "date", None)
_OF_ORDERS = _columns(
    _DAY,
    ("amount", "金额", "Amount", "money", None),
    ("discount", "优惠金额", "Discount", "money", None),
    ("category", "品类", "Category", "text", None),
    ("brand", "品牌", "Brand", "text", None),
    ("product", "商品", "Product", "text", None),
    ("channel", "渠道", "Channel", "enum", "channel"),
)

SOURCES: Mapping[str, Source] = {
    source.id: source
    for source in (
        Source("purchases", {"zh": "购买", "en": "purchases"}, "order_line", _OF_ORDERS, True),
        Source("returns", {"zh": "退货", "en": "returns"}, "order_line", _OF_ORDERS, True),
        Source(
            "contacts",
            {"zh": "联系", "en": "contacts"},
            "interaction",
            _columns(
                _DAY,
                ("channel", "联系方式", "Channel", "enum", "contact_channel"),
                ("purpose", "目的", "Purpose", "enum", "purpose"),
                ("outcome", "结果", "Outcome", "enum", "outcome"),
                ("direction", "方向", "Direction", "enum", "direction"),
            ),
        ),
        Source(
            "activities",
            {"zh": "行为", "en": "activities"},
            "event",
            _columns(
                _DAY,
                ("kind", "行为类型", "Kind", "enum", "event_kind"),
                ("category", "品类", "Category", "text", None),
                ("channel", "渠道", "Channel", "enum", "channel"),
            ),
        ),
        Source(
            "feedbacks",
            {"zh": "反馈", "en": "feedbacks"},
            "feedback",
            _columns(
                _DAY,
                ("kind", "反馈类型", "Kind", "enum", "feedback_kind"),
                ("rating", "评分", "Rating", "int", None),
                ("status", "处理状态", "Status", "enum", "feedback_status"),
            ),
        ),
        Source(
            "flows",
            {"zh": "账户流水", "en": "account flows"},
            "flow",
            _columns(
                _DAY,
                ("amount", "金额", "Amount", "money", None),
                ("direction", "收支方向", "Direction", "enum", "flow_direction"),
                ("channel", "渠道", "Channel", "text", None),
                ("purpose", "用途", "Purpose", "text", None),
            ),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Function:
    """A function of events.

    ``gives`` is the kind of what comes out; ``column`` that of the column it looks at; ``day``
    that of the day. ``of_column`` is the sentence where a column is named.
    """

    sentence: str
    gives: OneOf["int", "column", "bool", "day"]
    columns: OneOf["none", "needed", "maybe"]
    of_column: str = ""
    numbers: bool = False
    unit: str | None = None


FUNCTIONS: Mapping[str, Function] = {
    "count": Function(N_("the number of {events}"), "int", "none", unit="times"),
    "sum": Function(N_("the sum of {column} of {events}"), "column", "needed", numbers=True),
    "average": Function(N_("the average {column} of {events}"), "column", "needed", numbers=True),
    "largest": Function(N_("the largest {column} of {events}"), "column", "needed", numbers=True),
    "smallest": Function(N_("the smallest {column} of {events}"), "column", "needed", numbers=True),
    "distinct": Function(N_("how many different {column} of {events}"), "int", "needed"),
    "days_since": Function(N_("days since the last of {events}"), "int", "none", unit="days"),
    "first": Function(
        N_("the day of the first of {events}"),
        "day",
        "maybe",
        N_("{column} of the first of {events}"),
    ),
    "last": Function(
        N_("the day of the last of {events}"),
        "day",
        "maybe",
        N_("{column} of the last of {events}"),
    ),
    "then": Function(N_("{first}, and {then} within {n} days after"), "bool", "none"),
    "then_not": Function(N_("{first}, and no {then} within {n} days after"), "bool", "none"),
}

SEQUENCES: Mapping[str, Function] = {
    name: row for name, row in FUNCTIONS.items() if row.gives == "bool"
}


def columns_of(source: str, position: int) -> Mapping[str, Field]:
    """Return the columns of a source of events, or raise RuleProblem."""
    if source not in SOURCES:
        reason = _("there are no events {name}.").format(name=repr(source))
        raise problem(position, with_guess(reason, source, list(SOURCES)))
    return SOURCES[source].columns


def behaviour(
    function: str,
    events: Events,
    *,
    days: int | None = None,
    then: Events | None = None,
    within: int | None = None,
    position: int = 0,
) -> Behaviour:
    """Return a checked function of events; raises RuleProblem where the column does not fit."""
    row = FUNCTIONS[function]
    column = columns_of(events.source, events.position).get(events.column)
    if column is None and row.columns == "needed":
        reason = _("name what to look at, like {example}")
        raise problem(events.position, reason.format(example=_example(events.source, row)))
    if column is not None and row.columns == "none":
        raise problem(events.position, _("{name} takes events, no column").format(name=function))
    if column is not None and row.numbers and TYPE_OF_KIND[column.kind] not in ("number", "money"):
        wanted = " / ".join(_(TYPE_NAMES[kind]) for kind in ("number", "money"))
        found = _(TYPE_NAMES[TYPE_OF_KIND[column.kind]])
        reason = _("expected {wanted}, found {found}").format(wanted=wanted, found=found)
        raise problem(events.position, reason)
    field = _result(function, row, column)
    return Behaviour(function, events, field, days, then, within, position)


def _example(source: str, row: Function) -> str:
    columns = SOURCES[source].columns
    fitting = [name for name, each in columns.items() if each.kind in ("money", "int")]
    return f"{source}.{fitting[0] if row.numbers and fitting else list(columns)[-1]}"


def _result(function: str, row: Function, column: Field | None) -> Field:
    kind: Kind
    options, unit = None, row.unit
    if row.gives == "int":
        kind = "int"
    elif row.gives == "bool":
        kind = "bool"
    elif column is None:
        kind = "date"
    else:
        kind, options = column.kind, column.options
        if function == "average" and kind == "int":
            kind = "num"
    names = {"zh": function, "en": function}
    return Field(f"@{function}", names, kind, "feature", frozenset(), options=options, unit=unit)
