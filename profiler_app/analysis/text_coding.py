"""Texts as numbers: code units of UTF-16, their folded form, and the bytes texts are sorted by."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_ASTRAL_CASE = (0xD801, 0xD803, 0xD806, 0xD81B, 0xD83A)
"""First halves of the surrogate pairs of scripts with capitals beyond the basic plane."""


def encode(texts: Sequence[str]) -> tuple[Array, Array]:
    """Return texts as UTF-16 code units and how many each has."""
    whole = "".join(texts)
    units = np.frombuffer(whole.encode("utf-16-le", "surrogatepass"), np.uint16)
    lengths = np.fromiter(map(len, texts), np.int32, len(texts))
    if len(units) != len(whole):  # signs beyond the basic plane take two units
        lengths = np.array([len(t.encode("utf-16-le", "surrogatepass")) // 2 for t in texts])
    return units, lengths


def narrowed(units: Array) -> Array:
    """Return code units as bytes where each fits into one."""
    return units.astype(np.uint8) if not len(units) or units.max() < 256 else units


def starts_of(lengths: Array) -> Array:
    """Return where each text starts, and the end of the last."""
    total = int(lengths.sum(dtype=np.int64))
    starts = np.zeros(len(lengths) + 1, np.int32 if total < 2**31 else np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def collation(text: str) -> bytes:
    """Return what texts are sorted by: GB 18030, which has common characters by their pinyin."""
    return text.encode("gb18030", "replace")


@cache
def collation_sizes() -> Array:
    """Return how many bytes each code unit takes in GB 18030 (half of a pair: two of four)."""
    sizes = np.full(65_536, 2, np.uint8)
    for code in range(65_536):
        if not 0xD800 <= code < 0xE000:
            sizes[code] = len(chr(code).encode("gb18030"))
    return sizes


@cache
def folding() -> tuple[Array, NDArray[np.bool_]]:
    """Return the folded form of each code unit, and which have none of one unit."""
    table = np.arange(65_536, dtype=np.uint16)
    special = np.zeros(65_536, np.bool_)
    special[list(_ASTRAL_CASE)] = True
    for code in range(65_536):
        folded = chr(code).casefold()
        if len(folded) == 1 and ord(folded) < 65_536:
            table[code] = ord(folded)
        else:
            special[code] = True
    return table, special
