"""The page of settings."""

from profiler_app.ui.pages.settings.page import SettingsPage

__all__ = ["SettingsPage"]
