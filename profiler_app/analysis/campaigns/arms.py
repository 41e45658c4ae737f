"""Who is left alone: drawn by a hash, so that anybody can draw the same again."""

from __future__ import annotations

from hashlib import sha256

_BYTES = 8
_ALL = 2.0 ** (8 * _BYTES)


def is_control(seed: int, campaign: str, stratum: str, customer: str, share: float) -> bool:
    """Tell whether a customer belongs to the control group of a campaign.

    The first 8 bytes of SHA-256 of "seed|campaign|stratum|customer" are a number from 0 to 1;
    below ``share`` it is the control group.
    """
    digest = sha256(f"{seed}|{campaign}|{stratum}|{customer}".encode()).digest()
    return int.from_bytes(digest[:_BYTES], "big") / _ALL < share
