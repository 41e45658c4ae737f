"""Which workspace this window holds, so that a second window raises it and opens nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from profiler_app.domain.errors import WorkspaceInUse
from profiler_app.jobs.presence import Presence

_ANSWER_MS, _ANSWERS = 100, 60


class Standing(QObject):
    """Takes and gives up workspaces among the windows of this machine.

    ``called`` comes when another window asks this one to come forward, ``answered`` when the one
    that was asked did, ``unanswered`` with the problem when it stayed silent.
    """

    called = Signal()
    answered = Signal()
    unanswered = Signal(object)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._presence: Presence | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look)

    def take(self, path: Path, *, leave: Callable[[], None]) -> bool:
        """Hold a workspace; ``leave`` gives up the one before.

        False where another window has it: that one is asked to come forward.
        """
        presence = Presence(self._folder, path)
        if self._presence is not None and self._presence.is_same(presence):
            return True
        if not presence.take():
            presence.ask()
            self._wait_for(presence, path, _ANSWERS)
            return False
        leave()
        self._presence = presence
        self._watcher.addPath(str(presence.folder))
        return True

    def release(self) -> None:
        """Let other windows have the workspace."""
        if self._presence is not None:
            self._watcher.removePath(str(self._presence.folder))
            self._presence.release()
            self._presence = None

    def _wait_for(self, presence: Presence, path: Path, left: int) -> None:
        if presence.is_answered():
            self.answered.emit()
        elif left:
            QTimer.singleShot(_ANSWER_MS, self, lambda: self._wait_for(presence, path, left - 1))
        else:
            presence.withdraw()
            self.unanswered.emit(WorkspaceInUse(file=str(path), holder=presence.holder))

    def _look(self) -> None:
        if self._presence is not None and self._presence.take_request():
            self.called.emit()
