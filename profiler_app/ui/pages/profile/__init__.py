"""The profile card of one customer on the screen."""

from profiler_app.ui.pages.profile.page import ProfilePage

__all__ = ["ProfilePage"]
