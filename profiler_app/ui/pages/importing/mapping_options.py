"""How the rows of a file are taken: answers that are about no single column."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit

from profiler_app.domain.fields import find_field, options
from profiler_app.domain.import_kinds import kind_of
from profiler_app.domain.text import _
from profiler_app.jobs.importing import key_choices
from profiler_app.ui.pages.importing.chrome import Bar
from profiler_app.ui.pages.importing.draft import Draft
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label

_AUTO = ""
_OWN = ""
_PARTNER_WIDTH = 150


class MappingOptions(Bar):
    """How the rows are taken; ``changed`` carries answers as keywords of the request."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__(52, line_above=True)
        self._key_name = Label("", "body", "text.secondary")
        self._key = DropDown()
        self._line_name = Label("", "body", "text.secondary")
        self._line = DropDown()
        self._from_name = Label("", "body", "text.secondary")
        self._from = DropDown()
        self._partner = QLineEdit()
        self._walk_in = QCheckBox()
        self._create = QCheckBox()
        self._named = ""
        for drop in (self._key, self._line, self._from):
            drop.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToContents)
        for widget in (self._key_name, self._key):
            self.row.addWidget(widget)
        self._key_room = Label("")
        self._key_room.setFixedWidth(current().px(4))
        self.row.addWidget(self._key_room)
        for widget in (self._line_name, self._line):
            self.row.addWidget(widget)
        self.row.addSpacing(12)
        for part in (self._from_name, self._from, self._partner):
            self.row.addWidget(part)
        self._partner.setFixedWidth(current().px(_PARTNER_WIDTH))
        self.row.addSpacing(12)
        self.row.addWidget(self._walk_in)
        self.row.addSpacing(8)
        self.row.addWidget(self._create)
        self.row.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        self._key.activated.connect(lambda _at: self._answer(key=self._key.key() or None))
        self._line.activated.connect(lambda _at: self._answer(line=self._line.key()))
        self._from.activated.connect(lambda _at: self._choose_basis())
        self._partner.editingFinished.connect(self._name_partner)
        self._walk_in.clicked.connect(lambda on: self._answer(walk_in=on))
        self._create.clicked.connect(lambda on: self._answer(create_customers=on))

    def _answer(self, **changes: Any) -> None:
        self.changed.emit(changes)

    def _choose_basis(self) -> None:
        basis = self._from.key()
        self._partner.setVisible(bool(basis))
        self._answer(legal_basis=basis, partner=self._partner.text().strip() if basis else "")
        if basis:
            self._partner.setFocus()

    def _name_partner(self) -> None:
        """Take the name over; leaving the field as it was changes nothing."""
        name = " ".join(self._partner.text().split())
        if self._from.key() and name != self._named:
            self._named = name
            self._answer(partner=name)

    def show_draft(self, draft: Draft) -> None:
        """Show the answers that hold now."""
        request = draft.request
        self._key_name.setText(_("Recognise customers by"))
        self._key.set_options(_key_options(draft))
        self._key.choose(request.key or _AUTO)
        self._line_name.setText(_("New customers are"))
        self._line.set_options([("trade", _("Trade")), ("bank", _("Bank"))])
        self._line.choose(request.line)
        self._show_origin(request.partner, request.legal_basis)
        self._walk_in.setText(_("Keep sales without a customer"))
        self._walk_in.setChecked(request.walk_in)
        self._create.setText(_("Create unknown customers"))
        self._create.setChecked(request.create_customers)
        kind = kind_of(draft.mapped.target)
        for part in (self._key_name, self._key, self._key_room):
            part.setVisible(kind.id != "customers")
        self._walk_in.setVisible(kind.id == "orders")
        self._create.setVisible(kind.creates)
        for widget in (self._line_name, self._line):
            widget.setVisible(kind.creates or kind.id == "customers")

    def _show_origin(self, partner: str, basis: str) -> None:
        """Show whose the data are; those of others need a legal basis."""
        self._from_name.setText(_("The data are"))
        shared = [
            (each.id, _("a partner’s, by: {basis}").format(basis=each.label))
            for each in options("legal_basis")
        ]
        self._from.set_options([(_OWN, _("our own")), *shared])
        self._from.choose(basis)
        self._partner.setPlaceholderText(_("Name of the partner"))
        self._partner.setAccessibleName(_("Name of the partner"))
        self._partner.setVisible(bool(basis))
        self._named = partner
        if not self._partner.hasFocus():
            self._partner.setText(partner)


def _key_options(draft: Draft) -> list[tuple[str, str]]:
    keys = [(key, found.label) for key in key_choices(draft.mapped) if (found := find_field(key))]
    return [(_AUTO, _("the surest column")), *keys]
