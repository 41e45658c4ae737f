"""The review of a week or a month."""

from profiler_app.ui.pages.review.page import ReviewPage

__all__ = ["ReviewPage"]
