"""What matures in the next days, what suits each customer instead, and planning it (J02)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from profiler_app.domain.maturities import FITTING, Maturing, Maturities, key_of
from profiler_app.domain.progress import Progress
from profiler_app.domain.recommending import Product, Reason
from profiler_app.domain.text import N_, _
from profiler_app.jobs.bought_products import read_products
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.due_list import named
from profiler_app.jobs.suitability import STOPS, too_much_risk
from profiler_app.store import agenda
from profiler_app.store.ledger import operation
from profiler_app.store.maturities import (
    MaturingAccount,
    any_maturing,
    held_by_kind,
    maturing_accounts,
)
from profiler_app.store.workspace import Workspace

SOON: Final = 30
_KEEPING = frozenset({"deposit", "wealth", "fund", "insurance", "trust", "metal"})
"""Kinds of products money can stay in."""
_AHEAD = timedelta(days=2)
"""So long before it matures somebody should be in touch."""
_OLD = 65


def read_maturities(
    workspace: Workspace, source: ColumnSource, *, today: date, days: int
) -> Maturities:
    """Return what matures from today on within ``days``, with the products that suit.

    A product suits when its risk is not above the valid level of the customer, customers of the
    same kind hold it, and it may be offered at all.
    """
    connection = workspace.connection
    until = today + timedelta(days=days - 1)
    accounts = maturing_accounts(connection, begins=today, until=until)
    who = named(workspace, [each.customer for each in accounts])
    known = _Known(source, sorted(who))
    shelf = _Shelf(workspace)
    settled = agenda.settled(connection)
    found = []
    for each in accounts:
        if each.customer not in who:
            continue
        on = date.fromisoformat(each.on)
        level, left = known.number(each, "risk_level"), known.number(each, "risk_assess_left")
        kept = known.stop(each)
        person = who[each.customer]
        key = key_of(on)
        found.append(
            Maturing(
                who=person,
                product=each.product,
                on=on,
                amount=each.amount,
                renews=each.renews,
                level=None if level is None else int(level),
                assessed_days=None if left is None else int(left),
                elderly=(known.number(each, "age") or 0) >= _OLD,
                fits=() if kept else shelf.suiting(person.kind, each.product, level, left),
                kept=kept,
                planned=(each.customer, key) in settled,
            )
        )
    return Maturities(today, days, tuple(found))


def is_anything_maturing(workspace: Workspace, today: date) -> bool:
    """Return whether an account matures within 30 days."""
    until = today + timedelta(days=SOON)
    return any_maturing(workspace.connection, begins=today, until=until)


def plan_maturities(
    progress: Progress,
    workspace: Workspace,
    accounts: Sequence[Maturing],
    *,
    today: date,
    by: str,
) -> int:
    """Make a task for each customer and day, two days ahead, as one operation; return it."""
    progress.step(0.0, N_("Saving"))
    rows: dict[tuple[int, str], tuple[Any, ...]] = {}
    for each in accounts:
        title = _("Matures on {day}: {product}").format(day=each.on, product=each.product)
        due = max(today, each.on - _AHEAD).isoformat()
        rows.setdefault(
            (each.who.customer, each.key),
            (each.who.customer, "maturity", title, due, 2, "open", "reminder", each.key, by),
        )
    columns = ("customer_id", "kind", "title", "due_on", "priority", "state", "source",
               "dedupe_key", "assigned_to")  # fmt: skip
    with operation(workspace, "remind", {"count": len(rows)}) as opened:
        opened.insert("task", columns, list(rows.values()))
    return opened.id


class _Known:
    """What is known of some customers as of the last refresh."""

    def __init__(self, source: ColumnSource, customers: Sequence[int]) -> None:
        ids = source.ids()
        self._places = {int(each): at for at, each in enumerate(ids.tolist())} if customers else {}
        self._columns = source.columns(("risk_level", "risk_assess_left", "age"))
        self._tags = source.tags(list(STOPS))

    def number(self, account: MaturingAccount, name: str) -> float | None:
        """Return a number that is known of the customer."""
        place, column = self._places.get(account.customer), self._columns.get(name)
        if place is None or column is None or not column.known[place]:
            return None
        return float(column.values[place])

    def stop(self, account: MaturingAccount) -> str:
        """Say why nothing is offered; empty when nothing stands against it."""
        place = self._places.get(account.customer)
        if place is None:
            return ""
        tag = next((each for each in STOPS if self._tags[each].true[place]), "")
        return Reason(tag).sentence if tag else ""


class _Shelf:
    """Products money can stay in, by whom they are held."""

    def __init__(self, workspace: Workspace) -> None:
        held = held_by_kind(workspace.connection)
        products = [
            each
            for each in read_products(workspace.connection)
            if each.active and each.kind in _KEEPING and not each.below_floor
        ]
        self._by_kind = {
            kind: [each for each in products if each.id in numbers]
            for kind, numbers in held.items()
        }

    def suiting(
        self, kind: str, matures: str, level: float | None, left: float | None
    ) -> tuple[str, ...]:
        """Return the names of products that suit: those like the one that matures first."""
        shelf = self._by_kind.get(kind, [])
        like = next((each.kind for each in shelf if each.name == matures), "")
        if not like:  # a contract, not money that looks for a place
            return ()

        def order(product: Product) -> tuple[bool, bool, int, str]:
            same = product.name == matures
            return not same, product.kind != like, product.risk or 0, product.name

        suiting = [each for each in shelf if too_much_risk(each, level, left) is None]
        return tuple(each.name for each in sorted(suiting, key=order)[:FITTING])
