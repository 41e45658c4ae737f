"""Restoring a copy: which one, how it differs from what is here, and into which new file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.tables import table_label
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.copies_there import CopyThere, copies_there
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.restoring import Restored, restore
from profiler_app.ui.copy_watch import copies_folder
from profiler_app.ui.desk import Desk
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.growing_dialog import GrowingDialog
from profiler_app.ui.widgets.labels import Label

_WIDTH, _LIST = 600, 200


class RestoreDialog(GrowingDialog):
    """First a copy is compared, then it becomes a new file; the workspace stays as it is."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, _WIDTH)
        self._desk = desk
        self._compared: Path | None = None
        self.setWindowTitle(_("Restore a copy"))
        self.list = QListWidget()
        self.list.setFixedHeight(current().px(_LIST))
        self.list.setAccessibleName(_("Copies"))
        self.told = Label("", "body", wrap=True)
        self.other, self._close = Button(_("Another file…")), Button(_("Close"))
        self.button = Button(kind="primary")
        self._lay_out()
        self.list.currentItemChanged.connect(lambda _now, _before: self._chosen())
        self.other.clicked.connect(self._ask_other)
        self._close.clicked.connect(self.reject)
        self.button.clicked.connect(self.go_on)
        self._chosen()
        folder = copies_folder(desk)
        desk.reads.ask(
            "copies.there",
            lambda reader: copies_there(reader.workspace, folder),
            done=self.show_copies,
            owner=self,
        )

    def _lay_out(self) -> None:
        meant = _(
            "A copy becomes a new file; the workspace and the copy stay as they are. Who was "
            "erased here since is erased there again."
        )
        column = self.headed(meant)
        column.addWidget(self.list)
        column.addWidget(self.told)
        self.end_with(column, self._close, self.button, aside=(self.other,))
        self.fit_soon()

    def show_copies(self, found: Sequence[CopyThere]) -> None:
        """List copies, the newest first and chosen."""
        self.list.clear()
        for each in found:
            self._add(each.file, f"{each.at:%Y-%m-%d %H:%M}", each.size)
        self.list.setCurrentRow(0)
        if not found:
            self.told.setText(_("No copy was found where copies are made. Choose its file."))
        self._show()
        (self.list if found else self.other).setFocus()

    def _add(self, file: Path, moment: str, size: int) -> None:
        item = QListWidgetItem(f"{moment} · {size / 1e6:,.1f} MB · {file.name}")
        item.setData(Qt.ItemDataRole.UserRole, str(file))
        item.setToolTip(str(file))
        self.list.insertItem(self.list.count(), item)

    def _file(self) -> Path | None:
        item = self.list.currentItem()
        return Path(item.data(Qt.ItemDataRole.UserRole)) if item else None

    def _chosen(self) -> None:
        self._compared = None
        self.told.setText("")
        self._show()

    def _show(self) -> None:
        file, ready = self._file(), self._compared is not None
        self.button.setText(_("Restore into a new file…") if ready else _("Compare"))
        self.button.setEnabled(file is not None and not self.busy)
        for widget in (self.list, self.other, self._close):
            widget.setEnabled(not self.busy)
        self.list.setVisible(self.list.count() > 0)
        self.told.setVisible(bool(self.told.text()))
        self.fit_soon()

    # -- doing

    def _ask_other(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Restore a copy"), str(self._desk.path.parent), _("Workspaces (*.zhike)")
        )
        if chosen:
            file = Path(chosen)
            self._add(file, "—", file.stat().st_size)
            self.list.setCurrentRow(self.list.count() - 1)

    def go_on(self) -> None:
        """Compare the copy; compared, ask for the new file and restore into it."""
        file = self._file()
        if file is None or self.busy:
            return
        if self._compared is None:
            self._run(file, None)
            return
        usual = self._desk.path.with_stem(f"{self._desk.path.stem}-restored")
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Restore into a new file"), str(usual), _("Workspaces (*.zhike)")
        )
        if chosen:
            self._run(file, Path(chosen).with_suffix(".zhike"))

    def _run(self, file: Path, into: Path | None) -> None:
        self.busy = True
        self._show()
        self._desk.jobs.start(
            restore,
            file,
            into,
            by=login_name(),
            today=self._desk.today(),
            title=_("Reading the copy"),
            owner=self,
            done=self._finished,
            failed=self._failed,
            cancelled=self._stopped,
        )

    def _finished(self, done: Restored) -> None:
        self.busy = False
        if done.into is None:
            self._compared = Path(done.file)
            self.told.setText(differences(done))
            self._show()
            self.button.setFocus()
            return
        said = _("Restored into {file}. It opens with the same passphrase.")
        self._desk.toast(said.format(file=Path(done.into).name))
        self.accept()

    def _failed(self, problem: UserProblem) -> None:
        self._stopped()
        self._desk.show_problem(problem)

    def _stopped(self) -> None:
        self.busy = False
        self._show()


def differences(told: Restored) -> str:
    """Return how a copy differs from the workspace, a line a table."""
    n = told.behind
    said = ngettext(
        "{n} step was done since this copy.", "{n} steps were done since this copy.", n
    ).format(n=f"{n:,}")
    rows = [
        _("{table}: {then} then, {now} now").format(
            table=table_label(table), then=f"{then:,}", now=f"{now:,}"
        )
        for table, (then, now) in told.rows.items()
    ]
    return "\n".join([said, *rows])
