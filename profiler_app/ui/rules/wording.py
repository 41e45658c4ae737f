"""The words of the operators that can be chosen."""

from __future__ import annotations

from profiler_app.domain.rules.tree import Type
from profiler_app.domain.text import pgettext


def operator_label(operator: str, kind: Type) -> str:
    """Return an operator as it stands between a field and its value."""
    if kind == "date" and operator in (">=", ">", "<=", "<", "=="):
        return {
            ">=": pgettext("operator", "on or after"),
            ">": pgettext("operator", "after"),
            "<=": pgettext("operator", "on or before"),
            "<": pgettext("operator", "before"),
            "==": pgettext("operator", "on"),
        }[operator]
    return {
        ">=": pgettext("operator", "at least"),
        ">": pgettext("operator", "above"),
        "<=": pgettext("operator", "at most"),
        "<": pgettext("operator", "below"),
        "==": pgettext("operator", "is"),
        "!=": pgettext("operator", "is not"),
        "between": pgettext("operator", "between"),
        "in": pgettext("operator", "one of"),
        "not in": pgettext("operator", "none of"),
        "any_of": pgettext("operator", "includes one of"),
        "all_of": pgettext("operator", "includes all of"),
        "contains": pgettext("operator", "contains"),
        "startswith": pgettext("operator", "starts with"),
        "isnull": pgettext("operator", "is unknown"),
        "known": pgettext("operator", "is known"),
        "yes": pgettext("operator", "yes"),
        "no": pgettext("operator", "no"),
    }[operator]
