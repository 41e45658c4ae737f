"""The contracts of a workspace as they stood on any day: accounts, or purchases by the calendar.

Only what was known when a contract began is learned from: nothing that came later can tell the
end of the story. Who may not be profiled is no part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import NULL_INT, BoolArray, Column
from profiler_app.domain.dates import from_day, to_day
from profiler_app.domain.fields import fields, option_label
from profiler_app.domain.money import format_money
from profiler_app.domain.rules.showing import number, yes_or_no
from profiler_app.domain.staying import MONTH, Source, StayNote
from profiler_app.domain.text import N_, _
from profiler_app.jobs.bought_products import read_products
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.purchases import Purchases
from profiler_app.jobs.staying import Spells
from profiler_app.jobs.unprofiled import not_profiled
from profiler_app.jobs.value_margin import margin_used
from profiler_app.store.activity import read_columns
from profiler_app.store.customers import file_keys
from profiler_app.store.workspace import Workspace

IntArray = NDArray[np.int64]

_NAMES: Mapping[str, str] = {
    "product": N_("Product"),
    "product_kind": N_("Kind of product"),
    "customer_kind": N_("Person or company"),
    "renews": N_("Renews by itself"),
    "rate": N_("Interest rate"),
    "held": N_("Contracts held before"),
    "ended_before": N_("Contracts ended before"),
    "interval": N_("Usual interval (days)"),
    "amount": N_("Amount of a purchase"),
}
_ACCOUNT = ("customer_id", "product_id", "opened_on", "closed_on", "matures_on", "auto_renew",
            "status", "rate")  # fmt: skip
_FIRST = 5
"""Purchases after which a customer is known to buy by the calendar."""


class Contracts(Protocol):
    """Contracts that can be looked at as they were on a day (days since 1970-01-01)."""

    def on(self, day: int) -> Spells:
        """Return what was known by the evening of a day."""
        ...

    def same(self, earlier: Spells, later: Spells) -> BoolArray:
        """Return which of the earlier contracts had ended by the later day."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Accounts: ``over`` is the day one ended, ``NULL_INT`` while it runs."""

    workspace: Workspace
    customer: IntArray
    began: IntArray
    over: IntArray
    columns: Mapping[str, Column]
    undated: int

    def on(self, day: int) -> Spells:
        """Return what was known by the evening of a day."""
        rows = np.flatnonzero(self.began <= day)
        ended = (self.over[rows] != NULL_INT) & (self.over[rows] <= day)
        until = np.where(ended, self.over[rows], day)
        columns = {name: column.take(rows) for name, column in self.columns.items()}
        customer = self.customer[rows]
        notes = [StayNote("undated", {"n": self.undated})] if self.undated else []
        if later := len(self.began) - len(rows):
            notes.append(StayNote("future", {"n": later}))
        return _spells(
            self.workspace, "accounts", day, (until - self.began[rows]) / MONTH, ended, columns,
            customer, _by_contribution(self.workspace, customer, ended),
            kind="product_kind", notes=(*notes, StayNote("maturity")),
        )  # fmt: skip

    def same(self, earlier: Spells, later: Spells) -> BoolArray:
        """Return which of the earlier contracts had ended by the later day."""
        until, day = (to_day(each.as_of) for each in (earlier, later))
        ended = (self.over != NULL_INT) & (self.over <= day)
        return np.asarray(ended[self.began <= until], np.bool_)


def accounts_of(workspace: Workspace) -> Held:
    """Read all accounts that have a day of opening."""
    rows: Any = read_columns(workspace.connection, "account", _ACCOUNT)
    source = ColumnSource(workspace)
    mine = np.isin(rows["customer_id"], source.ids())
    mine &= ~np.isin(rows["customer_id"], not_profiled(workspace))
    codes, labels = rows["status"]
    done = np.isin(codes, [at for at, label in enumerate(labels) if label in ("closed", "matured")])
    over = np.where(rows["closed_on"] != NULL_INT, rows["closed_on"],
                    np.where(done, rows["matures_on"], NULL_INT))  # fmt: skip
    dated = (rows["opened_on"] != NULL_INT) & ~(done & (over == NULL_INT))
    dated &= (over == NULL_INT) | (over >= rows["opened_on"])
    kept = np.flatnonzero(mine & dated)
    customer, began = rows["customer_id"][kept], rows["opened_on"][kept]
    over = over[kept]
    held, ended = _before(customer, began, over)
    every = np.ones(len(kept), np.bool_)
    columns = {
        **_products(workspace, rows["product_id"][kept]),
        "customer_kind": _kind_of(source, customer),
        "renews": _yes(rows["auto_renew"][kept]),
        "rate": _number(rows["rate"][kept]),
        "held": Column("int", held, every),
        "ended_before": Column("int", ended, every),
    }
    return Held(workspace, customer, began, over, columns, int((mine & ~dated).sum()))


def _before(customer: IntArray, began: IntArray, over: IntArray) -> tuple[IntArray, IntArray]:
    """Return how many contracts of the same customer had begun, and had ended, before each."""
    span = int(max(began.max(initial=0), over.max(initial=0))) + 2
    owner = np.unique(customer, return_inverse=True)[1].astype(np.int64)
    mine = owner * span + began
    first = owner * span
    counts = []
    for keys in (mine, (owner * span + over)[over != NULL_INT]):
        order = np.sort(keys)
        counts.append(np.searchsorted(order, mine) - np.searchsorted(order, first))
    return counts[0].astype(np.int64), counts[1].astype(np.int64)


