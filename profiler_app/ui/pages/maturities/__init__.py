"""What matures in the next days."""

from profiler_app.ui.pages.maturities.page import MaturitiesPage

__all__ = ["MaturitiesPage"]
