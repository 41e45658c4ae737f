"""Which way to contact the members of a group, and one customer (STR-02)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.channels import Known, advise
from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.features.contacts import POSITIVE
from profiler_app.analysis.features.view import YEAR
from profiler_app.domain.contact_channels import (
    CHANNELS,
    NOT_TO,
    REASONS,
    UNKNOWN,
    ChannelAdvice,
    ChannelMix,
    ChannelShare,
)
from profiler_app.domain.dates import to_day
from profiler_app.domain.tags import known_tags
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.contact_rules import refused_channel
from profiler_app.jobs.judging import business_day
from profiler_app.store.activity import read_columns

_CLOSED = ("no_marketing", "no_contact_corp", "m_do_not_disturb_season")
"""Tags that close every channel."""


def channel_mix(source: ColumnSource, members: BoolArray) -> ChannelMix:
    """Return which channels suit how many of the members."""
    channel, because = advise(_known(source, np.flatnonzero(members)))
    shares = []
    for at, name in enumerate(CHANNELS):
        reasons = because[channel == at]
        counted = np.bincount(reasons, minlength=len(REASONS)).tolist()
        told = tuple((REASONS[i], n) for i, n in enumerate(counted) if n)
        if len(reasons):
            shares.append(ChannelShare(name, len(reasons), told))
    shares.sort(key=lambda each: -each.customers)
    none = np.bincount(because, minlength=len(REASONS))
    return ChannelMix(
        len(channel), tuple(shares), int(none[REASONS.index(NOT_TO)]),
        int(none[REASONS.index(UNKNOWN)]),
    )  # fmt: skip


def channel_advice(source: ColumnSource, customer: int) -> ChannelAdvice:
    """Return which channel suits one customer, and why."""
    place = np.flatnonzero(source.ids() == customer)
    known = _known(source, place)
    channel, because = advise(known)
    at = int(channel[0])
    if at < 0:
        return ChannelAdvice(None, REASONS[because[0]])
    tried, answered = int(known.tried[0, at]), int(known.answered[0, at])
    return ChannelAdvice(CHANNELS[at], REASONS[because[0]], tried, answered)


def _known(source: ColumnSource, places: NDArray[Any]) -> Known:
    closed = source.tags([tag for tag in _CLOSED if tag in known_tags()])
    not_to = np.zeros(len(places), np.bool_)
    for tag in closed.values():
        not_to |= tag.true[places]
    columns = source.columns(["contact_pref", "age", "dnc"])
    if "dnc" in columns:
        not_to |= (columns["dnc"].known & columns["dnc"].values.astype(np.bool_))[places]
    refused = np.zeros((len(places), len(CHANNELS)), np.bool_)
    day = to_day(business_day(source.workspace).isoformat())
    for at, channel in enumerate(CHANNELS):
        said_no = refused_channel(source.workspace.connection, day, channel)
        refused[:, at] = np.isin(source.ids()[places], said_no)
    declared = np.zeros((len(places), len(CHANNELS)), np.bool_)
    if (wish := columns.get("contact_pref")) is not None:
        for bit, label in enumerate(wish.labels):
            if label in CHANNELS:
                said = wish.known[places] & ((wish.values[places] >> bit) & 1).astype(np.bool_)
                declared[:, CHANNELS.index(label)] = said
    age = np.full(len(places), -1, np.int16)
    if (years := columns.get("age")) is not None:
        age = np.where(years.known[places], years.values[places], -1).astype(np.int16)
    tried, answered = _contacts(source, source.ids()[places])
    return Known(not_to, refused, declared, tried, answered, age)


def _contacts(source: ColumnSource, ids: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return how often each was contacted by us within a year, and how often it was answered."""
    counts = np.zeros((2, len(ids) * len(CHANNELS)), np.uint16)
    connection = source.workspace.connection
    names = ("customer_id", "day", "channel", "direction", "outcome")
    few = None if len(ids) > 1 else [int(each) for each in ids]
    rows: Any = read_columns(connection, "interaction", names, customers=few)
    today = to_day(business_day(source.workspace).isoformat())
    recent = (rows["day"] <= today) & (rows["day"] > today - YEAR)
    where = np.searchsorted(ids, rows["customer_id"])
    inside = where < len(ids)
    inside[inside] = ids[where[inside]] == rows["customer_id"][inside]
    codes, labels = rows["channel"]
    order = np.array([CHANNELS.index(x) if x in CHANNELS else -1 for x in labels] or [-1])
    channel = np.where(codes >= 0, order[codes], -1)
    ours = inside & recent & (channel >= 0) & _among(rows["direction"], ("out", "outbound"))
    heard = ours & _among(rows["outcome"], POSITIVE)
    for row, chosen in zip(counts, (ours, heard), strict=True):
        np.add.at(row, where[chosen] * len(CHANNELS) + channel[chosen], 1)
    shape = (len(ids), len(CHANNELS))
    return counts[0].reshape(shape), counts[1].reshape(shape)


def _among(texts: tuple[NDArray[Any], tuple[str, ...]], wanted: tuple[str, ...]) -> BoolArray:
    codes, labels = texts
    found: BoolArray = np.isin(codes, [i for i, label in enumerate(labels) if label in wanted])
    return found
