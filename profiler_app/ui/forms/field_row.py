"""The row of a field of the catalog: its editor, its check, how a value stands in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from profiler_app.domain.fields import Field
from profiler_app.domain.identifiers import mask
from profiler_app.domain.text import _
from profiler_app.jobs.entries import Entry, entry_text
from profiler_app.ui.forms.editors import editor_for
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.forms.masked_editor import MaskedEditor

Read = Callable[[str, str], Entry]
"""Returns what a text means in the field of an id."""


def field_row(
    field: Field, read: Read, *, text: str = "", offers: Sequence[str] = (), secret: bool = False
) -> FormRow:
    """Return the row of a field with a text in it.

    ``offers`` are texts others typed. A ``secret`` identifying text is masked until it is changed.
    """
    masked = secret and field.sensitivity == "S2" and field.kind == "text"
    row = FormRow(
        _named(field),
        MaskedEditor(partial(_masked, field.id)) if masked else editor_for(field, offers=offers),
        partial(read, field.id),
        shown=partial(entry_text, field.id),
        required=field.id == "name",
    )
    row.put(text)
    return row


def _named(field: Field) -> str:
    """Return the name of a field; one's own has its unit with it."""
    if field.is_own and field.unit:
        return _("{field} ({unit})").format(field=field.label, unit=field.unit)
    return field.label


def _masked(name: str, text: str) -> str:
    return mask(name, text.replace(" ", "") if name in ("mobile", "cn_id") else text)


def in_two_columns(rows: Sequence[QWidget]) -> QWidget:
    """Return rows side by side, two a line."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(12)
    for place in (0, 1):
        grid.setColumnStretch(place, 1)
        grid.setColumnMinimumWidth(place, 1)
    for at, row in enumerate(rows):
        grid.addWidget(row, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
    return holder
