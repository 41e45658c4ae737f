"""The window: a front page, or the workspace that is open.

It is shown bare first; what a workspace needs is imported when a workspace is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _
from profiler_app.ui.appearance import step_size
from profiler_app.ui.capture import CaptureGuard, system_call
from profiler_app.ui.clipboard import forget_copied
from profiler_app.ui.commands import add_commands
from profiler_app.ui.curtain import Curtain
from profiler_app.ui.geometry import keep_geometry, restore_geometry
from profiler_app.ui.idle import IdleWatch
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.problem_dialog import ask, show_crash, show_problem
from profiler_app.ui.qt_texts import speak_qt
from profiler_app.ui.veil import Veiling

if TYPE_CHECKING:
    from profiler_app.ui.desk import Desk
    from profiler_app.ui.tasks import Job
    from profiler_app.ui.workspace_view import WorkspaceView

SMALLEST, USUAL = (1120, 700), (1440, 900)


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
        self.workspace: WorkspaceView | None = None
        self.front: QWidget | None = None
        self._crashed = self._giving_up = False
        self._layers = QStackedWidget()
        self.setCentralWidget(self._layers)
        self._curtain = Curtain(self)
        self.veiling = Veiling(self._layers, self._curtain)
        self._idle = IdleWatch(self)
        self._capture = CaptureGuard(self, preferences, system_call())
        self._idle.idled.connect(self.left_alone)
        self._sizes = add_commands(
            self,
            {
                "larger": lambda: step_size(preferences, 1),
                "smaller": lambda: step_size(preferences, -1),
                "normal_size": lambda: step_size(preferences, 0),
                "veil": lambda: self.veiling.turn(self.workspace),
            },
        )
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
        from profiler_app.ui.workspace_view import WorkspaceView

        self._desk = desk
        self.workspace = WorkspaceView(desk, self._sizes)
        self._layers.addWidget(self.workspace)
        self._connect(desk, self.workspace)
        self.show_desk()
        self.workspace.pages.setFocus()

    def close_desk(self) -> None:
        """Leave the workspace: stop its threads and forget its pages."""
        desk, view, self._desk = self._desk, self.workspace, None
        if desk is None or view is None:
            return
        forget_copied()
        view.pages.keep_place()
        desk.shut_down()
        self.veiling.drop()
        self._layers.removeWidget(view)
        view.deleteLater()
        desk.deleteLater()
        self.workspace = None
        self._suit()

    def show_desk(self) -> None:
        """Show the workspace as it was left."""
        assert self.workspace is not None
        self._layers.setCurrentWidget(self.workspace)
        self.workspace.show()
        if self.front is not None:
            self._layers.removeWidget(self.front)
            self.front.deleteLater()
            self.front = None
        self._curtain.open()
        self._suit()

    def hide_desk(self) -> None:
        """Put everything of the workspace out of sight, before a front page comes."""
        self.veiling.drop()
        self._curtain.close()
        if self.workspace is not None:
            self.workspace.hide()

    def come_forward(self) -> None:
        """Stand in front of other windows."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def is_open(self) -> bool:
        """Return whether a workspace is in sight, veiled or not."""
        seen = self._layers.currentWidget()
        return self.workspace is not None and seen in (self.workspace, self.veiling.veil)

    def _connect(self, desk: Desk, view: WorkspaceView) -> None:
        view.navigation.workspace_asked.connect(self.workspace_asked)
        view.navigation.file_asked.connect(self.file_asked)
        view.navigation.new_asked.connect(self.new_workspace_asked)
        view.band.new_asked.connect(self.new_workspace_asked)
        view.band.cleared.connect(self.sample_cleared)
        desk.problem_met.connect(self.tell)
        desk.sample_asked.connect(self.sample_asked)
        desk.lock_asked.connect(self.lock_asked)
        desk.idle_changed.connect(self._suit)
        desk.capture_changed.connect(self._capture.suit)
        desk.language_changed.connect(self.retranslate)
        desk.jobs.crashed.connect(self.met)
        desk.reads.crashed.connect(self.met)
        for signal in (desk.jobs.started, desk.jobs.progressed, desk.jobs.ended):
            signal.connect(self._show_title)

    def _suit(self) -> None:
        """Let title and clock suit what is in sight."""
        own = self.is_open() and self._desk is not None and not self._desk.is_sample
        self._idle.watch(self._preferences if own else None)
        self._show_title()

    def _show_title(self, _job: Job | None = None) -> None:
        running = self._desk.jobs.running if self._desk and self.is_open() else []
        title = _("Zhike")
        self.setWindowTitle(f"{running[0].fraction:.0%} · {title}" if running else title)

    # -- what is said over everything

    def tell(self, problem: UserProblem) -> None:
        """Show a problem the user can act on."""
        show_problem(self, problem)

    @Slot(object)
    def met(self, error: Exception) -> None:
        """Show a problem, and a mistake of ours once."""
        if isinstance(error, UserProblem):
            show_problem(self, error)
        elif not self._crashed:
            self._crashed = True
            show_crash(self, type(error).__name__)

    def ask_before_leaving(self, act: Callable[[], object]) -> None:
        """Do what ends the work on this workspace; ask first while something runs (detail 17)."""
        if self._desk is None or not self._desk.jobs.would_be_lost:
            act()
            return
        ask(
            self,
            _("Work is still going on"),
            _("Stopping it leaves the data as it was before it began."),
            _("Stop it and leave"),
            act,
            stay=_("Let it finish"),
        )

    def retranslate(self) -> None:
        """Show every text in the current language."""
        speak_qt()
        self._show_title()
        over: tuple[Any, ...] = (self.front, self.workspace, self._curtain, self.veiling)
        for each in over:
            if each is not None:
                each.retranslate()

    # -- what the system tells

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the workspace suit the width."""
        super().resizeEvent(event)
        if self.workspace is not None:
            self.workspace.suit_width(self.width())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window stood and stop the threads; ask before work is lost."""
        if not self._giving_up and self._desk is not None and self._desk.jobs.would_be_lost:
            event.ignore()
            self.ask_before_leaving(self._give_up)
            return
        keep_geometry(self, self._preferences)
        if self._desk is not None:
            if self.workspace is not None:
                self.workspace.pages.keep_place()
            self._desk.shut_down()
        forget_copied()
        self.closing.emit()
        self._preferences.save()
        event.accept()

    def _give_up(self) -> None:
        self._giving_up = True
        self.close()
