"""What the builder of segments is opened with."""

from __future__ import annotations

from typing import NamedTuple

from profiler_app.domain.saved_segments import SavedSegment


class Building(NamedTuple):
    """A saved segment to change, or a new one that begins with a name and a rule."""

    segment: SavedSegment | None = None
    name: str = ""
    rule: str = ""
