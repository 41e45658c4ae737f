"""The page of insights: what changed in the whole base."""

from profiler_app.ui.pages.insights.page import InsightsPage

__all__ = ["InsightsPage"]
