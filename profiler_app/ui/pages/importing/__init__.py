"""Importing files: choose, map, check, write; nothing is written before the last button."""

from profiler_app.ui.pages.importing.page import ImportPage

__all__ = ["ImportPage"]
