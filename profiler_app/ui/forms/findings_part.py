"""Findings of a talk: any field of the customer, found by its name, becomes a row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.fields import Field
from profiler_app.domain.text import _
from profiler_app.ui.forms.name_search import NameSearch
from profiler_app.ui.widgets.labels import Label

FOUND = "found."
"""So begin the names of the rows of findings."""


class FindingsPart(QWidget):
    """``chosen`` is the id of the field something was found out about."""

    chosen = Signal(str)

    def __init__(self, offered: Sequence[Field]) -> None:
        super().__init__()
        names = {field.label: field.id for field in reversed(offered)}
        self.search = NameSearch(_("Name of a field, e.g. budget, occupation"), names)
        self.search.setAccessibleName(_("Other findings"))
        self.search.picked.connect(self.chosen)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(_("Other findings"), "caption", "text.secondary"))
        column.addWidget(self.search)
        column.addSpacing(8)
        column.addLayout(self._rows)

    def add(self, row: QWidget) -> None:
        """Show the row of a finding."""
        self._rows.addWidget(row)
