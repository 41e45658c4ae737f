"""The sheet of a segment: what stands on the page that is printed."""

from __future__ import annotations

from dataclasses import dataclass

from profiler_app.domain.contact_channels import ChannelMix
from profiler_app.domain.likeness import PersonaCard
from profiler_app.domain.saved_segments import SavedSegment
from profiler_app.domain.strategies import SegmentStrategy


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """A field in which the members differ from the rest: ``distance`` goes from 0 to 1."""

    label: str
    inside: str
    outside: str
    distance: float


@dataclass(frozen=True, slots=True)
class GroupShare:
    """How many members stand in one of the eight groups or on a stage of life."""

    label: str
    customers: int
    share: float


@dataclass(frozen=True, slots=True)
class SegmentSheet:
    """A segment on a page; ``persona`` is None for fewer members than describe a type."""

    segment: SavedSegment
    as_of: str
    total: int
    currency: str
    groups: tuple[GroupShare, ...]
    differences: tuple[ComparedFigure, ...]
    persona: PersonaCard | None
    strategy: SegmentStrategy
    channels: ChannelMix
