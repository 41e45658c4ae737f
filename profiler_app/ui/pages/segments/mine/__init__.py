"""The tab of the user's segments."""

from profiler_app.ui.pages.segments.mine.tab import SavedTab

__all__ = ["SavedTab"]
