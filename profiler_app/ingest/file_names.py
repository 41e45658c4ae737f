"""What a file is called without the date in its name: the name of a series of exports."""

from __future__ import annotations

import re
from typing import Final

_DATED: Final = re.compile(r"[\s_\-.]*(?:\d{2,}[\s_\-.年月日]*)+(?:\(\d+\))?$|[\s_\-.]*\(\d+\)$")


def without_date(stem: str) -> str:
    """Return a file's name (without its ending) less the date or number at its end.

    A name that is nothing but a date stays.
    """
    return _DATED.sub("", stem) or stem
