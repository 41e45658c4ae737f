"""The visit sheet before it is printed."""

from profiler_app.ui.pages.visit.page import VisitPage

__all__ = ["VisitPage"]
