"""What a form begins with: the stored values, a draft, the names it may offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from profiler_app.jobs.drafts import draft_of
from profiler_app.jobs.editing import stored_values
from profiler_app.store.entry_lookups import account_managers, find_products, newest_line
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FormStart:
    """``values`` are stored facts by field, ``draft`` typed texts; both may be empty."""

    values: Mapping[str, Any]
    draft: Mapping[str, str]
    line: str
    managers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductOffer:
    """A product that can be put into an order; the price in minor units."""

    name: str
    code: str
    price_minor: int | None


def form_start(workspace: Workspace, draft: str, customer: int | None) -> FormStart:
    """Return what a form begins with. Raises CustomerNotFound."""
    values = {} if customer is None else stored_values(workspace, customer)
    connection = workspace.connection
    line = values.get("line") or newest_line(connection) or "trade"
    managers = tuple(account_managers(connection))
    return FormStart(values, draft_of(workspace, draft), line, managers)


def offered_products(workspace: Workspace, text: str, line: str) -> tuple[ProductOffer, ...]:
    """Return products whose name or code holds a text."""
    found = find_products(workspace.connection, text, line)
    return tuple(ProductOffer(name, code, price) for _id, name, code, price in found)
