"""The profile card of one customer, worded in the current language, and the reasons of tags."""

from __future__ import annotations

from profiler_app.jobs.cards.assembling import (
    History,
    find,
    read_card,
    read_earlier_card,
    read_history,
    survivor_of,
)
from profiler_app.jobs.cards.reasons import why

__all__ = [
    "History",
    "find",
    "read_card",
    "read_earlier_card",
    "read_history",
    "survivor_of",
    "why",
]
