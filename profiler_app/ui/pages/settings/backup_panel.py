"""When the last copy was made and rehearsed, and one more now."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.backing_up import Backup, back_up_now
from profiler_app.jobs.restoring import Rehearsal, rehearse
from profiler_app.ui import icons
from profiler_app.ui.copy_watch import BY_ITSELF, copies_folder
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.settings.restore_dialog import RestoreDialog
from profiler_app.ui.pages.settings.rows import SettingRow, SettingsPanel
from profiler_app.ui.switcher import reveal
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label

_OLD_DAYS = 8


class BackupPanel(SettingsPanel):
    """When the last backup was made, and one more now; ``made`` follows each."""

    made = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._backup: Backup | None = None
        self._rehearsal: Rehearsal | None = None
        self.now = Button(icon="save", small=True)
        self.head.addWidget(self.now)
        self.trial = Button(small=True)
        self.head.insertWidget(self.head.count() - 1, self.trial)
        self._copied, self._rehearsed = State(), State()
        self.add(self._make_states())
        self.folder = Button()
        self._folder_row = SettingRow(self.folder)
        self.add(self._folder_row)
        self.by_itself = QCheckBox()
        self.by_itself.setChecked(bool(desk.preferences.get(BY_ITSELF, True)))
        self._by_itself_row = SettingRow(self.by_itself)
        self.add(self._by_itself_row)
        self.restore = Button(icon="history")
        self._restore_row = SettingRow(self.restore)
        self.add(self._restore_row)
        self._file = ElidedLabel("", "caption", "text.secondary")
        self._reveal = Button(kind="link", small=True)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(14, 8, 8, 8)
        row.addWidget(self._file, 1)
        row.addWidget(self._reveal)
        self._file_row = self.add(line)
        self.now.clicked.connect(self.back_up)
        self.trial.clicked.connect(self.rehearse)
        self.folder.clicked.connect(self._choose)
        self.by_itself.toggled.connect(self._switch)
        self.restore.clicked.connect(lambda: self.ask_restore())
        self._reveal.clicked.connect(self._show_folder)
        current().changed.connect(self._show)
        self.retranslate()

    def _switch(self, on: bool) -> None:
        self._desk.preferences.put(BY_ITSELF, on)
        self._show()

    def _make_states(self) -> QWidget:
        states = QWidget()
        row = QHBoxLayout(states)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(14)
        for state in (self._copied, self._rehearsed):
            row.addWidget(state, 1, Qt.AlignmentFlag.AlignTop)
        return states

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.title.setText(_("Backup"))
        self.now.setText(_("Back up now"))
        self.trial.setText(_("Rehearse now"))
        self.trial.setToolTip(_("Restores the newest copy on trial and checks it whole"))
        self.folder.setText(pgettext("entrance", "Change"))
        self._reveal.setText(_("Show in its folder"))
        self._by_itself_row.say(
            _("Back up and rehearse by itself"),
            _(
                "Half an hour after a change, and before imports, erasures and runs of the "
                "matching rules; of 12 days, 10 weeks and 9 months one is kept. The newest is "
                "restored on trial every week."
            ),
        )
        self.restore.setText(_("Restore…"))
        self._restore_row.say(
            _("Restore a copy"), _("Compared with what is here first, then written to a new file")
        )
        self.by_itself.setAccessibleName(_("Back up and rehearse by itself"))
        self._show()

    def show_state(self, backup: Backup | None, rehearsal: Rehearsal | None) -> None:
        """Show when the last copy was made, and when one was last restored on trial."""
        self._backup, self._rehearsal = backup, rehearsal
        self._show()

    def _show(self) -> None:
        backup, rehearsal, today = self._backup, self._rehearsal, self._desk.today()
        text = _("Copy the workspace to another disk now and then: a disk can fail.")
        if backup is not None:
            size = f"{backup.size / 1e6:,.1f} MB"
            text = _("{size}, encrypted with the same passphrase, verified").format(size=size)
            if not Path(backup.file).exists():
                text = _("{size}; the file is not there any more").format(size=size)
        self._copied.show_state(
            _("Last backup"),
            _moment(backup.at, today) if backup else _("None yet"),
            text,
            fresh=backup is not None and (today - backup.at.date()).days < _OLD_DAYS,
        )
        self._show_rehearsal(rehearsal, today)
        self.trial.setEnabled(backup is not None)
        self._folder_row.say(_("Saved to"), self._folder_words())
        self._file_row.setVisible(backup is not None)
        self._file.setText(backup.file if backup else "")

    def _show_rehearsal(self, rehearsal: Rehearsal | None, today: date) -> None:
        text = _("A copy that was never restored on trial is only a hope.")
        day = date.fromisoformat(rehearsal.on) if rehearsal else None
        sound = rehearsal is not None and rehearsal.sound
        said = _("{day}, sound") if sound else _("{day}, failed")
        if rehearsal is not None and not sound:
            text = _("{file} cannot be restored. Back up now: another copy is needed.").format(
                file=Path(rehearsal.file).name
            )
        elif rehearsal is not None:
            text = _("{customers} customers read, every row checked, {cards} cards drawn").format(
                customers=f"{rehearsal.customers:,}", cards=rehearsal.cards
            )
        self._rehearsed.show_state(
            _("Last rehearsal"),
            said.format(day=day.isoformat()) if day else _("None yet"),
            text,
            fresh=sound and day is not None and (today - day).days < _OLD_DAYS,
        )

    def _folder_words(self) -> str:
        kept = self._kept_folder()
        if kept is not None:
            return str(kept)
        folder = copies_folder(self._desk)
        gone = str(self._desk.preferences.get("backup_folder", ""))
        if gone and folder is not None:
            text = _("{gone} is not there now. Copies made by itself go to {folder} meanwhile.")
            return text.format(gone=gone, folder=folder)
        if gone:
            return _("{gone} is not there now. Connect the disk, or choose another folder.").format(
                gone=gone
            )
        if folder is None:
            return _("You are asked before the first backup")
        text = _("Those made by itself: {folder}. You are asked before the first one by hand.")
        return text.format(folder=folder)

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

    def ask_restore(self) -> RestoreDialog:
        """Open the dialog in which a copy is compared and restored."""
        dialog = RestoreDialog(self._desk, self.window())
        dialog.open()
        return dialog

    def _done(self, backup: Backup) -> None:
        self.now.setEnabled(True)
        self.show_state(backup, self._rehearsal)
        name = Path(backup.file).name
        self._desk.toast(_("Backed up and verified: {file}").format(file=name))
        self.made.emit()

    def _failed(self, problem: UserProblem) -> None:
        self.now.setEnabled(True)
        self.trial.setEnabled(self._backup is not None)
        self._desk.show_problem(problem)

    def rehearse(self) -> None:
        """Restore the newest copy on trial."""
        self.trial.setEnabled(False)
        self._desk.jobs.start(
            rehearse,
            today=self._desk.today(),
            title=_("Rehearsing the restore"),
            owner=self,
            done=self._rehearsed_well,
            failed=self._failed,
            cancelled=lambda: self.trial.setEnabled(True),
        )

    def _rehearsed_well(self, rehearsal: Rehearsal) -> None:
        self.show_state(self._backup, rehearsal)
        self._desk.toast(_("The copy can be restored."))


class State(QWidget):
    """A sign, what it is about, the moment in large, and a line below."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = ("triangle-alert", "warning")
        self._sign, self._caption = QLabel(), Label("", "caption", "text.secondary")
        self._moment = Label("", "metric")
        self._text = Label("", "caption", "text.secondary", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(7)
        line.addWidget(self._sign)
        line.addWidget(self._caption, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(line)
        column.addWidget(self._moment)
        column.addWidget(self._text)
        current().changed.connect(self._draw)

    def show_state(self, caption: str, moment: str, text: str, *, fresh: bool) -> None:
        """Show words; ``fresh`` chooses the sign."""
        self._icon = ("circle-check", "success") if fresh else ("triangle-alert", "warning")
        self._caption.setText(caption)
        self._moment.setText(moment)
        self._text.setText(text)
        self._draw()

    def _draw(self) -> None:
        side = current().px(14)
        self._sign.setPixmap(icons.pixmap(*self._icon, side, self.devicePixelRatioF()))


def _moment(at: datetime, today: date) -> str:
    clock = f"{at:%H:%M}"
    if at.date() == today:
        return _("Today {time}").format(time=clock)
    return f"{at.date().isoformat()} {clock}"
