"""The tab of records that may be one customer: queue, evidence, side by side, one key each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.progress import Progress
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.entries import read_entry
from profiler_app.jobs.merging import reviewing
from profiler_app.jobs.merging.doing import merge, never_merge
from profiler_app.jobs.merging.reviewing import Comparison, Group, Review
from profiler_app.jobs.merging.separating import (
    LaterChange,
    MergedGroup,
    changes_since,
    merged_groups,
    merged_record,
    unmerge,
)
from profiler_app.jobs.workspaces import Workspace
from profiler_app.ui.commands import COMMANDS, add_commands
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.duplicates.compare_table import CompareTable
from profiler_app.ui.pages.duplicates.evidence_panel import EvidencePanel, chance
from profiler_app.ui.pages.duplicates.merged_pane import MergedPane
from profiler_app.ui.pages.duplicates.policy_dialog import PolicyDialog
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.surface import Surface

_QUEUE = 300


class DuplicatesTab(QWidget):
    """Decides about one group after the other; each decision is one operation of the ledger.

    ``counted``: how many there are (``count``) is known, or has changed.
    """

    counted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._busy = False
        self._looked = False
        self.found: Review | None = None
        self.merged: Sequence[MergedGroup] = ()
        self.comparison: Comparison | None = None
        self._take: dict[str, int] = {}
        self._typed: dict[str, Any] = {}
        self.parts = Segmented(small=True)
        self.queue = FiguresTable(self._columns())
        self.merges = FiguresTable(_merge_columns())
        self.blind = QCheckBox()
        self.again = Button(kind="ghost", small=True, icon="refresh-cw")
        self.dialog: PolicyDialog | None = None
        self._quality = Label("", "caption", "text.secondary", wrap=True)
        self.evidence, self.table, self.pane = EvidencePanel(), CompareTable(), MergedPane()
        self._kept = ElidedLabel("", "caption", "text.secondary")
        self.later, self.different = Button(icon="clock"), Button(icon="x")
        self.same = Button(kind="primary", icon="git-merge")
        self._empty = EmptyState("circle-check", "")
        self._look = self._empty.add_button("", self.look)
        self.stack = QStackedWidget()
        self._build()
        self._connect()

    def _columns(self) -> list[Figure]:
        return [
            Figure(lambda: _("May be the same"), _names, 0, right=False),
            Figure(lambda: "", self._chance, 64,
                   tone=lambda _group: "text.secondary"),
        ]  # fmt: skip

    def _chance(self, group: Group) -> str:
        if self.blind.isChecked():
            return reviewing.count_text(group)
        return chance(group.probability)

    def _build(self) -> None:
        left = Surface()
        left.setFixedWidth(current().px(_QUEUE))
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.parts)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.queue, 1)
        column.addWidget(self.merges, 1)
        below = QHBoxLayout()
        below.addWidget(self.blind, 1)
        below.addWidget(self.again)
        column.addLayout(below)
        column.addWidget(self._quality)
        pair = Surface(edges=Qt.Edge.LeftEdge)
        beside = QVBoxLayout(pair)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.evidence)
        beside.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 12, 20, 12)
        foot.setSpacing(8)
        foot.addWidget(self._kept, 1)
        for button in (self.later, self.different, self.same):
            foot.addWidget(button)
        beside.addLayout(foot)
        for part in (pair, self.pane, self._empty):
            self.stack.addWidget(part)
        self._pair = pair
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left)
        whole.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.parts.chosen.connect(lambda _key: self._show_part())
        self.queue.chosen.connect(lambda _group: self._show_group())
        self.queue.opened.connect(lambda _index: self.merge())
        self.table.opened.connect(lambda _index: self.merge())
        self.merges.chosen.connect(lambda _merge: self._show_merge())
        self.merges.opened.connect(lambda _index: self.pane.separate.setFocus())
        self.blind.toggled.connect(lambda _on: self._show_group())
        self.again.clicked.connect(lambda _on=False: self.look())
        self.table.taken.connect(self._choose)
        self.table.typed_over.connect(self._type_over)
        self.pane.separate_asked.connect(self.separate)
        self.later.clicked.connect(lambda _on=False: self.put_off())
        self.different.clicked.connect(lambda _on=False: self.say_different())
        self.same.clicked.connect(lambda _on=False: self.merge())
        add_commands(
            self,
            {
                "merge_group": self.merge,
                "say_different": self.say_different,
                "look_later": self.put_off,
                "merged_list": lambda: self.show_part("merged"),
                "take_first": lambda: self.take_all(0),
                "take_second": lambda: self.take_all(1),
                "take_third": lambda: self.take_all(2),
            },
        )

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._name_parts()
        self.blind.setText(_("Hide the probability"))
        self.again.setText(_("Look again"))
        self.later.setText(_("Later"))
        self.different.setText(_("Not the same"))
        for button, key in (
            (self.later, "look_later"),
            (self.different, "say_different"),
            (self.same, "merge_group"),
        ):
            button.setToolTip(COMMANDS[key].hint)
        self._look.setText(_("Look for duplicates"))
        self.queue.setAccessibleName(_("May be the same"))
        self.merges.setAccessibleName(_("Merged records"))
        self.table.setAccessibleName(_("Side by side"))
        for table in (self.queue, self.merges):
            table.retranslate()
        self._show_part()

    def _name_parts(self) -> None:
        groups = self.found.groups if self.found else ()
        put_off = sum(group.later for group in groups)
        self.parts.set_options(
            [
                ("pending", _("Open {n}").format(n=len(groups) - put_off)),
                ("later", _("Later {n}").format(n=put_off)),
                ("merged", _("Merged {n}").format(n=len(self.merged))),
            ]
        )
        self.parts.setAccessibleName(_("What the list shows"))

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
            self._compare()

    def count(self) -> int | None:
        """Return how many groups wait for a decision; None before anybody has looked."""
        if self.found is None:
            return None
        return sum(not group.later for group in self.found.groups)

    def look(self) -> None:
        """Compare all customers."""
        self._looked = True
        self.again.setEnabled(False)
        self._desk.jobs.start(
            reviewing.review,
            title=_("Looking for duplicates"),
            owner=self,
            done=self._receive,
            failed=self._fail,
            cancelled=lambda *_at: self.again.setEnabled(True),
            derived=True,
        )

    def open_rules(self) -> None:
        """Show what is merged without asking."""
        told = self.found and self.found.estimate
        self.dialog = PolicyDialog(self._desk, told or None, self.window())
        self.dialog.carried_out.connect(self.look)
        self.dialog.open()

    def _fail(self, problem: Any) -> None:
        self.again.setEnabled(True)
        self._free()
        self._desk.show_problem(problem)

    def _receive(self, found: Review) -> None:
        self.again.setEnabled(True)
        self.found = found
        self._show_part()
        self.counted.emit()

    def _read_merges(self) -> None:
        self._desk.reads.ask("duplicates.merged", _merges, done=self._show_merges, owner=self)

    def _show_merges(self, merged: Sequence[MergedGroup]) -> None:
        self.merged = merged
        self._show_part()

    # -- what is shown

    def show_part(self, key: str) -> None:
        """Show those to decide about, those put off, or the merges that stand."""
        self.parts.choose(key)
        self._show_part()

    def groups(self) -> list[Group]:
        """Return the groups of the part that is shown."""
        wanted = self.parts.key() == "later"
        return [each for each in (self.found.groups if self.found else ()) if each.later == wanted]

    def _show_part(self) -> None:
        self._name_parts()
        merged = self.parts.key() == "merged"
        self.queue.setVisible(not merged)
        self.blind.setVisible(not merged)
        self.again.setVisible(not merged)
        self.merges.setVisible(merged)
        table: FiguresTable = self.merges if merged else self.queue
        table.show_rows(self.merged if merged else self.groups())
        if table.rows() and table.row() is None:
            table.selectRow(0)
        self._say_quality()
        if merged:
            self._show_merge()
        else:
            self._show_group()

    def _say_quality(self) -> None:
        told = self.found and self.found.estimate
        if not told or self.parts.key() == "merged":
            self._quality.setText("")
            return
        text = _("From {threshold} on: precision about {precision}, recall about {recall}").format(
            threshold=f"{told.threshold:.0%}",
            precision=f"{told.precision:.0%}",
            recall=f"{told.recall:.0%}",
        )
        by = ngettext("by {n} answer", "by {n} answers", told.answers).format(n=told.answers)
        if not told.answers:
            by = _("no answers of yours yet")
        self._quality.setText(_("{text} ({by})").format(text=text, by=by))
        self._quality.setToolTip(
            _("Estimated per band of probability: the comparison's own share of true pairs counts "
              "as two answers, every answer of yours as one (Beta distribution). The threshold is "
              "the lowest that keeps 98 % precision.")
        )  # fmt: skip

    def _show_group(self) -> None:
        if self.parts.key() == "merged":
            return
        group = self.queue.row()
        self._take, self._typed = {}, {}
        self.queue.viewport().update()
        if group is None:
            self._show_nothing()
            return
        self.stack.setCurrentWidget(self._pair)
        self.evidence.show_group(group, blind=self.blind.isChecked())
        n = len(group.customers)
        text = ngettext("The same: merge {n} record", "The same: merge {n} records", n)
        self.same.setText(text.format(n=n))
        kept = ngettext(
            "The record stays as it was and can be separated at any time",
            "All {n} records stay as they were and can be separated at any time",
            n,
        )
        self._kept.setText(kept.format(n=n))
        self._compare()

    def _show_nothing(self) -> None:
        self.stack.setCurrentWidget(self._empty)
        if self.parts.key() == "merged":
            self._empty.set_message(
                _("Nothing is merged"), _("What you merge is listed here and can be separated.")
            )
        elif self.found is None:
            self._empty.set_message(
                _("Who may be there twice?"),
                _("All customers are compared: numbers, names by sound, birthdays, addresses."),
            )
        else:
            self._empty.set_message(
                _("No possible duplicates"),
                _("New ones are looked for when you ask, and while you type or import."),
            )
        self._look.setVisible(self.parts.key() == "pending")

    def _show_merge(self) -> None:
        if self.parts.key() != "merged":
            return
        group = self.merges.row()
        if group is None:
            self._show_nothing()
            return
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

    # -- side by side

    def _compare(self) -> None:
        group = self.queue.row()
        if group is None or self.parts.key() == "merged":
            return
        self._desk.reads.ask(
            "duplicates.compare",
            partial(
                _comparison,
                customers=group.customers,
                today=self._desk.today(),
                take=dict(self._take),
                values=dict(self._typed),
            ),
            done=self._show_comparison,
            failed=lambda _problem: self._drop(group),
            owner=self,
        )

    def _show_comparison(self, found: Comparison) -> None:
        self.comparison = found
        self.table.show_comparison(found)
        self.evidence.show_facts(found)

    def _choose(self, field: str, at: int) -> None:
        group = self.queue.row()
        if group is not None:
            self._typed.pop(field, None)
            self._take[field] = group.customers[at]
            self._compare()

    def _type_over(self, field: str, text: str) -> None:
        if self.comparison is None:
            return
        kind = self.comparison.plan.records[0].kind
        entry = read_entry(field, text, kind=kind, today=self._desk.today())
        if entry.problem:
            self._desk.toast(entry.problem)
            return
        self._take.pop(field, None)
        self._typed[field] = entry.value
        self._compare()

    def take_all(self, at: int) -> None:
        """Take every value one record has."""
        group = self.queue.row()
        if group is None or at >= len(group.customers):
            return
        for row in self.table.rows():
            if row.kind == "choice" and row.cells[at] is not None:
                self._take[row.key] = group.customers[at]
        self._typed.clear()
        self._compare()

    # -- deciding

    def merge(self) -> None:
        """Make the records of the group one customer."""
        group = self._begin()
        if group is not None:
            self._start(
                merge,
                list(group.customers),
                today=self._desk.today(),
                take=dict(self._take),
                values=dict(self._typed),
                answer=self._answer(group),
                title=_("Merging"),
                done=partial(self._decided, group, _merged_text(group)),
            )

    def say_different(self) -> None:
        """Remember that the records are different customers."""
        group = self._begin()
        if group is not None:
            self._start(
                never_merge,
                list(group.customers),
                today=self._desk.today(),
                answer=self._answer(group),
                title=_("Saving"),
                done=partial(self._decided, group, _("Remembered: not the same.")),
            )

    def put_off(self) -> None:
        """Look at the group another time, or take it up again."""
        group = self._begin()
        if group is not None:
            self._start(
                reviewing.put_off,
                group.numbers,
                later_on=not group.later,
                title=_("Saving"),
                done=lambda _none: self._moved(group),
            )

    def separate(self, operation: int, give: Sequence[LaterChange], to: str) -> None:
        """End a merge; later edits stay with the survivor unless they are given away."""
        if self._busy:
            return
        self._busy = True
        self._start(_separate, operation, give, to, title=_("Separating"), done=self._separated)

    def _begin(self) -> Group | None:
        group: Group | None = self.queue.row()
        if self._busy or group is None or self.parts.key() == "merged":
            return None
        self._busy = True
        return group

    def _start(self, job: Any, *arguments: Any, title: str, done: Any, **named: Any) -> None:
        self._desk.jobs.start(
            job, *arguments, title=title, owner=self, done=done, failed=self._fail, **named
        )

    def _free(self) -> None:
        self._busy = False

    def _answer(self, group: Group) -> dict[str, Any]:
        return {"probability": round(group.probability, 6), "blind": self.blind.isChecked()}

    def _decided(self, group: Group, text: str, operation: int) -> None:
        self._free()
        self._drop(group)
        self._desk.toast(text, operation)
        self._desk.refresh_data()

    def _moved(self, group: Group) -> None:
        self._free()
        assert self.found is not None
        groups = tuple(
            replace(each, later=not each.later) if each == group else each
            for each in self.found.groups
        )
        self.found = Review(groups, self.found.estimate)
        self._next(group)

    def _separated(self, report: Any) -> None:
        self._free()
        self._desk.toast(_("Separated."), report.operation)
        self._desk.refresh_data()

    def _drop(self, group: Group) -> None:
        """Leave out a group that is decided, and all that share a record with it."""
        if self.found is None:
            return
        gone = set(group.customers)
        groups = tuple(
            each
            for each in self.found.groups
            if each != group and not (len(gone) > 1 and gone >= set(each.customers))
        )
        self.found = Review(groups, self.found.estimate)
        self._next(group)

    def _next(self, group: Group) -> None:
        """Show the group that stood below the one that is gone."""
        rows = self.queue.rows()
        at = rows.index(group) if group in rows else 0
        self._show_part()
        count = len(self.queue.rows())
        if count:
            self.queue.selectRow(min(at, count - 1))
        self.counted.emit()


def _merge_columns() -> list[Figure]:
    return [
        Figure(lambda: _("Customer"), lambda group: group.survivor[1], 0, right=False),
        Figure(lambda: _("Day"), lambda group: group.at[:10], 92),
    ]


def _names(group: Group) -> str:
    return " · ".join(dict.fromkeys(group.names))


def _merged_text(group: Group) -> str:
    n = len(group.customers)
    text = ngettext("Merged {n} record into “{name}”.", "Merged {n} records into “{name}”.", n)
    return text.format(n=n, name=group.names[0])


def _comparison(reader: Reader, **asked: Any) -> Comparison:
    return reviewing.compare(reader.workspace, asked.pop("customers"), **asked)


def _merges(reader: Reader) -> tuple[MergedGroup, ...]:
    return merged_groups(reader.workspace)


def _edits(reader: Reader, *, operation: int) -> tuple[LaterChange, ...]:
    return changes_since(reader.workspace, operation)


def _separate(
    progress: Progress, workspace: Workspace, operation: int, give: Sequence[LaterChange], to: str
) -> Any:
    receiver = merged_record(workspace, operation, to) if give else None
    return unmerge(progress, workspace, operation, give=[each.edit for each in give], to=receiver)
