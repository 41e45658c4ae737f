"""The tab of records that may be one customer: queue, evidence, side by side, one key each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.merging import reviewing
from profiler_app.jobs.merging.reviewing import Group, Review
from profiler_app.jobs.merging.separating import (
    LaterChange,
    MergedGroup,
    changes_since,
    merged_groups,
)
from profiler_app.ui.commands import add_commands
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.duplicates.deciding import Decisions
from profiler_app.ui.pages.duplicates.merged_pane import MergedPane
from profiler_app.ui.pages.duplicates.pair_pane import PairPane
from profiler_app.ui.pages.duplicates.policy_dialog import PolicyDialog
from profiler_app.ui.pages.duplicates.queue_panel import QueuePanel
from profiler_app.ui.widgets.empty_state import EmptyState


class DuplicatesTab(QWidget):
    """Decides about one group after the other; each decision is one operation of the ledger.

    ``counted``: how many there are (``count``) is known, or has changed.
    """

    counted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._looked = False
        self.list = QueuePanel()
        self.pair, self.pane = PairPane(desk), MergedPane()
        self.decisions = Decisions(desk, self)
        self.dialog: PolicyDialog | None = None
        self._empty = EmptyState("circle-check", "")
        self._look = self._empty.add_button("", self.look)
        self.stack = QStackedWidget()
        for part in (self.pair, self.pane, self._empty):
            self.stack.addWidget(part)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.list)
        whole.addWidget(self.stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.list.changed.connect(self._show_chosen)
        self.list.look_asked.connect(self.look)
        self.list.queue.opened.connect(lambda _index: self.merge())
        self.list.merges.opened.connect(lambda _index: self.pane.separate.setFocus())
        self.pair.table.opened.connect(lambda _index: self.merge())
        self.pair.gone.connect(self._drop)
        self.pane.separate_asked.connect(self.decisions.separate)
        self.pair.later.clicked.connect(lambda _on=False: self.put_off())
        self.pair.different.clicked.connect(lambda _on=False: self.say_different())
        self.pair.same.clicked.connect(lambda _on=False: self.merge())
        self.decisions.decided.connect(self._drop)
        self.decisions.moved.connect(self._move)
        add_commands(
            self,
            {
                "merge_group": self.merge,
                "say_different": self.say_different,
                "look_later": self.put_off,
                "merged_list": lambda: self.list.show_part("merged"),
                "take_first": lambda: self._take_all(0),
                "take_second": lambda: self._take_all(1),
                "take_third": lambda: self._take_all(2),
            },
        )

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._look.setText(_("Look for duplicates"))
        for part in (self.list, self.pair):
            part.retranslate()
        self._show_chosen()

    # -- reading

    def activate(self) -> None:
        """Look for duplicates when the tab is first shown."""
        self._read_merges()
        if not self._looked:
            self.look()

    def data_changed(self) -> None:
        """Read the merges again; who may be the same is looked for on demand."""
        if self.isVisible():
            self._read_merges()
            if self.list.group() is not None:
                self.pair.compare()

    def count(self) -> int | None:
        """Return how many groups wait for a decision; None before anybody has looked."""
        return self.list.count()

    def look(self) -> None:
        """Compare all customers."""
        self._looked = True
        self.list.again.setEnabled(False)
        self._desk.jobs.start(
            reviewing.review,
            title=_("Looking for duplicates"),
            owner=self,
            done=self._receive,
            failed=self._fail,
            cancelled=lambda *_at: self.list.again.setEnabled(True),
            derived=True,
        )

    def open_rules(self) -> None:
        """Show what is merged without asking."""
        told = self.list.found and self.list.found.estimate
        self.dialog = PolicyDialog(self._desk, told or None, self.window())
        self.dialog.carried_out.connect(self.look)
        self.dialog.open()

    def _fail(self, problem: Any) -> None:
        self.list.again.setEnabled(True)
        self._desk.show_problem(problem)

    def _receive(self, found: Review) -> None:
        self.list.again.setEnabled(True)
        self.list.show_found(found)
        self.counted.emit()

    def _read_merges(self) -> None:
        self._desk.reads.ask("duplicates.merged", _merges, done=self.list.show_merges, owner=self)

    # -- what is shown

    def _show_chosen(self) -> None:
        group, merge = self.list.group(), self.list.merge()
        self.list.queue.viewport().update()
        if group is not None:
            self.stack.setCurrentWidget(self.pair)
            self.pair.show_group(group, blind=self.list.blind.isChecked())
        elif merge is not None:
            self._show_merge(merge)
        else:
            self._show_nothing()

    def _show_nothing(self) -> None:
        self.stack.setCurrentWidget(self._empty)
        if self.list.shows_merges():
            title = _("Nothing is merged")
            text = _("What you merge is listed here and can be separated.")
        elif self.list.found is None:
            title = _("Who may be there twice?")
            text = _("All customers are compared: numbers, names by sound, birthdays, addresses.")
        else:
            title = _("No possible duplicates")
            text = _("New ones are looked for when you ask, and while you type or import.")
        self._empty.set_message(title, text)
        self._look.setVisible(self.list.parts.key() == "pending")

    def _show_merge(self, group: MergedGroup) -> None:
        self.stack.setCurrentWidget(self.pane)
        self.pane.show_merge(group)
        self._desk.reads.ask(
            "duplicates.edits",
            partial(_edits, operation=group.operation),
            done=lambda changes: self._show_edits(group, changes),
            failed=lambda _problem: None,
            owner=self,
        )

    def _show_edits(self, group: MergedGroup, changes: Sequence[LaterChange]) -> None:
        if self.pane.operation == group.operation:
            self.pane.show_changes(changes)

    # -- deciding

    def merge(self) -> None:
        """Make the records of the group one customer."""
        group = self.list.group()
        if group is not None:
            chosen = (self.pair.take, self.pair.typed)
            self.decisions.merge(group, *chosen, blind=self.list.blind.isChecked())

    def say_different(self) -> None:
        """Remember that the records are different customers."""
        group = self.list.group()
        if group is not None:
            self.decisions.say_different(group, blind=self.list.blind.isChecked())

    def put_off(self) -> None:
        """Look at the group another time, or take it up again."""
        group = self.list.group()
        if group is not None:
            self.decisions.put_off(group)

    def _take_all(self, at: int) -> None:
        if self.list.group() is not None:
            self.pair.take_all(at)

    def _move(self, group: Group) -> None:
        groups = self.list.found.groups if self.list.found else ()
        moved = [replace(each, later=not each.later) if each == group else each for each in groups]
        self.list.replace(group, moved)
        self.counted.emit()

    def _drop(self, group: Group) -> None:
        """Leave out a group that is decided, and all that share a record with it."""
        if self.list.found is None:
            return
        gone = set(group.customers)
        groups = [
            each
            for each in self.list.found.groups
            if each != group and not (len(gone) > 1 and gone >= set(each.customers))
        ]
        self.list.replace(group, groups)
        self.counted.emit()


def _merges(reader: Reader) -> tuple[MergedGroup, ...]:
    return merged_groups(reader.workspace)


def _edits(reader: Reader, *, operation: int) -> tuple[LaterChange, ...]:
    return changes_since(reader.workspace, operation)
