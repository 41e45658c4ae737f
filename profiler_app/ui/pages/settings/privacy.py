"""Locking, the passphrase, and backups."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.backing_up import Backup, last_backup
from profiler_app.jobs.history import history
from profiler_app.jobs.rekeying import KeyDays, key_days
from profiler_app.jobs.restoring import Rehearsal, last_rehearsal
from profiler_app.ui.capture import SETTING, system_call
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.idle import CHOICES, minutes_of
from profiler_app.ui.pages.settings.audit_panel import AuditPanel
from profiler_app.ui.pages.settings.backup_panel import BackupPanel
from profiler_app.ui.pages.settings.papers import PapersPanel
from profiler_app.ui.pages.settings.passphrase_dialog import PassphraseDialog
from profiler_app.ui.pages.settings.recovery_dialog import RecoveryDialog
from profiler_app.ui.pages.settings.rows import SettingRow, SettingsPanel
from profiler_app.ui.pages.settings.trail_panels import ErasurePanel
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown

_ONE_COLUMN_UNDER = 820
_OLD_DAYS = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """What the workspace remembers about itself."""

    days: KeyDays
    backup: Backup | None
    rehearsal: Rehearsal | None
    history: tuple[HistoryEntry, ...] = ()


def _read(reader: Reader) -> Kept:
    workspace = reader.workspace
    return Kept(
        key_days(workspace),
        last_backup(workspace),
        last_rehearsal(workspace),
        tuple(history(workspace)),
    )


class PrivacySection(QWidget):
    """Two panels side by side, or one below the other in a narrow window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kept = Kept(KeyDays(None, None), None, None)
        self.locking, self.backups = SettingsPanel(), BackupPanel(desk)
        self.erasures, self.trail = ErasurePanel(desk), AuditPanel(desk)
        self.papers = PapersPanel(desk)
        self.minutes, self.lock, self.change = DropDown(), Button(icon="lock"), Button()
        self.recovery = Button(icon="key-round")
        self.minutes.setMinimumWidth(current().px(112))
        controls = (self.minutes, self.lock, self.change, self.recovery)
        self.capture = DropDown()
        self._rows = [SettingRow(each) for each in (*controls, self.capture)]
        for row in self._rows if system_call() is not None else self._rows[:-1]:
            self.locking.add(row)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(16)
        self._columns.addLayout(_stacked(self.locking, self.erasures, self.papers), 100)
        self._columns.addLayout(_stacked(self.backups, self.trail), 112)
        self._columns.addStretch()
        self.minutes.currentIndexChanged.connect(self._keep_minutes)
        self.capture.currentIndexChanged.connect(self._keep_capture)
        self.lock.clicked.connect(lambda: desk.lock_asked.emit())
        self.change.clicked.connect(self.ask_passphrase)
        self.recovery.clicked.connect(lambda: self.ask_recovery())
        self.backups.made.connect(self.activated)
        desk.data_changed.connect(self.activated)
        self.retranslate()
        self.activated()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.locking.title.setText(_("Lock"))
        self.minutes.set_options([(str(n), _minutes(n)) for n in CHOICES])
        self.minutes.blockSignals(True)
        self.minutes.choose(str(minutes_of(self._desk.preferences)))
        self.minutes.blockSignals(False)
        self.capture.blockSignals(True)
        self.capture.set_options([("False", _("Shown")), ("True", _("Absent"))])
        self.capture.choose(str(self._desk.preferences.get(SETTING, False)))
        self.capture.blockSignals(False)
        told = _("The windows are absent or black in pictures other programs take")
        self._rows[4].say(_("Screenshots and shared screens"), told)
        self.lock.setText(f"{_('Lock now')}  {COMMANDS['lock'].shown_key}")
        self.change.setText(_("Change the passphrase"))
        self.recovery.setText(_("Show or renew…"))
        idle = _("What is half typed stays; unlocking returns to it")
        if self._desk.is_sample:
            idle = _("Sample data is never locked by itself")
        self._rows[0].say(_("Lock when nobody touches keys or mouse for"), idle)
        self._rows[1].say(_("Lock"), _("Hides everything and closes the file"))
        self._show()
        for panel in (self.backups, self.erasures, self.papers, self.trail):
            panel.retranslate()

    def activated(self) -> None:
        """Read again what the workspace remembers."""
        self.papers.activated()
        self._desk.reads.ask("settings", _read, done=self._received, owner=self)

    def _received(self, kept: Kept) -> None:
        self._kept = kept
        self._show()
        self.backups.show_state(kept.backup, kept.rehearsal)
        self.erasures.show_entries(kept.history)
        self.trail.show_entries(kept.history)

    def _show(self) -> None:
        changed, shown = self._kept.days.changed, self._kept.days.shown
        text = _("Not changed since the workspace was made")
        if changed is not None:
            text = _("Last changed on {day}").format(day=changed.isoformat())
        self._rows[2].say(_("Passphrase"), text)
        text = _("Never shown so far: a forgotten passphrase could not be replaced")
        if shown is not None:
            text = _("Last shown on {day}; keep it away from this computer")
            text = text.format(day=shown.isoformat())
        self._rows[3].say(_("Recovery key"), text)

    def _keep_minutes(self) -> None:
        self._desk.preferences.put("lock_after", int(self.minutes.key()))
        self._desk.idle_changed.emit()

    def _keep_capture(self) -> None:
        self._desk.preferences.put(SETTING, self.capture.key() == "True")
        self._desk.capture_changed.emit()

    def ask_passphrase(self) -> PassphraseDialog:
        """Open the dialog in which the passphrase is changed."""
        dialog = PassphraseDialog(self._desk, self.window())
        dialog.changed.connect(self.ask_recovery)
        dialog.open()
        return dialog

    def ask_recovery(self, recovery: str = "") -> RecoveryDialog:
        """Open the dialog that shows the recovery key; one just made is shown at once."""
        self.activated()
        dialog = RecoveryDialog(self._desk, self.window(), recovery)
        dialog.shown.connect(self.activated)
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


def _minutes(n: int) -> str:
    return ngettext("{n} minute", "{n} minutes", n).format(n=n) if n else _("Never")


def _stacked(*panels: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(16)
    for panel in panels:
        column.addWidget(panel)
    column.addStretch()
    return column
