"""The recovery key of a workspace: 24 signs that open the file when its passphrase is lost.

22 signs of base 32 carry 110 bits, two more tell a slip of the pen. The alphabet is Crockford's
(no I, L, O and U), so that nothing on paper can be read in two ways.
"""

from __future__ import annotations

import hashlib
import unicodedata

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import N_

GROUPS, GROUP = 6, 4
BYTES = 14
"""How many bytes of key material a recovery key is made from; the last two bits are not used."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SECRET = 22
_TAKEN_FOR = str.maketrans("OIL", "011")


class RecoveryKeyMistyped(UserProblem):
    """What was typed cannot be a recovery key: its length, or one of its signs."""

    code = "recovery_key_mistyped"
    template = N_(
        "This is not a recovery key: it has 24 letters and digits in 6 groups, and one of them is "
        "missing or misread. Nothing was changed. Compare it with the paper sign by sign."
    )


def recovery_key(material: bytes) -> str:
    """Return the recovery key made from the first 110 bits of some secret bytes."""
    number = int.from_bytes(material[:BYTES], "big") >> (BYTES * 8 - 5 * _SECRET)
    signs = "".join(_ALPHABET[number >> 5 * at & 31] for at in reversed(range(_SECRET)))
    return signs + _check_signs(signs)


def groups_of(key: str) -> list[str]:
    """Return a recovery key in the groups in which it is shown and typed."""
    return [key[at : at + GROUP] for at in range(0, GROUPS * GROUP, GROUP)]


def read_recovery_key(typed: str) -> str:
    """Return the key somebody typed: small letters, blanks, dashes, full width, O for 0 are fine.

    Raises RecoveryKeyMistyped.
    """
    text = unicodedata.normalize("NFKC", typed).upper().translate(_TAKEN_FOR)
    key = "".join(sign for sign in text if sign.isalnum())
    if len(key) != GROUPS * GROUP or _check_signs(key[:_SECRET]) != key[_SECRET:]:
        raise RecoveryKeyMistyped()
    return key


def _check_signs(signs: str) -> str:
    digest = int.from_bytes(hashlib.sha256(signs.encode()).digest()[:2], "big")
    return _ALPHABET[digest >> 11] + _ALPHABET[digest >> 6 & 31]
