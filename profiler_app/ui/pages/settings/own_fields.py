"""The fields this workspace defined beside the catalog: add, change, give up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.fields import dimensions
from profiler_app.domain.own_fields import OWN_KINDS
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.custom_fields import OwnField, own_fields, retire_field
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.settings.rows import ListPanel, SettingRow
from profiler_app.ui.widgets.buttons import Button, IconButton


class OwnFieldsSection(QWidget):
    """One row a field; the form opens in the drawer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._fields: Sequence[OwnField] = ()
        self._panel = ListPanel()
        self.new = Button(icon="plus", kind="primary", small=True)
        self.new.clicked.connect(lambda: desk.forms.define_field())
        self._panel.head.addWidget(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)
        column.addStretch(1)
        desk.data_changed.connect(self._read)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._panel.title.setText(_("Fields of your own"))
        self.new.setText(_("New field"))
        self._panel.about.setText(
            _(
                "A field defined here is at once in forms, import, filters, rules, lists, charts, "
                "the card and exports. Everything can be undone."
            )
        )
        self._show(self._fields)

    def activated(self) -> None:
        """Read what is defined."""
        self._read()

    def _read(self) -> None:
        if self.isVisible():
            self._desk.reads.ask("own fields", _own, done=self._show, owner=self)

    def showEvent(self, event: object) -> None:
        """Read again what may have changed while another section was shown."""
        self._read()

    def _show(self, found: Sequence[OwnField]) -> None:
        self._fields = found
        self._panel.show_rows(self._row(each) for each in found)

    def _row(self, own: OwnField) -> QWidget:
        field = own.definition.field
        edit = IconButton("pencil", _("Edit {name}").format(name=field.label))
        edit.clicked.connect(lambda: self._desk.forms.define_field(field.id))
        away = IconButton("trash-2", _("Give up {name}").format(name=field.label))
        away.clicked.connect(lambda: self._give_up(field.id, field.label))
        holder = QWidget()
        buttons = QHBoxLayout(holder)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(4)
        buttons.addWidget(edit)
        buttons.addWidget(away)
        row = SettingRow(holder)
        row.say(field.label, own.problem or _about(own))
        return row

    def _give_up(self, field: str, name: str) -> None:
        def done(operation: int) -> None:
            text = _("{name} is given up; its values are kept in the file.").format(name=name)
            self._desk.toast(text, operation)
            self._desk.refresh_data()

        self._desk.jobs.start(
            retire_field,
            field,
            title=_("Saving"),
            owner=self,
            done=done,
            failed=self._desk.show_problem,
        )


def _about(own: OwnField) -> str:
    definition = own.definition
    places = {each.id: each.label for each in dimensions()}
    parts = [_(OWN_KINDS[definition.kind]), places.get(definition.dimension, "")]
    if definition.choices:
        parts.append(listed([each.label for each in definition.choices[:6]]))
    if definition.formula:
        parts.append(definition.formula)
    else:
        n = own.values
        counted = ngettext("{n} customer has a value", "{n} customers have a value", n)
        parts.append(counted.format(n=f"{n:,}"))
    parts.append(definition.id)
    return " · ".join(part for part in parts if part)


def _own(reader: Reader) -> tuple[OwnField, ...]:
    return own_fields(reader.workspace)
