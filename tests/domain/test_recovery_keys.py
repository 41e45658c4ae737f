"""The recovery key is read as it is written on paper, and a slip is told before it is tried."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler_app.domain.recovery_keys import (
    BYTES,
    RecoveryKeyMistyped,
    groups_of,
    read_recovery_key,
    recovery_key,
)

KEY = recovery_key(bytes(range(BYTES)))


@given(st.binary(min_size=BYTES, max_size=32))
def test_what_is_written_is_read_again(material: bytes) -> None:
    key = recovery_key(material)
    assert read_recovery_key(" ".join(groups_of(key))) == key
    assert not set(key) & set("ILOU")


def test_it_has_six_groups_of_four() -> None:
    assert [len(group) for group in groups_of(KEY)] == [4] * 6


def test_every_bit_of_the_110_counts() -> None:
    whole = int.from_bytes(bytes(BYTES), "big")
    keys = {recovery_key((whole ^ 1 << bit).to_bytes(BYTES, "big")) for bit in range(2, 112)}
    assert len(keys) == 110


@pytest.mark.parametrize(
    "typed",
    [
        KEY.lower(),
        "-".join(groups_of(KEY)),
        KEY.replace("0", "O").replace("1", "I"),
        KEY.replace("0", "o").replace("1", "l"),
        "".join(chr(ord(sign) + 0xFEE0) for sign in KEY),
        f"  {KEY}\n",
    ],
)
def test_it_is_read_however_it_is_typed(typed: str) -> None:
    assert read_recovery_key(typed) == KEY


@pytest.mark.parametrize("typed", ["", KEY[:-1], f"{KEY}A", KEY.replace(KEY[0], "知", 1)])
def test_what_cannot_be_one_is_refused(typed: str) -> None:
    with pytest.raises(RecoveryKeyMistyped):
        read_recovery_key(typed)


def test_one_wrong_sign_is_nearly_always_noticed() -> None:
    noticed = 0
    for at in range(24):
        wrong = KEY[:at] + ("7" if KEY[at] != "7" else "8") + KEY[at + 1 :]
        try:
            read_recovery_key(wrong)
        except RecoveryKeyMistyped:
            noticed += 1
    assert noticed >= 23
