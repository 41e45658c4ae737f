"""The window: navigation, pages, and what lies over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _
from profiler_app.ui.appearance import AppearancePopover, step_size
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.desk import Desk
from profiler_app.ui.drop_frame import DropFrame
from profiler_app.ui.forms import FormHost
from profiler_app.ui.navigation import Navigation
from profiler_app.ui.pages import PAGES
from profiler_app.ui.pinned_views import PinnedViews
from profiler_app.ui.problem_dialog import show_crash, show_problem
from profiler_app.ui.qt_texts import speak_qt
from profiler_app.ui.task_card import TaskCard
from profiler_app.ui.tasks import Job
from profiler_app.ui.toast import Toast

SMALLEST, USUAL = (1120, 700), (1440, 900)
_NARROW_UNDER = 1200
_IMPORTED = (".csv", ".tsv", ".txt", ".gz", ".xlsx", ".xlsm")


class _Place(NamedTuple):
    """Where one was: a page and, on the profile card, whose and from which list."""

    page: str
    customer: int | None = None
    ids: Any = ()


class MainWindow(QMainWindow):
    """The window of one workspace (or, before it is open, of the preparation)."""

    closing = Signal()

    def __init__(self, preferences: Any) -> None:
        super().__init__()
        self._preferences = preferences
        self._desk: Desk | None = None
        self._pages: dict[str, Any] = {}
        self._past: list[_Place] = []
        self._here = _Place(PAGES[0].key)
        self._future: list[_Place] = []
        self._crashed = False
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST)
        self.setWindowTitle(_("Zhike"))
        self._restore_geometry()

    def show_preparation(self, widget: QWidget) -> None:
        """Show what there is to see before the workspace is open."""
        self.setCentralWidget(widget)
        widget.setFocus()

    def open_desk(self, desk: Desk) -> None:
        """Show the workspace."""
        self._desk = desk
        self._navigation = Navigation(desk.settings.name)
        self._navigation.host(PinnedViews(desk))
        self._stack = QStackedWidget()
        self._area = QWidget()
        row = QHBoxLayout(self._area)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._navigation)
        row.addWidget(self._stack, 1)
        self.setCentralWidget(self._area)
        self._tasks = TaskCard(self._stack, desk.jobs)
        self._toast = Toast(self._stack, self._tasks)
        self._forms = FormHost(desk, self._area)
        self._connect(desk)
        self._add_commands()
        self._drop = DropFrame(self._area)
        self._show(self._here)
        self._stack.setFocus()

    def _connect(self, desk: Desk) -> None:
        self._navigation.page_chosen.connect(self.go)
        self._navigation.appearance_asked.connect(self._show_appearance)
        self._toast.undo_asked.connect(desk.undo)
        desk.toasted.connect(self._toast.say)
        desk.problem_met.connect(self._show_problem)
        desk.customer_opened.connect(self._open_customer)
        desk.import_opened.connect(self._open_import)
        desk.page_opened.connect(self.go)
        desk.list_opened.connect(self._open_list)
        desk.view_opened.connect(self._open_view)
        desk.went_back.connect(self.back)
        desk.language_changed.connect(self.retranslate)
        desk.jobs.crashed.connect(self._met)
        desk.reads.crashed.connect(self._met)
        for signal in (desk.jobs.started, desk.jobs.progressed, desk.jobs.ended):
            signal.connect(self._show_title)

    def _add_commands(self) -> None:
        actions: dict[str, Callable[[], object]] = {
            "customers": lambda: self.go("customers"),
            "import": lambda: self.go("import"),
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
            "larger": lambda: step_size(self._preferences, 1),
            "smaller": lambda: step_size(self._preferences, -1),
            "normal_size": lambda: step_size(self._preferences, 0),
        }
        for key, act in actions.items():
            action = QAction(self)
            action.setShortcuts(COMMANDS[key].sequences)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)

    # -- where one is

    @property
    def page(self) -> str:
        """The key of the page that is shown."""
        return self._here.page

    def _page(self) -> Any:
        return self._stack.currentWidget()

    @Slot(str)
    def go(self, key: str) -> None:
        """Show a page; back returns to the one before."""
        if key != self.page:
            self._visit(_Place(key))

    def _visit(self, place: _Place) -> None:
        self._past.append(self._here)
        self._future.clear()
        self._show(place)

    def _show(self, place: _Place) -> None:
        assert self._desk is not None
        self._here = place
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
        """Go back to the page before, as it was left."""
        if self._past:
            self._future.append(self._here)
            self._show(self._past.pop())

    def forward(self) -> None:
        """Go to where one came back from."""
        if self._future:
            self._past.append(self._here)
            self._show(self._future.pop())

    @Slot(int, object)
    def _open_customer(self, customer: int, ids: Any) -> None:
        self._visit(_Place("profile", customer, ids))

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
        if not self._page().escape() and self._past:
            self.back()

    def _next_region(self, step: int) -> None:
        regions = [self._navigation, *self._page().tab_regions()]
        focused = QGuiApplication.focusObject()
        at = next(
            (i for i, r in enumerate(regions) if isinstance(focused, QWidget) and _in(focused, r)),
            0,
        )
        for offset in range(1, len(regions) + 1):
            if _focus_first(regions[(at + step * offset) % len(regions)]):
                return

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

    @Slot(QWidget)
    def _show_appearance(self, anchor: QWidget) -> None:
        if self._desk:
            AppearancePopover(self._desk, self).show_below(anchor)

    @Slot(object)
    def _show_problem(self, problem: UserProblem) -> None:
        show_problem(self, problem)

    @Slot(object)
    def _met(self, error: Exception) -> None:
        if isinstance(error, UserProblem):
            show_problem(self, error)
        elif not self._crashed:
            self._crashed = True
            show_crash(self, type(error).__name__)

    def _show_title(self, _job: Job | None = None) -> None:
        running = self._desk.jobs.running if self._desk else []
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
        self._navigation.retranslate()
        for page in self._pages.values():
            page.retranslate()

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
        if self._desk is not None and paths:
            self._drop.invite([path.name for path in paths])
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show the page again."""
        if self._desk is not None:
            self._drop.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the import with the files that can be read."""
        if self._desk is None:
            return
        self._drop.hide()
        usable = [path for path in _local_files(event) if path.suffix.lower() in _IMPORTED]
        if usable:
            self._open_import(usable)
        else:
            self._desk.toast(_("Only CSV and XLSX files can be imported."))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window stood and stop the threads."""
        at = self.geometry()
        place = (at.x(), at.y(), at.width(), at.height())
        self._preferences.put("geometry", ",".join(map(str, place)))
        self._preferences.put("maximized", self.isMaximized())
        self.closing.emit()
        if self._desk is not None:
            self._desk.shut_down()
        self._preferences.save()
        event.accept()

    def _restore_geometry(self) -> None:
        """Stand where one stood before; wholly on a screen that is there."""
        self.resize(*USUAL)
        text = str(self._preferences.get("geometry", ""))
        try:
            x, y, width, height = (int(part) for part in text.split(","))
        except ValueError:
            return
        kept = QRect(x, y, width, height)
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        if not any(screen.contains(kept) for screen in screens):
            area = QGuiApplication.primaryScreen().availableGeometry()
            kept = QRect(area.topLeft(), kept.size().boundedTo(area.size()))
        self.setGeometry(kept)
        if self._preferences.get("maximized", False):
            self.setWindowState(Qt.WindowState.WindowMaximized)


def _local_files(event: QDropEvent) -> list[Path]:
    """The files of a drag; QDragEnterEvent is a QDropEvent."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _in(widget: QWidget, region: QWidget) -> bool:
    return widget is region or region.isAncestorOf(widget)


def _focus_first(region: QWidget) -> bool:
    """Give the focus to the first thing in a region that takes it."""
    candidates: list[QObject] = [region, *region.findChildren(QWidget)]
    for widget in candidates:
        if (
            isinstance(widget, QWidget)
            and widget.isVisible()
            and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False
