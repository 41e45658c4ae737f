"""Which folder is watched, and what was found in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.importing.watching import Match
from profiler_app.ui.pages.importing.watched_folder import WatchedFolder
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel


class FolderRow(QWidget):
    """``files_chosen`` carries the file that is taken from the folder."""

    files_chosen = Signal(object)

    def __init__(self, watched: WatchedFolder) -> None:
        super().__init__()
        self._watched = watched
        self.matches: Sequence[Match] = ()
        self.band = Band("accent", "")
        self.take = self.band.add_button("", self._take, kind="primary")
        self.leave = self.band.add_button("", self._dismiss)
        self._words = ElidedLabel("", "caption", "text.secondary")
        self._choose = Button(kind="link", icon="folder-open", small=True)
        self._stop = Button(kind="link", small=True)
        row = QHBoxLayout()
        row.addWidget(self._choose)
        row.addWidget(self._words, 1)
        row.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.band)
        column.addLayout(row)
        self.band.hide()
        watched.found.connect(self.show_matches)
        self._choose.clicked.connect(lambda _on=False: self._ask())
        self._stop.clicked.connect(lambda _on=False: self._watch(None))

    def retranslate(self) -> None:
        """Show every text in the current language."""
        folder = self._watched.folder
        self._choose.setText(_("Another folder…") if folder else _("Watch a folder…"))
        told = _("New files like those imported before are offered from {folder}.")
        none = _("New exports that arrive there can be offered here; nothing is read by itself.")
        self._words.setText(told.format(folder=folder) if folder else none)
        self._stop.setText(_("Stop watching"))
        self._stop.setVisible(folder is not None)
        self.take.setText(_("Import it"))
        self.leave.setText(_("Not this one"))
        self.show_matches(self.matches)

    def show_matches(self, matches: Sequence[Match]) -> None:
        """Offer the newest of the files that were found."""
        self.matches = matches
        self.band.setVisible(bool(matches))
        if not matches:
            return
        first, more = matches[0], len(matches) - 1
        title = _("New in the folder: {file}").format(file=first.stamp.path.name)
        text = _("It fits the template “{name}”.").format(name=first.template)
        others = ngettext("{n} more after it.", "{n} more after it.", more).format(n=more)
        self.band.set_message(title, f"{text} {others}" if more else text)

    def _ask(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Watch a folder…"))
        if name:
            self._watch(Path(name))

    def _watch(self, folder: Path | None) -> None:
        self._watched.watch(folder)
        self.retranslate()

    def _take(self) -> None:
        if self.matches:
            self.files_chosen.emit([self.matches[0].stamp.path])

    def _dismiss(self) -> None:
        if self.matches:
            self._watched.dismiss(self.matches[0])
