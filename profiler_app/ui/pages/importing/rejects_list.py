"""The rows that will not be written, by cause, each with what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from profiler_app.domain.imports import Mapped, Reject
from profiler_app.domain.text import N_, _, ngettext
from profiler_app.jobs.importing import place_to_fill
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.pages.importing.chrome import Bar
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip

Fixes = Mapping[int, tuple[str, ...]]

_FIRST, _STEP = 2, 50
_LONGEST = 60
_TITLES = {
    "no_customer": N_("No customer"),
    "unknown_customer": N_("Unknown customer"),
    "no_identity": N_("Neither name nor number"),
    "no_date": N_("No date"),
    "no_amount": N_("No amount"),
    "bad_number": N_("Not a number"),
    "extra_cells": N_("More cells than the header"),
    "open_quote": N_("Quotation mark never closed"),
    "total_row": N_("Totals"),
    "excel_damaged": N_("Number damaged by a spreadsheet"),
    "not_an_option": N_("Not an allowed value"),
}
_ANSWERS: Mapping[str, tuple[str, str]] = {
    "no_customer": ("walk_in", N_("Keep as sales without a customer")),
    "unknown_customer": ("create_customers", N_("Create these customers")),
}
"""What helps all rows of a cause at once: an answer of the request, and its name."""
_REASONS: Mapping[str, str] = {
    "no_customer": N_("The line names no customer."),
}
"""What the window says where the command line names one of its words."""


@dataclass(frozen=True, slots=True)
class Group:
    """The refused rows of one cause."""

    code: str
    rejects: tuple[Reject, ...]

    @property
    def title(self) -> str:
        """The cause in a few words."""
        known, column = _TITLES.get(self.code), self.rejects[0].column
        if known or not column:
            return _(known or N_("Not valid"))
        return _("Not valid: {column}").format(column=column)

    @property
    def proposals(self) -> dict[int, tuple[str, ...]]:
        """The repaired rows by line, of those that have a proposal."""
        return {each.line: each.proposal.cells for each in self.rejects if each.proposal}


def grouped(rejects: Iterable[Reject]) -> tuple[Group, ...]:
    """Return the rejects by cause and column, the commonest first."""
    found: dict[tuple[str, str | None], list[Reject]] = {}
    for reject in rejects:
        found.setdefault((reject.code, reject.column), []).append(reject)
    groups = [Group(code, tuple(rows)) for (code, _column), rows in found.items()]
    return tuple(sorted(groups, key=lambda group: -len(group.rejects)))


class _Row(QFrame):
    """One row: where, what stood there, why, and one button that does what it says."""

    fixed = Signal(object)
    all_asked = Signal()

    def __init__(self, reject: Reject, place: int | None) -> None:
        super().__init__()
        self._reject, self._place = reject, place
        self._words = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(current().px(50))
        where = _("Row {n}").format(n=f"{reject.line:,}")
        self._where = Label(where, "body", "text.secondary")
        self._column = Label(reject.column or "", "body", "text.secondary")
        said = " ".join(reject.value[:_LONGEST].split())
        empty = _("empty") if place is not None else ""
        self._value = ElidedLabel(said or empty, "body", "danger")
        proposal = reject.proposal
        why = _REASONS.get(reject.code, "")
        why = _(why) if why else reject.reason
        if proposal:
            why = _("{reason} {proposal}").format(reason=why, proposal=proposal.sentence)
        self._why = ElidedLabel(why, "caption", "text.secondary")
        self._why.setToolTip(as_tooltip(why))
        self._edit = QLineEdit(self)
        self._edit.setProperty("field", "sm")
        self._edit.setFixedHeight(current().size("control.sm"))
        self._edit.setAccessibleName(reject.column or where)
        self._edit.hide()
        self._button = Button(proposal.words if proposal else _("Fill in"), small=True)
        self._pencil = IconButton("pencil", _("Fill in"), small=True)
        self._lay_out()
        self._button.setVisible(proposal is not None or self._may_type())
        self._pencil.setVisible(proposal is not None and self._may_type())
        self._button.clicked.connect(lambda _on=False: self.act())
        self._pencil.clicked.connect(lambda _on=False: self.type_in())
        self._edit.returnPressed.connect(self._accept)
        self._edit.installEventFilter(self)

    def _may_type(self) -> bool:
        return self._place is not None and self._place < len(self._reject.cells)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._where)
        if self._reject.column:
            top.addWidget(self._column)
        top.addWidget(self._value, 1)
        top.addWidget(self._edit, 1)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addLayout(top)
        texts.addWidget(self._why)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(34, 2, 14, 2)
        row.setSpacing(6)
        row.addLayout(texts, 1)
        row.addWidget(self._pencil)
        row.addWidget(self._button)

    def act(self) -> None:
        """Do what the button says."""
        if self._edit.isVisibleTo(self):
            self._accept()
        elif self._reject.proposal is not None:
            self.fixed.emit({self._reject.line: self._reject.proposal.cells})
        elif self._may_type():
            self.type_in()

    def type_in(self) -> None:
        """Let the value be typed in its place."""
        assert self._place is not None
        self._value.hide()
        self._why.hide()
        self._pencil.hide()
        self._words = self._button.text()
        self._button.setText(_("Take it"))
        self._edit.setText(self._reject.cells[self._place])
        self._edit.show()
        self._edit.setFocus()
        self._edit.selectAll()

    def _accept(self) -> None:
        assert self._place is not None
        cells = list(self._reject.cells)
        cells[self._place] = self._edit.text().strip()
        self.fixed.emit({self._reject.line: tuple(cells)})

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the value as it was on Esc."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._edit.hide()
                self._value.show()
                self._why.show()
                self._button.setText(self._words)
                self._pencil.setVisible(self._reject.proposal is not None)
                self.setFocus()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the proposal, that of the whole group, or go to the next row."""
        if QKeySequence(event.keyCombination()) in COMMANDS["take_proposal"].sequences:
            self.act()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.act()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, the line below, and where the keyboard is."""
        theme = current()
        painter = QPainter(self)
        on = self.hasFocus()
        painter.fillRect(self.rect(), theme.color("bg.selected" if on else "bg.surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border.subtle"))


class _GroupBox(QWidget):
    """A head with the cause, its rows, and how many more there are."""

    fixed = Signal(object)
    answered = Signal(str)

    def __init__(self, group: Group, mapped: Mapped, *, answers: bool) -> None:
        super().__init__()
        self._group, self._mapped = group, mapped
        self._shown = 0
        self._fold = IconButton("chevron-down", _("Fold"), small=True)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._body = QWidget()
        self._body.setLayout(self._rows)
        self._more = Button(kind="link", small=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(answers=answers))
        column.addWidget(self._body)
        self._foot = Bar(34)
        self._foot.row.setContentsMargins(26, 0, 14, 0)
        self._foot.row.addWidget(self._more)
        self._foot.row.addStretch(1)
        column.addWidget(self._foot)
        self._more.clicked.connect(lambda _on=False: self._show_more(_STEP))
        self._fold.clicked.connect(lambda _on=False: self._turn())
        few = len(group.rejects) <= _FIRST + 1
        self._show_more(_FIRST + 1 if few else _FIRST)

    def _head(self, *, answers: bool) -> QWidget:
        group = self._group
        n = len(group.rejects)
        head = Bar(34, surface="bg.header")
        head.row.setContentsMargins(8, 0, 14, 0)
        count = ngettext("{n} row", "{n} rows", n).format(n=f"{n:,}")
        head.row.addWidget(self._fold)
        head.row.addWidget(ElidedLabel(group.title, "strong"))
        head.row.addWidget(Label(count, "caption", "text.secondary"), 1)
        if group.proposals:
            k = len(group.proposals)
            words = ngettext("Take the proposal of {n} row", "Take the proposals of {n} rows", k)
            every = Button(words.format(n=f"{k:,}"), kind="link", small=True)
            every.clicked.connect(lambda _on=False: self.fix_all())
            head.row.addWidget(every)
        elif answers and group.code in _ANSWERS:
            answer, name = _ANSWERS[group.code]
            button = Button(_(name), kind="link", small=True)
            button.clicked.connect(lambda _on=False: self.answered.emit(answer))
            head.row.addWidget(button)
        return head

    def fix_all(self) -> None:
        """Take every proposal of the group."""
        if self._group.proposals:
            self.fixed.emit(self._group.proposals)

    def _show_more(self, count: int) -> None:
        rejects = self._group.rejects
        for reject in rejects[self._shown : self._shown + count]:
            row = _Row(reject, place_to_fill(reject, self._mapped))
            row.fixed.connect(self.fixed)
            row.all_asked.connect(self.fix_all)
            self._rows.addWidget(row)
        self._shown = min(len(rejects), self._shown + count)
        left = len(rejects) - self._shown
        text = ngettext("Show {n} more row", "Show {n} more rows", left)
        self._more.setText(text.format(n=f"{left:,}"))
        self._foot.setVisible(left > 0)

    def _turn(self) -> None:
        folded = self._body.isVisibleTo(self)
        self._body.setVisible(not folded)
        left = len(self._group.rejects) - self._shown
        self._foot.setVisible(not folded and left > 0)
        self._fold.set_icon("chevron-right" if folded else "chevron-down")


class RejectsPanel(QWidget):
    """``fixed`` carries rows put right (line -> cells), ``answered`` an answer of the request."""

    export_asked = Signal()
    fixed = Signal(object)
    answered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", "heading")
        self._note = ElidedLabel("", "caption", "text.secondary")
        self._export = Button(kind="ghost", icon="download", small=True)
        self._empty = EmptyState("circle-check", "")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = Bar(42)
        head.row.setContentsMargins(14, 0, 14, 0)
        head.row.addWidget(self._title)
        head.row.addWidget(self._note, 1)
        head.row.addWidget(self._export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._empty, 1)
        self._export.clicked.connect(lambda _on=False: self.export_asked.emit())

    def show_rejects(
        self, rejects: Sequence[Reject], mapped: Mapped, *, repaired: int, answers: bool
    ) -> None:
        """Show rejects by cause; ``repaired`` rows were put right already."""
        groups = grouped(rejects)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for group in groups:
            box = _GroupBox(group, mapped, answers=answers)
            box.fixed.connect(self.fixed)
            box.answered.connect(self.answered)
            column.addWidget(box)
        column.addStretch(1)
        at = self._scroll.verticalScrollBar().value()
        self._scroll.setWidget(inside)
        self._scroll.verticalScrollBar().setValue(at)
        title = ngettext("{n} row rejected", "{n} rows rejected", len(rejects))
        self._title.setText(title.format(n=f"{len(rejects):,}"))
        fixed = ngettext("{n} row put right", "{n} rows put right", repaired).format(n=repaired)
        self._note.setText(fixed if repaired else _("will not be written") if groups else "")
        self._export.setText(_("Export rejects"))
        self._export.setVisible(bool(groups))
        self._scroll.setVisible(bool(groups))
        self._empty.setVisible(not groups)
        self._empty.set_message(_("Every row can be imported"))

    def take_focus(self) -> None:
        """Give the keyboard to the first row."""
        rows = self._scroll.findChildren(_Row)
        if rows:
            rows[0].setFocus(Qt.FocusReason.TabFocusReason)


__all__ = ["Group", "RejectsPanel", "grouped"]
