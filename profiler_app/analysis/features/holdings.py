"""Accounts, balances and facilities of a bank customer, prepared once for several groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.features.view import View
from profiler_app.analysis.rows import IntArray, Rows, find, look_up
from profiler_app.domain.fields import options

ASSET_KINDS = ("deposit", "wealth", "fund", "insurance", "trust", "metal")
FRESH_DAYS = 62
"""A balance older than this says nothing about today."""

_FACILITY_KINDS = {"loan": "loan", "card": "card", "guarantee": "guarantee", "bill": "discount"}


def product_kinds() -> tuple[str, ...]:
    """Return the kinds of products in the order of the catalog; codes below are indexes of it."""
    return tuple(option.id for option in options("product_kind"))


def kind_codes(rows: Rows, column: str) -> IntArray:
    """Return the product kind each text stands for, as an index of ``product_kinds``, else -1."""
    names = {name: code for code, name in enumerate(product_kinds())}
    coded = rows.text(column)
    meaning = [names.get(_FACILITY_KINDS.get(label, label), -1) for label in coded.labels]
    return np.array([*meaning, -1])[coded.codes]


@dataclass(frozen=True, eq=False)
class Holdings:
    """Accounts, balances and facilities up to the business date."""

    view: View

    @cached_property
    def accounts(self) -> Rows:
        """All accounts opened so far."""
        return self.view.rows("account")

    @cached_property
    def facilities(self) -> Rows:
        """All facilities known so far."""
        return self.view.rows("facility")

    def _kinds(self, rows: Rows) -> IntArray:
        products = self.view.rows("product")
        place = find(products["id"], rows["product_id"])
        by_product = look_up(kind_codes(products, "kind"), place, -1)
        return np.where(by_product >= 0, by_product, kind_codes(rows, "kind"))

    @cached_property
    def account_kinds(self) -> IntArray:
        """The product kind of each account: of its product, else as written in the account."""
        return self._kinds(self.accounts)

    @cached_property
    def facility_kinds(self) -> IntArray:
        """The product kind of each facility."""
        return self._kinds(self.facilities)

    def is_kind(self, *names: str) -> BoolArray:
        """Mark the accounts of these kinds."""
        order = product_kinds()
        return np.isin(self.account_kinds, [order.index(name) for name in names])

    @cached_property
    def open(self) -> BoolArray:
        """Mark the accounts that are open on the business date."""
        closed_on = self.accounts["closed_on"]
        ended = self.accounts.is_in("status", "closed", "matured")
        return (closed_on > self.view.today) | (self.accounts.is_null("closed_on") & ~ended)

    @cached_property
    def demand(self) -> BoolArray:
        """Mark the demand deposits: deposits without a maturity."""
        return self.is_kind("deposit") & self.accounts.is_null("matures_on")

    @cached_property
    def unmatured_deposit(self) -> BoolArray:
        """Mark the open time deposits that have not matured."""
        return (
            self.open & self.is_kind("deposit") & (self.accounts["matures_on"] >= self.view.today)
        )

    @cached_property
    def live_facilities(self) -> BoolArray:
        """Mark the facilities that have begun and not matured."""
        rows, today = self.facilities, self.view.today
        return (rows["starts_on"] <= today) & (
            rows.is_null("matures_on") | (rows["matures_on"] >= today)
        )

    @cached_property
    def balances(self) -> Rows:
        """All balances up to the business date."""
        return self.view.rows("balance")

    @cached_property
    def balance_account(self) -> IntArray:
        """The row of the account of each balance, -1 when it is unknown."""
        return find(self.accounts["id"], self.balances["account_id"])

    @cached_property
    def points(self) -> IntArray:
        """The last balance of each account, 0 without one."""
        known = (self.balance_account >= 0) & ~self.balances.is_null("point")
        account, day = self.balance_account[known], self.balances["day"][known]
        order = np.lexsort((day, account))
        result = np.zeros(len(self.accounts), np.int64)
        result[account[order]] = self.balances["point"][known][order]
        return result

    @cached_property
    def months(self) -> Months:
        """The month averages of the balances."""
        # what it needs and not this object: a cycle of both would outlive its block of customers
        return Months(self.balances, self.accounts, self.view.today)

    @cached_property
    def loan_balance(self) -> IntArray:
        """What each customer owes from loans."""
        is_loan = self.facility_kinds == product_kinds().index("loan")
        return self.facilities.total(np.where(is_loan, self.facilities.amount("used"), 0))


@dataclass(frozen=True, eq=False)
class Months:
    """Month averages of balances per customer, relative to the last complete month."""

    balances: Rows
    accounts: Rows
    today: int

    @cached_property
    def rows(self) -> Rows:
        """The balances with a month average, of complete months, one per account and month."""
        held = self.balances
        complete = month_of(held["day"]) < month_of(np.array([self.today + 1]))[0]
        rows = held.where(complete & ~held.is_null("month_avg"))
        order = np.lexsort((rows["day"], month_of(rows["day"]), rows["account_id"]))
        same = (np.diff(rows["account_id"][order]) == 0) & (
            np.diff(month_of(rows["day"])[order]) == 0
        )
        latest = np.ones(len(rows), bool)
        latest[order[:-1][same]] = False
        return rows.where(latest)

    @cached_property
    def month(self) -> IntArray:
        """The month of each row (months since 1970-01)."""
        return month_of(self.rows["day"])

    @cached_property
    def last(self) -> IntArray:
        """The last complete month each customer has a balance of."""
        return self.rows.highest(self.month)

    @cached_property
    def known(self) -> BoolArray:
        """Whether that month ended within the last 62 days."""
        ended = (self.last + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - 1
        return self.rows.any() & (ended > self.today - FRESH_DAYS)

    def average(self, accounts: BoolArray, before: int = 0) -> IntArray:
        """Add up the averages of the marked accounts, ``before`` months before the last."""
        chosen = self._of(accounts) & (self.month == self.last[self.rows.owner] - before)
        return self.rows.total(np.where(chosen, self.rows["month_avg"], 0))

    def _of(self, accounts: BoolArray) -> BoolArray:
        place = find(self.accounts["id"], self.rows["account_id"])
        return look_up(accounts.astype(np.int64), place, 0) > 0


def month_of(day: IntArray) -> IntArray:
    """Return the months since 1970-01 of days since 1970-01-01."""
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
