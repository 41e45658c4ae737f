"""The window: navigation, pages, and what lies over them.

It is shown bare first; what a workspace needs is imported when a workspace is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _
from profiler_app.ui.appearance import step_size
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.curtain import Curtain
from profiler_app.ui.geometry import keep_geometry, restore_geometry
from profiler_app.ui.idle import IdleWatch
from profiler_app.ui.pages import PAGES
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.problem_dialog import show_crash, show_problem
from profiler_app.ui.qt_texts import speak_qt
from profiler_app.ui.recent_customers import note_opened
from profiler_app.ui.regions import go_to_next
from profiler_app.ui.trail import Place, Trail

if TYPE_CHECKING:
    from profiler_app.ui.desk import Desk
    from profiler_app.ui.tasks import Job

SMALLEST, USUAL = (1120, 700), (1440, 900)
_NARROW_UNDER = 1200
_IMPORTED = (".csv", ".tsv", ".txt", ".gz", ".xlsx", ".xlsm")
_ALWAYS = ("larger", "smaller", "normal_size")
"""Commands that need no workspace."""


class MainWindow(QMainWindow):
    """The window of one workspace; before that is open, or while it is locked, of a front page.

    What has to do with other workspaces is asked of whoever listens to the signals.
    """

    closing = Signal()
    lock_asked = Signal()
    left_alone = Signal()
    workspace_asked = Signal(object)
    file_asked = Signal()
    new_workspace_asked = Signal()
    sample_asked = Signal()
    sample_cleared = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._desk: Desk | None = None
        self._area: QWidget | None = None
        self._pages: dict[str, Any] = {}
        self._trail = Trail(Place(PAGES[0].key))
        self._crashed = False
        self.front: QWidget | None = None
        self._layers = QStackedWidget()
        self.setCentralWidget(self._layers)
        self._curtain = Curtain(self)
        self._idle = IdleWatch(self)
        self._idle.idled.connect(self.left_alone)
        self._add_commands()
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST)
        self.setWindowTitle(_("Zhike"))
        restore_geometry(self, preferences, USUAL)

    # -- the workspace, or what stands before it

    def show_front(self, widget: QWidget) -> None:
        """Show a page before the workspace; nothing of the workspace is in sight."""
        old, self.front = self.front, widget
        self._layers.addWidget(widget)
        self._layers.setCurrentWidget(widget)
        if old is not None:
            self._layers.removeWidget(old)
            old.deleteLater()
        if hasattr(widget, "activated"):
            widget.activated()
        else:
            widget.setFocus()
        self._suit()

    def open_desk(self, desk: Desk) -> None:
        """Show a workspace."""
        from profiler_app.ui.drop_frame import DropFrame
        from profiler_app.ui.forms import FormHost
        from profiler_app.ui.navigation import Navigation
        from profiler_app.ui.pinned_views import PinnedViews
        from profiler_app.ui.sample_band import SampleBand
        from profiler_app.ui.task_card import TaskCard
        from profiler_app.ui.toast import Toast

        self._desk = desk
        self._navigation = Navigation(desk.settings.name, desk.path, desk.preferences)
        self._navigation.host(PinnedViews(desk))
        self._stack = QStackedWidget()
        self._area = QWidget()
        self._band = SampleBand(desk)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._band)
        column.addWidget(self._stack, 1)
        row = QHBoxLayout(self._area)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._navigation)
        row.addLayout(column, 1)
        self._layers.addWidget(self._area)
        self._tasks = TaskCard(self._stack, desk.jobs)
        self._toast = Toast(self._stack, self._tasks)
        self._forms = FormHost(desk, self._area)
        self._connect(desk)
        self._drop = DropFrame(self._area)
        self._trail = Trail(Place(self._last_page()))
        self._show()
        self.show_desk()
        self._stack.setFocus()

    def close_desk(self) -> None:
        """Leave the workspace: stop its threads and forget its pages."""
        desk, area, self._desk = self._desk, self._area, None
        if desk is None or area is None:
            return
        self._keep_place()
        desk.shut_down()
        self._layers.removeWidget(area)
        area.deleteLater()
        desk.deleteLater()
        self._area = None
        self._pages.clear()
        self._suit()

    def show_desk(self) -> None:
        """Show the workspace as it was left."""
        assert self._area is not None
        self._layers.setCurrentWidget(self._area)
        if self.front is not None:
            self._layers.removeWidget(self.front)
            self.front.deleteLater()
            self.front = None
        self._curtain.open()
        self._suit()

    def hide_desk(self) -> None:
        """Put everything of the workspace out of sight, before a front page comes."""
        self._curtain.close()
        if self._area is not None:
            self._area.hide()

    def come_forward(self) -> None:
        """Stand in front of other windows."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def tell(self, problem: UserProblem) -> None:
        """Show a problem the user can act on."""
        show_problem(self, problem)

    def is_open(self) -> bool:
        """Return whether a workspace is in sight."""
        return self._area is not None and self._layers.currentWidget() is self._area

    def _suit(self) -> None:
        """Let keys, title and clock suit what is in sight."""
        for key, action in self._actions.items():
            action.setEnabled(key in _ALWAYS or self.is_open())
        own = self.is_open() and self._desk is not None and not self._desk.is_sample
        self._idle.watch(self._preferences if own else None)
        self._show_title()

    def _connect(self, desk: Desk) -> None:
        navigation = self._navigation
        navigation.page_chosen.connect(self.go)
        navigation.lock_asked.connect(self.lock_asked)
        navigation.palette_asked.connect(self._show_palette)
        navigation.workspace_asked.connect(self.workspace_asked)
        navigation.file_asked.connect(self.file_asked)
        navigation.new_asked.connect(self.new_workspace_asked)
        self._band.new_asked.connect(self.new_workspace_asked)
        self._band.cleared.connect(self.sample_cleared)
        self._toast.undo_asked.connect(desk.undo)
        desk.toasted.connect(self._toast.say)
        desk.problem_met.connect(self.tell)
        desk.customer_opened.connect(self._open_customer)
        desk.import_opened.connect(self._open_import)
        desk.selection_opened.connect(self._open_selection)
        desk.page_opened.connect(self.go)
        desk.list_opened.connect(self._open_list)
        desk.view_opened.connect(self._open_view)
        desk.went_back.connect(self.back)
        desk.sample_asked.connect(self.sample_asked)
        desk.lock_asked.connect(self.lock_asked)
        desk.idle_changed.connect(self._suit)
        desk.language_changed.connect(self.retranslate)
        desk.jobs.crashed.connect(self.met)
        desk.reads.crashed.connect(self.met)
        for signal in (desk.jobs.started, desk.jobs.progressed, desk.jobs.ended):
            signal.connect(self._show_title)

    def _add_commands(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            spec.key: lambda key=spec.key: self.go(key)  # type: ignore[misc]
            for spec in PAGES
            if spec.key in COMMANDS
        }
        acts |= {
            "palette": self._show_palette,
            "open_import": lambda: self._open_import(()),
            "search": lambda: self._page().search_focus(),
            "back": self.back,
            "forward": self.forward,
            "new": self._new,
            "undo": self._undo_last,
            "redo": self._redo_last,
            "refresh": self._refresh,
            "collapse": self._toggle_navigation,
            "next_region": lambda: self._next_region(1),
            "previous_region": lambda: self._next_region(-1),
            "escape": self._escape,
            "lock": self.lock_asked.emit,
            "keys": self._show_keys,
            "larger": lambda: step_size(self._preferences, 1),
            "smaller": lambda: step_size(self._preferences, -1),
            "normal_size": lambda: step_size(self._preferences, 0),
        }
        self._actions: dict[str, QAction] = {}
        for key, act in acts.items():
            action = self._actions[key] = QAction(self)
            action.setShortcuts(COMMANDS[key].sequences)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)

    # -- where one is

    @property
    def page(self) -> str:
        """The key of the page that is shown."""
        return self._trail.here.page

    def _page(self) -> Any:
        return self._stack.currentWidget()

    @Slot(str)
    def go(self, key: str) -> None:
        """Show a page; back returns to the one before."""
        if key != self.page:
            self._visit(Place(key))

    def _visit(self, place: Place) -> None:
        self._trail.visit(place)
        self._show()

    def _show(self) -> None:
        """Show the page of the place one is at; it is made when it is first gone to."""
        assert self._desk is not None
        place = self._trail.here
        key = place.page
        if key not in self._pages:
            spec = next(spec for spec in PAGES if spec.key == key)
            self._pages[key] = spec.make(self._desk)
            self._stack.addWidget(self._pages[key])
        self._stack.setCurrentWidget(self._pages[key])
        self._navigation.show_page(key)
        self._pages[key].activated()
        if place.customer is not None:
            self._pages[key].open_customer(place.customer, place.ids)
        for over in (self._tasks, self._toast):
            over.raise_()

    def back(self) -> None:
        """Go one step back inside the page, else to the page before, as it was left."""
        step_inside = getattr(self._page(), "go_back", None)
        if step_inside is not None and step_inside():
            return
        self._return()

    def _return(self) -> None:
        if self._trail.back():
            self._show()

    def forward(self) -> None:
        """Go to where one came back from."""
        if self._trail.forward():
            self._show()

    @Slot(int, object)
    def _open_customer(self, customer: int, ids: Any) -> None:
        assert self._desk is not None
        note_opened(self._preferences, self._desk.path, customer)
        self._visit(Place("profile", customer, ids))

    @Slot(str, object)
    def _open_selection(self, search: str, conditions: Any) -> None:
        self.go("customers")
        self._pages["customers"].show_list(search, conditions)

    @Slot(object)
    def _open_import(self, paths: Sequence[Path]) -> None:
        self.go("import")
        self._pages["import"].open_files(paths)

    @Slot(str, str)
    def _open_list(self, rule: str, title: str) -> None:
        self.go("customers")
        self._pages["customers"].open_list(rule, title)

    @Slot(int)
    def _open_view(self, number: int) -> None:
        self.go("customers")
        self._pages["customers"].open_view(number)

    def _escape(self) -> None:
        if self._forms.escape():
            return
        if not self._page().escape():
            self._return()

    def _next_region(self, step: int) -> None:
        go_to_next([self._navigation, *self._page().tab_regions()], step)

    def _last_page(self) -> str:
        kept = str(self._preferences.get("page", ""))
        return kept if any(spec.key == kept for spec in PAGES) else PAGES[0].key

    def _keep_place(self) -> None:
        spec = next((spec for spec in PAGES if spec.key == self.page), PAGES[0])
        self._preferences.put("page", spec.parent or spec.key)

    def _show_keys(self) -> None:
        self.go("settings")
        self._pages["settings"].show_section("keys")

    # -- what lies over the pages

    def _undo_last(self) -> None:
        operation = self._toast.operation
        if self._desk is None:
            return
        if operation is None:
            self._desk.undo_last()
        else:
            self._toast.hide()
            self._desk.undo(operation)

    def _redo_last(self) -> None:
        if self._desk:
            self._desk.redo_last()

    def _new(self) -> None:
        """Make what the page is about: a talk on the card, elsewhere a customer."""
        make = getattr(self._page(), "make_new", None)
        if make is not None:
            make()
        elif self._desk:
            self._desk.new_customer()

    def _show_palette(self) -> None:
        from profiler_app.ui.palette import Palette, commands_of

        if self._desk is not None and self._area is not None:
            actions = self._actions | commands_of(self._page())
            palette = Palette(self._desk, actions, self._area, page=self.page)
            palette.closed.connect(self._suit)
            palette.open()
            for action in self._actions.values():  # keys belong to the palette now
                action.setEnabled(False)

    @Slot(object)
    def met(self, error: Exception) -> None:
        """Show a problem, and a mistake of ours once."""
        if isinstance(error, UserProblem):
            show_problem(self, error)
        elif not self._crashed:
            self._crashed = True
            show_crash(self, type(error).__name__)

    def _show_title(self, _job: Job | None = None) -> None:
        running = self._desk.jobs.running if self._desk and self.is_open() else []
        title = _("Zhike")
        self.setWindowTitle(f"{running[0].fraction:.0%} · {title}" if running else title)

    def _refresh(self) -> None:
        if self._desk:
            self._desk.refresh_data()

    def _toggle_navigation(self) -> None:
        narrow = not self._navigation.narrow
        self._preferences.put("narrow", narrow)
        self._navigation.set_narrow(narrow=narrow)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        speak_qt()
        self._show_title()
        over = [self.front] if self.front is not None else []
        if self._area is not None:
            over += [self._navigation, self._band, *self._pages.values()]
        for each in [*over, *self._curtain.dialogs()]:
            each.retranslate()

    # -- what the system tells

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the navigation narrow in a narrow window."""
        super().resizeEvent(event)
        if self._desk is None:
            return
        kept = bool(self._preferences.get("narrow", False))
        self._navigation.set_narrow(narrow=kept or self.width() < _NARROW_UNDER)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, and show that they can be dropped."""
        paths = _local_files(event)
        if self.is_open() and paths:
            self._drop.invite([path.name for path in paths])
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show the page again."""
        if self.is_open():
            self._drop.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the import with the files that can be read."""
        if self._desk is None or not self.is_open():
            return
        self._drop.hide()
        usable = [path for path in _local_files(event) if path.suffix.lower() in _IMPORTED]
        if usable:
            self._open_import(usable)
        else:
            self._desk.toast(_("Only CSV and XLSX files can be imported."))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window stood and stop the threads."""
        keep_geometry(self, self._preferences)
        if self._desk is not None:
            self._keep_place()
            self._desk.shut_down()
        self.closing.emit()
        self._preferences.save()
        event.accept()


def _local_files(event: QDropEvent) -> list[Path]:
    """The files of a drag; QDragEnterEvent is a QDropEvent."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
