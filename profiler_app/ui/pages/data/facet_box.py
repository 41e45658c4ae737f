"""One facet: the values of a field with live counts, to be ticked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.quality.browsing import FacetCounts
from profiler_app.ui.pages.customers.check_list import CheckList, Choice
from profiler_app.ui.pages.data.wording import field_name
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import ElidedLabel, Label

_ROW = 30
_MOST = 7


class FacetBox(QWidget):
    """``ticked`` carries the field and the rules of the values that are ticked."""

    ticked = Signal(str, object)

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field
        self.title = ElidedLabel("", "strong")
        self.values = CheckList()
        self._more = Label("", "caption", "text.tertiary")
        self._rows = 1
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for widget in (self.title, self.values, self._more):
            column.addWidget(widget)
        self.values.ticked.connect(
            lambda: self.ticked.emit(self.field, frozenset(self.values.values()))
        )
        current().changed.connect(self._fit)

    def show_counts(self, facet: FacetCounts, kept: frozenset[str]) -> None:
        """Show values and their counts; those in ``kept`` are ticked."""
        self.field = facet.field
        name = field_name(facet.field)
        self.title.setText(f"{name} · {len(kept)}" if kept else name)
        self.values.setAccessibleName(name)
        choices = [Choice(each.key, each.label, each.count) for each in facet.values]
        self.values.set_choices(choices, kept)
        self._more.setText(_("{n} more values").format(n=f"{facet.more:,}") if facet.more else "")
        self._more.setVisible(bool(facet.more))
        self._rows = max(1, min(len(choices), _MOST))
        self._fit()

    def _fit(self) -> None:
        self.values.setFixedHeight(self._rows * current().px(_ROW) + 4)
