"""What a customer prefers: category, brand and channel.

The money of a category or brand is what was bought less what came back, never below zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from profiler_app.analysis.columns import NULL_INT, BoolArray, Coded
from profiler_app.analysis.features.view import YEAR, Features, Found, View, ratio
from profiler_app.analysis.purchases import first_of_each
from profiler_app.analysis.rows import IntArray, Rows, group_ids, mask_of, pack, run_ends
from profiler_app.domain.fields import options

ONLINE = ("online_shop", "app", "wechat", "mobile_bank", "net_bank")
BRANDED_LINES = 3

_FLOW_CHANNELS = {"counter": "branch", "atm": "branch", "pos": "store"}


@dataclass(frozen=True, slots=True, eq=False)
class _Spend:
    """Money per customer and label, and the last day of a sale; one entry per pair."""

    owner: IntArray
    code: IntArray
    money: IntArray
    last: IntArray


def preferences(view: View) -> Features:
    """Compute favourite category, shares of category and brand, and the channels."""
    year, sales = view.year_lines, view.year_sales
    return {
        **_categories(year, sales),
        "top_brand_share": _brand_share(year, sales),
        **_channels(view, sales),
    }


def _spend(year: Rows, name: str) -> _Spend:
    """Add up money by customer and label; a NULL label is the code -1."""
    codes = year.text(name).codes
    keys = group_ids(pack(year.owner, codes.astype(np.int64)))
    firsts = first_of_each(keys)
    money, last = np.zeros(len(firsts), np.int64), np.full(len(firsts), NULL_INT)
    np.add.at(money, keys, year.amount("net"))
    sold = year.is_in("kind", "sale")
    np.maximum.at(last, keys[sold], year["day"][sold])
    return _Spend(year.owner[firsts], codes[firsts].astype(np.int64), np.maximum(money, 0), last)


def _categories(year: Rows, sales: Rows) -> Features:
    category = year.text("category")
    spend = _spend(year, "category")
    favourite, best, known = _favourite(spend, category, year.customers)
    total = np.zeros(year.customers, np.int64)
    np.add.at(total, spend.owner, spend.money)
    return {
        "category_count_12m": Found(_different(sales, "category"), np.ones(year.customers, bool)),
        "fav_category": Found(favourite, known, category.labels),
        "top_category_share": ratio(best, total, known),
    }


def _different(rows: Rows, name: str) -> IntArray:
    """Count the different labels per customer."""
    labelled = rows.where(rows.text(name).codes >= 0)
    pairs = np.unique(pack(labelled.owner, labelled.text(name).codes), return_index=True)[1]
    return np.bincount(labelled.owner[pairs], minlength=rows.customers)


def _favourite(spend: _Spend, names: Coded, customers: int) -> tuple[IntArray, IntArray, BoolArray]:
    """Return the label with the most money (ties: the latest sale, then the alphabet)."""
    alphabet = np.argsort(np.argsort(np.array(names.labels, dtype=str)))
    most = np.zeros(customers, np.int64)
    np.maximum.at(most, spend.owner, np.where(spend.code >= 0, spend.money, 0))
    labelled = np.flatnonzero(
        (spend.code >= 0) & (spend.money > 0) & (spend.money == most[spend.owner])
    )
    owner, code = spend.owner[labelled], spend.code[labelled]
    order = np.lexsort((-alphabet[code], spend.last[labelled], owner))
    ends = order[run_ends(owner[order])]
    favourite = np.zeros(customers, np.int64)
    known = np.zeros(customers, bool)
    favourite[owner[ends]] = code[ends]
    known[owner[ends]] = True
    return favourite, most, known


def _brand_share(year: Rows, sales: Rows) -> Found:
    spend = _spend(year.where(year.text("brand").codes >= 0), "brand")
    largest, total = np.zeros(year.customers, np.int64), np.zeros(year.customers, np.int64)
    np.maximum.at(largest, spend.owner, spend.money)
    np.add.at(total, spend.owner, spend.money)
    lines = sales.where(sales.text("brand").codes >= 0).count()
    return ratio(largest, total, lines >= BRANDED_LINES)


def _channels(view: View, sales: Rows) -> Features:
    """Count purchase days by channel in trade, flows the customer started in a bank."""
    days = _channel_days(sales)
    trade = _main_channel(days, days.text("channel"))
    flows = view.rows("flow", days=YEAR)
    started = flows.where((flows.text("channel").codes >= 0) & ~flows.is_in("channel", "auto"))
    bank = _main_channel(started, _as_options(started.text("channel")))
    banks = view.in_groups("person:bank", "company:bank")
    return {
        "main_channel": _choose(banks, bank[0], trade[0]),
        "online_ratio": _choose(banks, bank[1], trade[1]),
    }


def _as_options(channel: Coded) -> Coded:
    """Translate the channels of flows into those of the catalog."""
    labels = tuple(option.id for option in options("channel"))
    names = [_FLOW_CHANNELS.get(label, label) for label in channel.labels]
    meaning = [labels.index(name if name in labels else "other") for name in names]
    return Coded(np.array([*meaning, -1], np.int32)[channel.codes], labels)


def _channel_days(sales: Rows) -> Rows:
    named = sales.where(sales.text("channel").codes >= 0)
    keys = pack(pack(named.owner, named["day"]), named.text("channel").codes)
    return named.where(mask_of(first_of_each(group_ids(keys)), len(named)))


def _main_channel(events: Rows, channel: Coded) -> tuple[Found, Found]:
    """Return the channel with the most events (ties: the latest) and the share online."""
    keys = group_ids(pack(events.owner, channel.codes))
    firsts = first_of_each(keys)
    last = np.full(len(firsts), NULL_INT)
    np.maximum.at(last, keys, events["day"])
    count = np.bincount(keys, minlength=len(firsts))
    spend = _Spend(events.owner[firsts], channel.codes[firsts].astype(np.int64), count, last)
    code, _, known = _favourite(spend, channel, events.customers)
    online_codes = [code for code, label in enumerate(channel.labels) if label in ONLINE]
    online = events.total(np.isin(channel.codes, online_codes).astype(np.int64))
    return Found(code, known, channel.labels), ratio(online, events.count())


def _choose(mask: BoolArray, one: Found, other: Found) -> Found:
    """Take ``one`` where the mask is set, ``other`` elsewhere; labels are put together."""
    labels = tuple(dict.fromkeys((*other.labels, *one.labels)))
    moved = np.array([labels.index(label) for label in one.labels] or [0])
    values = moved[one.values.astype(np.int64)] if one.labels else one.values
    return Found(
        np.where(mask, values, other.values), np.where(mask, one.known, other.known), labels
    )
