"""Giving memory back to the system after work that needed much of it."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any


def give_back() -> None:
    """Hand memory that is no longer used back to the system, where the C library keeps it.

    That of Linux keeps what a thread freed for the same thread: the next large step of a job, and
    the other threads, would ask the system for more on top.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:
    """Return ``malloc_trim`` of the C library of Linux; None where there is no such thing."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):  # another C library than glibc
        return None
