"""Conditions of a filter: each says itself in the rule language and in words for its chip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from profiler_app.domain.fields import Field, fields, find_field
from profiler_app.domain.rules.showing import listed, number, show, yes_or_no
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _, language, ngettext
from profiler_app.domain.views import on_day

TAGS = "#tags"
"""Stands for the field of a condition on tags."""

RULE = "#rule"
"""Stands for the field of a condition that is a rule of its own."""

Op = Literal["in", "not_in", "range", "days", "older", "ahead", "dates", "contains", "unknown",
             "yes", "no", "any", "all", "none", "rule"]  # fmt: skip
RELATIVE: tuple[Op, ...] = ("days", "older", "ahead")
"""Ways to ask for a day that move along with today; their value is a number of days."""

_MOST_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: a field (or TAGS), what is asked of it, and with which values.

    ``range`` and ``dates`` have two values, either of which may be empty (open). Amounts are in
    major units and shares in percent, as people write them. ``rule`` has the text of the rule and
    what to call it.
    """

    field: str
    op: Op
    values: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether there is what it asks about: a field of one's own may be gone."""
        return self.field in (TAGS, RULE) or find_field(self.field) is not None

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return self.op not in ("unknown", "yes", "no") and not any(self.values)


def rule_text(conditions: Sequence[Condition], today: date) -> str:
    """Return all conditions together as one rule; empty without any."""
    return on_day(moving_rule(conditions), today)


def moving_rule(conditions: Sequence[Condition]) -> str:
    """Return all conditions as one rule in which days move along with today (see ``on_day``)."""
    asked = [each for each in conditions if not each.is_empty]
    whole = [f"({each.values[0]})" if each.op == "rule" else _rule(each) for each in asked]
    if len(asked) == 1 and asked[0].op == "rule":
        return asked[0].values[0]
    return " and ".join(whole)


def _rule(condition: Condition) -> str:
    name, values = condition.field, condition.values
    match condition.op:
        case "any" | "none":
            said = " or ".join(f"has({quoted(tag)})" for tag in values)
            return f"({said})" if condition.op == "any" else f"not ({said})"
        case "all":
            return " and ".join(f"has({quoted(tag)})" for tag in values)
        case "in" | "not_in":
            return _choice(fields()[name], values, denied=condition.op == "not_in")
        case "contains":
            return f"contains({name}, {quoted(values[0])})"
        case "unknown":
            return f"isnull({name})"
        case "yes" | "no":
            return f"{name} == {'true' if condition.op == 'yes' else 'false'}"
        case "days":
            return f"between({name}, 'today-{values[0]}', 'today')"
        case "ahead":
            return f"between({name}, 'today', 'today+{values[0]}')"
        case "older":
            return f"{name} < 'today-{values[0]}'"
        case "dates":
            return _bounds(name, *(f"'{day}'" if day else "" for day in values))
        case "range":
            return _bounds(name, *(_number(fields()[name], value) for value in values))
        case "rule":
            return values[0]


def _choice(field: Field, values: Sequence[str], *, denied: bool) -> str:
    items = ", ".join(quoted(value) for value in values)
    if field.kind == "list":
        return f"{'not ' if denied else ''}any_of({field.id}, [{items}])"
    return f"{field.id} {'not in' if denied else 'in'} [{items}]"


def _bounds(name: str, low: str, high: str) -> str:
    parts = [f"{name} >= {low}" if low else "", f"{name} <= {high}" if high else ""]
    return " and ".join(part for part in parts if part)


def is_share(field: Field) -> bool:
    """Whether people write the values of a field in percent."""
    return field.kind == "ratio" or field.unit == "ratio"


def _number(field: Field, text: str) -> str:
    if not text or not is_share(field):
        return text
    return f"{float(text) / 100:g}"


def field_words(condition: Condition) -> str:
    """Return the name of what a condition is about."""
    made = {TAGS: _("Tags"), RULE: _("Rule")}
    return made.get(condition.field) or fields()[condition.field].label


def condition_words(condition: Condition) -> str:
    """Return the whole condition in words."""
    return f"{field_words(condition)} {value_words(condition)}"


def value_words(condition: Condition) -> str:
    """Return what a condition asks for, short enough for a chip."""
    words = _words(condition)
    if condition.op in ("not_in", "none"):
        return _("not {values}").format(values=words)
    return words


def _words(condition: Condition) -> str:
    values = condition.values
    match condition.op:
        case "any" | "all" | "none":
            tags = [known_tags()[tag].names[language()] for tag in values]
            return _counted(tags)
        case "in" | "not_in":
            return _counted([_value_label(condition.field, value) for value in values])
        case "contains":
            return _("contains “{text}”").format(text=values[0])
        case "unknown":
            return _("unknown")
        case "yes" | "no":
            return yes_or_no(condition.op == "yes")
        case "days" | "older" | "ahead":
            return _relative_words(condition.op, int(values[0]))
        case "rule":
            return values[1]
        case _:
            unit = "%" if condition.op == "range" and is_share(fields()[condition.field]) else ""
            low, high = values if condition.op == "dates" else map(_grouped, values)
            return _range_words(low, high, unit)


def _relative_words(way: str, n: int) -> str:
    if way == "days":
        return ngettext("last {n} day", "last {n} days", n).format(n=n)
    if way == "ahead":
        return ngettext("next {n} day", "next {n} days", n).format(n=n)
    return ngettext("more than {n} day ago", "more than {n} days ago", n).format(n=n)


def _counted(labels: list[str]) -> str:
    if len(labels) > _MOST_SHOWN:
        return ngettext("{n} value", "{n} values", len(labels)).format(n=len(labels))
    return listed(labels)


def _grouped(text: str) -> str:
    """Return a number with its thousands grouped."""
    return number(float(text)) if text else ""


def _value_label(field: str, value: str) -> str:
    return show(fields()[field], value, exactly=True)


def _range_words(low: str, high: str, unit: str) -> str:
    if low and high:
        return f"{low}{unit} – {high}{unit}"
    return f"≥ {low}{unit}" if low else f"≤ {high}{unit}"
