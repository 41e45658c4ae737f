"""Locking, the passphrase, and backups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.backing_up import Backup, back_up_now, last_backup
from profiler_app.jobs.rekeying import passphrase_changed
from profiler_app.ui import icons
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.idle import CHOICES, minutes_of
from profiler_app.ui.pages.settings.passphrase_dialog import PassphraseDialog
from profiler_app.ui.pages.settings.rows import SettingRow, SettingsPanel
from profiler_app.ui.switcher import reveal
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import ElidedLabel, Label

_ONE_COLUMN_UNDER = 820
_OLD_DAYS = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """What the workspace remembers about itself."""

    changed: date | None
    backup: Backup | None


def _read(reader: Reader) -> Kept:
    return Kept(passphrase_changed(reader.workspace), last_backup(reader.workspace))


class PrivacySection(QWidget):
    """Two panels side by side, or one below the other in a narrow window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kept = Kept(None, None)
        self.locking, self.backups = SettingsPanel(), BackupPanel(desk)
        self.minutes, self.lock, self.change = DropDown(), Button(icon="lock"), Button()
        self.minutes.setMinimumWidth(current().px(112))
        self._rows = [SettingRow(each) for each in (self.minutes, self.lock, self.change)]
        for row in self._rows:
            self.locking.add(row)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(16)
        self._columns.addWidget(self.locking, 100, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self.backups, 112, Qt.AlignmentFlag.AlignTop)
        self._columns.addStretch()
        self.minutes.currentIndexChanged.connect(self._keep_minutes)
        self.lock.clicked.connect(lambda: desk.lock_asked.emit())
        self.change.clicked.connect(self.ask_passphrase)
        self.backups.made.connect(self.activated)
        self.retranslate()
        self.activated()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.locking.title.setText(_("Lock"))
        self.minutes.set_options([(str(n), _minutes(n)) for n in CHOICES])
        self.minutes.blockSignals(True)
        self.minutes.choose(str(minutes_of(self._desk.preferences)))
        self.minutes.blockSignals(False)
        self.lock.setText(f"{_('Lock now')}  {COMMANDS['lock'].shown_key}")
        self.change.setText(_("Change the passphrase"))
        idle = _("What is half typed stays; unlocking returns to it")
        if self._desk.is_sample:
            idle = _("Sample data is never locked by itself")
        self._rows[0].say(_("Lock when nobody touches keys or mouse for"), idle)
        self._rows[1].say(_("Lock"), _("Hides everything and closes the file"))
        self._show()
        self.backups.retranslate()

    def activated(self) -> None:
        """Read again what the workspace remembers."""
        self._desk.reads.ask("settings", _read, done=self._received, owner=self)

    def _received(self, kept: Kept) -> None:
        self._kept = kept
        self._show()
        self.backups.show_backup(kept.backup)

    def _show(self) -> None:
        day = self._kept.changed
        text = _("Not changed since the workspace was made")
        if day is not None:
            text = _("Last changed on {day}").format(day=day.isoformat())
        self._rows[2].say(_("Passphrase"), text)

    def _keep_minutes(self) -> None:
        self._desk.preferences.put("lock_after", int(self.minutes.key()))
        self._desk.idle_changed.emit()

    def ask_passphrase(self) -> PassphraseDialog:
        """Open the dialog in which the passphrase is changed."""
        dialog = PassphraseDialog(self._desk, self.window())
        dialog.changed.connect(self.activated)
        dialog.open()
        return dialog

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where two have no room."""
        super().resizeEvent(event)
        narrow = self.width() < current().px(_ONE_COLUMN_UNDER)
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        for at, share in enumerate((0, 0, 1) if narrow else (100, 112, 0)):
            self._columns.setStretch(at, share)


class BackupPanel(SettingsPanel):
    """When the last backup was made, and one more now; ``made`` follows each."""

    made = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._backup: Backup | None = None
        self.now = Button(icon="save", small=True)
        self.head.addWidget(self.now)
        self._sign = QLabel()
        self._caption = Label("", "caption", "text.secondary")
        self._when = Label("", "metric")
        self._size = Label("", "caption", "text.secondary", wrap=True)
        self.add(self._make_state())
        self.folder = Button()
        self._folder_row = SettingRow(self.folder)
        self.add(self._folder_row)
        self._file = ElidedLabel("", "caption", "text.secondary")
        self._reveal = Button(kind="link", small=True)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(14, 8, 8, 8)
        row.addWidget(self._file, 1)
        row.addWidget(self._reveal)
        self._file_row = self.add(line)
        self.now.clicked.connect(self.back_up)
        self.folder.clicked.connect(self._choose)
        self._reveal.clicked.connect(self._show_folder)
        current().changed.connect(self._show)
        self.retranslate()

    def _make_state(self) -> QWidget:
        state = QWidget()
        line = QHBoxLayout()
        line.setSpacing(7)
        line.addWidget(self._sign)
        line.addWidget(self._caption, 1)
        column = QVBoxLayout(state)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(3)
        column.addLayout(line)
        column.addWidget(self._when)
        column.addWidget(self._size)
        return state

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.title.setText(_("Backup"))
        self.now.setText(_("Back up now"))
        self.folder.setText(pgettext("entrance", "Change"))
        self._reveal.setText(_("Show in its folder"))
        self._show()

    def show_backup(self, backup: Backup | None) -> None:
        """Show when the last backup was made."""
        self._backup = backup
        self._show()

    def _show(self) -> None:
        backup, today = self._backup, self._desk.today()
        days = (today - backup.at.date()).days if backup else None
        fresh = days is not None and days < _OLD_DAYS
        icon, color = ("circle-check", "success") if fresh else ("triangle-alert", "warning")
        side = current().px(14)
        self._sign.setPixmap(icons.pixmap(icon, color, side, self.devicePixelRatioF()))
        self._caption.setText(_("Last backup"))
        self._when.setText(_moment(backup.at, today) if backup else _("None yet"))
        text = _("Copy the workspace to another disk now and then: a disk can fail.")
        if backup is not None:
            size = f"{backup.size / 1e6:,.1f} MB"
            text = _("{size}, encrypted with the same passphrase, verified").format(size=size)
            if not Path(backup.file).exists():
                text = _("{size}; the file is not there any more").format(size=size)
        self._size.setText(text)
        self._folder_row.say(_("Saved to"), self._folder_words())
        self._file_row.setVisible(backup is not None)
        self._file.setText(backup.file if backup else "")

    def _folder_words(self) -> str:
        kept = self._kept_folder()
        return str(kept) if kept else _("You are asked before the first backup")

    def _kept_folder(self) -> Path | None:
        kept = str(self._desk.preferences.get("backup_folder", ""))
        return Path(kept) if kept and Path(kept).is_dir() else None

    def _choose(self) -> Path | None:
        before = str(self._kept_folder() or self._desk.path.parent)
        chosen = QFileDialog.getExistingDirectory(self, _("Folder for backups"), before)
        if chosen:
            self._desk.preferences.put("backup_folder", chosen)
            self._show()
        return Path(chosen) if chosen else None

    def _show_folder(self) -> None:
        if self._backup is not None:
            reveal(Path(self._backup.file))

    def back_up(self) -> None:
        """Make a backup; the first time its folder is asked for."""
        folder = self._kept_folder() or self._choose()
        if folder is None:
            return
        self.now.setEnabled(False)
        self._desk.jobs.start(
            back_up_now,
            folder,
            title=_("Backing up"),
            owner=self,
            done=self._done,
            failed=self._failed,
            cancelled=lambda: self.now.setEnabled(True),
        )

    def _done(self, backup: Backup) -> None:
        self.now.setEnabled(True)
        self.show_backup(backup)
        name = Path(backup.file).name
        self._desk.toast(_("Backed up and verified: {file}").format(file=name))
        self.made.emit()

    def _failed(self, problem: UserProblem) -> None:
        self.now.setEnabled(True)
        self._desk.show_problem(problem)


def _minutes(n: int) -> str:
    return ngettext("{n} minute", "{n} minutes", n).format(n=n) if n else _("Never")


def _moment(at: datetime, today: date) -> str:
    clock = f"{at:%H:%M}"
    if at.date() == today:
        return _("Today {time}").format(time=clock)
    return f"{at.date().isoformat()} {clock}"
