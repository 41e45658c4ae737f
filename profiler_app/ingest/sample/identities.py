"""Identities that belong to nobody, with correct check digits and no repetition.

Resident IDs and credit codes use area codes ending in 0199, which no list of the country has ever
contained; mobile numbers use prefixes that are not in service; mail goes to example.com, cards
begin with 999999. Everything is a one-to-one function of the customer's index, so a million
customers have a million different numbers.
"""

from __future__ import annotations

from datetime import date, timedelta

REGIONS = ("330199", "440399", "510199", "110199", "310199", "420199")
MOBILE_PREFIXES = ("168", "160", "163", "164", "169")
CARD_BIN = "999999"
MAIL_DOMAIN = "example.com"

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def birth_date(index: int, year: int) -> date:
    """Return a birthday of the year; with ``cn_id`` it keeps the first million IDs different."""
    row, turn = index % 3000, index // 3000
    return date(year, 1, 1) + timedelta(days=(row * 211 + turn) % 365)


def cn_id(index: int, born: date, *, male: bool) -> str:
    """Return a resident ID (GB 11643) whose area never existed."""
    row = index % 3000
    order = row // 6 * 2 + (1 if male else 0)
    body = f"{REGIONS[row % 6]}{born:%Y%m%d}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def uscc(index: int) -> str:
    """Return a unified social credit code (GB 32100) of an area that never existed."""
    organisation = f"M{index * 7 % 10_000_000:07d}"
    values = [_USCC_ALPHABET.index(sign) for sign in organisation]
    values[0] = ord("M") - 55  # GB 11714 counts all letters, GB 32100 leaves some out
    rest = 11 - sum(v * w for v, w in zip(values, _ORG_WEIGHTS, strict=True)) % 11
    body = f"91{REGIONS[index % 6]}{organisation}" + {10: "X", 11: "0"}.get(rest, str(rest))
    total = sum(
        _USCC_ALPHABET.index(sign) * weight
        for sign, weight in zip(body, _USCC_WEIGHTS, strict=True)
    )
    return body + _USCC_ALPHABET[(31 - total % 31) % 31]


def mobile(index: int, series: int = 0) -> str:
    """Return a mobile number that cannot ring; each series has its own ten million numbers."""
    place = index % 10_000_000 * 6_180_339 % 10_000_000
    return f"+86{MOBILE_PREFIXES[index % 5]}{series}{place:07d}"


def card(index: int) -> str:
    """Return a bank card number of sixteen digits with its Luhn digit."""
    body = f"{CARD_BIN}{index % 10**9:09d}"
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def email(mailbox: str) -> str:
    """Return an address in the domain reserved for examples."""
    return f"{mailbox}@{MAIL_DOMAIN}"
