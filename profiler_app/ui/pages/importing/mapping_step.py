"""The second step: where the columns go, and how customers are recognised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.column_views import ColumnDetail, ColumnView
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.fields import fields
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.importing.columns import DayQuestion, column_detail, open_day_questions
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.importing.chrome import Bar
from profiler_app.ui.pages.importing.draft import Draft
from profiler_app.ui.pages.importing.field_choice import FieldChoice
from profiler_app.ui.pages.importing.inspector import Inspector
from profiler_app.ui.pages.importing.mapping_options import MappingOptions
from profiler_app.ui.pages.importing.mapping_table import MappingTable
from profiler_app.ui.pages.importing.match_keys import MatchKeys
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Hairline

_OPEN = ("confirm", "damaged")


class MappingStep(QWidget):
    """Shows a draft; every change asks for another one."""

    changed = Signal(object)
    column_sent = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._draft: Draft | None = None
        self._problem: UserProblem | None = None
        self._awaited: tuple[str, frozenset[str]] | None = None
        self.choice: FieldChoice | None = None
        self._band = Band("danger", "")
        self._head = Bar(46)
        self._title = Label("", "heading")
        self._note = Label("", "caption", "text.secondary")
        self._only = QCheckBox()
        self.table, self.inspector = MappingTable(), Inspector()
        self._options = MappingOptions()
        self.keys = MatchKeys()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._head.row.addWidget(self._title)
        self._head.row.addWidget(self._note)
        self._head.row.addStretch(1)
        self._head.row.addWidget(self._only)
        left = QVBoxLayout()
        left.setSpacing(0)
        self._band_room = QVBoxLayout()
        self._band_room.addWidget(self._band)
        left.addLayout(self._band_room)
        left.addWidget(self._head)
        left.addWidget(self.table, 1)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addLayout(left, 1)
        both.addWidget(Hairline(vertical=True))
        both.addWidget(self.inspector)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(both, 1)
        column.addWidget(self.keys)
        column.addWidget(self._options)
        self._band.hide()

    def _connect(self) -> None:
        self._options.changed.connect(self.changed)
        self.keys.changed.connect(self.changed)
        self._only.clicked.connect(lambda _on=False: self._show_table())
        self.table.picked.connect(self._inspect)
        self.table.asked.connect(self.open_choice)
        self.table.typed.connect(self._typed)
        self.inspector.sent.connect(self.column_sent)
        self.inspector.moved.connect(self._move)
        self.inspector.other_asked.connect(self._open_here)
        self.inspector.day_first.connect(self._answer_day)
        self._desk.data_changed.connect(self._take_new_field)
        for sequence in COMMANDS["open_choice"].sequences:
            shortcut = QShortcut(sequence, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._open_here)

    # -- what is shown

    def show_draft(self, draft: Draft) -> None:
        """Show a draft; a problem shown before is over."""
        self._draft = draft
        self.show_problem(None)
        self._only.setText(_("Only what is to be confirmed"))
        self._show_table()
        self._options.show_draft(draft)
        self.keys.show_draft(draft)
        states = [view.state for view in draft.views]
        mapped = sum(view.field is not None for view in draft.views)
        columns = ngettext("{n} column", "{n} columns", len(states)).format(n=len(states))
        title = ngettext("{columns} to {n} field", "{columns} to {n} fields", mapped)
        self._title.setText(title.format(columns=columns, n=mapped))
        self._note.setText(_to_do(states))

    def _show_table(self) -> None:
        assert self._draft is not None
        self.table.show_draft(self._draft, only_open=self._only.isChecked())
        chosen = self.table.chosen()
        if chosen is not None:
            self._inspect(chosen)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        problem = self._problem
        if self._draft is not None:
            self.show_draft(self._draft)
        self.show_problem(problem)

    def show_problem(self, problem: UserProblem | None) -> None:
        """Show why a change was not possible, or nothing."""
        self._problem = problem
        self._band.setVisible(problem is not None)
        room = (20, 12, 20, 4) if problem is not None else (0, 0, 0, 0)
        self._band_room.setContentsMargins(*room)
        if problem is not None:
            self._band.set_message(problem.sentence(), _("The workspace is as it was."))

    # -- one column

    def _inspect(self, place: int) -> None:
        assert self._draft is not None
        draft, view = self._draft, self._draft.views[place]
        self.inspector.show_view(view, None)
        self._desk.reads.ask(
            "column",
            _looked_at,
            draft,
            place,
            self._desk.today(),
            done=lambda found: self._show_detail(view, *found),
            failed=lambda _problem: None,  # the check says what cannot be read
            owner=self,
        )

    def _show_detail(
        self, view: ColumnView, detail: ColumnDetail, question: DayQuestion | None
    ) -> None:
        if question is not None:
            self.inspector.show_view(view, question)
        self.inspector.show_detail(detail)

    def next_open(self) -> None:
        """Go to the next column that is to be confirmed."""
        if self._draft is None:
            return
        asked = [view.index for view in self._draft.views if view.state in _OPEN]
        here = self.table.chosen()
        later = [place for place in asked if here is None or place > here]
        if asked:
            self.table.choose((later or asked)[0])
            self.table.setFocus()

    def _move(self, by: int) -> None:
        row = self.table.currentIndex().row() + by
        if 0 <= row < self.table.model().rowCount():
            self.table.selectRow(row)

    def _typed(self, letter: str) -> None:
        """A digit chooses in the inspector, N goes to the next column to be confirmed."""
        if letter in "nN":
            self.next_open()
        elif letter in "1234":
            self.inspector.press(int(letter))

    def _answer_day(self, column: str, first: bool) -> None:
        assert self._draft is not None
        self.changed.emit({"day_first": {**self._draft.request.day_first, column: first}})

    # -- choosing a field

    def _open_here(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None:
            self.open_choice(chosen)

    def open_choice(self, place: int) -> None:
        """Offer the fields for a column."""
        if self._draft is None:
            return
        column = self._draft.mapped.columns[place].column
        self.choice = FieldChoice(self, self._draft, place)
        self.choice.chosen.connect(lambda field: self.column_sent.emit(column, field))
        self.choice.new_asked.connect(lambda: self._define_field(column))
        self.choice.show_at(self.table.field_box(place))

    def _define_field(self, column: str) -> None:
        """Open the form of a new field; the column goes there once it is defined."""
        self._awaited = (column, frozenset(fields()))
        self._desk.forms.named.emit("field", column)

    def _take_new_field(self) -> None:
        if self._awaited is None or self._draft is None:
            return
        column, before = self._awaited
        new = [name for name in fields() if name not in before and fields()[name].is_own]
        if new:
            self._awaited = None
            if any(each.column == column for each in self._draft.mapped.columns):
                self.column_sent.emit(column, new[0])


def _looked_at(
    reader: Reader, draft: Draft, place: int, today: Any
) -> tuple[ColumnDetail, DayQuestion | None]:
    asked = open_day_questions(reader, draft.inspection)
    question = next((each for each in asked if each.index == place), None)
    return column_detail(reader, draft.inspection, place, today), question


def _to_do(states: Sequence[str]) -> str:
    asked, hurt = states.count("confirm"), states.count("damaged")
    said = []
    if asked:
        said.append(ngettext("{n} to confirm", "{n} to confirm", asked).format(n=asked))
    if hurt:
        said.append(ngettext("{n} damaged", "{n} damaged", hurt).format(n=hurt))
    return " · ".join(said)
