"""Who may be meant already, while a new customer is typed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from profiler_app.domain.fields import fields
from profiler_app.domain.text import _
from profiler_app.store.entry_lookups import same_customers
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Twin:
    """A customer who may be the same, and what they share in words."""

    customer: int
    number: str
    name: str
    because: str


def twins(workspace: Workspace, values: Mapping[str, Any], *, but: int | None) -> tuple[Twin, ...]:
    """Return customers with the same key, or the same name and birthday; ``but`` is left out."""
    return tuple(
        Twin(customer, number, name, _because(field))
        for customer, number, name, field in same_customers(workspace.connection, values)
        if customer != but
    )


def _because(field: str) -> str:
    if field == "name":
        return _("same name and birthday")
    return _("same {field}").format(field=fields()[field].label)
