"""An open workspace: navigation, pages, what lies over them, and the commands of all that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.ui.commands import COMMANDS, add_commands
from profiler_app.ui.desk import Desk
from profiler_app.ui.drop_frame import IMPORTED, DropFrame
from profiler_app.ui.forms import FormHost
from profiler_app.ui.navigation import Navigation
from profiler_app.ui.page_stack import PageStack
from profiler_app.ui.pages import PAGES
from profiler_app.ui.palette import Palette, commands_of
from profiler_app.ui.pinned_views import PinnedViews
from profiler_app.ui.reading_order import go_on
from profiler_app.ui.regions import go_to_next
from profiler_app.ui.sample_band import SampleBand
from profiler_app.ui.task_card import TaskCard
from profiler_app.ui.toast import Toast
from profiler_app.ui.tour import Tour

_NARROW_UNDER = 1200


class WorkspaceView(QWidget):
    """Everything of one workspace that is in sight; ``shared`` are commands of the window."""

    def __init__(self, desk: Desk, shared: Mapping[str, QAction]) -> None:
        super().__init__()
        self._desk = desk
        self.navigation = Navigation(desk.settings.name, desk.path, desk.preferences)
        self.navigation.host(PinnedViews(desk))
        self.band = SampleBand(desk)
        self.pages = PageStack(desk)
        self._lay_out()
        self.tasks = TaskCard(self.pages, desk.jobs)
        self.toast = Toast(self.pages, self.tasks)
        self.tour = Tour(self.pages, desk)
        self.forms = FormHost(desk, self)
        self.drop = DropFrame(self)
        self.palette_open: Palette | None = None
        self.actions_by_key = {**add_commands(self, self._acts()), **shared}
        self.setAcceptDrops(True)
        self._connect()
        self.pages.show_place()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.band)
        column.addWidget(self.pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addLayout(column, 1)

    def _connect(self) -> None:
        desk = self._desk
        self.navigation.page_chosen.connect(self.pages.go)
        self.navigation.lock_asked.connect(desk.lock_asked)
        self.navigation.palette_asked.connect(self.show_palette)
        self.pages.shown.connect(self._page_shown)
        self.toast.undo_asked.connect(desk.edits.undo)
        desk.toasted.connect(self.toast.say)
        desk.counted.connect(self.navigation.show_count)

    def _acts(self) -> dict[str, Callable[[], object]]:
        """Return what each command does; those of a single page are added by the page."""
        acts: dict[str, Callable[[], object]] = {
            spec.key: lambda key=spec.key: self.pages.go(key)  # type: ignore[misc]
            for spec in PAGES
            if spec.key in COMMANDS
        }
        return acts | {
            "palette": self.show_palette,
            "open_import": self.pages.open_import,
            "search": lambda: self.pages.current().search_focus(),
            "back": self.pages.back,
            "forward": self.pages.forward,
            "new": self._make_new,
            "undo": self._undo_last,
            "redo": self._desk.edits.redo_last,
            "refresh": self._desk.refresh_data,
            "collapse": self._toggle_navigation,
            "next_region": lambda: self._go_to_region(1),
            "previous_region": lambda: self._go_to_region(-1),
            "escape": self._escape,
            "new_company": lambda: self._desk.forms.new_customer("company"),
            "new_product": lambda: self._desk.forms.add_record("product"),
            "new_field": self._desk.forms.define_field,
            "lock": self._desk.lock_asked.emit,
            "keys": lambda: self.pages.go("settings").show_section("keys"),
            "help": self._explain,
            "tour": self._desk.tour_asked.emit,
        }

    def _page_shown(self, key: str) -> None:
        self.navigation.show_page(key)
        for over in (self.tasks, self.toast, self.tour):
            over.raise_()

    # -- commands

    def _escape(self) -> None:
        if not self.forms.escape():
            self.pages.escape()

    def _go_to_region(self, step: int) -> None:
        go_to_next([self.navigation, *self.pages.current().tab_regions()], step)

    def _undo_last(self) -> None:
        operation = self.toast.operation
        if operation is None:
            self._desk.edits.undo_last()
        else:
            self.toast.hide()
            self._desk.edits.undo(operation)

    def _make_new(self) -> None:
        """Make what the page is about: a talk on the card, elsewhere a customer."""
        make = getattr(self.pages.current(), "make_new", None)
        (make or self._desk.forms.new_customer)()

    def show_palette(self) -> None:
        """Open the palette; until it is closed, keys belong to it."""
        actions = self.actions_by_key | commands_of(self.pages.current())
        self.palette_open = Palette(self._desk, actions, self, page=self.pages.page)
        self.palette_open.closed.connect(self._palette_closed)
        self.palette_open.open()
        self._enable(on=False)

    def _palette_closed(self) -> None:
        self.palette_open = None
        self._enable(on=True)

    def _enable(self, *, on: bool) -> None:
        for action in self.actions_by_key.values():
            action.setEnabled(on)

    def _explain(self) -> None:
        """Show the help of the page one looks at."""
        page = self.pages.page
        self.pages.go("help").explain(page)

    def _toggle_navigation(self) -> None:
        narrow = not self.navigation.narrow
        self._desk.preferences.put("narrow", narrow)
        self.navigation.set_narrow(narrow=narrow)

    # -- what the window tells

    def suit_width(self, width: int) -> None:
        """Keep the navigation narrow in a narrow window."""
        kept = bool(self._desk.preferences.get("narrow", False))
        self.navigation.set_narrow(narrow=kept or width < _NARROW_UNDER)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        for part in (self.navigation, self.band, self.pages, self.tour, self.palette_open):
            if part is not None:
                part.retranslate()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Go through navigation and page in reading order."""
        return go_on(self, forward=next)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, and show that they can be dropped."""
        paths = _local_files(event)
        if paths:
            self.drop.invite([path.name for path in paths])
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show the page again."""
        self.drop.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the import with the files that can be read."""
        self.drop.hide()
        usable = [path for path in _local_files(event) if path.suffix.lower() in IMPORTED]
        if usable:
            self.pages.open_import(usable)
        else:
            self._desk.toast(_("These files are no tables: take Excel, CSV, ODS, HTML or vCard."))


def _local_files(event: QDropEvent) -> list[Path]:
    """The files of a drag; QDragEnterEvent is a QDropEvent."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
