"""What to do with a group of customers: goal, message, channel, effort and how it is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from profiler_app.domain.resources import catalog
from profiler_app.domain.text import _, language, pgettext


@dataclass(frozen=True, slots=True)
class Strategy:
    """Five short texts of the user, or of the catalog."""

    goal: str
    message: str
    channel: str
    resource: str
    kpi: str


PARTS = tuple(each.name for each in fields(Strategy))


def part_label(part: str) -> str:
    """Return what one of the five texts is about."""
    return {
        "goal": pgettext("strategy", "Goal"),
        "message": pgettext("strategy", "Message"),
        "channel": pgettext("strategy", "Channel"),
        "resource": pgettext("strategy", "Effort"),
        "kpi": _("Measured by"),
    }[part]


@dataclass(frozen=True, slots=True)
class SegmentStrategy:
    """The strategy of a segment: the user's (``saved``), or the proposal for most of its members.

    ``share`` of the members have the tag ``target``; None: none of the tags of the catalog fits.
    """

    strategy: Strategy | None
    saved: bool
    target: str | None = None
    share: float = 0.0


@cache
def _catalog() -> Mapping[str, Mapping[str, Any]]:
    return {row["target"]: row for row in catalog("strategies")["strategies"]}


def targets() -> tuple[str, ...]:
    """Return the tags (RFM groups, stages of life, sizes of companies) there is a proposal for."""
    return tuple(_catalog())


def proposed(target: str) -> Strategy:
    """Return the proposal for who has a tag, in the current language."""
    row = _catalog()[target]
    return Strategy(*(row[part][language()] for part in PARTS))
