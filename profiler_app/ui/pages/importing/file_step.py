"""The first step: which file, what can be read, what was imported before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.text import N_, _, ngettext
from profiler_app.ui import icons
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.drop_frame import IMPORTED
from profiler_app.ui.imports_table import HistoryTable
from profiler_app.ui.pages.importing.folder_row import FolderRow
from profiler_app.ui.pages.importing.watched_folder import WatchedFolder
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel

PATTERNS = " ".join(f"*{suffix}" for suffix in IMPORTED)
_KINDS = (
    (
        "users",
        N_("Customers"),
        N_("One customer a row: a name, and best a mobile or member number to recognise them by."),
    ),
    (
        "receipt",
        N_("Orders"),
        N_("One item a row: customer, date, and an amount or a quantity with a price."),
    ),
    (
        "message-square",
        N_("Contacts"),
        N_("One contact a row: customer, time, and what was said or came of it."),
    ),
)


class _DropZone(QFrame):
    """The place that says where files go; the whole window takes them."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = QLabel()
        self.title = Label("", "heading")
        self.text = Label("", "caption", "text.secondary", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.choose = Button(kind="primary")
        self.paste = Button(icon="clipboard-paste")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.choose)
        buttons.addWidget(self.paste)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 22, 20, 22)
        column.setSpacing(8)
        for widget in (self._sign, self.title):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.text)
        column.addSpacing(4)
        column.addLayout(buttons)
        column.setAlignment(buttons, Qt.AlignmentFlag.AlignHCenter)
        self._dress()
        current().changed.connect(self._dress)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed frame."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("border.control"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.color("bg.sunken"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.px(8), theme.px(8))

    def _dress(self) -> None:
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap("upload", "text.tertiary", 28, ratio))


class _Kind(QWidget):
    """One kind of rows that can be imported."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self._sign = QLabel()
        self._title = Label("", "strong")
        self._text = Label("", "caption", "text.secondary", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._text)
        texts.addStretch(1)
        row.addLayout(texts, 1)
        self._dress()
        current().changed.connect(self._dress)

    def say(self, title: str, text: str) -> None:
        """Show what the kind is."""
        self._title.setText(title)
        self._text.setText(text)

    def _dress(self) -> None:
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap(self._icon, "text.secondary", 18, ratio))


class FileStep(QWidget):
    """Choose a file or undo an earlier import."""

    files_chosen = Signal(object)
    paste_asked = Signal()
    undo_asked = Signal(int)

    def __init__(self, watched: WatchedFolder) -> None:
        super().__init__()
        self.folder = FolderRow(watched)
        self._entries: Sequence[HistoryEntry] | None = None
        self._problem: UserProblem | None = None
        self._band = Band("danger", "")
        self._again = self._band.add_button("", self.choose_files)
        self._zone = _DropZone()
        self._kinds = [_Kind(icon) for icon, _title, _text in _KINDS]
        self._history = Panel(" ")
        self._none = EmptyState("history", "")
        self._table = HistoryTable()
        self._lay_out()
        self._zone.choose.clicked.connect(lambda _on=False: self.choose_files())
        self._zone.paste.clicked.connect(lambda _on=False: self.paste_asked.emit())
        self._table.undo_asked.connect(self.undo_asked)
        self.folder.files_chosen.connect(self.files_chosen)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(16)
        column.addWidget(self._band)
        column.addWidget(self._zone)
        column.addWidget(self.folder)
        kinds = QHBoxLayout()
        kinds.setSpacing(24)
        for kind in self._kinds:
            kinds.addWidget(kind, 1)
        column.addLayout(kinds)
        column.addWidget(self._history, 1)
        self._history.body.addWidget(self._none, 1)
        self._history.body.addWidget(self._table, 1)
        self._band.hide()
        self._table.hide()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._zone.title.setText(_("Drop files anywhere in this window"))
        self._zone.text.setText(
            _(
                "Excel, OpenDocument, text (CSV, any separator), web tables named .xls, SQLite and "
                "vCard; several files that belong together become one operation."
            )
        )
        self._zone.choose.setText(_("Choose files…"))
        self._zone.paste.setText(_("Paste a table"))
        self._zone.paste.setToolTip(COMMANDS["paste_table"].hint)
        self.folder.retranslate()
        self._again.setText(_("Choose another file"))
        for kind, (_icon, title, text) in zip(self._kinds, _KINDS, strict=True):
            kind.say(_(title), _(text))
        self._history.head.set_title(_("Earlier imports"))
        self._none.set_message(
            _("Nothing was imported yet"),
            _("Every import will stand here and can be undone."),
        )
        self.show_problem(self._problem)
        if self._entries is not None:
            self.show_history(self._entries)

    def show_history(self, entries: Sequence[HistoryEntry]) -> None:
        """Show the imports of the workspace."""
        self._entries = entries
        self._none.setVisible(not entries)
        self._table.setVisible(bool(entries))
        count = ngettext("{n} import", "{n} imports", len(entries))
        self._history.head.set_note(count.format(n=len(entries)) if entries else "")
        self._table.show_entries(entries)

    def show_problem(self, problem: UserProblem | None) -> None:
        """Show why a file could not be read, or nothing."""
        self._problem = problem
        self._band.setVisible(problem is not None)
        if problem is not None:
            self._band.set_message(problem.sentence(), _("The workspace is as it was."))

    def choose_files(self) -> None:
        """Ask for files."""
        names, _filter = QFileDialog.getOpenFileNames(
            self, _("Choose files…"), "", _("Tables ({patterns})").format(patterns=PATTERNS)
        )
        if names:
            self.files_chosen.emit([Path(name) for name in names])
