"""Erasing those whose data were kept longer than their purpose allows: who, and why not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.automatic_copies import copy_first
from profiler_app.jobs.erasing import Certificate, erase_all
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.retention import Overdue, overdue
from profiler_app.ui.copy_watch import copies_folder
from profiler_app.ui.desk import Desk
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.growing_dialog import GrowingDialog

_WIDTH, _LIST = 620, 260


class RetentionDialog(GrowingDialog):
    """Everybody who is overdue; ticked are those with whom nothing happened since."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, _WIDTH)
        self._desk = desk
        self.setWindowTitle(_("Kept too long"))
        self.list = QListWidget()
        self.list.setFixedHeight(current().px(_LIST))
        self.list.setAccessibleName(self.windowTitle())
        self.list.itemChanged.connect(lambda _item: self._count())
        self._close, self.button = Button(_("Cancel")), Button(kind="danger")
        self._close.clicked.connect(self.reject)
        self.button.clicked.connect(self.go_on)
        self._lay_out()
        self._count()
        desk.reads.ask(
            "retention",
            lambda reader: overdue(reader.workspace, today=desk.today()),
            done=self.show_lines,
            owner=self,
        )

    def _lay_out(self) -> None:
        told = _(
            "Their purpose ended and the time to keep their data is over. Ticked are those with "
            "whom nothing happened since; a contract or another duty may still ask to keep the "
            "others. Erasing cannot be undone; what was sold stays as sales of nobody."
        )
        column = self.headed(told)
        column.addWidget(self.list)
        self.end_with(column, self._close, self.button)
        self.fit_soon()

    def show_lines(self, lines: Sequence[Overdue]) -> None:
        """Show who is overdue; who is on legal hold cannot be ticked."""
        self.list.clear()
        for each in lines:
            item = QListWidgetItem(_line(each))
            item.setData(Qt.ItemDataRole.UserRole, each.customer)
            flags = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags if each.held else flags | Qt.ItemFlag.ItemIsEnabled)
            states = Qt.CheckState
            item.setCheckState(states.Checked if each.dormant else states.Unchecked)
            self.list.addItem(item)
        self._count()

    def ticked(self) -> list[int]:
        """Return the customers to erase."""
        items = (self.list.item(at) for at in range(self.list.count()))
        return [
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def _count(self) -> None:
        n = len(self.ticked())
        text = ngettext("Erase {n} customer for good", "Erase {n} customers for good", n)
        self.button.setText(_("Erasing") if self.busy else text.format(n=f"{n:,}"))
        self.button.setEnabled(n > 0 and not self.busy)
        self._close.setEnabled(not self.busy)

    def go_on(self) -> None:
        """Make a copy, then erase everybody who is ticked."""
        chosen = self.ticked()
        if not chosen or self.busy:
            return
        self.busy = True
        self._count()
        self._desk.jobs.start(
            copy_first,
            copies_folder(self._desk),
            "before-erase",
            erase_all,
            chosen,
            reason="purpose",
            by=login_name(),
            today=self._desk.today(),
            title=_("Erasing"),
            owner=self,
            done=self._finished,
            failed=self._failed,
            cancelled=self._stopped,
        )

    def _finished(self, done: Sequence[Certificate]) -> None:
        self.busy = False
        n = len(done)
        said = ngettext("{n} customer erased for good", "{n} customers erased for good", n)
        self._desk.toast(said.format(n=f"{n:,}"))
        self._desk.refresh_data()
        self.accept()

    def _failed(self, problem: UserProblem) -> None:
        self._stopped()
        self._desk.show_problem(problem)

    def _stopped(self) -> None:
        self.busy = False
        self._count()
        self._desk.refresh_data()


def _line(each: Overdue) -> str:
    ended = _("{purpose} ended {day}").format(purpose=each.purpose, day=each.ended.isoformat())
    since = _("nothing since")
    if each.dealing is not None and each.dealing > each.ended:
        since = _("last dealing {day}").format(day=each.dealing.isoformat())
    if each.held:
        since = _("on legal hold")
    return " · ".join((each.name, each.number, ended, since))
