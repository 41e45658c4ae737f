"""The page that puts customers beside each other; what is asked says which way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.likeness import Comparison, Likened, PersonaCard, Twins
from profiler_app.domain.progress import Progress, Silent
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.comparing import compare_customers, compare_with_segment
from profiler_app.jobs.personas import persona
from profiler_app.jobs.twins import find_twins
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.likeness.comparison import ComparisonView
from profiler_app.ui.pages.likeness.persona import PersonaView
from profiler_app.ui.pages.likeness.twins import TwinsView
from profiler_app.ui.pages.place_page import PlacePage
from profiler_app.ui.pages.profile.column_scroll import ColumnScroll
from profiler_app.ui.tasks import Job
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.sub_bar import SubBar


@dataclass(frozen=True, slots=True)
class _Way:
    """How something is read and shown."""

    read: Callable[..., Any]
    view: Callable[[Desk, Likened, Any], QWidget]
    title: Callable[[Any], tuple[str, str]]


class LikenessPage(PlacePage):
    """A bar that says what is shown, and below it one view."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, SubBar())
        self._asked: Likened | None = None
        self.found: Any = None
        self._job: Job | None = None
        self._asking = 0
        self.view = ColumnScroll()
        self.column().addWidget(self.view, 1)

    def open_place(self, asked: Likened) -> None:
        """Show what is asked."""
        if asked != self._asked:
            self._asked, self.found = asked, None
            self._top.say("")
            self.view.setWidget(QWidget())
        self._reload()

    def tab_regions(self) -> list[QWidget]:
        """Return the regions F6 walks through."""
        return [self._top, self.view]

    def _reload(self) -> None:
        if self._asked is None or not self.isVisible():
            return
        if self._asked.way == "customers":  # a few cards; the others look at everybody
            self._desk.reads.ask(
                "likeness",
                _read_cards,
                self._asked,
                today=self._desk.today(),
                done=self._show,
                failed=self._fail,
                owner=self,
            )
            return
        if self.found is None:
            self.view.setWidget(EmptyState("loader", _("Comparing with everybody…")))
        if self._job is not None:
            self._desk.jobs.cancel(self._job)
        self._asking += 1
        self._job = self._desk.jobs.start(
            _WAYS[self._asked.way].read,
            self._asked,
            today=self._desk.today(),
            title=_("Comparing customers"),
            owner=self,
            done=partial(self._arrived, self._asking),
            failed=self._fail,
            cancelled=partial(self._stopped, self._asking),
            derived=True,
        )

    def _arrived(self, asking: int, found: Any) -> None:
        if asking == self._asking:
            self._job = None
            self._show(found)

    def _stopped(self, asking: int) -> None:
        """Offer to begin again, unless something else was asked for meanwhile."""
        if asking != self._asking:
            return
        self._job = None
        state = EmptyState("scale", _("Comparing was stopped"))
        state.add_button(_("Try again"), self._reload)
        self.view.setWidget(state)

    def _show(self, found: Any) -> None:
        if self._asked is None:
            return
        self.found = found
        way = _WAYS[self._asked.way]
        self._top.say(*way.title(found))
        self.view.show_contents(way.view(self._desk, self._asked, found))

    def _fail(self, problem: UserProblem) -> None:
        self.found, self._job = None, None
        state = EmptyState("scale", _("Nothing can be compared yet"), problem.sentence())
        state.add_button(_("Back"), self._desk.back)
        self.view.setWidget(state)


def _read_cards(reader: Reader, asked: Likened, *, today: date) -> Comparison:
    return _compare_cards(Silent(), reader.workspace, asked, today=today)


def _compare_cards(
    progress: Progress, workspace: Any, asked: Likened, *, today: date
) -> Comparison:
    return compare_customers(progress, workspace, asked.customers, as_of=today)


def _compare_segment(
    progress: Progress, workspace: Any, asked: Likened, *, today: date
) -> Comparison:
    return compare_with_segment(progress, workspace, asked.customers[0], asked.segment, as_of=today)


def _find_twins(progress: Progress, workspace: Any, asked: Likened, *, today: date) -> Twins:
    return find_twins(progress, workspace, asked.customers[0])


def _draw_persona(
    progress: Progress, workspace: Any, asked: Likened, *, today: date
) -> PersonaCard:
    return persona(progress, workspace, asked.segment)


def _compared_title(found: Comparison) -> tuple[str, str]:
    n = sum(row.differs for row in found.rows)
    note = ngettext("{n} difference", "{n} differences", n).format(n=n)
    return _("Compare · {names}").format(names=" / ".join(found.names)), note


def _twins_title(found: Twins) -> tuple[str, str]:
    n = len(found.twins)
    title = ngettext("{n} customer like {name}", "{n} customers like {name}", n)
    note = _("chosen among {n}").format(n=f"{found.candidates:,}")
    return title.format(n=n, name=found.name), note


def _persona_title(found: PersonaCard) -> tuple[str, str]:
    n = found.customers
    note = ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}")
    return _("Typical customer · {name}").format(name=found.name), note


_WAYS = {
    "customers": _Way(_compare_cards, ComparisonView, _compared_title),
    "segment": _Way(_compare_segment, ComparisonView, _compared_title),
    "twins": _Way(_find_twins, TwinsView, _twins_title),
    "persona": _Way(_draw_persona, PersonaView, _persona_title),
}
