"""What a condition is about, found by its name or the sound of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.rule_subjects import Subject
from profiler_app.ui.pages.customers.field_list import FieldList, FieldSearch, field_of
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.popover import Popover

_WIDTH, _HEIGHT = 320, 320


class SubjectChooser(Popover):
    """``picked`` carries the subject that was clicked, or entered from the search."""

    picked = Signal(object)

    def __init__(self, offered: Sequence[Subject], parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self._offered = offered
        self.list = FieldList()
        self.list.setAccessibleName(_("What a condition can be about"))
        group = ""
        for at, each in enumerate(offered):
            if each.group != group:
                group = each.group
                self.list.add_group(group)
            self.list.add_field(str(at + 1), each.label)
        self.list.setFixedHeight(current().px(_HEIGHT))
        self.search = FieldSearch(self.list)
        self.body.addWidget(self.search)
        self.body.addWidget(self.list)
        self.list.itemClicked.connect(lambda _item: self._pick())
        self.closed.connect(self.deleteLater)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the current entry on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick()
        else:
            super().keyPressEvent(event)

    def _pick(self) -> None:
        item = self.list.currentItem()
        if item is None or item.isHidden() or not field_of(item):
            return
        found = self._offered[int(field_of(item)) - 1]
        self.picked.emit(found)
        self.close()
