"""The page of tags."""

from profiler_app.ui.pages.tags.page import TagsPage

__all__ = ["TagsPage"]
