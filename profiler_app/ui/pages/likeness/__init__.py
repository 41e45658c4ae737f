"""Customers beside each other: compared, alike, or as one typical figure."""

from profiler_app.ui.pages.likeness.page import LikenessPage

__all__ = ["LikenessPage"]
