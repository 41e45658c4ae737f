"""The first page of the day: whom to contact, what is due, what has changed."""

from profiler_app.ui.pages.today.page import TodayPage

__all__ = ["TodayPage"]
