"""A folder of this machine that is looked at for files like those imported before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from profiler_app.jobs.importing.watching import Match, Stamp, files_in, matching_files
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.drop_frame import IMPORTED

_FOLDER: Final = "import.folder"
_DISMISSED: Final = "import.dismissed"
_KEPT: Final = 200
_EVERY_MS: Final = 60_000


class WatchedFolder(QObject):
    """Looks when asked to, once a minute, and when the window comes to the front.

    ``found`` carries the files on offer. Which folder, and what was dismissed, stays on this
    machine.
    """

    found = Signal(object)

    def __init__(self, desk: Desk, page: QObject) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._seen: tuple[Stamp, ...] | None = None
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._came_to_front)
        desk.data_changed.connect(self.look_again)

    @property
    def folder(self) -> Path | None:
        """The folder, if one was chosen."""
        text = str(self._desk.preferences.get(_FOLDER, ""))
        return Path(text) if text else None

    def watch(self, folder: Path | None) -> None:
        """Look at another folder, or at none."""
        self._desk.preferences.put(_FOLDER, str(folder) if folder else "")
        self.found.emit(())
        self.look_again()

    def look_again(self) -> None:
        """Look, though nothing in the folder changed."""
        self._seen = None
        self.look()

    def look(self) -> None:
        """Look whether there are new files; only names, sizes and times are read here."""
        folder = self.folder
        if folder is None:
            return
        gone = set(self._dismissed())
        stamps = tuple(each for each in files_in(folder, IMPORTED) if each.text not in gone)
        if stamps != self._seen:
            self._seen = stamps
            self._desk.reads.ask(
                "folder", _matching, stamps, done=self.found.emit, owner=self._page
            )

    def dismiss(self, match: Match) -> None:
        """Never offer a file again."""
        kept = [*self._dismissed(), match.stamp.text][-_KEPT:]
        self._desk.preferences.put(_DISMISSED, "\n".join(kept))
        self.look_again()

    def _dismissed(self) -> Sequence[str]:
        return str(self._desk.preferences.get(_DISMISSED, "")).splitlines()

    def _came_to_front(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.look()


def _matching(reader: Reader, stamps: Sequence[Stamp]) -> tuple[Match, ...]:
    return matching_files(reader.workspace, stamps)
