"""The map of everybody around a customer."""

from profiler_app.ui.pages.relations.page import RelationsPage

__all__ = ["RelationsPage"]
