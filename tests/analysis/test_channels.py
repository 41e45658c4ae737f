"""STR-02: the customer's own wish goes before what was observed, and that before the age."""

from __future__ import annotations

import random

import numpy as np
import pytest

from profiler_app.analysis.channels import Known, advise
from profiler_app.domain.contact_channels import CHANNELS, REASONS

PHONE, WECHAT, VISIT = (CHANNELS.index(name) for name in ("phone", "wechat", "visit"))
Contacts = dict[int, tuple[int, int]]
"""Channel -> how often we tried, how often it was answered."""


def known(
    not_to: bool,
    wishes: tuple[int, ...],
    contacts: Contacts,
    age: int,
    refused: tuple[int, ...] = (),
) -> Known:
    declared = np.zeros((1, len(CHANNELS)), np.bool_)
    declared[0, list(wishes)] = True
    closed = np.zeros((1, len(CHANNELS)), np.bool_)
    closed[0, list(refused)] = True
    counts = np.zeros((2, 1, len(CHANNELS)), np.uint16)
    for channel, (tried, answered) in contacts.items():
        counts[:, 0, channel] = tried, answered
    years = np.array([age], np.int16)
    return Known(np.array([not_to]), closed, declared, counts[0], counts[1], years)


@pytest.mark.parametrize(
    ("not_to", "wishes", "contacts", "age", "channel", "because"),
    [
        (True, (VISIT,), {PHONE: (5, 5)}, 30, None, "not_to"),
        (False, (VISIT,), {PHONE: (5, 5)}, 30, "visit", "declared"),
        (False, (), {PHONE: (5, 4), WECHAT: (5, 1)}, 30, "phone", "observed"),
        (False, (), {PHONE: (2, 2)}, 30, "wechat", "age"),
        (False, (), {PHONE: (9, 0)}, 30, "wechat", "age"),
        (False, (), {}, 44, "wechat", "age"),
        (False, (), {}, 45, "phone", "age"),
        (False, (), {}, -1, None, "unknown"),
        (False, (PHONE, VISIT), {PHONE: (4, 0), VISIT: (4, 3)}, 30, "visit", "declared"),
        (False, (), {PHONE: (1, 1), VISIT: (9, 8)}, 30, "visit", "observed"),
    ],
)
def test_the_advice_follows_the_order_of_the_rules_str_02(
    not_to: bool, wishes: tuple[int, ...], contacts: Contacts, age: int,
    channel: str | None, because: str,
) -> None:  # fmt: skip
    found, reason = advise(known(not_to, wishes, contacts, age))
    assert (CHANNELS[found[0]] if found[0] >= 0 else None) == channel
    assert REASONS[reason[0]] == because


@pytest.mark.parametrize(
    ("wishes", "contacts", "age", "channel"),
    [
        ((PHONE, VISIT), {}, 30, "visit"),
        ((), {PHONE: (5, 4), WECHAT: (5, 1)}, 30, "wechat"),
        ((), {PHONE: (5, 4)}, 60, None),
        ((PHONE,), {}, 30, "wechat"),
    ],
)
def test_a_refused_channel_gives_way_to_the_next_best_str_02(
    wishes: tuple[int, ...], contacts: Contacts, age: int, channel: str | None
) -> None:
    found, _reason = advise(known(False, wishes, contacts, age, refused=(PHONE,)))
    assert (CHANNELS[found[0]] if found[0] >= 0 else None) == channel


def test_nobody_who_refused_is_ever_given_a_channel_str_02() -> None:
    dice = random.Random(2)
    for _ in range(300):
        contacts = {dice.randrange(8): (dice.randrange(9), dice.randrange(3)) for _ in range(3)}
        wishes = tuple(dice.sample(range(8), dice.randrange(3)))
        channel, _reason = advise(known(True, wishes, contacts, dice.randrange(-1, 90)))
        assert channel[0] == -1
        channel, _reason = advise(known(False, wishes, contacts, dice.randrange(-1, 90)))
        assert not wishes or channel[0] in wishes
