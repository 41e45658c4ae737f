"""What a customer does besides buying: logins, views, use of a product, events, the cart."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.features.view import YEAR, Features, Found, View, ratio, within
from profiler_app.analysis.purchases import first_of_each
from profiler_app.analysis.rows import IntArray, Rows, pack, run_starts

CART_DAYS = 7
CART_MINIMUM = 3
QUARTER = 90
MONTH = 30


def behaviour(view: View) -> Features:
    """Compute counts of behaviour; unknown without a source of it, except attended events."""
    source = view.has("event")
    month, quarter = view.rows("event", days=MONTH), view.rows("event", days=QUARTER)
    attended = view.rows("event", days=YEAR)
    return {
        "events_attended_12m": view.always(_count(attended, "event_attend")),
        "use_events_90d": Found(_count(quarter, "use"), source),
        "views_30d": Found(_count(month, "view"), source),
        "logins_30d": Found(_login_days(month), source),
        "cart_abandon_90d": _cart_abandon(view, quarter.where(quarter.is_in("kind", "cart_add"))),
    }


def _count(events: Rows, kind: str) -> IntArray:
    return events.where(events.is_in("kind", kind)).count()


def _login_days(events: Rows) -> IntArray:
    logins = events.where(events.is_in("kind", "login"))
    first = run_starts(pack(logins.owner, logins["day"]))
    return np.bincount(logins.owner[first], minlength=logins.customers)


def _cart_abandon(view: View, added: Rows) -> Found:
    """Return the share of products put into the cart that were not bought within a week."""
    named = added.where(~added.is_null("product_id"))
    pairs, inverse = np.unique(pack(named.owner, named["product_id"]), return_inverse=True)
    bought = np.zeros(len(pairs), bool)
    bought[inverse[_bought_soon(view, named)]] = True
    firsts = first_of_each(inverse)
    owners = named.owner[firsts]
    total = np.bincount(owners, minlength=view.size)
    left = np.bincount(owners[~bought], minlength=view.size)
    return ratio(left, total, added.count() >= CART_MINIMUM)


def _bought_soon(view: View, added: Rows) -> BoolArray:
    """Mark the additions to the cart followed by a purchase of the product within a week."""
    sales = within(view.year_sales, view.today, QUARTER)
    owner = np.concatenate((sales.owner, added.owner))
    product = np.concatenate((sales["product_id"], added["product_id"]))
    pairs = np.unique(pack(owner, product), return_inverse=True)[1]
    span = QUARTER + CART_DAYS + 1
    age = view.today - np.concatenate((sales["day"], added["day"]))
    keys = pairs * span + (QUARTER - age)
    bought, wanted = np.sort(keys[: len(sales)]), keys[len(sales) :]
    until = np.searchsorted(bought, wanted + CART_DAYS, side="right")
    soon: BoolArray = until > np.searchsorted(bought, wanted, side="left")
    return soon
