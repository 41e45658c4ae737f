"""The pages of the window: one row each. A sub-page keeps the navigation item of its parent lit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from profiler_app.domain.text import N_

if TYPE_CHECKING:
    from profiler_app.ui.desk import Desk

PageFactory = Callable[["Desk"], Any]


class PageSpec(NamedTuple):
    """One page: its place in the navigation (``number`` is its Ctrl key) and how it is made.

    A page with ``parent`` is not in the navigation itself; one with ``foot`` is at its foot.
    """

    key: str
    title: str
    icon: str
    number: int
    make: PageFactory
    parent: str | None = None
    foot: bool = False


def _customers(desk: Desk) -> Any:
    from profiler_app.ui.pages.customers import CustomersPage

    return CustomersPage(desk)


def _profile(desk: Desk) -> Any:
    from profiler_app.ui.pages.profile import ProfilePage

    return ProfilePage(desk)


def _data(desk: Desk) -> Any:
    from profiler_app.ui.pages.data import DataPage

    return DataPage(desk)


def _importing(desk: Desk) -> Any:
    from profiler_app.ui.pages.importing import ImportPage

    return ImportPage(desk)


def _settings(desk: Desk) -> Any:
    from profiler_app.ui.pages.settings import SettingsPage

    return SettingsPage(desk)


def _segments(desk: Desk) -> Any:
    from profiler_app.ui.pages.segments import SegmentsPage

    return SegmentsPage(desk)


def _insights(desk: Desk) -> Any:
    from profiler_app.ui.pages.insights import InsightsPage

    return InsightsPage(desk)


def _relations(desk: Desk) -> Any:
    from profiler_app.ui.pages.relations import RelationsPage

    return RelationsPage(desk)


def _today(desk: Desk) -> Any:
    from profiler_app.ui.pages.today import TodayPage

    return TodayPage(desk)


def _review(desk: Desk) -> Any:
    from profiler_app.ui.pages.review import ReviewPage

    return ReviewPage(desk)


def _maturities(desk: Desk) -> Any:
    from profiler_app.ui.pages.maturities import MaturitiesPage

    return MaturitiesPage(desk)


def _timeline(desk: Desk) -> Any:
    from profiler_app.ui.pages.timeline import TimelinePage

    return TimelinePage(desk)


def _visit(desk: Desk) -> Any:
    from profiler_app.ui.pages.visit import VisitPage

    return VisitPage(desk)


def _likeness(desk: Desk) -> Any:
    from profiler_app.ui.pages.likeness import LikenessPage

    return LikenessPage(desk)


def _segment(desk: Desk) -> Any:
    from profiler_app.ui.pages.segments.builder import SegmentBuilder

    return SegmentBuilder(desk)


def _tags(desk: Desk) -> Any:
    from profiler_app.ui.pages.tags import TagsPage

    return TagsPage(desk)


def _campaigns(desk: Desk) -> Any:
    from profiler_app.ui.pages.campaigns import CampaignsPage

    return CampaignsPage(desk)


def _help(desk: Desk) -> Any:
    from profiler_app.ui.pages.help import HelpPage

    return HelpPage(desk)


PAGES = (
    PageSpec("today", N_("Today"), "sun", 1, _today),
    PageSpec("review", N_("Review"), "history", 0, _review, parent="today"),
    PageSpec("maturities", N_("What matures"), "piggy-bank", 0, _maturities, parent="today"),
    PageSpec("customers", N_("Customers"), "users", 2, _customers),
    PageSpec("profile", N_("Profile card"), "user", 0, _profile, parent="customers"),
    PageSpec("relations", N_("Relations"), "network", 0, _relations, parent="customers"),
    PageSpec("timeline", N_("Events"), "history", 0, _timeline, parent="customers"),
    PageSpec("visit", N_("Visit sheet"), "clipboard-list", 0, _visit, parent="customers"),
    PageSpec("likeness", N_("Compare"), "scale", 0, _likeness, parent="customers"),
    PageSpec("segments", N_("Segments"), "chart-pie", 3, _segments),
    PageSpec("segment", N_("Build a segment"), "chart-pie", 0, _segment, parent="segments"),
    PageSpec("tags", N_("Tags"), "tags", 4, _tags),
    PageSpec("insights", N_("Insights"), "chart-column", 5, _insights),
    PageSpec("campaigns", N_("Campaigns"), "target", 6, _campaigns),
    PageSpec("data", N_("Data"), "database", 7, _data),
    PageSpec("import", N_("Import"), "upload", 0, _importing, parent="data"),
    PageSpec("help", N_("Help"), "circle-question-mark", 0, _help, foot=True),
    PageSpec("settings", N_("Settings"), "settings", 0, _settings, foot=True),
)
"""In the order of the navigation. Numbers of pages to come stay free."""
