"""Everything that happened with a customer."""

from profiler_app.ui.pages.timeline.page import TimelinePage

__all__ = ["TimelinePage"]
