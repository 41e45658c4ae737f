"""The second step: where the columns go, and how customers are recognised."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.fields import find_field
from profiler_app.domain.import_kinds import kind_of
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.importing import key_choices
from profiler_app.ui.pages.importing.chrome import Bar
from profiler_app.ui.pages.importing.draft import Draft
from profiler_app.ui.pages.importing.facts_strip import FactsStrip
from profiler_app.ui.pages.importing.mapping_table import MappingTable, state_of
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label

_AUTO = ""


class _Options(Bar):
    """How the rows are taken; ``changed`` carries answers as keywords of the request."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__(52, line_above=True)
        self._key_name = Label("", "body", "text.secondary")
        self._key = DropDown()
        self._line_name = Label("", "body", "text.secondary")
        self._line = DropDown()
        self._walk_in = QCheckBox()
        self._create = QCheckBox()
        for drop in (self._key, self._line):
            drop.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToContents)
        for widget in (self._key_name, self._key):
            self.row.addWidget(widget)
        self.row.addSpacing(12)
        for widget in (self._line_name, self._line):
            self.row.addWidget(widget)
        self.row.addSpacing(12)
        self.row.addWidget(self._walk_in)
        self.row.addSpacing(8)
        self.row.addWidget(self._create)
        self.row.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        self._key.activated.connect(lambda _at: self._answer(key=self._key.key() or None))
        self._line.activated.connect(lambda _at: self._answer(line=self._line.key()))
        self._walk_in.clicked.connect(lambda on: self._answer(walk_in=on))
        self._create.clicked.connect(lambda on: self._answer(create_customers=on))

    def _answer(self, **changes: Any) -> None:
        self.changed.emit(changes)

    def show_draft(self, draft: Draft) -> None:
        """Show the answers that hold now."""
        request = draft.request
        self._key_name.setText(_("Recognise customers by"))
        self._key.set_options(_key_options(draft))
        self._key.choose(request.key or _AUTO)
        self._line_name.setText(_("New customers are"))
        self._line.set_options([("trade", _("Trade")), ("bank", _("Bank"))])
        self._line.choose(request.line)
        self._walk_in.setText(_("Keep sales without a customer"))
        self._walk_in.setChecked(request.walk_in)
        self._create.setText(_("Create unknown customers"))
        self._create.setChecked(request.create_customers)
        kind = kind_of(draft.mapped.target)
        self._walk_in.setVisible(kind.id == "orders")
        self._create.setVisible(kind.creates)
        for widget in (self._line_name, self._line):
            widget.setVisible(kind.creates or kind.id == "customers")


def _key_options(draft: Draft) -> list[tuple[str, str]]:
    keys = [(key, found.label) for key in key_choices(draft.mapped) if (found := find_field(key))]
    return [(_AUTO, _("the surest column")), *keys]


class MappingStep(QWidget):
    """Shows a draft; every change asks for another one."""

    changed = Signal(object)
    target_chosen = Signal(str)
    column_sent = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._draft: Draft | None = None
        self._problem: UserProblem | None = None
        self._strip = FactsStrip()
        self._band = Band("danger", "")
        self._head = Bar(46)
        self._title = Label("", "heading")
        self._note = Label("", "caption", "text.secondary")
        self.table = MappingTable()
        self._options = _Options()
        self._lay_out()
        for part in (self._strip, self._options):
            part.changed.connect(self.changed)
        self._strip.target_chosen.connect(self.target_chosen)
        self.table.sent.connect(self.column_sent)

    def _lay_out(self) -> None:
        self._head.row.addWidget(self._title)
        self._head.row.addWidget(self._note)
        self._head.row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._strip)
        self._band_room = QVBoxLayout()
        self._band_room.addWidget(self._band)
        column.addLayout(self._band_room)
        column.addWidget(self._head)
        column.addWidget(self.table, 1)
        column.addWidget(self._options)
        self._band.hide()

    def show_draft(self, draft: Draft) -> None:
        """Show a draft; a problem shown before is over."""
        self._draft = draft
        self.show_problem(None)
        self._strip.show_draft(draft)
        self.table.show_draft(draft)
        self._options.show_draft(draft)
        states = [state_of(column) for column in draft.mapped.columns]
        fields = len(states) - states.count("none")
        columns = ngettext("{n} column", "{n} columns", len(states)).format(n=len(states))
        self._title.setText(
            ngettext("{columns} to {n} field", "{columns} to {n} fields", fields).format(
                columns=columns, n=fields
            )
        )
        asked = states.count("ask")
        note = ngettext("Please confirm {n}.", "Please confirm {n}.", asked).format(n=asked)
        self._note.setText(note if asked else "")

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
