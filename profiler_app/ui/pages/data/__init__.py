"""The page of the data: how good it is, what to mend, what was imported, which fields there are."""

from profiler_app.ui.pages.data.page import DataPage

__all__ = ["DataPage"]
