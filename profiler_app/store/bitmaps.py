"""Bits by customer id as BLOBs, in pieces, so that one customer costs one piece.

A BLOB is a mark, the number of bits, the length of every piece and the pieces, compressed; a piece
without a bit takes no room, and so does a whole row of bits without one (``b""``). Files written
before have a row of bits compressed as a whole; both are read.
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.bool_]
Bytes = NDArray[np.uint8]

_PIECE = 8_192
"""Bytes of a piece: those of 65,536 customers."""
_MARK = b"\x01"
_HEAD = len(_MARK) + 8


def packed(bits: Bytes, size: int) -> bytes:
    """Return a row of ``size`` bits, eight in a byte, as it is stored."""
    pieces = []
    for start in range(0, len(bits), _PIECE):
        piece = bits[start : start + _PIECE]
        pieces.append(zlib.compress(piece.tobytes(), 1) if piece.any() else b"")
    if not any(pieces):
        return b""
    lengths = np.array([len(piece) for piece in pieces], "<u4").tobytes()
    return b"".join((_MARK, size.to_bytes(8, "little"), lengths, *pieces))


def size_of(blob: bytes) -> int:
    """Return how many bits a stored row has."""
    if not blob:
        return 0
    if blob[:1] == _MARK:
        return int.from_bytes(blob[1:_HEAD], "little")
    return int.from_bytes(zlib.decompressobj().decompress(blob, 8), "little")


def bytes_of(blob: bytes) -> Bytes:
    """Return a stored row of bits, eight in a byte."""
    if not blob:
        return np.zeros(0, np.uint8)
    if blob[:1] != _MARK:
        return np.frombuffer(zlib.decompress(blob), np.uint8, offset=8)
    bits = np.zeros(_bytes_for(size_of(blob)), np.uint8)
    for piece, (start, end) in enumerate(_bounds(blob)):
        if start < end:
            raw = np.frombuffer(zlib.decompress(blob[start:end]), np.uint8)
            bits[piece * _PIECE : piece * _PIECE + len(raw)] = raw
    return bits


def bits_at(blob: bytes, ids: NDArray[Any]) -> Bits:
    """Return the bits of some ids (False beyond the end); only their pieces are unpacked."""
    if not blob or not len(ids):
        return np.zeros(len(ids), np.bool_)
    if blob[:1] != _MARK:
        return _picked(bytes_of(blob), ids)
    found = np.zeros(len(ids), np.bool_)
    bounds = _bounds(blob)
    numbers = ids // (8 * _PIECE)
    for piece in np.unique(numbers).tolist():
        if piece < len(bounds) and bounds[piece][0] < bounds[piece][1]:
            start, end = bounds[piece]
            raw = np.frombuffer(zlib.decompress(blob[start:end]), np.uint8)
            mine = np.flatnonzero(numbers == piece)
            found[mine] = _picked(raw, ids[mine] - piece * 8 * _PIECE)
    return found


def differing(one: Bytes, other: Bytes) -> Bytes:
    """Return the bits in which two rows differ; the shorter one goes on without bits."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    bits = longer.copy()
    bits[: len(shorter)] ^= shorter
    return bits


def masks(ids: NDArray[Any]) -> Bytes:
    """Return for each id the bit that stands for it in its byte."""
    return np.uint8(128) >> (ids & 7).astype(np.uint8)


def _bytes_for(size: int) -> int:
    return (size + 7) // 8


def _bounds(blob: bytes) -> list[tuple[int, int]]:
    """Return where each piece stands in a BLOB."""
    count = -(-_bytes_for(size_of(blob)) // _PIECE)
    lengths = np.frombuffer(blob, "<u4", count, _HEAD)
    ends = _HEAD + 4 * count + np.cumsum(lengths, dtype=np.int64)
    return list(zip((ends - lengths).tolist(), ends.tolist(), strict=True))


def _picked(raw: Bytes, ids: NDArray[Any]) -> Bits:
    inside = ids // 8 < len(raw)
    bits = np.zeros(len(ids), np.bool_)
    there = ids[inside]
    bits[inside] = raw[there // 8] & masks(there) > 0
    return bits
