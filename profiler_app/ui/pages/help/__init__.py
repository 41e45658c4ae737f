"""The page of the manual."""

from profiler_app.ui.pages.help.page import HelpPage

__all__ = ["HelpPage"]
