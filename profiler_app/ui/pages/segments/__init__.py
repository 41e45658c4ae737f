"""The page of segments: RFM, clusters, saved segments, the market of companies."""

from profiler_app.ui.pages.segments.page import SegmentsPage

__all__ = ["SegmentsPage"]
