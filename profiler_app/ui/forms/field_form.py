"""Defining a field of one's own: names, kind, where it stands, and what the kind needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from profiler_app.domain.fields import dimensions, option_label
from profiler_app.domain.own_fields import OWN_KINDS, Definition
from profiler_app.domain.text import _
from profiler_app.jobs.custom_fields import change_field, define_field
from profiler_app.jobs.entries import LIST_MARK, Entry
from profiler_app.jobs.field_entries import (
    BOTH,
    choices_of,
    definition_of,
    fields_for_formulas,
    formula_in_words,
    read_formula,
    texts_of,
)
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.editors import ChipEditor, ChoiceEditor, LineEditor, TextEditor
from profiler_app.ui.forms.form import Form
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.forms.name_search import NameSearch
from profiler_app.ui.widgets.labels import Label

_NEEDED_BY = {
    "unit": ("number", "formula"),
    "choices": ("choice", "choices"),
    "insert": ("formula",),
    "formula": ("formula",),
}
"""The kinds that have these rows; all others are there for every kind."""


class FieldForm(Form):
    """A new field, or one that is changed (``before``); its kind stays as it is then."""

    def __init__(self, desk: Desk, before: Definition | None) -> None:
        title = (
            _("New field") if before is None else _("Edit {name}").format(name=before.field.label)
        )
        super().__init__(desk, draft=f"field:{before.id if before else 'new'}", title=title)
        self._before = before
        names = fields_for_formulas(before.id if before else "")
        self._insert = NameSearch(_("Type a name and choose"), names)
        self._formula = TextEditor(_("e.g. 12-month spend / orders"), lines=3)
        self._in_words = Label("", "caption", "text.secondary", wrap=True)
        self._make_rows()
        self._insert.picked.connect(self._insert_field)
        self.rows["kind"].edited.connect(self._suit)
        self.rows["formula"].edited.connect(self._say_formula)
        self._stored = texts_of(before) if before else {"kind": "text", "dimension": "D1"}
        self._stored.setdefault("kinds", LIST_MARK.join(BOTH))
        self.put(self._stored)

    def _make_rows(self) -> None:
        kinds = ChipEditor([(kind, _(name)) for kind, name in OWN_KINDS.items()])
        places = ChoiceEditor([(each.id, each.label) for each in dimensions()])
        whose = ChipEditor([(kind, option_label("kind", kind)) for kind in BOTH], several=True)
        values = TextEditor(
            _("One value a line; a name, “=” and another name give both languages"), lines=5
        )
        asked = _("Say which customers have it.")
        made = {
            "zh": FormRow(_("Chinese name"), LineEditor(), self._named, required=True),
            "en": FormRow(_("English name"), LineEditor(), Entry),
            "kind": FormRow(_("Kind"), kinds, Entry, required=True),
            "dimension": FormRow(_("Dimension on the card"), places, Entry),
            "kinds": FormRow(_("Customers who have it"), whose, partial(_needed, missing=asked)),
            "unit": FormRow(_("Unit"), LineEditor(_("e.g. cups a day")), Entry),
            "choices": FormRow(_("Values to choose from"), values, self._listed, required=True),
            "insert": FormRow(_("Insert a field"), self._insert, Entry),
            "formula": FormRow(_("Formula"), self._formula, self._computed, required=True),
        }
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        for at, (key, row) in enumerate(made.items()):
            self.add_row(key, row)
            if key in ("zh", "en"):
                grid.addWidget(row, 0, at)
            else:
                grid.addWidget(row, at, 0, 1, 2)
        grid.addWidget(self._in_words, len(made), 0, 1, 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        self.column.addWidget(holder)
        if self._before is not None:
            self.rows["kind"].setEnabled(False)

    # -- what belongs to the kind

    def put(self, texts: Mapping[str, str]) -> None:
        """Show texts, and the rows their kind has."""
        super().put(texts)
        self._suit()

    def _suit(self) -> None:
        kind = self.rows["kind"].entry()
        for name, wanted in _NEEDED_BY.items():
            self.rows[name].setVisible(kind in wanted)
        self._say_formula()

    def _shown(self, name: str) -> bool:
        return self.rows["kind"].entry() in _NEEDED_BY.get(name, tuple(OWN_KINDS))

    def _insert_field(self, written: str) -> None:
        cursor = self._formula.textCursor()
        before = self._formula.toPlainText()[: cursor.position()]
        cursor.insertText(f"{'' if not before or before[-1] in ' (' else ' '}{written} ")
        self._formula.setFocus()

    def _say_formula(self) -> None:
        said = ""
        if self._shown("formula"):
            said = formula_in_words(self._formula.entry(), self.desk.settings.currency)
        self._in_words.setText(_("= {formula}").format(formula=said) if said else "")
        self._in_words.setVisible(bool(said))

    # -- what was typed

    def _named(self, text: str) -> Entry:
        return _needed(text or self.rows["en"].entry(), missing=_("Give the field a name."))

    def _listed(self, text: str) -> Entry:
        there = choices_of(text) if self._shown("choices") else ("-",)
        return _needed("-" if there else "", missing=_("Write at least one value."))

    def _computed(self, text: str) -> Entry:
        return read_formula(text) if self._shown("formula") else Entry()

    def texts(self) -> dict[str, str]:
        """Return what was typed into the rows of the kind."""
        return {n: t for n, t in super().texts().items() if self._shown(n) and n != "insert"}

    def dirty(self) -> bool:
        """Return whether anything differs from what is stored."""
        texts = self.texts()
        names = texts.keys() | self._stored.keys()
        return any(texts.get(n, "") != self._stored.get(n, "") for n in names if self._shown(n))

    def save(self) -> None:
        """Store the definition."""
        if self.check() is None:
            return
        definition = definition_of(self.texts(), self._before)
        label = definition.field.label
        if self._before is None:
            done = partial(self._saved, _("The field {name} is there.").format(name=label))
            self.store(define_field, definition, done=lambda made: done(made.operation))
        else:
            done = partial(self._saved, _("The changes are saved."))
            self.store(change_field, self._before.id, definition, done=done)

    def _saved(self, text: str, operation: int | None) -> None:
        if operation is not None:
            self.desk.toast(text, operation)
            self.desk.refresh_data()


def _needed(text: str, *, missing: str) -> Entry:
    return Entry(text, "" if text else missing)
