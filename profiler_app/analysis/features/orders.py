"""What a customer buys: how often, for how much, with which discounts and returns.

A purchase day is a day with a sale line. Lines that are cancelled or still open do not count,
adjustments neither. Money is the net of sales, returns (negative) and exchanges.
"""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.features.view import YEAR, Features, Found, View, divide, ratio, within
from profiler_app.analysis.purchases import first_of_each, order_keys
from profiler_app.analysis.rows import IntArray, Rows, pack

HALF_YEAR = 180


def orders(view: View) -> Features:
    """Compute the features of orders; without an order they are 0 or unknown as catalogued."""
    return {
        **purchase_figures(view),
        **_sales(view, view.year_sales),
        "max_order": _largest_order(view.sales),
        "return_rate_12m": _return_rate(view.year_lines),
    }


def purchase_figures(view: View) -> Features:
    """Compute when, how often and for how much a customer buys."""
    return {**_days(view, view.purchase_days), **_money(view)}


def _days(view: View, days: Rows) -> Features:
    bought = days.any()
    last, first = days.highest(days["day"]), days.lowest(days["day"])
    in_year = within(days, view.today, YEAR).count()
    return {
        "freq_all": view.always(days.count()),
        "freq_12m": view.always(in_year),
        "is_repeat_12m": view.always(in_year >= 2),
        "recency_days": Found(view.today - last, bought),
        "first_order_days": Found(view.today - first, bought),
        "last_order_on": Found(last, bought),
    }


def _money(view: View) -> Features:
    year = view.year_lines
    recent = within(year, view.today, HALF_YEAR)
    before = within(year, view.today - HALF_YEAR, HALF_YEAR)
    earlier = before.total(before.amount("net"))
    trend = divide(recent.total(recent.amount("net")), earlier) - 1
    return {
        "monetary_all": view.always(view.lines.total(view.lines.amount("net"))),
        "monetary_12m": view.always(year.total(year.amount("net"))),
        "monetary_trend": Found(trend, earlier > 0),
    }


def _sales(view: View, sales: Rows) -> Features:
    keys = order_keys(sales)
    firsts = first_of_each(keys)
    owners = sales.owner[firsts]
    count = np.bincount(owners, minlength=view.size)
    promoted = np.zeros(len(firsts), bool)
    promoted[keys[(sales.amount("discount") > 0) | (sales.amount("coupon") > 0)]] = True
    promotions = np.bincount(owners[promoted], minlength=view.size)
    net = sales.total(sales.amount("net"))
    return {
        "aov_12m": Found(np.rint(divide(net, count)), count > 0),
        "promo_share_12m": ratio(promotions, count, count >= 3),
        "discount_ratio_12m": ratio(
            sales.total(sales.amount("discount")), sales.total(sales.amount("gross"))
        ),
        "basket_lines_avg": ratio(_products(sales, keys), count),
    }


def _products(sales: Rows, orders: IntArray) -> IntArray:
    """Count the different products of each order and add them up per customer.

    A line without a product counts as a product of its own.
    """
    own = -1 - np.arange(len(sales))
    product = np.where(sales.is_null("product_id"), own, sales["product_id"])
    different = np.unique(pack(orders, product), return_index=True)[1]
    return np.bincount(sales.owner[different], minlength=sales.customers)


def _largest_order(sales: Rows) -> Found:
    keys = order_keys(sales)
    firsts = first_of_each(keys)
    totals = np.zeros(len(firsts), np.int64)
    np.add.at(totals, keys, sales.amount("net"))
    largest = np.full(sales.customers, np.iinfo(np.int64).min)
    np.maximum.at(largest, sales.owner[firsts], totals)
    return Found(largest, sales.any())


def _return_rate(year: Rows) -> Found:
    net = year.amount("net")
    sold = year.total(np.where(year.is_in("kind", "sale"), net, 0))
    returned = year.total(np.where(year.is_in("kind", "return"), net, 0))
    return ratio(-returned, sold)
