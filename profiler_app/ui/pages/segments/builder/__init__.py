"""The page where a segment is put together."""

from profiler_app.ui.pages.segments.builder.page import SegmentBuilder

__all__ = ["SegmentBuilder"]