def _products(workspace: Workspace, product: IntArray) -> dict[str, Column]:
    found = read_products(workspace.connection)
    ids = np.array([each.id for each in found], np.int64)
    place = np.searchsorted(ids, product) if len(ids) else np.zeros(len(product), np.int64)
    known = np.isin(product, ids)
    place = np.where(known, np.minimum(place, max(len(ids) - 1, 0)), 0)
    columns = {}
    for name, texts in (
        ("product", [each.name for each in found]),
        ("product_kind", [each.kind for each in found]),
    ):
        labels, code = np.unique(np.array(texts or [""]), return_inverse=True)
        codes = code[place].astype(np.int32)
        columns[name] = Column("text", codes, known, tuple(labels.tolist()))
    return columns


def _kind_of(source: ColumnSource, customer: IntArray) -> Column:
    found = source.columns(["kind"]).get("kind")
    if found is None:
        return Column("enum", np.zeros(len(customer), np.int32), np.zeros(len(customer), np.bool_))
    return found.take(np.searchsorted(source.ids(), customer))


def _yes(values: IntArray) -> Column:
    known = values != NULL_INT
    return Column("bool", known & (values == 1), known)


def _number(values: NDArray[np.float64]) -> Column:
    known = ~np.isnan(values)
    return Column("num", np.where(known, values, 0.0), known)


def _by_contribution(
    workspace: Workspace, customer: IntArray, ended: BoolArray
) -> NDArray[np.float64]:
    """Return what each running contract brings a month: its share of what its customer brings.

    In major units; not known where nothing is known of the customer.
    """
    source = ColumnSource(workspace)
    earned = source.columns(["contribution_12m"]).get("contribution_12m")
    if earned is None:
        return np.full(len(customer), np.nan)
    running = np.bincount(customer[~ended], minlength=int(customer.max(initial=0)) + 1)
    place = np.searchsorted(source.ids(), customer)
    known = earned.known[place] & (earned.values[place] > 0)
    shared = earned.values[place] / 12 / 100 / np.maximum(running[customer], 1)
    return np.where(known & ~ended, shared, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Customers who buy by the calendar, known as such from their first five purchases.

    Their time counts from the fifth: before it nobody could tell them from the others.
    """

    workspace: Workspace
    bought: Purchases

    def on(self, day: int) -> Spells:
        """Return what was known by the evening of a day."""
        return self._state(day)[0]

    def same(self, earlier: Spells, later: Spells) -> BoolArray:
        """Return which of the earlier customers had gone by the later day."""
        spells, over = self._state(to_day(later.as_of))
        assert earlier.customers is not None and spells.customers is not None
        place = np.searchsorted(spells.customers, earlier.customers)
        return np.asarray(over[place], np.bool_)

    def _state(self, day: int) -> tuple[Spells, BoolArray]:
        from profiler_app.analysis.value.histories import purchase_days
        from profiler_app.analysis.value.regular import by_the_calendar

        seen = self.bought.day <= day
        bought = (self.bought.customer[seen], self.bought.day[seen], self.bought.amount[seen])
        found = by_the_calendar(*purchase_days(*bought), first=_FIRST)
        due = found.last + np.rint(found.interval).astype(np.int64)
        ended = found.last + 2 * found.interval < day
        until = np.where(ended, np.maximum(due, found.since), day)
        every = np.ones(len(found.customer), np.bool_)
        source = ColumnSource(self.workspace)
        columns = {
            "customer_kind": _kind_of(source, found.customer),
            "interval": Column("num", found.interval, every),
            "amount": Column("num", found.amount / 100, every),
        }
        monthly = found.amount / 100 * MONTH / found.interval * margin_used(self.workspace).share
        spells = _spells(
            self.workspace, "orders", day, (until - found.since) / MONTH, ended, columns,
            found.customer, np.where(ended, np.nan, monthly), kind="",
            notes=(StayNote("calendar", {"n": len(found.customer)}),),
        )  # fmt: skip
        return spells, ended


def _spells(
    workspace: Workspace,
    source: Source,
    day: int,
    time: NDArray[np.float64],
    ended: BoolArray,
    columns: Mapping[str, Column],
    customer: IntArray,
    monthly: NDArray[np.float64],
    *,
    kind: str,
    notes: tuple[StayNote, ...],
) -> Spells:
    keys = file_keys(workspace.connection)
    useful = tuple(name for name, column in columns.items() if _differs(column))
    product = columns.get("product")
    return Spells(
        source, from_day(day).isoformat(), "", np.asarray(time, np.float64), ended, columns,
        useful, keys=lambda at: keys[int(customer[at])], monthly=monthly, customers=customer,
        contract=lambda at: "" if product is None else product.value(at) or "",
        named=lambda name: _(_NAMES[name]), shown=_shown(workspace.settings.currency), kind=kind,
        warnings=notes,
    )  # fmt: skip


def _differs(column: Column) -> bool:
    known = column.values[column.known]
    return bool(len(known)) and (bool((known != known[0]).any()) or not column.known.all())


def _shown(currency: str) -> Callable[[str, Column, int], str]:
    def shown(name: str, column: Column, at: int) -> str:
        value = column.value(at)
        match name:
            case _ if value is None:
                return _("(no value)")
            case "renews":
                return yes_or_no(value)
            case "product_kind":
                return option_label("product_kind", value)
            case "customer_kind":
                return option_label(fields()["kind"].options or "", value)
            case "amount":
                return format_money(round(value * 100), currency=currency)
            case _:
                return value if isinstance(value, str) else number(value)

    return shown
